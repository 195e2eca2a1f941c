"""Organizers' page of who works on an event."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.accounts.models import Account, Role
from ungis_events.accounts.queries import works_on
from ungis_events.accounts.service import AccountDetails
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import InvalidInput
from ungis_events.events.queries import get_event
from ungis_events.people.forms import ROLE_WORDS
from ungis_events.people.service import invite_person

from . import service
from .forms import AddForm
from .queries import list_others, list_team, may_name_oneself

manage_teams = Blueprint("manage_teams", __name__)
manage_teams.before_request(require_organizer)


@manage_teams.get("/")
def index(slug: str) -> ResponseReturnValue:
    return _page(slug, AddForm())


@manage_teams.post("/add")
@answers_stale_forms
def add(slug: str) -> ResponseReturnValue:
    form = AddForm()
    if form.validate_on_submit():
        try:
            with transaction():
                account = _add(slug, form)
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("%(name)s is on the team.", name=account.name))
            return redirect(url_for(".index", slug=slug), code=303)
    return _page(slug, form)


def _add(slug: str, form: AddForm) -> Account:
    """Somebody with an account; or, with a name, a helper who is invited for this event alone."""
    event, now = get_event(slug), clock.now()
    account = service.get_colleague(form.email.data)
    if account is not None:
        service.add_to_team(event.id, account, actor=actor(), now=now)
        return account
    if not form.name.data:
        sentence = lazy_gettext("Nobody has this address yet. Give a name to invite a helper.")
        raise InvalidInput({"name": sentence})
    helper = AccountDetails(form.email.data, form.name.data, Role.HELPER, has_all_events=False)
    return invite_person(helper, [event.id], actor=actor(), now=now)


@manage_teams.post("/<int:account_id>/access-needs")
def name(slug: str, account_id: int) -> ResponseReturnValue:
    is_named = request.form.get("named") == "y"
    with transaction():
        service.name_for_access_needs(
            get_event(slug).id, account_id, is_named, actor=actor(), now=clock.now()
        )
    flash(gettext("Saved."))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_teams.post("/<int:account_id>/remove")
def remove(slug: str, account_id: int) -> ResponseReturnValue:
    with transaction():
        service.remove_from_team(get_event(slug).id, account_id, actor=actor(), now=clock.now())
    flash(gettext("They are no longer on the team."))
    if not works_on(own_account(), slug):  # they have taken themselves off
        return redirect(url_for("manage_events.index"), code=303)
    return redirect(url_for(".index", slug=slug), code=303)


def _page(slug: str, form: AddForm) -> ResponseReturnValue:
    event = get_event(slug)
    page = render_template(
        "manage_teams/index.html",
        event=event,
        form=form,
        team=list_team(event.id),
        others=list_others(event.id),
        roles=ROLE_WORDS,
        own_id=own_account().id,
        may_name_oneself=may_name_oneself(own_account()),
    )
    return page, 422 if form.errors else 200
