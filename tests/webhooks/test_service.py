from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.event import listen, remove

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from tests.webinars.rooms import NUMBER, let_in, make_call, make_room
from ungis_events import jobs
from ungis_events.adapters.webinar import Problem
from ungis_events.admissions.models import Admission
from ungis_events.admissions.service import try_again as let_in_again
from ungis_events.attendance.models import Attendance, AttendanceMark, AttendanceSummary
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.history.models import HistoryEntry
from ungis_events.registrations.models import Registration
from ungis_events.webhooks.models import WebhookDelivery
from ungis_events.webinars.models import CallKind, Webinar, WebinarCall, WebinarStatus
from ungis_events.webinars.service import try_again

from .told import (
    APPROVED,
    CANCELLED,
    DELETED,
    ENDED,
    JOINED,
    LEFT,
    STARTED,
    UPDATED,
    known,
    notice,
    outcomes,
    tell,
    work,
)

START = datetime(2027, 1, 31, 13, 30, tzinfo=NOON.tzinfo)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(clock_hands: Hands) -> Event:
    event = make_event()
    clock_hands.set_to(NOON)
    return event


@pytest.fixture
def webinar(event: Event) -> Webinar:
    return make_room(event)


@pytest.fixture
def amina(event: Event, webinar: Webinar) -> Registration:
    """Let in, with a link of her own."""
    registration = make_registration(event, email="amina@example.org")
    let_in(registration, webinar, external_id="r-amina")
    return registration


def status_of(webinar: Webinar) -> tuple[WebinarStatus, datetime]:
    db.session.expire_all()
    row = db.session.get_one(Webinar, webinar.id)
    return row.status, row.status_at


def admission_of(registration: Registration) -> Admission:
    db.session.expire_all()
    query = select(Admission).where(Admission.registration_id == registration.id)
    return db.session.scalars(query).one()


def open_kinds(webinar: Webinar) -> set[CallKind]:
    query = select(WebinarCall.kind).where(
        WebinarCall.webinar_id == webinar.id, WebinarCall.due_at.is_not(None)
    )
    return set(db.session.scalars(query))


# the state of the room


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param([(STARTED, 0)], ("live", 0), id="started"),
        pytest.param([(STARTED, 0), (ENDED, 60)], ("ended", 60), id="ended"),
        pytest.param([(ENDED, 60), (STARTED, 0)], ("ended", 60), id="its end told first"),
        pytest.param([(STARTED, 0), (ENDED, 20), (STARTED, 22)], ("live", 22), id="begun again"),
        pytest.param(
            [(STARTED, 22), (ENDED, 20), (STARTED, 0)], ("live", 22), id="begun again, from behind"
        ),
        pytest.param([(STARTED, -30), (ENDED, -20)], ("scheduled", -20), id="a rehearsal"),
        pytest.param([(ENDED, -20), (STARTED, -30)], ("scheduled", -20), id="from behind, too"),
        pytest.param([(STARTED, 0), (DELETED, 5)], ("gone", 5), id="deleted"),
    ],
)
def test_the_last_that_happened_counts_not_the_last_that_was_told(
    client: FlaskClient, webinar: Webinar, told: list[tuple[str, int]], expected: tuple[str, int]
) -> None:
    tell(client, *(notice(kind, START + minutes * MINUTE) for kind, minutes in told))

    work()

    assert status_of(webinar) == (expected[0], START + expected[1] * MINUTE)


def test_after_the_end_the_report_is_asked_for(client: FlaskClient, webinar: Webinar) -> None:
    tell(client, notice(STARTED, START), notice(ENDED, START + 70 * MINUTE))

    work()

    assert open_kinds(webinar) == {CallKind.REPORT}


def test_a_room_deleted_by_somebody_there_is_gone_and_its_address_with_it(
    client: FlaskClient, event: Event, webinar: Webinar
) -> None:
    tell(client, notice(DELETED, NOON + MINUTE, number=int(NUMBER)))

    work()

    now = known(webinar.id)
    assert (now.status, now.problem, now.join_url) == ("gone", Problem.DELETED_THERE, None)


def test_a_room_that_we_delete_ourselves_is_no_problem(
    client: FlaskClient, webinar: Webinar
) -> None:
    make_call(webinar, CallKind.DELETE, done_at=None, due_at=NOON)
    tell(client, notice(DELETED, NOON + MINUTE))

    work()

    assert (known(webinar.id).status, known(webinar.id).problem) == ("gone", None)


def test_an_address_that_an_organizer_put_in_its_place_stays(
    client: FlaskClient, event: Event, webinar: Webinar
) -> None:
    with transaction():
        db.session.get_one(Event, event.id).join_url = "https://example.org/another"
    tell(client, notice(DELETED, NOON + MINUTE))

    work()

    assert known(webinar.id).join_url == "https://example.org/another"


