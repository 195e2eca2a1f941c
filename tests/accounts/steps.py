"""What people do to sign in, and what tests set up for it."""

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import PASSWORD, make_account
from ungis_events.accounts.models import Account, Role, TeamMember
from ungis_events.core.database import db, transaction
from ungis_events.history.models import HistoryEntry
from ungis_events.organizations.queries import find_organization


def signed_in(app: Flask, account: Account) -> FlaskClient:
    """A browser that has signed in with the usual password."""
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    assert answer.status_code == 303
    return client


def administrator_client(app: Flask) -> FlaskClient:
    return signed_in(app, make_account(Role.ADMINISTRATOR, name="Anna Admin"))


def make_limited(role: Role, *event_ids: int, **overrides: str) -> Account:
    """Who works on these events only."""
    account = make_account(role, **overrides)
    with transaction():
        db.session.get_one(Account, account.id).has_all_events = False
        db.session.add_all(
            TeamMember(event_id=event_id, account_id=account.id) for event_id in event_ids
        )
    return account


def reload(account: Account) -> Account:
    """As it is saved now."""
    db.session.rollback()
    return db.session.get_one(Account, account.id, populate_existing=True)


def acts_about(account: Account) -> list[str]:
    """What history says was done, the oldest first."""
    query = db.select(HistoryEntry.act).where(HistoryEntry.account_id == account.id)
    return list(db.session.scalars(query.order_by(HistoryEntry.id)))


def make_focal_point(acronym: str, name: str = "Focal Point") -> Account:
    """Of an organization; with a password, which they need not have."""
    account = make_account(Role.MEMBER, name=name)
    with transaction():
        organization = find_organization(acronym)
        assert organization
        db.session.get_one(Account, account.id).organization_id = organization.id
    return account
