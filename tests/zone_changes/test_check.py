"""What newer zone data do to each kind of event, in a process that was started with them."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.factories import NOON, make_account, make_event, make_registration
from tests.registrations.steps import queued, registration_of
from ungis_events import jobs, workflows
from ungis_events.accounts.models import Role
from ungis_events.adapters.mail import MemoryMailer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.reminders.queries import list_reminders
from ungis_events.zone_changes.models import Outcome, ZoneChange

from .steps import (
    ENDS,
    IS_AT,
    MISSING,
    STARTS,
    WAS_AT,
    fresh,
    make_event_in_nairobi,
    save,
    zone_changes,
)
from .zone_files import EDITION, HOUR, NAIROBI

Swap = Callable[[], None]
REAL_EDITION = clock.ZONE_DATA_EDITION


def numbers(slug: str) -> tuple[int, int, str]:
    event = get_event(slug)
    return event.version, event.sequence, event.zone_data


def told(kind: str) -> list[str]:
    return [address for address, each in queued() if each == kind]


def test_the_wall_time_stands_and_the_moment_moves(swap: Swap) -> None:
    event = make_event_in_nairobi()
    version, sequence, _ = numbers(event.slug)
    swap()

    lines = jobs.check_times()

    event = fresh(event)
    assert (event.starts, event.ends) == (STARTS, ENDS)
    assert (event.starts_at, event.ends_at) == (IS_AT, IS_AT + timedelta(minutes=75))
    assert numbers(event.slug) == (version + 1, sequence + 1, EDITION)
    assert lines == [
        f"{event.slug}: 2036-02-10 08:30 Africa/Nairobi moved from 2036-02-10T05:30Z to "
        "2036-02-10T06:30Z; 0 people and 0 organizers told"
    ]


def test_history_tells_which_edition_moved_it(swap: Swap) -> None:
    event = make_event_in_nairobi()
    swap()
    jobs.check_times()

    latest = list_history(fresh(event).id)[0]

    assert (latest.act, latest.actor) == ("zone rules changed", "zone data 2099a")
    assert latest.changes == {
        "zone_data": [REAL_EDITION, "2099a"],
        "starts_at": ["2036-02-10 05:30:00+00:00", "2036-02-10 06:30:00+00:00"],
        "ends_at": ["2036-02-10 06:45:00+00:00", "2036-02-10 07:45:00+00:00"],
    }


def test_a_second_check_does_nothing(swap: Swap) -> None:
    event = make_event_in_nairobi(contact="focal@example.org")
    make_registration(event)
    swap()
    jobs.check_times()
    before, mails = numbers(event.slug), queued()

    assert jobs.check_times() == []
    assert (numbers(event.slug), queued()) == (before, mails)


def recheck(event: Event) -> ZoneChange | None:
    with transaction():
        return workflows.recheck_times(get_event(event.slug), now=NOON)


def test_a_worker_that_comes_second_or_has_older_data_finds_nothing_to_do(
    swap: Swap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both looked for events to check before either began."""
    event = make_event_in_nairobi()
    swap()

    first, second = recheck(event), recheck(event)
    monkeypatch.setattr(clock, "ZONE_DATA_EDITION", "2026a")
    older = recheck(event)

    assert first is not None
    assert (second, older) == (None, None)
    assert (fresh(event).starts_at, event.sequence, event.zone_data) == (IS_AT, 1, EDITION)


class Pauses(threading.Event):
    """Ends the worker when all that should happen in its pauses has happened."""

    def __init__(self, *acts: Callable[[], None]) -> None:
        super().__init__()
        self._acts = iter(acts)

    def wait(self, timeout: float | None = None) -> bool:
        act = next(self._acts, None)
        if act is None:
            self.set()
        else:
            act()
        return self.is_set()


def test_the_worker_checks_when_it_starts_and_every_day(swap: Swap, clock_hands: Hands) -> None:
    """A process with older data may set times at any hour."""
    event = make_event_in_nairobi()
    seen = []

    def look() -> None:
        seen.append(fresh(event).starts_at)

    def save_with_older_data() -> None:
        with transaction():
            saved = get_event(event.slug)
            saved.starts_at, saved.zone_data = WAS_AT, REAL_EDITION

    def let_pass(time: timedelta) -> Callable[[], None]:
        return lambda: clock_hands.set_to(NOON + time)

    swap()
    jobs.work(
        MemoryMailer(),
        Pauses(look, save_with_older_data, let_pass(23 * HOUR), look, let_pass(24 * HOUR), look),
    )

    assert seen == [IS_AT, WAS_AT, IS_AT]


