"""Organizers' pages of the searches they keep."""

from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.questions.queries import list_questions
from ungis_events.registrations.desk_filters import RegistrationsWanted
from ungis_events.registrations.desk_queries import list_invitations
from ungis_events.registrations.vocabulary import Chip, chips

from . import service
from .forms import ViewForm
from .queries import get_view, list_views

manage_saved_views = Blueprint("manage_saved_views", __name__)
manage_saved_views.before_request(require_organizer)


@manage_saved_views.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return render_template(
        "manage_saved_views/index.html",
        event=event,
        views=[(view, _chips(event, view.query)) for view in list_views(event)],
    )


@manage_saved_views.route("/new", methods=["GET", "POST"])
@answers_stale_forms
def save(slug: str) -> ResponseReturnValue:
    """The search comes in the address: this page is reached from the list."""
    form = ViewForm(query=RegistrationsWanted.of(request.args).address)
    wanted = _read(form.query.data)
    if form.validate_on_submit():
        try:
            with transaction():
                service.save_view(
                    get_event(slug),
                    form.name.data or "",
                    wanted.address,
                    replaces=form.replaces.data,
                    made_by=actor(),
                )
        except InvalidInput as error:
            form.show_problems(error)
        except IntegrityError:  # somebody saved one of that name at the same moment
            form.name.errors = [gettext("There is a view of that name already")]
        else:
            flash(gettext("The view is saved."))
            address = url_for("manage_registrations.index", slug=slug, **wanted.in_address())
            return redirect(address, code=303)
    event = get_event(slug)
    page = render_template(
        "manage_saved_views/save.html",
        event=event,
        form=form,
        wanted=wanted,
        chips=_chips(event, wanted.address),
        names=[view.name for view in list_views(event)],
    )
    return page, 422 if form.errors else 200


@manage_saved_views.route("/<int:view_id>/rename", methods=["GET", "POST"])
@answers_stale_forms
def rename(slug: str, view_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    form = ViewForm(name=get_view(event, view_id).name)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                service.rename_view(event, get_view(event, view_id), form.name.data or "")
        except InvalidInput as error:
            form.show_problems(error)
        except IntegrityError:
            form.name.errors = [gettext("There is a view of that name already")]
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".index", slug=slug), code=303)
    event = get_event(slug)
    view = get_view(event, view_id)
    page = render_template(
        "manage_saved_views/rename.html",
        event=event,
        form=form,
        view=view,
        chips=_chips(event, view.query),
    )
    return page, 422 if form.errors else 200


@manage_saved_views.post("/<int:view_id>/delete")
def delete(slug: str, view_id: int) -> ResponseReturnValue:
    with transaction():
        service.delete_view(get_view(get_event(slug), view_id))
    flash(gettext("The view is deleted. The people in it stay as they are."))
    return redirect(url_for(".index", slug=slug), code=303)


def _read(query: str | None) -> RegistrationsWanted:
    """Only what the list understands comes through, whatever was sent."""
    return RegistrationsWanted.of(MultiDict(parse_qsl(query or "")))


def _chips(event: Event, query: str) -> list[Chip]:
    return chips(_read(query), list_questions(event), list_invitations(event))
