"""One's own account: where it is signed in, and its password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import InvalidInput

from .access import own_account, own_sign_in, require_organizer
from .forms import PasswordForm
from .queries import get_sign_in, list_sign_ins
from .service import change_password, end_sign_in

manage_accounts = Blueprint("manage_accounts", __name__)
manage_accounts.before_request(require_organizer)


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
    flash(gettext("That session has ended."))
    return redirect(url_for(".index"), code=303)


def _page(form: PasswordForm) -> ResponseReturnValue:
    page = render_template(
        "manage_accounts/index.html",
        account=own_account(),
        form=form,
        sign_ins=list_sign_ins(own_account().id, clock.now()),
        own_sign_in=own_sign_in(),
    )
    return page, 422 if request.method == "POST" else 200
