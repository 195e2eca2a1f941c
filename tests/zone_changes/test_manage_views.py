"""The page of events that newer zone data moved."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.factories import NOON, PASSWORD, make_account, make_event, make_registration
from ungis_events import jobs, workflows
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.events.queries import get_event

from .steps import MISSING, fresh, make_event_in_nairobi, save

Swap = Callable[[], None]
KEEP = "/reschedule?starts=2036-02-10T07:30&amp;ends=2036-02-10T08:45&amp;zone=Africa/Nairobi"


def page(client: FlaskClient) -> str:
    answer = client.get("/manage/zone-changes")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_nothing_has_moved(organizer_client: FlaskClient) -> None:
    text = page(organizer_client)

    assert "No event has moved." in text
    assert f"Zone data in use: {clock.ZONE_DATA_EDITION}" in text


def test_strangers_and_members_do_not_see_it(
    client: FlaskClient, member_client: FlaskClient
) -> None:
    assert client.get("/manage/zone-changes").status_code == 302
    assert member_client.get("/manage/zone-changes").status_code == 403


def test_a_moved_event_stands_there_with_both_moments(
    swap: Swap, organizer_client: FlaskClient
) -> None:
    event = make_event_in_nairobi(title="Data for <all>")
    make_registration(event)
    before = clock.ZONE_DATA_EDITION
    swap()
    jobs.check_times()

    text = page(organizer_client)

    assert "Data for &lt;all&gt;" in text
    assert f"{before} → 2099a" in text
    assert "08:30–09:45" in text
    before_and_now = "00:30 EST / 06:30 CET", "01:30 EST / 07:30 CET"
    assert text.index(before_and_now[0]) < text.index(before_and_now[1])
    assert 'data-label="People told">1<' in text
    assert f"/manage/events/{event.slug}{KEEP}" in text


def test_keeping_the_moment_is_a_form_already_filled_in(
    swap: Swap, organizer_client: FlaskClient
) -> None:
    event = make_event_in_nairobi()
    swap()
    jobs.check_times()

    form = organizer_client.get(f"/manage/events/{event.slug}{KEEP.replace('&amp;', '&')}").text

    assert 'value="2036-02-10T07:30"' in form
    assert 'value="2036-02-10T08:45"' in form


def test_keeping_the_moment_brings_it_back_to_where_it_was(swap: Swap) -> None:
    event = make_event_in_nairobi()
    was_at = event.starts_at
    swap()
    jobs.check_times()

    save(event, starts=datetime(2036, 2, 10, 7, 30), ends=datetime(2036, 2, 10, 8, 45))

    assert fresh(event).starts_at == was_at


def test_an_hour_that_is_gone_is_named(swap: Swap, organizer_client: FlaskClient) -> None:
    make_event(**MISSING)
    swap()
    jobs.check_times()

    text = page(organizer_client)

    assert "10:30 does not exist on 10 February 2036 in Asia/Kathmandu" in text
    assert "As before, until a time is chosen" in text
    assert "Choose a time" in text


def test_what_was_decided_since_is_no_longer_asked(
    swap: Swap, organizer_client: FlaskClient
) -> None:
    event = make_event(**MISSING)
    swap()
    jobs.check_times()
    save(event, starts=datetime(2036, 2, 10, 11, 0))

    text = page(organizer_client)

    assert "Other times were set since." in text
    assert "By the new rules a time that was set does not exist, or comes twice." in text
    assert "/reschedule" not in text


def test_a_cancelled_event_is_listed_and_asks_nothing(
    swap: Swap, organizer_client: FlaskClient
) -> None:
    event = make_event_in_nairobi(title="Data for all")
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)
    swap()
    jobs.check_times()

    text = page(organizer_client)

    assert "Data for all" in text
    assert "/reschedule" not in text


def test_an_event_that_is_over_is_listed_and_asks_nothing(
    swap: Swap, organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event_in_nairobi(title="Data for all")
    swap()
    jobs.check_times()
    ends_at = fresh(event).ends_at
    assert "/reschedule" in page(organizer_client)
    clock_hands.set_to(ends_at)

    make_account(email="later@example.org")
    form = {"email": "later@example.org", "password": PASSWORD}
    organizer_client.post("/sign-in", data=form)
    text = page(organizer_client)

    assert "Data for all" in text
    assert "/reschedule" not in text


def test_a_process_with_older_data_lists_it_and_offers_no_wrong_hours(
    swap: Swap, organizer_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_event_in_nairobi(title="Data for all")
    swap()
    jobs.check_times()
    monkeypatch.setattr(clock, "ZONE_DATA_EDITION", "2026f")

    text = page(organizer_client)

    assert "Data for all" in text
    assert "/reschedule" not in text
