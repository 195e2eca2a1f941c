"""Organizers' pages of the people who come."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.accounts.queries import sees_access_needs
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.errors import Conflict
from ungis_events.core.form_filters import short_note
from ungis_events.core.templating import text_direction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_person_history
from ungis_events.history.service import record_history
from ungis_events.mailing.vocabulary import mail_kind
from ungis_events.questions.queries import list_answers, list_questions
from ungis_events.saved_views.queries import list_views
from ungis_events.topics.catalogue import list_stakeholder_groups

from . import desk_queries, exports, vocabulary
from .acts import act_on
from .desk_filters import RegistrationsWanted
from .desk_queries import PAGE_SIZE
from .duplicates import LOOKED_AT, list_alike, list_like
from .errors import RegistrationNotFound
from .merging import check_mergeable, merge_registrations, takes_over_seat
from .models import Registration, RegistrationStatus
from .queries import get_registration, get_registration_by_id, place_in_line
from .rules import possible_acts

manage_registrations = Blueprint("manage_registrations", __name__)
manage_registrations.before_request(require_organizer)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@manage_registrations.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    wanted = _wanted(event)
    counts = desk_queries.count_all(event)
    found = desk_queries.count_registrations(event, wanted) if wanted.is_filtered else counts.all
    questions, invitations = list_questions(event), desk_queries.list_invitations(event)
    return render_template(
        "manage_registrations/index.html",
        event=event,
        wanted=wanted,
        registrations=desk_queries.list_registrations(event, wanted, found),
        found=found,
        pages=max(1, -(-found // PAGE_SIZE)),
        counts=counts,
        chips=vocabulary.chips(wanted, questions, invitations),
        views=list_views(event),
        choices=vocabulary.filter_choices(questions, invitations),
        sees_needs=_sees_needs(event),
        group_labels=dict(list_stakeholder_groups()),
        yes_no=vocabulary.YES_NO,
        acts=vocabulary.ACTS,
        statuses=list(RegistrationStatus),
    )


def _wanted(event: Event) -> RegistrationsWanted:
    wanted = RegistrationsWanted.of(request.args)
    return wanted if _sees_needs(event) else wanted.without_needs()


def _sees_needs(event: Event) -> bool:
    return sees_access_needs(own_account(), event.id)


@manage_registrations.get("/<int:registration_id>")
def show(slug: str, registration_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    registration = get_registration(event, registration_id)
    merged_into = registration.merged_into_id
    return render_template(
        "manage_registrations/show.html",
        event=event,
        registration=registration,
        acts=possible_acts(registration.status),
        place_in_line=place_in_line(registration),
        group_labels=dict(list_stakeholder_groups()),
        answers=list_answers([registration.id]).get(registration.id, []),
        mails=desk_queries.list_mails(registration),
        entries=list_person_history(registration_id=registration.id),
        alike=list_like(registration),
        stays=get_registration_by_id(merged_into) if merged_into else None,
        sees_needs=_sees_needs(event),
        mail_kind=mail_kind,
    )


@manage_registrations.post(
    "/<int:registration_id>/<any(approve, reject, promote, waitlist, withdraw, renew):act>"
)
def act(slug: str, registration_id: int, act: str) -> ResponseReturnValue:
    try:
        with transaction():
            registration = get_registration(get_event(slug), registration_id)
            act_on(
                registration,
                act,
                note=short_note(request.form.get("note")),
                beyond=request.form.get("beyond") == "y",
                actor=actor(),
                now=clock.now(),
            )
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("Done. They are being told by mail."))
    return redirect(url_for(".show", slug=slug, registration_id=registration_id), code=303)


@manage_registrations.get("/duplicates")
def duplicates(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    pages = max(1, -(-desk_queries.count_all(event).all // LOOKED_AT))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "manage_registrations/duplicates.html",
        event=event,
        groups=list_alike(event, page),
        page=page,
        pages=pages,
        looked_at=LOOKED_AT,
        group_labels=dict(list_stakeholder_groups()),
    )


@manage_registrations.get("/<int:registration_id>/merge")
def compare(slug: str, registration_id: int) -> ResponseReturnValue:
    """Side by side, to choose who stays; `?with=`: the other one, by its number."""
    event = get_event(slug)
    first = get_registration(event, registration_id)
    pair, problem = _pair(event, first)
    return render_template(
        "manage_registrations/merge.html",
        event=event,
        first=first,
        pair=pair,
        problem=problem,
        q=request.args.get("with", ""),
        answers=list_answers([each.id for each in pair]),
        group_labels=dict(list_stakeholder_groups()),
        sees_needs=_sees_needs(event),
        takes_over=[takes_over_seat(*each) for each in (pair, pair[::-1])] if pair else [],
    ), 422 if problem else 200


def _pair(event: Event, first: Registration) -> tuple[list[Registration], str | None]:
    asked = request.args.get("with", "").strip()
    if not asked:
        return [], None
    if not (asked.isdecimal() and len(asked) < 10):
        return [], gettext("Give the number of the other registration, as in its address.")
    try:
        other = get_registration(event, int(asked))
    except RegistrationNotFound as error:
        return [], str(error.message)
    if other.id == first.id:
        return [], gettext("That is this registration itself. Give the number of the other one.")
    return [first, other], None


@manage_registrations.post("/<int:registration_id>/merge")
def merge(slug: str, registration_id: int) -> ResponseReturnValue:
    """`registration_id` stays."""
    leaves_id = request.form.get("leaves", 0, type=int)
    try:
        with transaction():
            event = get_event(slug)
            stays = get_registration(event, registration_id)
            leaves = get_registration(event, leaves_id)
            check_mergeable(stays, leaves)
            merge_registrations(stays, leaves, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
        address = url_for(".compare", slug=slug, registration_id=registration_id)
        return redirect(f"{address}?with={leaves_id}", code=303)
    flash(gettext("They are one now. This registration stays."))
    return redirect(url_for(".show", slug=slug, registration_id=registration_id), code=303)


@manage_registrations.post("/export.csv")
def export_csv(slug: str) -> ResponseReturnValue:
    headings, rows = _export(slug)
    lines = exports.csv_lines(headings, rows)
    response = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(slug)}.csv"'
    return response


@manage_registrations.post("/export.xlsx")
def export_xlsx(slug: str) -> ResponseReturnValue:
    headings, rows = _export(slug)
    file = exports.xlsx_file(headings, rows, right_to_left=text_direction() == "rtl")
    return send_file(
        file, mimetype=_XLSX, as_attachment=True, download_name=f"{_file_name(slug)}.xlsx"
    )


def _export(slug: str) -> tuple[list[str], Iterator[list[exports.Cell]]]:
    """The list as it was looked at. Who takes it away is written down before it goes."""
    with transaction():
        event = get_event(slug)
        wanted = _wanted(event)
        with_needs = _sees_needs(event)
        number = desk_queries.count_registrations(event, wanted)
        record_history(
            event.id,
            act="registrations exported",
            changes={"rows": [None, number], "filter": wanted.for_history, "needs": with_needs},
            actor=actor(),
            now=clock.now(),
        )
    columns = exports.Columns(list_questions(event), with_access_needs=with_needs)
    invitations = {each.id: each.label for each in desk_queries.list_invitations(event)}
    batches = desk_queries.stream_registrations(event, wanted)
    return exports.headings(columns), exports.rows(batches, columns, invitations)


def _file_name(slug: str) -> str:
    return f"registrations-{slug}-{clock.now():%Y-%m-%d}"
