"""A telephone with an authenticator app, and an account it belongs to."""

import re
from datetime import datetime

import pyotp
from flask.testing import FlaskClient

from tests.factories import NOON, PASSWORD, make_account
from ungis_events.accounts.models import Account, Role
from ungis_events.core.database import transaction
from ungis_events.second_factors.service import switch_on

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(moment: datetime = NOON, secret: str = SECRET) -> str:
    """What the app shows then."""
    return pyotp.TOTP(secret).at(moment)


def make_account_with_second_factor(
    role: Role = Role.ORGANIZER, *, now: datetime = NOON
) -> tuple[Account, list[str]]:
    """With its recovery codes. The code of `now` is used up."""
    account = make_account(role)
    with transaction():
        codes = switch_on(account.id, SECRET, code_at(now), now=now)
    return account, codes


def give_password(client: FlaskClient, account: Account) -> str:
    """The first step; returns where it leads."""
    form = {"email": account.email, "password": PASSWORD, "next": "/manage/mail"}
    return client.post("/sign-in", data=form).location


def give_code(client: FlaskClient, code: str) -> int:
    return client.post("/sign-in/code", data={"code": code}).status_code


def codes_on(page: str) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<code dir=\"ltr\">([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</code>", page)