def test_what_is_told_of_a_room_that_was_let_go_meanwhile_changes_nothing(
    client: FlaskClient, webinar: Webinar
) -> None:
    tell(client, notice(STARTED, START), notice(JOINED, START, who="r-1", email="x@example.org"))
    with transaction():
        db.session.get_one(Webinar, webinar.id).number = None

    work()

    assert outcomes() == ["no room of ours any more"] * 2
    assert [row.facts for row in db.session.scalars(select(WebhookDelivery))] == [None, None]


# changes there


def test_a_change_made_there_is_shown_and_trying_again_puts_ours_back(
    client: FlaskClient, webinar: Webinar
) -> None:
    tell(client, notice(UPDATED, NOON + 5 * MINUTE))

    work()

    assert known(webinar.id).problem == Problem.CHANGED_THERE
    with transaction():
        try_again(db.session.get_one(Webinar, webinar.id), actor="test", now=NOON)
    assert (known(webinar.id).problem, open_kinds(webinar)) == (None, {CallKind.UPDATE})
    assert db.session.get_one(Webinar, webinar.id).sent is None


@pytest.mark.parametrize("kind", [CallKind.CREATE, CallKind.ADOPT, CallKind.UPDATE])
def test_the_echo_of_our_own_call_is_no_change(
    client: FlaskClient, webinar: Webinar, kind: CallKind
) -> None:
    make_call(webinar, kind, done_at=NOON)
    tell(client, notice(UPDATED, NOON + MINUTE))

    work()

    assert (known(webinar.id).problem, outcomes()) == (None, ["known"])


def test_the_echo_of_a_call_whose_answer_we_still_wait_for_is_no_change(
    client: FlaskClient, webinar: Webinar
) -> None:
    make_call(webinar, CallKind.UPDATE, done_at=None, due_at=NOON)
    tell(client, notice(UPDATED, NOON + 5 * MINUTE))

    work()

    assert known(webinar.id).problem is None


def test_a_change_does_not_hide_what_was_wrong_before(
    client: FlaskClient, webinar: Webinar
) -> None:
    with transaction():
        db.session.get_one(Webinar, webinar.id).problem = Problem.CAPACITY
    tell(client, notice(UPDATED, NOON + 5 * MINUTE))

    work()

    assert known(webinar.id).problem == Problem.CAPACITY


# registrants changed there by hand


def test_who_is_turned_away_there_keeps_the_seat_and_is_not_put_back(
    client: FlaskClient, amina: Registration, webinar: Webinar
) -> None:
    tell(client, notice(CANCELLED, NOON + 9 * MINUTE, who="r-amina", email="Amina@Example.org"))

    work()
    with transaction():
        tried = let_in_again(webinar, now=NOON)

    row = admission_of(amina)
    assert (row.is_wanted, row.join_url, row.problem) == (True, None, Problem.TURNED_AWAY)
    assert (row.due_at, tried, amina.is_confirmed) == (None, 0, True)


def test_who_is_approved_there_again_is_let_in_again(
    client: FlaskClient, amina: Registration
) -> None:
    tell(
        client,
        notice(CANCELLED, NOON + 9 * MINUTE, who="r-amina"),
        notice(APPROVED, NOON + 11 * MINUTE, who="r-amina"),
    )

    work()

    assert (admission_of(amina).problem, admission_of(amina).due_at) == (None, NOON)


def test_a_refusal_told_after_the_approval_that_followed_it_changes_nothing(
    client: FlaskClient, amina: Registration
) -> None:
    tell(
        client,
        notice(APPROVED, NOON + 11 * MINUTE, who="r-amina"),
        notice(CANCELLED, NOON + 9 * MINUTE, who="r-amina"),
    )

    work()

    assert (admission_of(amina).problem, admission_of(amina).join_url is None) == (None, False)


def test_an_approval_told_after_the_refusal_that_followed_it_changes_nothing(
    client: FlaskClient, amina: Registration
) -> None:
    tell(
        client,
        notice(CANCELLED, NOON + 11 * MINUTE, who="r-amina"),
        notice(APPROVED, NOON + 9 * MINUTE, who="r-amina"),
    )

    work()

    assert admission_of(amina).problem == Problem.TURNED_AWAY


def test_the_echo_of_our_own_removal_is_not_a_host_turning_somebody_away(
    client: FlaskClient, amina: Registration
) -> None:
    """She withdrew, was removed there, and came back before Zoom told of the removal."""
    with transaction():
        admission = admission_of(amina)
        admission.revision = 3
        admission.registration.confirmed_at = NOON + MINUTE
    tell(client, notice(CANCELLED, NOON + 2 * MINUTE, who="r-amina"))

    work()

    assert (admission_of(amina).problem, admission_of(amina).join_url is None) == (None, False)


def test_who_withdrew_here_is_removed_there_without_a_word(
    client: FlaskClient, amina: Registration
) -> None:
    with transaction():
        admission_of(amina).is_wanted = False
    tell(client, notice(CANCELLED, NOON + 30 * MINUTE, who="r-amina"))

    work()

    assert (outcomes(), admission_of(amina).problem) == (["known"], None)


