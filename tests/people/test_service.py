"""Two administrators who switch each other off at the same moment."""

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import NOON, make_account
from tests.services.postgresql import fresh_database
from ungis_events import create_app
from ungis_events.accounts.models import Account, Role
from ungis_events.core.database import Model, db, transaction
from ungis_events.people.errors import LastAdministrator
from ungis_events.people.service import switch_off


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """An app of its own, so that two threads meet in a real database."""
    if request.param == "postgresql":
        url = fresh_database(request.getfixturevalue("postgresql_server"))
    else:
        url = f"sqlite:///{tmp_path / 'people.db'}"
    site = create_app({"TESTING": True, "SECRET_KEY": "x" * 32, "SQLALCHEMY_DATABASE_URI": url})
    with site.app_context():
        Model.metadata.create_all(db.engine)
    return site


def test_one_of_them_stays(site: Flask) -> None:
    """The second acts while what the first did is not saved yet."""
    with site.app_context():
        first, second = (make_account(Role.ADMINISTRATOR).id for _ in range(2))
        db.session.remove()
    acted, ended, refused = threading.Event(), threading.Event(), []

    def end_first() -> None:
        with site.app_context(), transaction():
            switch_off(first, actor="the second", now=NOON)
            acted.set()
            # Whoever is not made to wait for us is through long before.
            ended.wait(0.5)

    def end_second() -> None:
        with site.app_context():
            acted.wait(10)
            try:
                with transaction():
                    switch_off(second, actor="the first", now=NOON)
            except LastAdministrator:
                refused.append(second)
            finally:
                ended.set()

    threads = [threading.Thread(target=each) for each in (end_first, end_second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with site.app_context():
        left = list(db.session.scalars(select(Account.id).where(Account.is_active)))
        db.session.remove()
        db.engine.dispose()
    assert (left, refused) == ([second], [second])
