from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.factories import NOON, make_event, make_registration, make_speaker
from ungis_events.adapters.webinar import NoticeKind
from ungis_events.attendance.acts import count_again, match_by_hand, set_aside, unmatch
from ungis_events.attendance.errors import AttendanceMatched
from ungis_events.attendance.models import MatchedBy, Source
from ungis_events.attendance.queries import get_attendance, list_marks, list_stays
from ungis_events.attendance.service import gather_from_marks
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history, list_person_history
from ungis_events.registrations.models import Registration
from ungis_events.speakers.models import Speaker

from .steps import (
    after,
    minutes_of_all,
    numbers_of,
    people,
    presence,
    reported,
    summary_of,
    told,
)

JOINED, LEFT = NoticeKind.JOINED, NoticeKind.LEFT


def gather(event: Event, **more: object) -> bool:
    with transaction():
        return gather_from_marks(get_event(event.slug), now=event.ends_at, **more)  # type: ignore[arg-type]


def say(event: Event, act: Callable[..., None], place: int = 0, *more: object) -> None:
    """`place`: of the person in the list, from 0."""
    number = people(event)[place].id
    with transaction():
        found = get_event(event.slug)
        act(found, get_attendance(found, number), *more, actor="test", now=NOON)


def acts_on(event: Event) -> list[str]:
    return [entry.act for entry in list_history(event.id) if entry.act.startswith("attendance")]


def test_what_is_told_twice_is_marked_once() -> None:
    event = make_event()

    for _ in range(2):
        told(event, JOINED, 0)
        told(event, LEFT, 30)

    assert [(mark.kind, mark.at) for mark in list_marks(event)] == [
        (JOINED, after(event, 0)),
        (LEFT, after(event, 30)),
    ]


@pytest.mark.parametrize("by", ["registrant", "address"])
def test_who_is_seen_in_the_room_has_joined(by: str) -> None:
    event = make_event()
    one = make_registration(event, email="amina@example.org")
    number = one.id if by == "registrant" else None

    told(event, JOINED, 5, None if number else "Amina@Example.org", registration_id=number)
    told(event, JOINED, 9, None if number else "amina@example.org", registration_id=number)

    db.session.refresh(one)
    assert one.joined_at == after(event, 5)


def test_who_went_through_the_join_page_joined_then() -> None:
    event = make_event()
    one = make_registration(event, email="amina@example.org")
    with transaction():
        db.session.get_one(Registration, one.id).joined_at = after(event, -3)

    told(event, JOINED, 0, "amina@example.org")

    db.session.refresh(one)
    assert one.joined_at == after(event, -3)


def test_a_rehearsal_of_another_day_is_no_attendance() -> None:
    event = make_event()
    one = make_registration(event, email="amina@example.org")

    told(event, JOINED, -60 * 24, "amina@example.org")
    told(event, LEFT, -60 * 23, "amina@example.org")

    assert not gather(event)
    assert not reported(event, presence(event, -1440, -1380, email="amina@example.org"))
    db.session.refresh(one)
    assert (one.joined_at, one.attended_minutes, summary_of(event)) == (None, None, None)


def test_the_list_is_made_of_marks_matched_by_registrant_then_address() -> None:
    event = make_event()
    by_link, by_address = make_registration(event), make_registration(event, email="b@example.org")
    told(event, JOINED, 0, "else@example.org", participant="a", registration_id=by_link.id)
    told(event, LEFT, 30, participant="a")
    told(event, JOINED, 10, "B@example.org", participant="b", name="Bo")
    told(event, JOINED, 20, participant="c", name="Chen")
    told(event, LEFT, 25, participant="c", name="Chen")

    assert gather(event, ended_at=after(event, 70))

    assert [(each.registration_id, each.matched_by, each.minutes) for each in people(event)] == [
        (by_link.id, MatchedBy.REGISTRANT, 30),
        (by_address.id, MatchedBy.ADDRESS, 60),
        (None, None, 5),
    ]
    assert minutes_of_all([by_link, by_address]) == [30, 60]
    assert numbers_of(event) == (3, 2, 95, 3)


def test_a_name_alone_matches_nobody() -> None:
    event = make_event()
    make_registration(event, given_name="Amina", family_name="Diallo")

    reported(event, presence(event, 0, 30, "Amina Diallo"))

    assert [each.registration_id for each in people(event)] == [None]


def test_a_speaker_is_known_by_their_address() -> None:
    event = make_event()
    speaker = make_speaker(event)
    with transaction():
        kept = db.session.get_one(Speaker, speaker.id)
        kept.email = kept.email_key = "malick@example.org"

    reported(event, presence(event, 0, 30, "Malick", "MALICK@example.org"))

    assert [(each.speaker_id, each.matched_by) for each in people(event)] == [
        (speaker.id, MatchedBy.ADDRESS)
    ]
    assert numbers_of(event) == (1, 1, 30, 1)


def test_a_registration_of_another_event_is_nobody_here() -> None:
    event, other = make_event(), make_event()
    stranger = make_registration(other, email="amina@example.org")

    reported(event, presence(event, 0, 30, "Amina", "amina@example.org", stranger))

    assert [each.registration_id for each in people(event)] == [None]
    assert minutes_of_all([stranger]) == [None]