def test_strangers_who_registered_there_are_nobody_of_ours(
    client: FlaskClient, amina: Registration
) -> None:
    tell(
        client,
        notice(APPROVED, NOON, who="r-bo", email="bo@example.org"),
        notice(CANCELLED, NOON, who="r-bo", email="bo@example.org"),
    )

    work()

    assert outcomes() == ["nobody of ours"] * 2


# who was in the room


def test_who_joins_by_their_own_link_is_known_and_has_joined(
    client: FlaskClient, amina: Registration
) -> None:
    tell(client, notice(JOINED, START, who="r-amina"), notice(LEFT, START + MINUTE, who="r-amina"))

    work()

    marks = db.session.scalars(select(AttendanceMark).order_by(AttendanceMark.at)).all()
    assert [(mark.kind, mark.registration_id) for mark in marks] == [
        ("joined", amina.id),
        ("left", amina.id),
    ]
    db.session.expire_all()
    assert db.session.get_one(Registration, amina.id).joined_at == START


def test_personal_facts_are_gone_once_they_have_been_worked(
    client: FlaskClient, amina: Registration
) -> None:
    tell(client, notice(JOINED, START, who="r-amina", email="amina@example.org"))

    work()

    row = db.session.scalars(select(WebhookDelivery)).one()
    assert (row.facts, row.due_at, row.done_at) == (None, None, NOON)
    assert "@" not in row.key


def test_after_the_end_the_list_is_drawn_up_once_for_all_who_leave(
    client: FlaskClient, webinar: Webinar, amina: Registration, clock_hands: Hands
) -> None:
    tell(
        client,
        notice(STARTED, START),
        notice(JOINED, START, who="r-amina"),
        notice(ENDED, START + 60 * MINUTE),
        notice(LEFT, START + 60 * MINUTE, who="r-amina"),
    )
    clock_hands.set_to(START + 61 * MINUTE)
    drawn_up: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        drawn_up.extend(["once"] if statement.startswith("DELETE FROM attendances") else [])

    listen(db.engine, "before_cursor_execute", note)
    work()
    remove(db.engine, "before_cursor_execute", note)

    assert drawn_up == ["once"]
    assert (webinar.id, [(each.registration_id, each.minutes) for each in people()]) == (
        webinar.id,
        [(amina.id, 60)],
    )


def people() -> list[Attendance]:
    db.session.expire_all()
    return list(db.session.scalars(select(Attendance)))


def test_what_is_told_after_the_list_was_drawn_up_is_in_it_too(
    client: FlaskClient, amina: Registration, clock_hands: Hands
) -> None:
    clock_hands.set_to(START + 61 * MINUTE)
    now = START + 61 * MINUTE
    tell_at(client, now, notice(STARTED, START), notice(ENDED, START + 60 * MINUTE))
    work()
    tell_at(client, now, notice(LEFT, START + 31 * MINUTE, who="r-amina"))
    work()
    tell_at(client, now, notice(JOINED, START + MINUTE, who="r-amina"))

    work()

    assert [(each.registration_id, each.minutes) for each in people()] == [(amina.id, 30)]


def tell_at(client: FlaskClient, now: datetime, *bodies: bytes) -> None:
    from .told import post, signed

    assert {post(client, signed(body, now)).status_code for body in bodies} == {204}


def test_a_notice_that_cannot_be_worked_does_not_hold_up_the_others(
    client: FlaskClient, amina: Registration, clock_hands: Hands
) -> None:
    tell(client, notice(STARTED, START), notice(JOINED, START, who="r-amina"))
    work()
    with transaction():
        broken = db.session.scalars(select(WebhookDelivery)).first()
        assert broken
        broken.kind, broken.due_at, broken.attempts = "joined", NOON + 9 * MINUTE, 4
        broken.facts = {"unknown": "x"}
    tell(client, notice(ENDED, START + 30 * MINUTE))

    work()

    assert db.session.scalars(select(AttendanceSummary.people)).all() == [1]


# keeping and forgetting


def test_what_was_told_long_ago_is_removed_every_day(
    client: FlaskClient, webinar: Webinar, clock_hands: Hands
) -> None:
    tell(client, notice(STARTED, START))
    work()
    clock_hands.set_to(NOON + timedelta(days=30))
    jobs.do_daily()
    kept = len(outcomes())
    clock_hands.set_to(NOON + timedelta(days=30, seconds=1))

    jobs.do_daily()

    assert (kept, outcomes()) == (1, [])


def test_the_worker_works_what_was_told(client: FlaskClient, webinar: Webinar) -> None:
    tell(client, notice(STARTED, START))

    assert (jobs.queue_due(), outcomes()) == (1, ["noted"])


def test_nothing_that_is_noted_says_where_to_join(
    client: FlaskClient, amina: Registration, webinar: Webinar
) -> None:
    tell(client, notice(DELETED, NOON + MINUTE), notice(JOINED, START, who="r-amina"))

    work()

    said = [str(entry.changes) for entry in db.session.scalars(select(HistoryEntry))]
    assert [each for each in said if "zoom.example" in each] == []
