"""One's own account, whatever the role: where it is signed in, its password, its events."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event
from ungis_events.history.service import record_history

from .access import actor, own_account, own_sign_in, require_signed_in
from .forms import PasswordForm
from .models import Role
from .queries import get_sign_in, list_events_to_help_with, list_sign_ins, list_team_events
from .service import change_password, end_sign_in, end_sign_ins

manage_accounts = Blueprint("manage_accounts", __name__)
# Helpers and focal points have one too.
manage_accounts.before_request(require_signed_in)


@manage_accounts.get("")
def index() -> ResponseReturnValue:
    return _page(PasswordForm())


@manage_accounts.post("/password")
@answers_stale_forms
def set_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            with transaction():
                change_password(
                    own_account(),
                    current=form.current.data,
                    new=form.new.data,
                    kept=own_sign_in(),
                    now=clock.now(),
                )
                _record("password changed")
        except InvalidInput as error:
            for name, message in error.fields.items():
                form[name].errors = [message]
        else:
            flash(gettext("Your password is changed. Other browsers are signed out."))
            return redirect(url_for(".index"), code=303)
    return _page(form)


@manage_accounts.post("/sign-ins/<int:sign_in_id>/end")
def end(sign_in_id: int) -> ResponseReturnValue:
    with transaction():
        end_sign_in(get_sign_in(own_account().id, sign_in_id), clock.now())
        _record("session ended")
    flash(gettext("That session has ended."))
    return redirect(url_for(".index"), code=303)


@manage_accounts.post("/sign-ins/end")
def end_others() -> ResponseReturnValue:
    with transaction():
        end_sign_ins(own_account().id, kept=own_sign_in(), now=clock.now())
        _record("sessions ended")
    flash(gettext("You are signed in here and nowhere else."))
    return redirect(url_for(".index"), code=303)


def _record(act: str) -> None:
    person = own_account().id
    record_history(None, act=act, changes={}, actor=actor(), now=clock.now(), account_id=person)


def _own_events() -> Sequence[Event]:
    """A helper's way in; organizers have the list of the desk."""
    account = own_account()
    if account.role is Role.HELPER:
        return list_events_to_help_with(account, clock.now())
    return list_team_events(account)


def _page(form: PasswordForm) -> ResponseReturnValue:
    page = render_template(
        "manage_accounts/index.html",
        account=own_account(),
        form=form,
        sign_ins=list_sign_ins(own_account().id, clock.now()),
        own_sign_in=own_sign_in(),
        events=_own_events(),
    )
    return page, 422 if request.method == "POST" else 200
