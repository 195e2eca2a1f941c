"""Acts that reach across features, and who hears of them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.factories import (
    NOON,
    event_details,
    make_event,
    make_past_event,
    make_registration,
    make_speaker,
)
from tests.registrations.steps import people, queued, seats_of
from ungis_events import workflows
from ungis_events.core.database import transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.events.details import EventDetails
from ungis_events.events.errors import ActNotPossible, EventChangedMeanwhile
from ungis_events.events.models import Event, EventFormat, EventStatus, Mode
from ungis_events.events.queries import get_event
from ungis_events.files.queries import list_links
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.history.queries import list_history
from ungis_events.speakers.queries import list_speakers

MOVED = {"starts": datetime(2027, 1, 31, 10, 0), "ends": datetime(2027, 1, 31, 11, 0)}
ACTS = {"publish": workflows.publish_event, "cancel": workflows.cancel_event}


def change(event: Event, *, expected_version: int | None = None, **overrides: object) -> Event:
    with transaction():
        event = get_event(event.slug)
        details = replace(EventDetails.of(event), **overrides)  # type: ignore[arg-type] # any field
        return workflows.save_event(
            event, details, actor="Ana", now=NOON, expected_version=expected_version
        )


def act(event: Event, name: str, now: datetime = NOON) -> None:
    with transaction():
        ACTS[name](get_event(event.slug), actor="Ana", now=now)


def numbers(event: Event) -> tuple[int, int]:
    """(version, sequence)."""
    event = get_event(event.slug)
    return event.version, event.sequence


def news(event: Event) -> list[tuple[str, str]]:
    """What was queued besides the outcomes of registering."""
    return [(email, kind) for email, kind in queued(event) if not kind.startswith("registration_")]


def test_a_new_event_is_a_draft_with_closed_seats_and_a_history() -> None:
    with transaction():
        event = workflows.save_event(None, event_details(capacity=7), actor="Ana", now=NOON)

    assert event.status is EventStatus.DRAFT
    assert [(mode.mode, mode.capacity, mode.is_open) for mode in event.modes] == [
        (Mode.ONLINE, 7, False)
    ]
    assert [(entry.act, entry.actor) for entry in list_history(event.id)] == [("created", "Ana")]


def test_publishing_opens_the_seats_and_tells_nobody() -> None:
    event = make_event(status=EventStatus.DRAFT)

    act(event, "publish")

    saved = get_event(event.slug)
    assert (saved.status, saved.sequence) == (EventStatus.PUBLISHED, 0)
    assert [mode.is_open for mode in saved.modes] == [True]
    assert queued() == []


def test_cancelling_closes_the_seats_and_tells_everybody_concerned() -> None:
    event = make_event(capacity=1)
    make_registration(event, email="has-seat@example.org")
    make_registration(event, email="waits@example.org")

    act(event, "cancel")

    saved = get_event(event.slug)
    assert (saved.status, saved.sequence) == (EventStatus.CANCELLED, 1)
    assert [mode.is_open for mode in saved.modes] == [False]
    assert news(event) == [
        ("has-seat@example.org", "event_cancelled"),
        ("waits@example.org", "event_cancelled"),
    ]


def test_a_cancelled_event_comes_back_for_those_who_are_still_registered() -> None:
    event = make_event(capacity=5)
    make_registration(event, email="amina@example.org")
    act(event, "cancel")

    act(event, "publish")

    assert get_event(event.slug).sequence == 2
    assert news(event)[-1] == ("amina@example.org", "event_changed")


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (EventStatus.PUBLISHED, "publish"),
        (EventStatus.CANCELLED, "cancel"),
        (EventStatus.DRAFT, "cancel"),
    ],
)
def test_what_the_table_does_not_know_changes_nothing(status: EventStatus, name: str) -> None:
    event = make_event(status=status)
    before = numbers(event)

    with pytest.raises(ActNotPossible):
        act(event, name)

    assert (get_event(event.slug).status, numbers(event)) == (status, before)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(MOVED, id="time"),
        pytest.param({"zone": "Europe/Zurich"}, id="zone"),
        pytest.param({"platform": "Webex"}, id="platform"),
        pytest.param({"venue": "Room 7"}, id="venue"),
        pytest.param({"format": EventFormat.HYBRID}, id="format"),
    ],
)
def test_time_and_place_raise_the_sequence_and_tell_people(changes: dict[str, object]) -> None:
    event = make_event()
    make_registration(event, email="amina@example.org")
    version, sequence = numbers(event)

    change(event, **changes)

    assert numbers(event) == (version + 1, sequence + 1)
    assert news(event) == [("amina@example.org", "event_changed")]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": "Another title"}, id="title"),
        pytest.param({"description": "Other words"}, id="description"),
        pytest.param({"join_url": "https://example.org/other"}, id="webinar's address"),
        pytest.param({"capacity": 10}, id="capacity"),
        pytest.param({"topics": ["SDG9"]}, id="topics"),
    ],
)
def test_other_changes_are_recorded_and_disturb_nobody(changes: dict[str, object]) -> None:
    event = make_event()
    make_registration(event)
    version, sequence = numbers(event)

    change(event, **changes)

    assert numbers(event) == (version + 1, sequence)
    assert news(event) == []
    assert list(list_history(event.id)[0].changes) == list(changes)


def test_saving_without_a_change_leaves_no_trace() -> None:
    event = make_event()
    make_registration(event)
    before, entries = numbers(event), len(list_history(event.id))

    change(event)

    assert (numbers(event), len(list_history(event.id)), news(event)) == (before, entries, [])


def test_more_seats_promote_the_line_in_the_same_transaction() -> None:
    event = make_event(capacity=1)
    names = [make_registration(event).email for _ in range(3)]

    change(event, capacity=2)

    assert [status for _, status in people(event)] == ["confirmed", "confirmed", "waitlisted"]
    assert seats_of(event) == (2, 1)
    assert news(event) == [(names[1], "promoted")]


def test_no_limit_any_more_promotes_everybody() -> None:
    event = make_event(capacity=1)
    for _ in range(4):
        make_registration(event)

    change(event, capacity=None)

    assert seats_of(event) == (4, 0)


def test_a_wrong_change_promotes_and_tells_nobody() -> None:
    event = make_event(capacity=1)
    for _ in range(2):
        make_registration(event)
    before = numbers(event)

    with pytest.raises(InvalidInput):
        change(event, capacity=5, ends=datetime(2027, 1, 31, 8, 0))

    assert (seats_of(event), news(event), numbers(event)) == ((1, 1), [], before)


def test_saving_over_a_newer_version_is_refused_and_shows_it() -> None:
    event = make_event(title="As it was")
    version = event.version
    change(event, expected_version=version, title="Hers")

    with pytest.raises(EventChangedMeanwhile) as raised:
        change(event, expected_version=version, title="His")

    assert raised.value.event.title == "Hers"
    assert get_event(event.slug).title == "Hers"


def test_a_change_of_the_speakers_is_a_newer_version_too() -> None:
    event = make_event()
    version = get_event(event.slug).version
    make_speaker(event)

    with pytest.raises(EventChangedMeanwhile):
        change(event, expected_version=version, title="Another title")


def test_correcting_a_past_event_notifies_nobody() -> None:
    event = make_past_event()
    make_registration(event, now=event.starts_at - timedelta(days=1))

    change(event, starts=datetime(2023, 1, 31, 8, 0), platform="Webex")
    act(event, "cancel")
    act(event, "publish")

    assert news(event) == []


def test_moving_a_past_event_into_the_future_tells_people() -> None:
    event = make_past_event()
    make_registration(event, now=event.starts_at - timedelta(days=1))

    change(event, **MOVED)

    assert [kind for _, kind in news(event)] == ["event_changed"]


def test_changing_a_draft_notifies_nobody() -> None:
    event = make_event(status=EventStatus.DRAFT)

    change(event, **MOVED)

    assert queued() == []


def test_changing_a_cancelled_event_notifies_nobody_until_it_returns() -> None:
    event = make_event()
    make_registration(event)
    act(event, "cancel")

    change(event, **MOVED)
    before = news(event)[1:]
    act(event, "publish")

    assert before == []
    assert [kind for _, kind in news(event)] == ["event_cancelled", "event_changed"]


def test_who_left_hears_nothing_of_what_follows() -> None:
    event = make_event(capacity=5)
    for status in ("rejected", "withdrawn"):
        make_registration(event, status=status)

    change(event, **MOVED)
    act(event, "cancel")

    assert news(event) == []


def test_a_failure_after_cancelling_leaves_everything_as_it_was() -> None:
    event = make_event()
    make_registration(event)

    with pytest.raises(ZeroDivisionError), transaction():
        workflows.cancel_event(get_event(event.slug), actor="Ana", now=NOON)
        1 / 0  # noqa: B018 - anything that goes wrong

    assert get_event(event.slug).status is EventStatus.PUBLISHED
    assert news(event) == []


def test_a_duplicate_is_a_draft_with_the_same_words_zone_and_speakers() -> None:
    event = make_event(
        slug="side-event",
        title="Digital cooperation",
        zone="Asia/Kathmandu",
        capacity=30,
        topics=["SDG9", "C1"],
        forum="WSIS Forum 2027",
    )
    make_speaker(event, name="Suela Janina")
    make_registration(event)
    with transaction():
        link = LinkDetails(title="Agenda", url="https://example.org/agenda")
        add_link(get_event(event.slug), link, actor="Ana", now=NOON)

    with transaction():
        copy = workflows.duplicate_event(get_event("side-event"), actor="Ana", now=NOON)

    saved = get_event(copy.slug)
    assert EventDetails.of(saved) == replace(
        EventDetails.of(get_event("side-event")), slug="side-event-2", join_url=None
    )
    assert (saved.status, saved.sequence) == (EventStatus.DRAFT, 0)
    assert saved.uid != get_event("side-event").uid
    assert [speaker.name for speaker in list_speakers(saved)] == ["Suela Janina"]
    assert (list(list_links(saved)), people(saved), seats_of(saved)) == ([], [], (0, 0))


def test_duplicates_of_duplicates_find_free_addresses() -> None:
    event = make_event(slug="side-event")

    slugs = []
    for _ in range(3):
        with transaction():
            copy = workflows.duplicate_event(get_event(event.slug), actor="Ana", now=NOON)
            slugs.append(copy.slug)

    assert slugs == ["side-event-2", "side-event-3", "side-event-4"]
