"""The desk's list of events: a page at a time, and only the events of one's own teams."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import NOON, event_details, make_event
from ungis_events import workflows
from ungis_events.accounts.models import Account, TeamMember
from ungis_events.core.database import db, transaction


def titles_shown(page: str) -> list[str]:
    return re.findall(r"<b><bdi>(.*?)</bdi></b>", page)


def make_drafts(number: int) -> None:
    with transaction():
        for each in range(number):
            details = event_details(title=f"Draft {each:02}")
            workflows.save_event(None, details, actor="test", now=NOON)


def test_fifty_events_stand_on_a_page_and_the_rest_on_the_next(
    organizer_client: FlaskClient,
) -> None:
    make_drafts(52)

    first = organizer_client.get("/manage/?sort=title").text
    second = organizer_client.get("/manage/?sort=title&page=2").text

    assert titles_shown(first) == [f"Draft {each:02}" for each in range(50)]
    assert titles_shown(second) == ["Draft 50", "Draft 51"]
    assert "52 events" in first
    assert 'href="/manage/?page=2&amp;sort=title" rel="next"' in first


def test_the_next_page_keeps_the_search(organizer_client: FlaskClient) -> None:
    make_drafts(51)

    page = organizer_client.get("/manage/?q=draft&status=draft").text

    (address,) = re.findall(r'href="([^"]*)" rel="next"', page)
    assert address == "/manage/?page=2&amp;q=draft&amp;status=draft&amp;sort=-starts"


def test_events_sort_by_their_seats_and_those_who_wait(organizer_client: FlaskClient) -> None:
    for title, taken, waiting in [("Few", 1, 9), ("Many", 7, 0), ("Some", 3, 4)]:
        event = make_event(title=title)
        with transaction():
            mode = db.session.merge(event).modes[0]
            mode.taken, mode.waiting = taken, waiting

    by_seats = organizer_client.get("/manage/?sort=-registered").text
    by_line = organizer_client.get("/manage/?sort=waiting").text

    assert titles_shown(by_seats) == ["Many", "Some", "Few"]
    assert titles_shown(by_line) == ["Many", "Some", "Few"]


def test_who_works_on_named_events_finds_no_other(organizer_client: FlaskClient) -> None:
    own, _other = make_event(title="Own"), make_event(title="Another's")
    with transaction():
        account = db.session.scalars(select(Account)).one()
        account.has_all_events = False
        db.session.add(TeamMember(event_id=own.id, account_id=account.id))

    page = organizer_client.get("/manage/").text

    assert titles_shown(page) == ["Own"]
    assert "1 event<" in page
