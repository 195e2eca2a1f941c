"""One's own second factor."""

import segno
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, check_code_limits, own_account, require_signed_in
from ungis_events.accounts.service import check_password
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import InvalidInput

from . import rules, service
from .errors import CodeRefused
from .forms import ProveForm, SwitchOnForm

manage_second_factors = Blueprint("manage_second_factors", __name__)
manage_second_factors.before_request(require_signed_in)


@manage_second_factors.get("")
def index() -> ResponseReturnValue:
    if own_account().totp_secret is None:
        return _off_page(SwitchOnForm(secret=rules.new_secret()))
    return _on_page(ProveForm())


@manage_second_factors.post("/on")
@answers_stale_forms
def switch_on() -> ResponseReturnValue:
    account, form = own_account(), SwitchOnForm()
    if account.totp_secret is not None:
        return redirect(url_for(".index"), code=303)
    if form.validate_on_submit():
        check_code_limits(account)
        try:
            check_password(account, form.password.data, field="password")
            with transaction():
                codes = service.switch_on(
                    account.id, form.secret.data, form.code.data, now=clock.now()
                )
        except InvalidInput as error:
            for name, message in error.fields.items():
                form[name].errors = [message]
        else:
            return _codes_page(codes)
    return _off_page(form)


@manage_second_factors.post("/renew")
@answers_stale_forms
def renew() -> ResponseReturnValue:
    form = ProveForm()
    if form.validate() and _is_proved(form):
        with transaction():
            codes = service.renew_recovery_codes(own_account().id, now=clock.now())
        return _codes_page(codes)
    return _on_page(form)


@manage_second_factors.post("/off")
@answers_stale_forms
def switch_off() -> ResponseReturnValue:
    form = ProveForm()
    if form.validate() and _is_proved(form):
        with transaction():
            service.switch_off(own_account().id, actor=actor(), now=clock.now())
        flash(gettext("Your second factor is off: your password alone lets you in."))
        return redirect(url_for("manage_accounts.index"), code=303)
    return _on_page(form)


def _is_proved(form: ProveForm) -> bool:
    """With the password first: a wrong one uses up no code."""
    account = own_account()
    check_code_limits(account)
    try:
        check_password(account, form.password.data, field="password")
        with transaction():
            service.use_code(account.id, form.code.data, now=clock.now())
    except InvalidInput as error:
        form.password.errors = [error.fields["password"]]
    except CodeRefused as error:
        form.code.errors = [error.message]
    return not form.errors


def _off_page(form: SwitchOnForm) -> ResponseReturnValue:
    if not rules.is_secret(form.secret.data or ""):
        form.secret.data = rules.new_secret()
    account = own_account()
    uri = rules.provisioning_uri(form.secret.data, account.email, gettext("UNGIS events"))
    page = render_template(
        "manage_second_factors/off.html",
        account=account,
        form=form,
        picture=segno.make(uri, error="m").svg_data_uri(scale=5, border=3, light="#fff"),
        letters=rules.secret_in_groups(form.secret.data),
    )
    return page, 422 if form.errors else 200


def _on_page(form: ProveForm) -> ResponseReturnValue:
    account = own_account()
    if account.totp_secret is None:
        return redirect(url_for(".index"), code=303)
    page = render_template(
        "manage_second_factors/on.html",
        form=form,
        codes_left=len(account.recovery_hashes),
        of=rules.HOW_MANY_RECOVERY_CODES,
    )
    return page, 422 if form.errors else 200


def _codes_page(codes: list[str]) -> ResponseReturnValue:
    """Shown this once, in answer to the button: there is no address that shows them again."""
    return render_template("manage_second_factors/codes.html", codes=codes)
