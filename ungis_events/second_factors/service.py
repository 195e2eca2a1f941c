"""The second factor of an account: switched on, asked for, switched off."""

from datetime import datetime

from flask_babel import lazy_gettext
from sqlalchemy import or_, update

from ungis_events.accounts.models import Account
from ungis_events.accounts.queries import get_account
from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.history.rules import Actor
from ungis_events.history.service import record_history

from . import rules
from .errors import CodeRefused


def switch_on(account_id: int, secret: str, code: str, *, now: datetime) -> list[str]:
    """The recovery codes, this once. Raises InvalidInput.

    The code shows that the telephone has the secret and its clock is right.
    """
    if not rules.is_secret(secret):
        raise InvalidInput({"code": lazy_gettext("Please begin again.")})
    step = rules.matching_step(secret, rules.tidy_code(code), now, None)
    if step is None:
        raise InvalidInput({"code": CodeRefused.message})
    account = _locked(account_id)
    account.totp_secret, account.totp_last_step = secret, step
    codes = _new_recovery_codes(account)
    _record(account, "second factor switched on", now)
    return codes


def use_code(account_id: int, typed: str, *, now: datetime) -> None:
    """A code of the moment or a recovery code, each good once. Raises CodeRefused."""
    account, code = get_account(account_id), rules.tidy_code(typed)
    if account.totp_secret is None:
        raise CodeRefused
    if not rules.is_code(code):
        _use_recovery_code(account_id, code, now)
        return
    step = rules.matching_step(account.totp_secret, code, now, account.totp_last_step)
    if step is None or not _take_step(account_id, step):
        raise CodeRefused


def _take_step(account_id: int, step: int) -> bool:
    """One write decides: of two that bring the same code at once, the second finds it used."""
    taken = db.session.connection().execute(
        update(Account)
        .where(
            Account.id == account_id,
            or_(Account.totp_last_step.is_(None), Account.totp_last_step < step),
        )
        .values(totp_last_step=step)
    )
    return taken.rowcount == 1


def _use_recovery_code(account_id: int, code: str, now: datetime) -> None:
    account, hashed = _locked(account_id), rules.hash_recovery_code(code)
    if hashed not in account.recovery_hashes:
        raise CodeRefused
    # A new list: JSON columns notice no change inside one.
    account.recovery_hashes = [each for each in account.recovery_hashes if each != hashed]
    _record(account, "recovery code used", now)


def renew_recovery_codes(account_id: int, *, now: datetime) -> list[str]:
    """New ones, this once; the old ones are worth nothing from now on."""
    account = _locked(account_id)
    codes = _new_recovery_codes(account)
    _record(account, "recovery codes renewed", now)
    return codes


def switch_off(account_id: int, *, actor: str, now: datetime) -> None:
    """By its owner, or by an administrator for somebody who lost telephone and codes."""
    account = _locked(account_id)
    if account.totp_secret is not None:
        account.totp_secret, account.totp_last_step, account.recovery_hashes = None, None, []
        _record(account, "second factor switched off", now, actor)


def _locked(account_id: int) -> Account:
    """Read afresh and kept from others, or two would use one recovery code."""
    account = get_account(account_id)
    db.session.refresh(account, with_for_update={"of": Account})
    return account


def _new_recovery_codes(account: Account) -> list[str]:
    codes = rules.new_recovery_codes()
    account.recovery_hashes = [rules.hash_recovery_code(code) for code in codes]
    return codes


def _record(account: Account, act: str, now: datetime, actor: str | None = None) -> None:
    record_history(
        None,
        act=act,
        changes={},
        actor=actor or Actor.of(account.name, account.id),
        now=now,
        account_id=account.id,
    )
