"""Organizers' pages of an event's registration form."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock, templating
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput, NotFound
from ungis_events.core.languages import chosen_language
from ungis_events.core.request_sizes import takes_files
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.registrations import registering
from ungis_events.registrations.forms import RegistrationForm
from ungis_events.registrations.queries import get_registration
from ungis_events.speakers.rules import moved
from ungis_events.uploads.queries import get_upload
from ungis_events.uploads.serving import send_upload

from . import queries, service
from .details import QuestionDetails
from .errors import FormChanged
from .forms import KINDS, STANDARD_LABELS, QuestionForm, StandardQuestionsForm
from .models import Question
from .rules import STANDARD_CHOICES, AskedQuestion

manage_questions = Blueprint("manage_questions", __name__)
manage_questions.before_request(require_organizer)


@manage_questions.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return _index_page(event, StandardQuestionsForm.of(service.standard_questions(event)))


@manage_questions.post("/standard")
@answers_stale_forms
def standard(slug: str) -> ResponseReturnValue:
    """Which of the form's own questions are asked, and how."""
    form = StandardQuestionsForm()
    if form.validate():
        saved = None
        try:
            with transaction():
                event = get_event(slug)
                saved = service.standard_questions(event)
                form.check_read(saved)
                service.set_standard_questions(event, form.wanted(), actor=actor(), now=clock.now())
        except Conflict:
            form.show_conflict(form.wanted(), saved)
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".index", slug=slug), code=303)
    return _index_page(get_event(slug), form), 422


def _index_page(event: Event, form: StandardQuestionsForm) -> str:
    questions = queries.list_form_questions(event.id)
    return render_template(
        "manage_questions/index.html",
        event=event,
        form=form,
        questions=questions,
        labels={question.id: question.label for question in questions},
        retired=queries.list_retired(event),
        answered=queries.count_answers(event),
        kind_labels=dict(KINDS),
        standard_names=list(STANDARD_CHOICES),
        standard_labels=STANDARD_LABELS,
    )


@manage_questions.route("/add", methods=["GET", "POST"])
@answers_stale_forms
def add(slug: str) -> ResponseReturnValue:
    form = QuestionForm.after(queries.list_asked(get_event(slug).id))
    if form.validate_on_submit():
        try:
            with transaction():
                question = service.add_question(
                    get_event(slug), form.details(), actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("The question is on the form."))
            return _back(slug, question.id)
    return _form_page("manage_questions/add.html", slug, form)


@manage_questions.route("/<int:question_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str, question_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    question = queries.get_question(event, question_id)
    saved = QuestionDetails.of(question)
    form = QuestionForm.after(_earlier(event, question), saved)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                question = queries.get_question(event, question_id)
                saved = QuestionDetails.of(question)
                form.check_read(saved)
                service.change_question(
                    event, question, form.details(), actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            form.show_conflict(form.details(), saved)
        else:
            flash(gettext("Saved."))
            return _back(slug, question_id)
    answered = queries.count_answers(event).get(question_id, 0)
    return _form_page(
        "manage_questions/edit.html", slug, form, question_id=question_id, answered=answered
    )


def _earlier(event: Event, question: Question) -> list[AskedQuestion]:
    form = queries.list_form_questions(event.id)
    return [AskedQuestion.of(each) for each in form if each.position < question.position]


def _form_page(template: str, slug: str, form: QuestionForm, **more: object) -> ResponseReturnValue:
    page = render_template(template, event=get_event(slug), form=form, **more)
    return page, 422 if form.errors else 200


@manage_questions.post("/<int:question_id>/<any(remove, restore):act>")
def act(slug: str, question_id: int, act: str) -> ResponseReturnValue:
    """Off the form, where its answers stay, or back on it."""
    done = {
        "remove": gettext("The question is off the form. The answers given stay."),
        "restore": gettext("The question is on the form again, at its end."),
    }

    def change(event: Event) -> None:
        acts = {"remove": service.take_off, "restore": service.restore}
        question = queries.get_question(event, question_id)
        acts[act](event, question, actor=actor(), now=clock.now())

    _change(slug, change, done[act])
    return _back(slug, question_id)


@manage_questions.post("/<int:question_id>/move")
def move(slug: str, question_id: int) -> ResponseReturnValue:
    """One place earlier or later: the way without dragging."""
    by = -1 if request.form.get("direction") == "up" else 1

    def change(event: Event) -> None:
        queries.get_question(event, question_id)
        ids = [question.id for question in queries.list_form_questions(event.id)]
        if question_id not in ids:
            raise FormChanged
        order = moved(ids, question_id, by)
        service.order_questions(event, order, actor=actor(), now=clock.now())

    _change(slug, change, None)
    return _back(slug, question_id)


@manage_questions.post("/order")
def order(slug: str) -> ResponseReturnValue:
    """The whole new order, as dragging made it."""
    ids = request.form.getlist("question", type=int)

    def change(event: Event) -> None:
        service.order_questions(event, ids, actor=actor(), now=clock.now())

    _change(slug, change, gettext("The new order is saved."))
    return redirect(url_for(".index", slug=slug), code=303)


def _change(slug: str, change: Callable[[Event], None], done: str | None) -> None:
    try:
        with transaction():
            change(get_event(slug))
    except (Conflict, InvalidInput) as error:
        flash(str(error.message), "problem")
    else:
        if done:
            flash(done)


def _back(slug: str, question_id: int) -> ResponseReturnValue:
    return redirect(url_for(".index", slug=slug, _anchor=f"question-{question_id}"), code=303)


@manage_questions.route("/preview", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(32)
def preview(slug: str) -> ResponseReturnValue:
    """The whole form as registrants see it, to be tried out: nothing is saved."""
    event = get_event(slug)
    shape = registering.shape_of(event.id, event.version)
    form = RegistrationForm.for_event([mode.mode for mode in event.modes], shape)
    is_right = form.validate_on_submit()
    page = render_template(
        "manage_questions/preview.html",
        event=event,
        form=form,
        is_right=is_right,
        country_options=registering.country_options(chosen_language(), form.country.data),
        clocks=templating.city_times(event.starts_at, event.ends_at),
    )
    return page, 422 if form.errors else 200


@manage_questions.get("/answers/<int:registration_id>/<int:question_id>")
def answer_file(slug: str, registration_id: int, question_id: int) -> ResponseReturnValue:
    """A file that somebody gave as an answer."""
    registration = get_registration(get_event(slug), registration_id)
    answer = queries.find_answer(registration.id, question_id)
    if answer is None or answer.upload_id is None:
        raise NotFound
    return send_upload(get_upload(answer.upload_id))
