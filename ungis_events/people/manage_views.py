"""Administrators' pages of who may sign in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts import access, rules
from ungis_events.accounts.access import actor, require_administrator
from ungis_events.accounts.queries import get_account, get_sign_in, list_sign_ins, list_team_events
from ungis_events.accounts.service import end_sign_in
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.events.desk_queries import events_by_id
from ungis_events.history.service import record_history
from ungis_events.organizations.queries import list_current_organizations
from ungis_events.second_factors import service as second_factors
from ungis_events.sign_in_links.queries import find_invitation
from ungis_events.sign_in_links.rules import is_open

from . import desk_queries, service
from .desk_queries import PeopleWanted
from .errors import LastAdministrator
from .forms import ALL, ROLE_HINTS, ROLE_WORDS, PersonForm, details_of

manage_people = Blueprint("manage_people", __name__)
manage_people.before_request(require_administrator)


@manage_people.get("")
def index() -> ResponseReturnValue:
    asked, now = request.args, clock.now()
    wanted = PeopleWanted(
        asked.get("q", ""),
        asked.get("role", ""),
        min(max(asked.get("organization", 0, type=int), 0), 2**31 - 1),
        min(max(asked.get("page", 1, type=int), 1), 100_000),
    )
    found = desk_queries.count_people(wanted)
    people = desk_queries.list_people(wanted)
    return render_template(
        "manage_people/index.html",
        people=people,
        sessions=desk_queries.count_sessions([each.id for each in people], now),
        has_arrived=rules.has_arrived,
        wanted=wanted,
        found=found,
        pages=max(1, -(-found // desk_queries.PAGE_SIZE)),
        roles=ROLE_WORDS,
        organizations=list_current_organizations(),
    )


@manage_people.route("/invite", methods=["GET", "POST"])
@answers_stale_forms
def invite() -> ResponseReturnValue:
    form = PersonForm(scope=ALL)
    if form.validate_on_submit():
        try:
            details, event_ids = form.details(), form.event_ids() or []
            with transaction():
                account = service.invite_person(details, event_ids, actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("An invitation is on its way to %(email)s.", email=account.email))
            return redirect(url_for(".show", account_id=account.id), code=303)
    page = render_template(
        "manage_people/invite.html",
        form=form,
        hints=ROLE_HINTS,
        offered=desk_queries.list_events_to_offer(clock.now(), form.events.data or []),
    )
    return page, 422 if form.errors else 200


@manage_people.route("/<int:account_id>", methods=["GET", "POST"])
@answers_stale_forms
def show(account_id: int) -> ResponseReturnValue:
    """One person: what they may do, where they are signed in, and how it is taken away."""
    form = PersonForm.of(get_account(account_id))
    if form.validate_on_submit():
        try:
            details, event_ids = form.details(), form.event_ids()
            with transaction():
                form.check_read(details_of(get_account(account_id)))
                service.change_person(
                    account_id, details, event_ids, actor=actor(), now=clock.now()
                )
        except LastAdministrator as error:
            form.role.errors = [error.message]
        except Conflict:
            form.show_conflict(details, details_of(get_account(account_id)))
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("Saved. It counts from their next click."))
            return redirect(url_for(".show", account_id=account_id), code=303)
    return _person_page(account_id, form)


def _person_page(account_id: int, form: PersonForm) -> ResponseReturnValue:
    account, now = get_account(account_id), clock.now()
    invitation = find_invitation(account_id)
    chosen = {*(form.events.data or []), *(event.id for event in list_team_events(account))}
    page = render_template(
        "manage_people/show.html",
        account=account,
        form=form,
        hints=ROLE_HINTS,
        roles=ROLE_WORDS,
        offered=desk_queries.list_events_to_offer(now, chosen),
        invitation=invitation,
        is_invitation_open=invitation is not None and is_open(invitation, now),
        has_arrived=rules.has_arrived(account),
        sign_ins=list_sign_ins(account_id, now),
        own_id=access.own_account().id,
    )
    return page, 422 if form.errors else 200


@manage_people.get("/<int:account_id>/history")
def history(account_id: int) -> ResponseReturnValue:
    """What they did, and what was done about them."""
    entries = desk_queries.list_history_of(account_id)
    events = events_by_id(entry.event_id for entry in entries if entry.event_id)
    return render_template(
        "manage_people/history.html",
        account=get_account(account_id),
        entries=entries,
        events=events,
        zones={event.id: event.zone for event in events.values()},
        shown_at_most=desk_queries.HISTORY_SHOWN,
    )


@manage_people.post("/<int:account_id>/invite-again")
def invite_again(account_id: int) -> ResponseReturnValue:
    with transaction():
        service.invite_again(get_account(account_id), actor=actor(), now=clock.now())
    return _back(account_id, gettext("A new invitation is on its way. The old one works no more."))


@manage_people.post("/<int:account_id>/take-back")
def take_back(account_id: int) -> ResponseReturnValue:
    return _switch_off(
        account_id, "invitation taken back", gettext("The invitation works no more.")
    )


@manage_people.post("/<int:account_id>/off")
def switch_off(account_id: int) -> ResponseReturnValue:
    sentence = gettext("The account is off: every session of it ends with its next click.")
    return _switch_off(account_id, "account switched off", sentence)


def _switch_off(account_id: int, act: str, sentence: str) -> ResponseReturnValue:
    try:
        with transaction():
            service.switch_off(account_id, actor=actor(), now=clock.now(), act=act)
    except LastAdministrator as error:
        return _back(account_id, str(error.message), "problem")
    return _back(account_id, sentence)


@manage_people.post("/<int:account_id>/on")
def switch_on(account_id: int) -> ResponseReturnValue:
    with transaction():
        service.switch_on(account_id, actor=actor(), now=clock.now())
    return _back(account_id, gettext("The account is on again."))


@manage_people.post("/<int:account_id>/sign-ins/<int:sign_in_id>/end")
def end(account_id: int, sign_in_id: int) -> ResponseReturnValue:
    now = clock.now()
    with transaction():
        end_sign_in(get_sign_in(account_id, sign_in_id), now)
        record_history(
            None, act="session ended", changes={}, actor=actor(), now=now, account_id=account_id
        )
    return _back(account_id, gettext("That session has ended."))


@manage_people.post("/<int:account_id>/sign-ins/end")
def end_all(account_id: int) -> ResponseReturnValue:
    with transaction():
        service.end_all_sessions(account_id, actor=actor(), now=clock.now())
    return _back(account_id, gettext("All their sessions have ended."))


@manage_people.post("/<int:account_id>/second-factor/off")
def switch_off_second_factor(account_id: int) -> ResponseReturnValue:
    """For somebody who lost telephone and recovery codes."""
    with transaction():
        second_factors.switch_off(account_id, actor=actor(), now=clock.now())
    return _back(account_id, gettext("Their password alone lets them in now."))


def _back(account_id: int, sentence: str, category: str = "message") -> ResponseReturnValue:
    flash(sentence, category)
    return redirect(url_for(".show", account_id=account_id), code=303)
