"""Accounts, passwords, and the browsers somebody is signed in with."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString, lazy_gettext
from sqlalchemy import update

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.organizations.queries import find_organization

from .errors import WrongCredentials
from .models import Account, Role, SignIn
from .queries import find_account
from .rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, hash_key

# OWASP's floor for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified for unknown addresses, or the time taken would tell who has an account.
_nobodys_hash = _hasher.hash(secrets.token_hex())


@dataclass(frozen=True)
class AccountDetails:
    """Who somebody is, and what they may do."""

    email: str
    name: str
    role: Role
    organization: str | None = None
    """Whose focal point they are: its acronym."""
    has_all_events: bool = True


def create_account(
    *,
    email: str,
    name: str,
    role: Role,
    password: str | None,
    now: datetime,
    organization: str | None = None,
    has_all_events: bool = True,
) -> Account:
    """`password` None: they sign in by mailed links, or choose one later. Raises InvalidInput."""
    account = Account(recovery_hashes=[], is_active=True, created_at=now)
    details = AccountDetails(email, name, role, organization, has_all_events)
    problem = None if password is None else _problem_with_password(password)
    describe_account(account, details, problems={"password": problem} if problem else {})
    account.password_hash = None if password is None else _hasher.hash(password)
    db.session.add(account)
    db.session.flush()
    return account


def describe_account(
    account: Account, details: AccountDetails, *, problems: dict[str, str | LazyString]
) -> None:
    """Raises InvalidInput, with `problems` among what is wrong."""
    email, name = details.email.strip().lower(), " ".join(details.name.split())
    if not _is_email(email):
        problems["email"] = lazy_gettext("Enter an e-mail address like name@example.org")
    elif email != account.email and find_account(email) is not None:
        problems["email"] = lazy_gettext("This e-mail address has an account already")
    if not 0 < len(name) <= 200 or has_control_characters(name):
        problems["name"] = lazy_gettext("Enter a name")
    organization = find_organization(details.organization) if details.organization else None
    if details.organization and organization is None:
        problems["organization"] = lazy_gettext("No organization has this acronym")
    if problems:
        raise InvalidInput(problems)
    account.email, account.name, account.role = email, name, details.role
    account.organization = organization
    account.has_all_events = details.has_all_events


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
    db.session.execute(
        update(Account).where(Account.id == account.id).values(last_signed_in_at=now)
    )
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
    check_password(account, current, field="current")
    choose_password(account, new, kept=kept, now=now)


def choose_password(
    account: Account, new: str, *, kept: SignIn | None = None, now: datetime
) -> None:
    """End every session but `kept`. Raises InvalidInput."""
    problem = _problem_with_password(new)
    if problem:
        raise InvalidInput({"new": problem})
    account.password_hash = _hasher.hash(new)
    end_sign_ins(account.id, kept=kept, now=now)


def end_sign_ins(account_id: int, *, kept: SignIn | None = None, now: datetime) -> None:
    """Every browser but `kept` is out with its next request."""
    query = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    if kept is not None:
        query = query.where(SignIn.id != kept.id)
    db.session.execute(query.values(ended_at=now))


def check_password(account: Account, password: str, *, field: str) -> None:
    """That it is theirs. Raises InvalidInput."""
    if not _is_password(account.password_hash, password):
        raise InvalidInput({field: lazy_gettext("This is not your password")})


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
