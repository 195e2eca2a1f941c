"""Accounts, passwords, and the browsers somebody is signed in with."""

import secrets
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString, lazy_gettext
from sqlalchemy import update

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput

from .errors import WrongCredentials
from .models import Account, Role, SignIn
from .queries import find_account
from .rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, hash_key

# OWASP's floor for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified for unknown addresses, or the time taken would tell who has an account.
_nobodys_hash = _hasher.hash(secrets.token_hex())


def create_account(*, email: str, name: str, role: Role, password: str, now: datetime) -> Account:
    """Raises InvalidInput."""
    email, name = email.strip().lower(), " ".join(name.split())
    problems: dict[str, str | LazyString] = {}
    if not _is_email(email):
        problems["email"] = lazy_gettext("Enter an e-mail address like name@example.org")
    elif find_account(email) is not None:
        problems["email"] = lazy_gettext("This e-mail address has an account already")
    if not 0 < len(name) <= 200:
        problems["name"] = lazy_gettext("Enter a name")
    problem = _problem_with_password(password)
    if problem:
        problems["password"] = problem
    if problems:
        raise InvalidInput(problems)
    account = Account(
        email=email,
        name=name,
        role=role,
        password_hash=_hasher.hash(password),
        is_active=True,
        created_at=now,
    )
    db.session.add(account)
    db.session.flush()
    return account


def check_credentials(email: str, password: str) -> Account:
    """Raises WrongCredentials, after the same work whatever is wrong.

    Call it outside a transaction: it takes long on purpose.
    """
    account = find_account(email)
    is_right = _is_password(account.password_hash if account else None, password)
    if account is None or not is_right or not account.is_active:
        raise WrongCredentials
    return account


def open_sign_in(account: Account, *, browser: str, now: datetime) -> str:
    """The secret key of a new session; only its hash is kept, so a stolen table opens nothing."""
    key = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            account_id=account.id,
            key_hash=hash_key(key),
            browser=browser[:200],
            signed_in_at=now,
        )
    )
    return key


def end_sign_in(sign_in: SignIn, now: datetime) -> None:
    """The browser is signed out with its next request."""
    sign_in.ended_at = sign_in.ended_at or now


def change_password(
    account: Account, *, current: str, new: str, kept: SignIn, now: datetime
) -> None:
    """End every session but `kept`: whoever knew the old password is out. Raises InvalidInput."""
    if not _is_password(account.password_hash, current):
        raise InvalidInput({"current": lazy_gettext("This is not your password")})
    problem = _problem_with_password(new)
    if problem:
        raise InvalidInput({"new": problem})
    account.password_hash = _hasher.hash(new)
    db.session.execute(
        update(SignIn)
        .where(SignIn.account_id == account.id, SignIn.id != kept.id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def _is_password(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _nobodys_hash, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


def _problem_with_password(password: str) -> LazyString | None:
    if len(password) < SHORTEST_PASSWORD:
        return lazy_gettext("Use at least %(n)s characters", n=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return lazy_gettext("Use at most %(n)s characters", n=LONGEST_PASSWORD)
    return None


def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(text) <= 254