def test_an_event_whose_moment_stays_only_notes_the_edition(swap: Swap) -> None:
    event = make_event()
    version, sequence, _ = numbers(event.slug)
    make_registration(event)
    swap()

    lines = jobs.check_times()

    fresh(event)
    assert lines == []
    assert numbers(event.slug) == (version, sequence, EDITION)
    assert zone_changes() == []


def test_a_draft_moves_and_only_its_organizer_is_told(swap: Swap) -> None:
    event = make_event_in_nairobi(status=EventStatus.DRAFT, contact="focal@example.org")
    version = event.version
    swap()
    jobs.check_times()

    event = fresh(event)
    assert (event.starts_at, event.version) == (IS_AT, version + 1)
    assert queued() == [("focal@example.org", "zone_changed")]
    assert [change.people_told for change in zone_changes()] == [0]


def test_a_cancelled_event_moves_and_nobody_is_told(swap: Swap) -> None:
    event = make_event_in_nairobi(contact="focal@example.org")
    make_registration(event, email="amina@example.org")
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)
    before = queued()
    swap()
    jobs.check_times()

    assert fresh(event).starts_at == IS_AT
    assert queued() == before
    assert [change.event_id for change in zone_changes()] == [event.id]


def test_an_event_that_is_over_stays_as_it_was(swap: Swap, clock_hands: Hands) -> None:
    event = make_event_in_nairobi()
    clock_hands.set_to(event.ends_at + HOUR + HOUR)
    swap()

    lines = jobs.check_times()

    event = fresh(event)
    assert lines == []
    assert (event.starts_at, event.zone_data) == (WAS_AT, REAL_EDITION)


def test_an_event_that_by_the_new_rules_is_not_over_yet_moves(
    swap: Swap, clock_hands: Hands
) -> None:
    event = make_event_in_nairobi()
    clock_hands.set_to(event.ends_at + HOUR / 2)
    swap()
    jobs.check_times()

    assert fresh(event).starts_at == IS_AT


def test_a_closing_time_that_moves_by_itself_changes_the_page_and_tells_nobody(swap: Swap) -> None:
    """Start and end before the country decided anew, and the closing time after: odd, but so it
    can be that only one of them moves."""
    event = make_event_in_nairobi(
        starts=datetime(2035, 12, 31, 8), ends=datetime(2035, 12, 31, 9),
        registration_closes=datetime(2036, 1, 5, 8),
    )  # fmt: skip
    make_registration(event, email="amina@example.org")
    version, sequence, _ = numbers(event.slug)
    before = queued()
    swap()

    lines = jobs.check_times()

    event = fresh(event)
    assert event.registration_closes_at == datetime(2036, 1, 5, 6, tzinfo=UTC)
    assert numbers(event.slug) == (version + 1, sequence, EDITION)
    assert (lines, queued(), zone_changes()) == ([], before, [])


def test_a_wall_time_that_is_no_longer_on_the_clock_is_for_the_organizer_to_decide(
    swap: Swap,
) -> None:
    event = make_event(**MISSING, contact="focal@example.org")
    make_registration(event, email="amina@example.org")
    was_at, version, sequence = event.starts_at, event.version, event.sequence
    before = queued()
    swap()

    lines = jobs.check_times()
    again = jobs.check_times()

    event = fresh(event)
    assert (event.starts_at, event.ends_at - event.starts_at) == (was_at, HOUR)
    assert numbers(event.slug) == (version, sequence, EDITION)
    assert queued() == [*before, ("focal@example.org", "zone_changed")]
    assert [(change.outcome, change.has_moved) for change in zone_changes()] == [
        (Outcome.UNDECIDED, False)
    ]
    assert lines == [
        f"{event.slug}: 2036-02-10 10:30 Asia/Kathmandu stays where it was, a time is not on the "
        "clock: choose one; 0 people and 1 organizers told"
    ]
    assert again == []


def test_a_closing_time_off_the_clock_does_not_hold_the_event_back(swap: Swap) -> None:
    event = make_event(
        zone=MISSING["zone"],
        starts=datetime(2036, 2, 11, 8),
        ends=datetime(2036, 2, 11, 9),
        registration_closes=MISSING["starts"],
    )
    starts_at, closes_at = event.starts_at, event.registration_closes_at
    swap()
    jobs.check_times()

    event = fresh(event)
    assert (event.starts_at, event.registration_closes_at) == (starts_at - HOUR, closes_at)
    assert [(change.outcome, change.has_moved) for change in zone_changes()] == [
        (Outcome.UNDECIDED, True)
    ]


def test_without_a_contact_everybody_who_can_decide_is_told(swap: Swap) -> None:
    make_account(Role.ORGANIZER, email="organizer@example.org")
    make_account(Role.ADMINISTRATOR, email="administrator@example.org")
    make_account(Role.MEMBER, email="member@example.org")
    gone = make_account(Role.ORGANIZER, email="gone@example.org")
    with transaction():
        gone.is_active = False
    make_event_in_nairobi()
    swap()
    jobs.check_times()

    assert told("zone_changed") == ["organizer@example.org", "administrator@example.org"]
    assert [change.organizers_told for change in zone_changes()] == [2]


