"""Places kept for groups: out of everybody else's reach, and lost to nobody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOON, make_event, make_registration, registration_details
from tests.registrations.steps import people, queued, registration_of
from ungis_events import workflows
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.invitations.errors import InvitationRevoked
from ungis_events.invitations.models import Invitation
from ungis_events.invitations.queries import list_due_for_release
from ungis_events.invitations.service import follow
from ungis_events.registrations.desk_service import (
    add_registration,
    approve_registration,
    leave_merged,
    promote_registration,
    waitlist_registration,
)
from ungis_events.registrations.errors import (
    AlreadyRegistered,
    ByInvitationOnly,
    EventFull,
    KeptPlacesTaken,
    NoSeatLeft,
    RegistrationClosed,
    WaitingMakesNoSense,
)
from ungis_events.registrations.kept_places import release_if_due, set_by_invitation
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import promote_waiting, withdraw_registration

from .steps import act, change, counts, fresh, join, make_invitation, places

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED
HYBRID = {"format": EventFormat.HYBRID, "venue": "Room 7"}


def of(registration: Registration) -> Registration:
    return get_registration(get_event(registration.event.slug), registration.id)


def withdraw(registration: Registration) -> None:
    with transaction():
        withdraw_registration(of(registration), now=NOON)


def states(*registrations: Registration) -> list[tuple[str, bool]]:
    """(status, whether in a kept place)."""
    db.session.rollback()
    db.session.expire_all()
    return [(each.status.value, each.has_kept_place) for each in registrations]


def change_event(event: Event, **overrides: object) -> None:
    with transaction():
        event = get_event(event.slug)
        details = replace(EventDetails.of(event), **overrides)  # type: ignore[arg-type] # any field
        workflows.save_event(event, details, actor="test", now=NOON)


def problems(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        act()
    return {name: str(sentence) for name, sentence in caught.value.fields.items()}


def test_the_public_sees_what_is_not_kept() -> None:
    event = make_event(capacity=3)
    make_invitation(event, kept=2)

    first, second = make_registration(event), make_registration(event)

    assert states(first, second) == [("confirmed", False), ("waitlisted", False)]
    assert counts(event) == (1, 1, 2)


def test_the_group_takes_its_own_places_and_passes_the_line() -> None:
    event = make_event(capacity=3)
    group = make_invitation(event, kept=2)
    make_registration(event)
    waiting = make_registration(event)

    members = [join(event, group) for _ in range(3)]

    assert states(waiting, *members) == [
        ("waitlisted", False), ("confirmed", True), ("confirmed", True), ("waitlisted", False),
    ]  # fmt: skip
    assert counts(event) == (3, 2, 0)
    assert places(group) == (2, 2)


def test_beyond_its_own_places_the_group_takes_part_in_the_others() -> None:
    event = make_event(capacity=3)
    group = make_invitation(event, kept=1)

    members = [join(event, group) for _ in range(3)]

    assert states(*members) == [("confirmed", True), ("confirmed", False), ("confirmed", False)]
    assert counts(event) == (3, 0, 0)


def test_a_link_with_nothing_but_kept_places_closes_when_they_are_taken() -> None:
    event = make_event(capacity=10)
    group = make_invitation(event, kept=1, only_kept=True)
    join(event, group)

    with pytest.raises(KeptPlacesTaken):
        join(event, group)

    assert counts(event) == (1, 0, 0)


def test_a_place_given_back_is_the_groups_again_and_nobody_elses() -> None:
    event = make_event(capacity=2)
    group = make_invitation(event, kept=1)
    member, other, waiting = join(event, group), make_registration(event), make_registration(event)

    withdraw(member)

    assert states(member, other, waiting) == [
        ("withdrawn", False), ("confirmed", False), ("waitlisted", False),
    ]  # fmt: skip
    assert counts(event) == (1, 1, 1)
    assert places(group) == (1, 0)


def test_a_place_given_back_is_for_the_first_of_the_group_who_waits() -> None:
    event = make_event(capacity=1)
    group = make_invitation(event, kept=1)
    member, public, second = join(event, group), make_registration(event), join(event, group)

    withdraw(member)

    assert states(public, second) == [("waitlisted", False), ("confirmed", True)]
    assert queued(event)[-1] == (second.email, "promoted")
    assert counts(event) == (1, 1, 0)


def test_who_comes_back_by_the_public_form_takes_a_public_seat() -> None:
    event = make_event(capacity=2)
    group = make_invitation(event, kept=1)
    member = join(event, group)
    withdraw(member)

    make_registration(event, email=member.email)

    assert states(member) == [("confirmed", False)]
    assert of(member).invitation_id is None
    assert (counts(event), places(group)) == ((1, 0, 1), (1, 0))


def test_who_waits_and_then_uses_the_groups_link_gets_the_groups_place() -> None:
    event = make_event(capacity=2)
    group = make_invitation(event, kept=1)
    make_registration(event)
    first, second = make_registration(event), make_registration(event)

    join(event, group, email=second.email, given_name="Somebody else")

    assert states(first, second) == [("waitlisted", False), ("confirmed", True)]
    assert of(second).given_name == "Amina"
    assert counts(event) == (2, 1, 0)


@pytest.mark.parametrize("name", ["release", "revoke"])
def test_released_places_go_to_those_who_wait_in_their_order(name: str) -> None:
    event = make_event(capacity=3)
    group = make_invitation(event, kept=3)
    member = join(event, group)
    waiting = [make_registration(event) for _ in range(3)]

    act(event, group, name)

    assert states(member, *waiting) == [
        ("confirmed", True), ("confirmed", False), ("confirmed", False), ("waitlisted", False),
    ]  # fmt: skip
    assert (counts(event), places(group)) == ((3, 1, 0), (1, 1))


def test_after_the_release_a_place_given_back_is_everybodys() -> None:
    event = make_event(capacity=2)
    group = make_invitation(event, kept=2)
    member = join(event, group)
    act(event, group, "release")
    make_registration(event)
    waiting = make_registration(event)

    withdraw(member)

    assert states(waiting) == [("confirmed", False)]
    assert (counts(event), places(group)) == ((2, 0, 0), (0, 0))


def test_keeping_fewer_lets_in_those_who_wait_and_keeping_more_needs_free_places() -> None:
    event = make_event(capacity=4)
    group = make_invitation(event, kept=3)
    join(event, group)
    first, second = make_registration(event), make_registration(event)

    change(event, group, kept=2)
    promoted = states(first, second)
    more = problems(lambda: change(event, group, kept=3))
    fewer = problems(lambda: change(event, group, kept=0))

    assert promoted == [("confirmed", False), ("confirmed", False)]
    assert more == {"kept": "No place is free here any more. Raise the capacity first."}
    assert fewer == {"kept": "1 of them are taken already: keep at least as many"}
    assert (counts(event), places(group)) == ((3, 0, 1), (2, 1))


def test_no_more_is_kept_than_is_free() -> None:
    event = make_event(capacity=5)
    make_registration(event)
    make_invitation(event, kept=2)

    found = problems(lambda: make_invitation(event, kept=3))

    assert found == {
        "kept": "Only 2 places are free here. Keep fewer, or raise the capacity first."
    }
    assert counts(event) == (1, 0, 2)


def test_a_smaller_room_leaves_what_is_kept_and_lets_nobody_else_in() -> None:
    event = make_event(capacity=5)
    group = make_invitation(event, kept=3)

    change_event(event, capacity=2)
    public, member = make_registration(event), join(event, group)

    assert states(public, member) == [("waitlisted", False), ("confirmed", True)]
    assert counts(event) == (1, 1, 2)


def test_room_and_online_keep_places_apart() -> None:
    event = make_event(capacity=1, room_capacity=2, **HYBRID)
    group = make_invitation(event, kept=1, mode=Mode.ROOM)

    online = join(event, group, attendance=Mode.ONLINE)
    more_online = join(event, group, attendance=Mode.ONLINE)
    in_room = join(event, group, attendance=Mode.ROOM)

    assert states(online, more_online, in_room) == [
        ("confirmed", False), ("waitlisted", False), ("confirmed", True),
    ]  # fmt: skip
    assert (counts(event, Mode.ROOM), counts(event)) == ((1, 0, 0), (1, 1, 0))


def test_places_move_to_the_other_mode_only_before_anybody_took_one() -> None:
    event = make_event(capacity=5, room_capacity=5, **HYBRID)
    group = make_invitation(event, kept=2, mode=Mode.ROOM)

    change(event, group, mode=Mode.ONLINE)
    moved = (counts(event, Mode.ROOM), counts(event))
    join(event, group, attendance=Mode.ONLINE)
    found = problems(lambda: change(event, group, mode=Mode.ROOM))

    assert moved == ((0, 0, 0), (0, 0, 2))
    assert found == {"mode": "People have taken places there: make another link for the others"}


def test_a_room_taken_away_carries_what_was_kept_in_it_online() -> None:
    event = make_event(capacity=5, room_capacity=5, **HYBRID)
    group = make_invitation(event, kept=2, mode=Mode.ROOM)
    member = join(event, group, attendance=Mode.ROOM)

    change_event(event, format=EventFormat.VIRTUAL)
    carried = counts(event)
    withdraw(member)

    assert carried == (1, 0, 1)
    assert (counts(event), places(group)) == ((0, 0, 2), (2, 0))
    assert fresh(group).mode is get_event(event.slug).modes[0]


def test_places_are_kept_where_there_is_no_limit_too() -> None:
    event = make_event(capacity=None)
    group = make_invitation(event, kept=1)

    public, member, more = make_registration(event), join(event, group), join(event, group)
    change_event(event, capacity=3)

    assert states(public, member, more) == [
        ("confirmed", False), ("confirmed", True), ("confirmed", False),
    ]  # fmt: skip
    assert counts(event) == (3, 0, 0)


def test_an_events_approval_may_be_spared_to_a_group() -> None:
    event = make_event(capacity=5, approval=True)
    spared = make_invitation(event, kept=1)
    not_spared = make_invitation(event, kept=1, skips_approval=False)

    first, second, third = join(event, spared), join(event, not_spared), make_registration(event)
    before = states(first, second, third)
    with transaction():
        approve_registration(of(second), now=NOON)

    assert before == [("confirmed", True), ("pending", False), ("pending", False)]
    assert states(second) == [("confirmed", True)]
    assert counts(event) == (2, 0, 0)


def test_an_event_by_invitation_takes_only_who_has_a_link() -> None:
    event = make_event()
    group = make_invitation(event)
    with transaction():
        set_by_invitation(get_event(event.slug), True, actor="test", now=NOON)

    with pytest.raises(ByInvitationOnly):
        make_registration(event)
    member = join(event, group)

    assert people(event) == [(member.email, "confirmed")]


def test_opening_and_closing_times_hold_for_links_too() -> None:
    event = make_event(
        zone="Europe/Zurich",
        registration_opens=datetime(2026, 11, 22, 13, 1),
    )
    group = make_invitation(event, kept=1)

    with pytest.raises(RegistrationClosed):
        join(event, group)
    change_event(event, registration_opens=datetime(2026, 11, 22, 13, 0))

    assert join(event, group).is_confirmed


def release_due(now: datetime) -> list[int]:
    db.session.rollback()
    freed = []
    for invitation_id in list_due_for_release(now):
        with transaction():
            freed.append(release_if_due(invitation_id, now=now))
    return freed


def test_what_is_not_taken_in_time_is_everybodys() -> None:
    event = make_event(capacity=2, zone="Europe/Zurich")
    group = make_invitation(event, kept=2, keeps_until=datetime(2026, 11, 22, 14, 0))
    member, public = join(event, group), make_registration(event)
    one_hour = NOON + timedelta(hours=1)

    early = release_due(one_hour - timedelta(seconds=1))
    before = states(public)
    late = release_due(one_hour)
    again = release_due(one_hour)

    assert (early, late, again) == ([], [1], [])
    assert before == [("waitlisted", False)]
    assert states(member, public) == [("confirmed", True), ("confirmed", False)]
    assert [entry.act for entry in list_history(event.id)[:2]] == [
        f"registration {public.id}: moved up",
        "places released",
    ]


def test_a_place_that_comes_back_after_that_time_is_released_as_well() -> None:
    event = make_event(capacity=1, zone="Europe/Zurich")
    group = make_invitation(event, kept=1, keeps_until=datetime(2026, 11, 22, 14, 0))
    member, public = join(event, group), make_registration(event)
    later = NOON + timedelta(hours=2)
    nothing = release_due(later)

    withdraw(member)
    freed = release_due(later)

    assert (nothing, freed) == ([], [1])
    assert states(public) == [("confirmed", False)]


def test_a_time_that_has_passed_keeps_nothing() -> None:
    event = make_event(zone="Europe/Zurich")
    passed = datetime(2026, 11, 22, 13, 0)

    found = problems(lambda: make_invitation(event, kept=1, keeps_until=passed))

    assert found == {"keeps_until": "That time has passed: the places would not be kept at all"}


def test_the_time_is_one_of_the_events_zone_and_moves_with_it() -> None:
    event = make_event(zone="Europe/Zurich")
    group = make_invitation(event, kept=1, keeps_until=datetime(2027, 1, 20, 18, 0))
    before = fresh(group).keeps_until_at

    change_event(event, zone="America/New_York")
    with transaction():
        follow(get_event(event.slug))

    assert before == datetime(2027, 1, 20, 17, 0, tzinfo=UTC)
    assert fresh(group).keeps_until_at == datetime(2027, 1, 20, 23, 0, tzinfo=UTC)


def test_a_revoked_link_is_done_with() -> None:
    event = make_event(capacity=5)
    group = make_invitation(event, kept=2)
    act(event, group, "revoke")

    for name in ("revoke", "renew"):
        with pytest.raises(InvitationRevoked):
            act(event, group, name)
    with pytest.raises(InvitationRevoked):
        change(event, group, kept=3)

    assert counts(event) == (0, 0, 0)


def test_after_a_release_places_can_be_kept_anew() -> None:
    event = make_event(capacity=5)
    group = make_invitation(event, kept=2)
    join(event, group)
    act(event, group, "release")

    change(event, group, label="Permanent Missions")
    only_renamed = (counts(event), fresh(group).released_at)
    change(event, group, kept=3)

    assert only_renamed == ((1, 0, 0), NOON)
    assert (counts(event), places(group), fresh(group).released_at) == ((1, 0, 2), (3, 1), None)


def test_a_full_event_without_a_line_still_takes_the_group() -> None:
    event = make_event(capacity=1, waitlist=False)
    group = make_invitation(event, kept=1)

    with pytest.raises(EventFull):
        make_registration(event)
    member = join(event, group)
    with pytest.raises(EventFull):
        join(event, group)

    assert people(event) == [(member.email, "confirmed")]
    assert counts(event) == (1, 0, 0)


def test_every_act_is_in_history_with_the_group_it_was_for() -> None:
    event = make_event(capacity=5)
    group = make_invitation(event, kept=2)
    change(event, group, kept=3)
    for name in ("renew", "release", "revoke"):
        act(event, group, name)
    with transaction():
        set_by_invitation(get_event(event.slug), True, actor="test", now=NOON)

    entries = [each for each in reversed(list_history(event.id)) if each.actor == "test"]
    assert [(each.act, each.changes) for each in entries[-6:]] == [
        ("invitation added", {"invitation": [None, "Missions"], "kept": [0, 2]}),
        ("invitation changed", {"invitation": ["Missions", "Missions"], "kept": [2, 3]}),
        ("invitation renewed", {"invitation": "Missions"}),
        ("places released", {"invitation": "Missions", "places": 3}),
        ("invitation revoked", {"invitation": ["Missions", None], "places": 0}),
        ("changed", {"by_invitation": [False, True]}),
    ]


def test_promoting_by_hand_passes_the_line_and_never_a_kept_place() -> None:
    event = make_event(capacity=2)
    make_invitation(event, kept=1)
    make_registration(event)
    first, second = make_registration(event), make_registration(event)

    with pytest.raises(NoSeatLeft), transaction():
        promote_registration(of(second), now=NOON)
    with transaction():
        promote_registration(of(second), now=NOON, beyond=True)

    assert states(first, second) == [("waitlisted", False), ("confirmed", False)]
    assert counts(event) == (2, 1, 1)


def test_moving_somebody_to_the_line_makes_sense_only_while_somebody_else_gains() -> None:
    event = make_event(capacity=1)
    first = make_registration(event)
    with pytest.raises(WaitingMakesNoSense), transaction():
        waitlist_registration(of(first), now=NOON)
    second = make_registration(event)

    with transaction():
        waitlist_registration(of(first), now=NOON + timedelta(minutes=1))

    assert states(first, second) == [("waitlisted", False), ("confirmed", False)]
    assert counts(event) == (1, 1, 0)
    assert (first.email, "registration_waitlisted") in queued(event)


def test_a_member_moved_to_the_line_leaves_the_place_to_the_next_of_the_group() -> None:
    event = make_event(capacity=1)
    group = make_invitation(event, kept=1)
    first = join(event, group)
    with pytest.raises(WaitingMakesNoSense), transaction():
        waitlist_registration(of(first), now=NOON)
    second = join(event, group)

    with transaction():
        waitlist_registration(of(first), now=NOON + timedelta(minutes=1))

    assert states(first, second) == [("waitlisted", False), ("confirmed", True)]
    assert (counts(event), places(group)) == ((1, 1, 0), (1, 1))


@pytest.mark.parametrize("status", [CONFIRMED, WAITLISTED, RegistrationStatus.PENDING])
def test_added_by_hand_people_are_in_the_state_asked_for(status: RegistrationStatus) -> None:
    event = make_event(capacity=5)

    added = add(event, status)

    assert added.status is status
    assert counts(event) == (status is CONFIRMED, status is WAITLISTED, 0)


def add(
    event: Event, status: RegistrationStatus, group: Invitation | None = None, **more: object
) -> Registration:
    email = more.pop("email", None)
    details = registration_details(**({"email": email} if email else {}))
    with transaction():
        event = get_event(event.slug)
        return add_registration(event, details, status=status, now=NOON, invitation=group, **more)  # type: ignore[arg-type] # any of its own


def test_by_hand_a_full_event_takes_somebody_only_beyond_its_capacity() -> None:
    event = make_event(capacity=1)
    first = add(event, CONFIRMED)

    with pytest.raises(NoSeatLeft):
        add(event, CONFIRMED)
    with pytest.raises(AlreadyRegistered) as caught:
        add(event, CONFIRMED, email=first.email)
    beyond = add(event, CONFIRMED, beyond=True, is_told=False)

    assert caught.value.registration_id == first.id
    assert people(event) == [(first.email, "confirmed"), (beyond.email, "confirmed")]
    assert queued(event) == [(first.email, "registration_confirmed")]
    assert counts(event) == (2, 0, 0)


def test_merging_gives_the_groups_place_back() -> None:
    event = make_event(capacity=5)
    group = make_invitation(event, kept=1)
    stays, goes = make_registration(event), join(event, group)

    with transaction():
        leave_merged(of(goes), into=of(stays), now=NOON)
        event = get_event(event.slug)
        promote_waiting(event, event.modes[0], NOON)
    merged = registration_of(event, goes.email)
    into = merged.merged_into_id
    make_registration(event, email=goes.email)

    assert into == stays.id
    assert registration_of(event, goes.email).merged_into_id is None
    assert (counts(event), places(group)) == ((2, 0, 1), (1, 0))
