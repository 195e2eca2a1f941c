"""The workers' shared tokens: sealed rows."""

from datetime import timedelta

import pytest

from tests.factories import NOON
from ungis_events.adapters.webinar import Token
from ungis_events.core.database import db, transaction
from ungis_events.webinars.models import ProviderToken
from ungis_events.webinars.tokens import DatabaseTokens

KEY = "sixteen characters or more"
ONE = Token("token-1", NOON + timedelta(hours=1))
OTHER = Token("token-2", NOON + timedelta(hours=2))


def rows() -> list[ProviderToken]:
    found = list(db.session.query(ProviderToken))
    db.session.rollback()
    return found


def test_a_token_saved_by_one_worker_is_found_by_another() -> None:
    DatabaseTokens(KEY).save("zoom:a", ONE)

    found = DatabaseTokens(KEY).find("zoom:a")

    assert found == ONE
    assert DatabaseTokens(KEY).find("zoom:b") is None


def test_the_database_does_not_show_it() -> None:
    DatabaseTokens(KEY).save("zoom:a", ONE)

    assert ["token-1" in row.sealed for row in rows()] == [False]


def test_the_last_one_saved_is_kept() -> None:
    tokens = DatabaseTokens(KEY)
    tokens.save("zoom:a", ONE)
    tokens.save("zoom:a", OTHER)

    assert (tokens.find("zoom:a"), len(rows())) == (OTHER, 1)


def test_a_token_is_forgotten_unless_another_took_its_place() -> None:
    tokens = DatabaseTokens(KEY)
    tokens.save("zoom:a", OTHER)

    tokens.forget("zoom:a", ONE)
    kept = tokens.find("zoom:a")
    tokens.forget("zoom:a", OTHER)
    tokens.forget("zoom:b", OTHER)

    assert (kept, tokens.find("zoom:a")) == (OTHER, None)


def test_after_a_change_of_the_secret_key_a_new_token_is_needed() -> None:
    DatabaseTokens(KEY).save("zoom:a", ONE)
    now = DatabaseTokens("another key of sixteen")

    found = now.find("zoom:a")
    now.save("zoom:a", OTHER)

    assert (found, now.find("zoom:a")) == (None, OTHER)


def test_it_is_not_saved_inside_a_transaction() -> None:
    """No request to a provider may leave inside one."""
    with pytest.raises(RuntimeError, match="a transaction inside a transaction"), transaction():
        DatabaseTokens(KEY).save("zoom:a", ONE)


def test_a_token_is_shown_in_no_log() -> None:
    assert repr(ONE) == "<Token>"
