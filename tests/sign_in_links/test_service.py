"""Two browsers with one link."""

from datetime import datetime, timedelta

from tests.factories import NOON, make_account
from ungis_events.accounts.models import Role, SignInLink
from ungis_events.core.database import db, transaction
from ungis_events.sign_in_links import service


def test_link_is_taken_by_one_write() -> None:
    """Both looked before either wrote: the write decides."""
    ask()

    assert takes(NOON, NOON) == [True, False]


def test_link_that_ran_out_meanwhile_is_not_taken() -> None:
    ask()

    assert takes(NOON + timedelta(minutes=30)) == [False]


def ask() -> None:
    account = make_account(Role.MEMBER)
    with transaction():
        service.ask_for_link(account.email, now=NOON)


def takes(*moments: datetime) -> list[bool]:
    with transaction():
        link = db.session.scalars(db.select(SignInLink.id)).one()
        return [service._take(link, moment) for moment in moments]
