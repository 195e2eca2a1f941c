"""Signing in and out."""

import hashlib

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.rate_limits import check_rate_limit, network_of_visitor

from . import access
from .errors import WrongCredentials
from .forms import SignInForm
from .models import Account
from .rules import browser_name, is_local_path
from .service import check_credentials, end_sign_in, open_sign_in

accounts = Blueprint("accounts", __name__)


@accounts.route("/sign-in", methods=["GET", "POST"])
@answers_stale_forms
def sign_in() -> ResponseReturnValue:
    signed_in = access.current_account()
    if signed_in is not None:
        return redirect(_next_page(signed_in, request.args.get("next", "")), code=303)
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        _check_rate_limits(form.email.data)
        try:
            account = check_credentials(form.email.data, form.password.data)
        except WrongCredentials as error:
            form.form_errors.append(error.message)
        else:
            with transaction():
                key = open_sign_in(
                    account, browser=browser_name(request.user_agent.string), now=clock.now()
                )
            access.remember(key)
            return redirect(_next_page(account, form.next.data or ""), code=303)
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@accounts.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    if access.current_account() is not None:
        with transaction():
            end_sign_in(access.own_sign_in(), clock.now())
    access.forget()
    return redirect(url_for("accounts.sign_in"), code=303)


def _next_page(account: Account, target: str) -> str:
    if is_local_path(target):
        return target
    return url_for("manage_events.index" if account.can_manage else "events.index")


def _check_rate_limits(email: str) -> None:
    check_rate_limit("sign_in_network")
    # Hashed: what is typed here is personal and may be kept in Redis.
    account = hashlib.sha256(email.encode()).hexdigest()
    # From here, so that a stranger elsewhere cannot lock the owner out; and a wide one for all.
    check_rate_limit("sign_in_account", f"{account}@{network_of_visitor()}")
    check_rate_limit("sign_in_anywhere", account)
