from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOON, event_details, make_event, make_registration
from ungis_events import workflows
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.events.details import EventDetails
from ungis_events.events.errors import ActNotPossible, EventChangedMeanwhile
from ungis_events.events.models import Event, EventFormat, EventStatus, Forum
from ungis_events.events.queries import get_event, publication_version
from ungis_events.history.queries import list_history
from ungis_events.mailing.models import OutgoingEmail

LATER = NOON + timedelta(hours=1)


def change(event: Event, **changes: Any) -> Event:
    with transaction():
        event = get_event(event.slug)
        details = replace(EventDetails.of(event), **changes)
        return workflows.save_event(event, details, actor="Bo Li", now=LATER)


def kinds_of_mail() -> list[str]:
    return list(db.session.scalars(select(OutgoingEmail.kind).order_by(OutgoingEmail.id)))


def test_a_new_event_is_a_draft_with_both_moments_derived() -> None:
    event = make_event(status=EventStatus.DRAFT)

    assert event.status is EventStatus.DRAFT
    assert event.starts == datetime(2027, 1, 31, 8, 30)
    assert event.starts_at.isoformat() == "2027-01-31T13:30:00+00:00"
    assert event.ends_at.isoformat() == "2027-01-31T14:45:00+00:00"
    assert [mode.is_open for mode in event.modes] == [False]


def test_two_events_never_share_an_address() -> None:
    make_event(slug="taken")

    with pytest.raises(InvalidInput) as refused:
        make_event(slug="taken")

    assert {name: str(text) for name, text in refused.value.fields.items()} == {
        "slug": "Another event has this address already"
    }


def test_an_address_may_change_while_nobody_has_it() -> None:
    event = make_event(slug="first", status=EventStatus.DRAFT)

    change(event, slug="second")

    assert event.slug == "second"


@pytest.mark.parametrize("status", [EventStatus.PUBLISHED, EventStatus.CANCELLED])
def test_an_address_stays_once_people_have_it(status: EventStatus) -> None:
    event = make_event(slug="first", status=status)

    with pytest.raises(InvalidInput) as refused:
        change(event, slug="second")

    assert list(refused.value.fields) == ["slug"]
    assert get_event("first").slug == "first"


def test_a_changed_draft_does_not_take_the_address_of_another() -> None:
    make_event(slug="taken")
    event = make_event(slug="first", status=EventStatus.DRAFT)

    with pytest.raises(InvalidInput):
        change(event, slug="taken")


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"starts": datetime(2027, 1, 31, 8, 0)}, 1),
        ({"ends": datetime(2027, 1, 31, 10, 0)}, 1),
        ({"zone": "America/Toronto"}, 1),
        ({"platform": "Webex"}, 1),
        ({"format": EventFormat.IN_PERSON}, 1),
        ({"venue": "Room XX"}, 1),
        ({"title": "Another"}, 0),
        ({"description": "Another"}, 0),
        ({"join_url": "https://example.org/another"}, 0),
        ({"capacity": 5}, 0),
        ({"topics": ["C1"]}, 0),
        ({}, 0),
    ],
)
def test_calendars_hear_of_time_zone_and_place_alone(
    changes: dict[str, Any], sequence: int
) -> None:
    event = make_event(platform="Zoom")
    make_registration(event)
    uid, version = event.uid, event.version

    change(event, **changes)

    assert event.sequence == sequence
    assert event.uid == uid
    assert event.version == version + bool(changes)
    assert kinds_of_mail() == ["registration_confirmed", *["event_changed"] * sequence]


def test_a_correction_of_the_past_disturbs_nobody() -> None:
    event = make_event()
    make_registration(event)
    past = event.ends_at + timedelta(days=1)

    with transaction():
        found = get_event(event.slug)
        details = replace(EventDetails.of(found), ends=datetime(2027, 1, 31, 10, 0))
        workflows.save_event(found, details, actor="Bo Li", now=past)

    assert kinds_of_mail() == ["registration_confirmed"]


def test_cancelling_and_coming_back_raise_the_sequence_and_tell_everyone() -> None:
    event = make_event()
    make_registration(event)

    with transaction():
        workflows.cancel_event(event, actor="Bo Li", now=LATER)
    cancelled = event.sequence
    with transaction():
        workflows.publish_event(event, actor="Bo Li", now=LATER)

    assert (cancelled, event.sequence) == (1, 2)
    assert kinds_of_mail() == ["registration_confirmed", "event_cancelled", "event_changed"]
    assert [mode.is_open for mode in event.modes] == [True]


def test_what_the_table_does_not_name_is_refused() -> None:
    event = make_event()

    with pytest.raises(ActNotPossible), transaction():
        workflows.publish_event(event, actor="Bo Li", now=LATER)

    assert get_event(event.slug).version == 2


def test_saving_over_a_newer_version_is_refused_and_loses_nothing() -> None:
    event = make_event(title="First")
    read_at = event.version
    change(event, title="Second")

    with pytest.raises(EventChangedMeanwhile), transaction():
        details = replace(EventDetails.of(event), title="Third")
        workflows.save_event(event, details, actor="Amina", now=LATER, expected_version=read_at)

    assert get_event(event.slug).title == "Second"


def test_the_history_says_who_did_what_before_and_after() -> None:
    event = make_event(title="First")
    change(event, title="Second")

    entries = [(each.act, each.actor, each.changes) for each in list_history(event.id)]

    assert entries == [
        ("changed", "Bo Li", {"title": ["First", "Second"]}),
        ("published", "test", {"status": ["draft", "published"]}),
        ("created", "test", {}),
    ]


def test_every_change_makes_the_lists_new() -> None:
    event = make_event()
    before = publication_version()

    change(event, title="Second")
    change(event, title="Second")

    assert publication_version() == before + 1


def test_a_forum_is_one_row_with_an_address_made_once() -> None:
    for _ in range(2):
        make_event(forum="WSIS Forum 2027")
    make_event(forum="WSIS Forum, 2027")

    found = db.session.execute(select(Forum.name, Forum.slug).order_by(Forum.id)).all()

    assert [tuple(row) for row in found] == [
        ("WSIS Forum 2027", "wsis-forum-2027"),
        ("WSIS Forum, 2027", "wsis-forum-2027-2"),
    ]


def test_a_copy_is_a_draft_without_the_webinar() -> None:
    event = make_event(slug="first", topics=["C1", "SDG9"])

    with transaction():
        copy = workflows.duplicate_event(event, actor="Bo Li", now=LATER)

    assert (copy.slug, copy.status, copy.join_url) == ("first-2", EventStatus.DRAFT, None)
    assert copy.uid != event.uid
    assert copy.topics == ["C1", "SDG9"]


def test_a_draft_tells_nobody() -> None:
    event = make_event(status=EventStatus.DRAFT)

    change(event, starts=datetime(2027, 1, 31, 8, 0))

    assert kinds_of_mail() == []


def test_wrong_details_leave_nothing_behind() -> None:
    with pytest.raises(InvalidInput), transaction():
        workflows.save_event(None, event_details(title=""), actor="test", now=NOON)

    assert db.session.scalars(select(Event)).all() == []
