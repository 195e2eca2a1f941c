"""Signing in, in one step or two, and out."""

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.adapters.openid import OpenIdProvider, OpenIdRefused
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.core.site_links import site_url
from ungis_events.second_factors.errors import CodeRefused
from ungis_events.second_factors.forms import CodeForm
from ungis_events.second_factors.service import use_code
from ungis_events.sign_in_links.forms import AskForm

from . import access
from .errors import OpenIdNotUsed, WrongCredentials
from .forms import SignInForm
from .queries import find_account
from .rules import is_local_path
from .service import check_credentials, end_sign_in

accounts = Blueprint("accounts", __name__)

_OPENID = "openid"
"""In the session: what the provider's answer must fit, and where to go then."""


@accounts.route("/sign-in", methods=["GET", "POST"])
@answers_stale_forms
def sign_in() -> ResponseReturnValue:
    signed_in = access.current_account()
    if signed_in is not None:
        next_page = access.page_after_sign_in(signed_in, request.args.get("next", ""))
        return redirect(next_page, code=303)
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        access.check_sign_in_limits(form.email.data)
        try:
            account = check_credentials(form.email.data, form.password.data)
        except WrongCredentials as error:
            form.form_errors.append(error.message)
        else:
            return redirect(access.enter(account, form.next.data or ""), code=303)
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        ask_form=AskForm(formdata=None, next=form.next.data),
        openid_name=_openid_name(),
        next_page=form.next.data,
    )
    return page, 422 if form.errors else 200


@accounts.route("/sign-in/code", methods=["GET", "POST"])
@answers_stale_forms
def second_step() -> ResponseReturnValue:
    half = access.half_signed_in(clock.now())
    if half is None:
        flash(gettext("That took a while. Please begin again."), "problem")
        return redirect(url_for(".sign_in"), code=303)
    form = CodeForm()
    if form.validate_on_submit():
        access.check_code_limits(half.account)
        try:
            with transaction():
                use_code(half.account.id, form.code.data, now=clock.now())
        except CodeRefused as error:
            form.code.errors = [error.message]
        else:
            return redirect(access.enter_at_once(half.account, half.next_page), code=303)
    return render_template("accounts/second_step.html", form=form), 422 if form.errors else 200


@accounts.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    if access.current_account() is not None:
        with transaction():
            end_sign_in(access.own_sign_in(), clock.now())
    access.forget()
    return redirect(url_for("accounts.sign_in"), code=303)


@accounts.get("/sign-in/openid")
def openid() -> ResponseReturnValue:
    """Leads to the provider; all that is kept of it is in this browser's session."""
    check_rate_limit("sign_in_network")
    try:
        url, pending = _provider().begin(site_url("accounts.openid_callback"), clock.now())
    except OpenIdRefused as error:
        return _not_let_in(error)
    next_page = request.args.get("next", "")
    session[_OPENID] = [pending, next_page if is_local_path(next_page) else ""]
    return redirect(url)


@accounts.get("/sign-in/openid/callback")
def openid_callback() -> ResponseReturnValue:
    """Changes nothing unless it answers what this browser began: state, nonce and verifier."""
    check_rate_limit("sign_in_network")
    pending, next_page = session.pop(_OPENID, None) or ({}, "")
    callback_url = site_url("accounts.openid_callback")
    try:
        person = _provider().finish(pending, request.args.to_dict(), callback_url, clock.now())
    except OpenIdRefused as error:
        return _not_let_in(error)
    account = find_account(person.email) if person.email and person.is_verified else None
    if account is None or not account.is_active:
        return _not_let_in(None)
    # The provider asked for its own second factor: ours is not asked for on top.
    return redirect(access.enter_at_once(account, next_page), code=303)


def _not_let_in(error: OpenIdRefused | None) -> ResponseReturnValue:
    """`error` None: the provider knows them and we do not. What was wrong stands in the log."""
    if error is not None:
        current_app.logger.warning("sign-in with OpenID failed: %s", error)
    page = render_template(
        "accounts/not_let_in.html", openid_name=_openid_name(), is_unknown=error is None
    )
    return page, 403


def _provider() -> OpenIdProvider:
    """One for the life of the process, which remembers what it published."""
    config, kept = current_app.config, current_app.extensions
    if not config["OIDC_ISSUER"]:
        raise OpenIdNotUsed
    if "openid" not in kept:
        kept["openid"] = OpenIdProvider(
            config["OIDC_ISSUER"], config["OIDC_CLIENT_ID"], config["OIDC_CLIENT_SECRET"]
        )
    provider: OpenIdProvider = kept["openid"]
    return provider


def _openid_name() -> str:
    """Empty where no provider is set."""
    return str(current_app.config["OIDC_NAME"] or "")