def test_reminders_move_with_the_event(swap: Swap) -> None:
    event = make_event_in_nairobi()
    before = [reminder.due_at for reminder in list_reminders(fresh(event))]
    swap()
    jobs.check_times()

    after = [reminder.due_at for reminder in list_reminders(fresh(event))]

    assert before
    assert after == [due_at and due_at + HOUR for due_at in before]


def test_whoever_withdrew_hears_nothing(swap: Swap) -> None:
    event = make_event_in_nairobi(capacity=1)
    for name in ("seat", "waits"):
        make_registration(event, email=f"{name}@example.org")
    withdrawn = make_registration(event, email="left@example.org")
    with transaction():
        withdrawn.status = type(withdrawn.status).WITHDRAWN
    swap()
    jobs.check_times()

    assert told("event_changed") == ["seat@example.org", "waits@example.org"]
    assert [change.people_told for change in zone_changes()] == [2]


def test_each_calendar_is_told_with_a_higher_sequence_than_its_last(swap: Swap) -> None:
    event = make_event_in_nairobi()
    make_registration(event, email="amina@example.org")
    with transaction():
        registration_of(event, "amina@example.org").calendar_sequence = 7  # withdrew and came back
    swap()
    jobs.check_times()

    assert registration_of(event, "amina@example.org").calendar_sequence == 8


def test_one_event_that_cannot_be_checked_never_stops_the_others(
    swap: Swap, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_event_in_nairobi(), make_event_in_nairobi()
    really = workflows.recheck_times
    swap()

    def recheck_or_fail(event, *, now):  # type: ignore[no-untyped-def] # as what it stands for
        if event.id == first.id:
            raise RuntimeError("a mistake in the program")
        return really(event, now=now)

    monkeypatch.setattr(workflows, "recheck_times", recheck_or_fail)
    lines = jobs.check_times()

    assert [fresh(event).starts_at for event in (first, second)] == [WAS_AT, IS_AT]
    assert lines[0] == f"event {first.id}: could not be checked, see the log"
    assert lines[1].startswith(f"{second.slug}: ")


def test_a_typo_saved_by_a_process_with_newer_data_moves_nothing_behind_peoples_backs(
    swap: Swap,
) -> None:
    """Or the check would find the event up to date, and nobody would ever be told."""
    event = make_event_in_nairobi()
    swap()

    save(event, title="Without the typo")
    event = fresh(event)
    saved = event.starts_at, event.sequence, event.zone_data
    jobs.check_times()

    assert saved == (WAS_AT, 0, REAL_EDITION)
    assert (fresh(event).starts_at, event.sequence) == (IS_AT, 1)


def test_a_new_closing_time_by_newer_data_leaves_start_and_end_to_the_check(swap: Swap) -> None:
    event = make_event_in_nairobi()
    swap()

    save(event, registration_closes=datetime(2036, 2, 9, 12))

    event = fresh(event)
    assert event.registration_closes_at == datetime(2036, 2, 9, 10, tzinfo=UTC)
    assert (event.starts_at, event.zone_data) == (WAS_AT, REAL_EDITION)


def test_new_times_are_derived_with_the_data_in_use(swap: Swap) -> None:
    event = make_event_in_nairobi()
    swap()

    save(event, ends=datetime(2036, 2, 10, 10, 0))

    event = fresh(event)
    assert (event.starts_at, event.zone_data) == (IS_AT, EDITION)
    assert jobs.check_times() == []


def test_the_calendar_file_is_in_utc_where_clients_still_have_the_old_rule(
    swap: Swap, client: FlaskClient
) -> None:
    event = make_event_in_nairobi()
    before = client.get(f"/events/{event.slug}/calendar.ics").text
    swap()
    jobs.check_times()

    after = client.get(f"/events/{event.slug}/calendar.ics").text

    assert "DTSTART;TZID=Africa/Nairobi:20360210T083000" in before
    assert "DTSTART:20360210T063000Z" in after
    assert "VTIMEZONE" not in after


@pytest.mark.parametrize("year", [2036, 2040])
def test_near_and_far_years_follow_the_same_data(swap: Swap, year: int) -> None:
    swap()

    moment = clock.from_wall_time(datetime(year, 2, 10, 8, 30), NAIROBI)

    assert moment == datetime(year, 2, 10, 6, 30, tzinfo=UTC)
    assert f"{clock.to_wall_time(moment, NAIROBI):%H:%M %Z}" == "08:30 CAT"
