"""What a review foresees; the acts themselves are done in test_manage_views.py."""

import pytest

from ungis_events.bulk_acts.rules import Forecast, Room, foresee
from ungis_events.registrations.models import RegistrationStatus

C, W, P = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.WAITLISTED,
    RegistrationStatus.PENDING,
)
FULL = Room(left=0, waiting=0, has_line=True, moves_on=True)


@pytest.mark.parametrize(
    ("act", "room", "chosen", "foreseen"),
    [
        pytest.param("waitlist", FULL._replace(left=9), {C: 82, W: 1}, ({}, {W: 1}, 0, 82), id="r"),
        pytest.param("waitlist", FULL._replace(left=None), {P: 2}, ({}, {}, 0, 2), id="no limit"),
        pytest.param("waitlist", FULL._replace(left=-17), {C: 24}, ({C: 17}, {}, 0, 7), id="less"),
        pytest.param("waitlist", FULL._replace(waiting=3), {C: 5}, ({C: 3}, {}, 0, 2), id="others"),
        pytest.param("waitlist", FULL, {P: 5}, ({P: 5}, {}, 0, 0), id="no seat to free"),
        pytest.param("waitlist", FULL._replace(moves_on=False), {C: 5}, ({C: 5}, {}, 0, 0), id="o"),
        pytest.param("waitlist", FULL._replace(has_line=False), {C: 5}, ({}, {}, 0, 5), id="none"),
        pytest.param("promote", FULL, {W: 17}, ({}, {}, 0, 17), id="no seat"),
        pytest.param("promote", FULL._replace(left=2), {W: 5}, ({W: 2}, {}, 0, 3), id="two"),
        pytest.param("approve", FULL._replace(left=2), {P: 5}, ({P: 5}, {}, 3, 0), id="in line"),
        pytest.param(
            "approve", Room(2, 0, False, True), {P: 5}, ({P: 2}, {}, 0, 3), id="without a line"
        ),
        pytest.param(
            "approve", FULL._replace(left=None), {P: 5, C: 1}, ({P: 5}, {C: 1}, 0, 0), id="for all"
        ),
        pytest.param("mail", FULL, {C: 5}, ({C: 5}, {}, 0, 0), id="a message needs no seat"),
    ],
)
def test_seats_are_foreseen(
    act: str, room: Room, chosen: dict[RegistrationStatus, int], foreseen: tuple[object, ...]
) -> None:
    by_mode = {(1, status): number for status, number in chosen.items()}

    assert tuple(foresee(act, by_mode, {1: room})) == foreseen


def test_each_mode_has_its_own_seats() -> None:
    rooms = {1: FULL, 2: FULL._replace(left=4)}

    assert foresee("promote", {(1, W): 3, (2, W): 3}, rooms) == Forecast({W: 3}, {}, 0, 3)
