"""The webinar's page at the desk costs thousands of people no more than a few."""

import re

import pytest
from flask.testing import FlaskClient

from tests.asked import plan_of, statements_of
from tests.factories import make_event, make_registration
from tests.webinars.desk import page
from tests.webinars.rooms import let_in, make_room
from ungis_events.core.database import db
from ungis_events.events.models import Event


def make_room_with(people: int, number: str) -> Event:
    """All of them in but one, who was given up."""
    event = make_event(join_url=None)
    webinar = make_room(event, number=number)
    for nth in range(people):
        registration = make_registration(event)
        refused = {"external_id": None, "join_url": None, "problem": "person_refused"}
        let_in(registration, webinar, **({} if nth else refused))
    return event


def test_more_people_are_no_more_questions(desk: FlaskClient) -> None:
    few, many = make_room_with(2, "85700000001"), make_room_with(12, "85700000002")
    desk.get(page(few))  # what is looked up once for a process

    asked = [len(statements_of(desk, page(event))) for event in (few, many)]

    assert asked[0] == asked[1]


def test_people_are_counted_from_the_indexes(desk: FlaskClient) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("asks SQLite for its plan")
    event = make_room_with(3, "85700000003")

    plans = [
        line
        for statement, values in statements_of(desk, page(event))
        if "FROM admissions" in statement
        for line in plan_of(statement, values)
        if "admissions" in line
    ]

    used = {name for line in plans for name in re.findall(r"INDEX (ix_\w+)", line)}
    assert used == {"ix_admissions_external_id", "ix_admissions_given_up", "ix_admissions_open"}
    assert [line for line in plans if line.startswith("SCAN")] == []
