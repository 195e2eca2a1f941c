"""An event of thousands asks the database no more questions, and none that reads all of them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.asked import plan_of, statements_of
from tests.factories import make_event
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.registrations.desk_filters import SORTS
from ungis_events.registrations.models import Registration

from .steps_many import add_people

FEW, MANY = 100, 5_000
PAGES = [
    "",
    *(f"?sort={turn}{sort}" for sort in SORTS for turn in ("", "-")),
    "?status=confirmed",
    "?status=confirmed&group=UN",
    "?page=2",
    "?page=last",
    "{one}",
    "duplicates",
    "views/",
    "acts/",
    "acts/review?act=approve&everybody=y&query=",
    "import/",
    "import/by-hand",
]


def address(event: Event, page: str, number: int) -> str:
    one = db.session.scalars(db.select(Registration.id).where(Registration.event_id == event.id))
    rest = page.replace("last", str(number // 50)).format(one=one.first())
    return f"/manage/events/{event.slug}/registrations/{rest}"


def test_pages_ask_as_many_questions_for_thousands(organizer_client: FlaskClient) -> None:
    few, many = make_event(), make_event()
    add_people(few, FEW)
    add_people(many, MANY, start=FEW)
    organizer_client.get(address(few, "", FEW))  # what is looked up once for a process

    asked = {
        page: [
            len(statements_of(organizer_client, address(event, page, number)))
            for event, number in ((few, FEW), (many, MANY))
        ]
        for page in PAGES
    }

    assert {page: numbers for page, numbers in asked.items() if len(set(numbers)) > 1} == {}


@pytest.mark.parametrize("page", PAGES[: 1 + 2 * len(SORTS)])
def test_each_order_comes_from_an_index(organizer_client: FlaskClient, page: str) -> None:
    """SQLite says so itself when it must sort, or read a table from end to end."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("asks SQLite for its plan")
    event = make_event()
    add_people(event, FEW)
    asked = statements_of(organizer_client, address(event, page, FEW))

    plans = [
        line
        for statement, values in asked
        if statement.startswith("SELECT") and "registrations.id" in statement[:30]
        for line in plan_of(statement, values)
        if "LIMIT" in statement
    ]

    assert plans
    assert [line for line in plans if "TEMP B-TREE" in line or line.startswith("SCAN")] == []


def test_counts_are_kept_also_in_an_upgraded_database() -> None:
    """The migration makes the same triggers as the models; tests elsewhere use the models'."""
    found = {
        row[0]
        for row in db.session.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            if db.engine.dialect.name == "sqlite"
            else text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        )
    }

    assert {name for name in found if name.startswith("count_")} == (
        {"count_new", "count_gone", "count_moved"}
        if db.engine.dialect.name == "sqlite"
        else {"count_new_or_gone", "count_moved"}
    )