def test_who_was_merged_is_matched_to_the_registration_that_stays() -> None:
    event = make_event()
    kept, gone = make_registration(event), make_registration(event, email="old@example.org")
    with transaction():
        db.session.get_one(Registration, gone.id).merged_into_id = kept.id

    reported(
        event,
        presence(event, 0, 30, "A", "old@example.org"),
        presence(event, 40, 50, "A", None, gone),
    )

    assert [each.registration_id for each in people(event)] == [kept.id]
    assert minutes_of_all([kept, gone]) == [40, None]


def test_a_report_takes_the_place_of_what_webhooks_told_and_not_the_other_way() -> None:
    event = make_event()
    one, two = make_registration(event), make_registration(event)
    told(event, JOINED, 0, registration_id=one.id)
    told(event, LEFT, 10)
    assert gather(event)

    assert reported(event, presence(event, 0, 50, registration=two))
    assert not gather(event)

    assert minutes_of_all([one, two]) == [None, 50]
    assert summary_of(event).source is Source.REPORT  # type: ignore[union-attr]


@pytest.mark.parametrize("first", [Source.REPORT, Source.UPLOAD])
def test_of_two_reports_the_later_is_in_use(first: Source) -> None:
    event = make_event()
    one = make_registration(event)
    second = Source.UPLOAD if first is Source.REPORT else Source.REPORT

    reported(event, presence(event, 0, 10, registration=one), source=first)
    reported(event, presence(event, 0, 20, registration=one), source=second)

    assert minutes_of_all([one]) == [20]
    assert summary_of(event).source is second  # type: ignore[union-attr]


def test_an_empty_report_changes_nothing() -> None:
    event = make_event()
    one = make_registration(event)
    reported(event, presence(event, 0, 10, registration=one))

    assert not reported(event)

    assert minutes_of_all([one]) == [10]


def test_removed_data_do_not_come_back() -> None:
    event = make_event()
    with transaction():
        get_event(event.slug).purged_at = NOON

    assert not reported(event, presence(event, 0, 10))

    assert (people(event), summary_of(event)) == ([], None)


def test_a_match_by_hand_adds_their_minutes_and_can_be_taken_back() -> None:
    event = make_event()
    one = make_registration(event)
    reported(event, presence(event, 0, 30, registration=one), presence(event, 20, 45, "Ami's iPad"))

    say(event, match_by_hand, 1, one)
    assert minutes_of_all([one]) == [45]
    assert numbers_of(event) == (1, 1, 45, 1)
    with pytest.raises(AttendanceMatched):
        say(event, match_by_hand, 1, one)

    say(event, unmatch, 1)
    assert minutes_of_all([one]) == [30]
    assert numbers_of(event) == (2, 1, 55, 2)
    with pytest.raises(AttendanceMatched):
        say(event, unmatch, 1)
    assert [entry.act for entry in list_person_history(registration_id=one.id)][:2] == [
        "attendance match undone",
        "attendance matched",
    ]


def test_what_a_rule_matched_is_not_taken_back_by_hand() -> None:
    event = make_event()
    reported(event, presence(event, 0, 30, registration=make_registration(event)))

    with pytest.raises(AttendanceMatched):
        say(event, unmatch)


def test_who_is_set_aside_counts_nowhere_until_they_count_again() -> None:
    event = make_event()
    one = make_registration(event)
    reported(event, presence(event, 0, 30, registration=one), presence(event, 0, 60, "Test"))

    say(event, set_aside)
    assert (minutes_of_all([one]), numbers_of(event)) == ([None], (1, 0, 60, 1))
    assert [each.name for each in list_stays(event)] == ["Test"]
    with pytest.raises(AttendanceMatched):
        say(event, set_aside)

    say(event, count_again)
    assert (minutes_of_all([one]), numbers_of(event)) == ([30], (2, 1, 90, 2))
    assert acts_on(event) == [
        "attendance counted again",
        "attendance set aside",
        "attendance report taken in",
    ]


def test_what_an_organizer_said_stays_with_a_new_report() -> None:
    event = make_event()
    one = make_registration(event)
    reported(event, presence(event, 0, 30, "Ami"), presence(event, 0, 60, "Test"))
    say(event, match_by_hand, 0, one)
    say(event, set_aside, 1)

    reported(event, presence(event, 0, 40, "AMI"), presence(event, 0, 70, "test"))

    assert [(each.matched_by, each.is_set_aside) for each in people(event)] == [
        (MatchedBy.HAND, False),
        (None, True),
    ]
    assert (minutes_of_all([one]), numbers_of(event)) == ([40], (1, 1, 40, 1))


def test_stays_come_from_the_marks_until_there_is_a_list() -> None:
    event = make_event()
    told(event, JOINED, 0)
    assert [each.left_at for each in list_stays(event)] == [event.ends_at]
    assert [each.left_at for each in list_stays(event, after(event, 5))] == [after(event, 5)]

    reported(event, presence(event, 0, 10), presence(event, 20, 30))

    assert [each.left_at - each.joined_at for each in list_stays(event)] == [
        timedelta(minutes=10)
    ] * 2
