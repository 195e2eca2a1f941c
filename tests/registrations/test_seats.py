"""Seats: the invariants under any order of acts, then the single cases as sentences."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from tests.factories import NOON, make_event, make_registration, registration_details
from ungis_events import workflows
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import DomainError
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, EventStatus, Mode
from ungis_events.events.queries import get_event
from ungis_events.invitations.details import InvitationDetails
from ungis_events.invitations.models import Invitation
from ungis_events.invitations.queries import list_invitations
from ungis_events.registrations import seats
from ungis_events.registrations.desk_service import (
    approve_registration,
    promote_registration,
    reject_registration,
    waitlist_registration,
)
from ungis_events.registrations.errors import EventFull, RegistrationClosed
from ungis_events.registrations.kept_places import (
    add_invitation,
    change_invitation,
    release_places,
    revoke_invitation,
)
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration, place_in_line
from ungis_events.registrations.service import register_attendee, withdraw_registration

from .steps import people, queued, seats_of, status_of

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED
CAPACITIES = st.one_of(st.none(), st.integers(1, 4))
MODES = st.sampled_from(Mode)


class Seats(RuleBasedStateMachine):
    """A hybrid event, and everything that can happen to its seats, in any order."""

    addresses = Bundle("addresses")
    groups = Bundle("groups")

    @initialize(online=CAPACITIES, room=CAPACITIES, waitlist=st.booleans(), approval=st.booleans())
    def publish(self, online: int | None, room: int | None, waitlist: bool, approval: bool) -> None:
        self.now = NOON
        event = make_event(
            format=EventFormat.HYBRID,
            venue="Room 7",
            capacity=online,
            room_capacity=room,
            waitlist=waitlist,
            approval=approval,
        )
        self.slug = event.slug
        self.line_before: dict[Mode, list[str]] = {mode: [] for mode in Mode}
        self.statuses_before: dict[str, RegistrationStatus] = {}
        self.by_hand: set[str] = set()
        """Whom organizers promoted, whoever waited before them."""

    def _act(self, act) -> None:  # type: ignore[no-untyped-def] # any act on the event
        """One transaction, a second later; what cannot be done changes nothing."""
        self.now += timedelta(seconds=1)
        rows = self._rows()
        self.statuses_before = {row.email: row.status for row in rows}
        self.line_before = {
            mode: [row.email for row in rows if self._waits(row, mode)] for mode in Mode
        }
        try:
            with transaction():
                act(get_event(self.slug))
        except DomainError:
            now = {row.email: row.status for row in self._rows()}
            assert now == self.statuses_before

    def _rows(self) -> list[Registration]:
        db.session.rollback()
        db.session.expire_all()
        query = select(Registration).where(Registration.event_id == get_event(self.slug).id)
        since = func.coalesce(Registration.waits_since, Registration.registered_at)
        in_order = query.order_by(since, Registration.id)
        return list(db.session.scalars(in_order))

    @staticmethod
    def _waits(row: Registration, mode: Mode) -> bool:
        return row.status is WAITLISTED and row.mode.mode is mode

    def _with(self, email: str, act) -> None:  # type: ignore[no-untyped-def] # any act on a person
        query = select(Registration).where(Registration.email == email)
        self._act(lambda event: [act(each) for each in db.session.scalars(query)])

    @rule(target=addresses, mode=MODES)
    def register(self, mode: Mode) -> str:
        details = registration_details(attendance=mode)
        self._act(lambda event: register_attendee(event, details, now=self.now))
        return details.email

    @rule(email=addresses, mode=MODES)
    def register_again(self, email: str, mode: Mode) -> None:
        details = registration_details(attendance=mode, email=email)
        self._act(lambda event: register_attendee(event, details, now=self.now))

    @rule(email=addresses)
    def withdraw(self, email: str) -> None:
        self._with(email, lambda each: withdraw_registration(each, now=self.now))

    @rule(email=addresses)
    def reject(self, email: str) -> None:
        self._with(email, lambda each: reject_registration(each, note=None, now=self.now))

    @rule(email=addresses)
    def approve(self, email: str) -> None:
        self._with(email, lambda each: approve_registration(each, now=self.now))

    @rule(email=addresses)
    def put_in_line(self, email: str) -> None:
        self._with(email, lambda each: waitlist_registration(each, now=self.now))

    @rule(email=addresses, beyond=st.booleans())
    def promote_by_hand(self, email: str, beyond: bool) -> None:
        self.by_hand.add(email)
        self._with(email, lambda each: promote_registration(each, now=self.now, beyond=beyond))

    @rule(target=groups, mode=MODES, kept=st.integers(0, 3), only_kept=st.booleans())
    def invite(self, mode: Mode, kept: int, only_kept: bool) -> str:
        label = f"Group {self.now}"
        details = InvitationDetails(label, mode, kept, only_kept)
        self._act(lambda event: add_invitation(event, details, actor="test", now=self.now))
        return label

    def _with_group(self, label: str, act) -> None:  # type: ignore[no-untyped-def] # any act on a group
        def of_the_group(event: Event) -> None:
            (group,) = [each for each in list_invitations(event) if each.label == label]
            act(event, group)

        if label in {each.label for each in list_invitations(get_event(self.slug))}:
            self._act(of_the_group)

    @rule(target=addresses, group=groups, mode=MODES)
    def register_by_link(self, group: str, mode: Mode) -> str:
        details = registration_details(attendance=mode)

        def act(event: Event, each: Invitation) -> None:
            if each.revoked_at is None:
                register_attendee(event, details, now=self.now, invitation=each)

        self._with_group(group, act)
        return details.email

    @rule(email=addresses, group=groups, mode=MODES)
    def register_again_by_link(self, email: str, group: str, mode: Mode) -> None:
        details = registration_details(attendance=mode, email=email)

        def act(event: Event, each: Invitation) -> None:
            if each.revoked_at is None:
                register_attendee(event, details, now=self.now, invitation=each)

        self._with_group(group, act)

    @rule(group=groups, kept=st.integers(0, 4), mode=MODES)
    def change_what_is_kept(self, group: str, kept: int, mode: Mode) -> None:
        def act(event: Event, each: Invitation) -> None:
            details = replace(InvitationDetails.of(each), kept=kept, mode=mode)
            change_invitation(event, each, details, actor="test", now=self.now)

        self._with_group(group, act)

    @rule(group=groups, act=st.sampled_from([release_places, revoke_invitation]))
    def give_up_what_is_kept(self, group: str, act) -> None:  # type: ignore[no-untyped-def] # either
        self._with_group(group, lambda event, each: act(event, each, actor="test", now=self.now))

    @rule(online=CAPACITIES, room=CAPACITIES)
    def change_capacity(self, online: int | None, room: int | None) -> None:
        def change(event: Event) -> None:
            details = replace(EventDetails.of(event), capacity=online, room_capacity=room)
            workflows.save_event(event, details, actor="test", now=self.now)

        self._act(change)

    @rule()
    def cancel(self) -> None:
        self._act(lambda event: workflows.cancel_event(event, actor="test", now=self.now))

    @precondition(lambda self: get_event(self.slug).status is EventStatus.CANCELLED)
    @rule()
    def publish_again(self) -> None:
        self._act(lambda event: workflows.publish_event(event, actor="test", now=self.now))

    @invariant()
    def counts_are_those_of_the_people(self) -> None:
        if not hasattr(self, "slug"):
            return
        counts = Counter((row.mode.mode, row.status) for row in self._rows())
        for mode in get_event(self.slug).modes:
            assert mode.taken == counts[mode.mode, CONFIRMED]
            assert mode.waiting == counts[mode.mode, WAITLISTED]

    @invariant()
    def kept_places_are_those_of_the_groups(self) -> None:
        if not hasattr(self, "slug"):
            return
        rows, event = self._rows(), get_event(self.slug)
        kept: Counter[int | None] = Counter()
        for group in list_invitations(event):
            have_one = [each for each in rows if each.invitation_id == group.id]
            have_one = [each for each in have_one if each.has_kept_place]
            assert group.used == len(have_one) <= group.kept
            assert {each.status for each in have_one} <= {CONFIRMED}
            assert {each.mode_id for each in have_one} <= {group.mode_id}
            if group.released_at is None:
                kept[group.mode_id] += group.kept - group.used
            else:
                assert group.kept == group.used
        for mode in event.modes:
            assert mode.kept == kept[mode.id]

    @invariant()
    def nobody_waits_while_a_seat_is_free(self) -> None:
        if not hasattr(self, "slug"):
            return
        event = get_event(self.slug)
        for mode in event.modes:
            if event.status is EventStatus.PUBLISHED and mode.waiting:
                assert mode.capacity is not None
                assert mode.taken + mode.kept >= mode.capacity

    @invariant()
    def the_first_in_line_are_the_first_promoted(self) -> None:
        if not hasattr(self, "slug"):
            return
        rows = self._rows()
        statuses = {row.email: row.status for row in rows}
        apart = self.by_hand | {row.email for row in rows if row.has_kept_place}
        for line in self.line_before.values():
            stayed = [email for email in line if statuses[email] in (CONFIRMED, WAITLISTED)]
            stayed = [email for email in stayed if email not in apart]
            promoted = [email for email in stayed if statuses[email] is CONFIRMED]
            assert promoted == stayed[: len(promoted)]

    @invariant()
    def nobody_who_came_later_got_a_seat_before_the_line(self) -> None:
        if not hasattr(self, "slug"):
            return
        for row in self._rows():
            is_new = self.statuses_before.get(row.email) not in (CONFIRMED, WAITLISTED)
            is_apart = row.has_kept_place or row.email in self.by_hand
            if is_new and not is_apart and row.status is CONFIRMED:
                waiting = [each for each in self._rows() if self._waits(each, row.mode.mode)]
                assert waiting == []


def test_seats_and_line_stay_right_whatever_happens_in_whatever_order() -> None:
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def withdraw(registration: Registration) -> None:
    with transaction():
        event = get_event(registration.event.slug)
        withdraw_registration(get_registration(event, registration.id), now=NOON)


def change(event: Event, **overrides: object) -> None:
    with transaction():
        event = get_event(event.slug)
        details = replace(EventDetails.of(event), **overrides)  # type: ignore[arg-type] # any field
        workflows.save_event(event, details, actor="test", now=NOON)


def test_the_last_seat_is_given_once() -> None:
    event = make_event(capacity=1)

    first, second = make_registration(event), make_registration(event)

    assert (first.status, second.status) == (CONFIRMED, WAITLISTED)
    assert seats_of(event) == (1, 1)


def test_nobody_passes_those_who_wait_even_while_a_seat_is_free() -> None:
    """A state that no act leaves behind: the guarded write does not rely on that."""
    event = make_event(capacity=5)
    with transaction():
        get_event(event.slug).modes[0].waiting = 1

    with transaction():
        place = seats.claim(event.modes[0].id)

    assert place == 2
    assert seats_of(event) == (0, 2)


def test_everybody_gets_a_seat_where_there_is_no_limit() -> None:
    event = make_event(capacity=None)

    statuses = {make_registration(event).status for _ in range(5)}

    assert statuses == {CONFIRMED}
    assert seats_of(event) == (5, 0)


def test_whoever_is_moved_to_the_line_stands_last_and_registered_when_they_did() -> None:
    """Also behind who came in the same moment, whatever their numbers."""
    event = make_event(capacity=2)
    early, other, waiting = [make_registration(event) for _ in range(3)]

    for each in (other, early):
        with transaction():
            someone = get_registration(get_event(event.slug), each.id)
            waitlist_registration(someone, now=NOON)
        if each is other:
            make_registration(event)

    found = db.session.scalars(select(Registration).where(Registration.status == WAITLISTED))
    line = sorted(found, key=lambda each: place_in_line(each) or 0)
    assert [each.id for each in line][-1] == early.id
    assert (status_of(waiting), early.registered_at) == (CONFIRMED, NOON)


def test_the_line_is_numbered_from_its_front() -> None:
    event = make_event(capacity=1)

    everybody = [make_registration(event) for _ in range(4)]

    assert [place_in_line(each) for each in everybody] == [None, 1, 2, 3]


def test_a_full_event_without_a_waiting_list_takes_nobody_and_counts_nobody() -> None:
    event = make_event(capacity=1, waitlist=False)
    first = make_registration(event)

    with pytest.raises(EventFull):
        make_registration(event)

    assert people(event) == [(first.email, "confirmed")]
    assert seats_of(event) == (1, 0)


def test_withdrawing_gives_the_seat_to_the_first_in_line() -> None:
    event = make_event(capacity=1)
    first, second, third = (make_registration(event) for _ in range(3))

    withdraw(first)

    assert people(event) == [
        (first.email, "withdrawn"),
        (second.email, "confirmed"),
        (third.email, "waitlisted"),
    ]
    assert seats_of(event) == (1, 1)


def test_leaving_the_line_moves_the_others_up_and_frees_no_seat() -> None:
    event = make_event(capacity=1)
    first, second, third = (make_registration(event) for _ in range(3))

    withdraw(second)

    assert (first.status, third.status) == (CONFIRMED, WAITLISTED)
    assert place_in_line(third) == 1
    assert seats_of(event) == (1, 1)


def test_who_comes_back_stands_at_the_end_of_the_line() -> None:
    event = make_event(capacity=1)
    first, second, third = (make_registration(event) for _ in range(3))
    withdraw(first)

    make_registration(event, email=first.email, now=NOON + timedelta(minutes=1))
    withdraw(second)

    assert people(event) == [
        (second.email, "withdrawn"),
        (third.email, "confirmed"),
        (first.email, "waitlisted"),
    ]


def test_a_larger_room_lets_in_the_line_in_its_order() -> None:
    event = make_event(capacity=1)
    everybody = [make_registration(event) for _ in range(4)]

    change(event, capacity=3)

    assert [status for _, status in people(event)] == [*["confirmed"] * 3, "waitlisted"]
    assert queued(event)[-2:] == [(each.email, "promoted") for each in everybody[1:3]]


def test_a_smaller_room_sends_nobody_away_and_lets_nobody_in() -> None:
    event = make_event(capacity=3)
    everybody = [make_registration(event) for _ in range(3)]

    change(event, capacity=1)
    withdraw(everybody[0])
    late = make_registration(event)

    assert seats_of(event) == (2, 1)
    assert late.status is WAITLISTED


def test_a_seat_freed_while_the_event_was_cancelled_goes_to_the_line_when_it_returns() -> None:
    event = make_event(capacity=1)
    first, second = make_registration(event), make_registration(event)
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)
    withdraw(first)
    before = people(event)

    with transaction():
        workflows.publish_event(get_event(event.slug), actor="test", now=NOON)

    assert before == [(first.email, "withdrawn"), (second.email, "waitlisted")]
    assert people(event) == [(first.email, "withdrawn"), (second.email, "confirmed")]


def test_nobody_is_promoted_after_registration_closed() -> None:
    event = make_event(capacity=1)
    first, second = make_registration(event), make_registration(event)

    with transaction():
        registration = get_registration(get_event(event.slug), first.id)
        withdraw_registration(registration, now=event.ends_at)

    assert people(event) == [(first.email, "withdrawn"), (second.email, "waitlisted")]
    assert seats_of(event) == (0, 1)


def test_room_and_online_have_seats_of_their_own() -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", capacity=None, room_capacity=1)

    in_room = make_registration(event, attendance=Mode.ROOM)
    too_many = make_registration(event, attendance=Mode.ROOM)
    online = make_registration(event, attendance=Mode.ONLINE)

    assert [each.status for each in (in_room, too_many, online)] == [
        CONFIRMED, WAITLISTED, CONFIRMED,
    ]  # fmt: skip
    assert (seats_of(event, Mode.ROOM), seats_of(event, Mode.ONLINE)) == ((1, 1), (1, 0))


def test_who_comes_back_in_the_other_mode_takes_a_seat_there_and_none_here() -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", capacity=5, room_capacity=5)
    person = make_registration(event, attendance=Mode.ROOM)
    withdraw(person)

    make_registration(event, email=person.email, attendance=Mode.ONLINE)

    assert (seats_of(event, Mode.ROOM), seats_of(event, Mode.ONLINE)) == ((0, 0), (1, 0))


def test_a_mode_the_event_no_longer_offers_is_closed_but_keeps_its_people() -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", capacity=5, room_capacity=5)
    person = make_registration(event, attendance=Mode.ROOM)

    change(event, format=EventFormat.VIRTUAL)

    assert people(event) == [(person.email, "confirmed")]
    with pytest.raises(RegistrationClosed):
        make_registration(event, attendance=Mode.ROOM)


def test_a_hybrid_event_asks_how_one_takes_part() -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7")

    with pytest.raises(RegistrationClosed):
        make_registration(event, attendance=None)


def test_waiting_for_approval_takes_no_seat_until_the_yes() -> None:
    event = make_event(capacity=1, approval=True)
    first, second = make_registration(event), make_registration(event)
    before = seats_of(event)

    for each in (first, second):
        with transaction():
            registration = get_registration(get_event(event.slug), each.id)
            approve_registration(registration, now=NOON)

    assert before == (0, 0)
    assert people(event) == [(first.email, "confirmed"), (second.email, "waitlisted")]
    assert seats_of(event) == (1, 1)
