"""How often all workers together may ask."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOON
from ungis_events.adapters.webinar import Act, Limits
from ungis_events.core.database import transaction
from ungis_events.webinars.pacing import NEAR, hold, next_midnight, reserve


@dataclass(frozen=True)
class Maker:
    """As much of a provider as is asked for its limits."""

    limits: tuple[Limits, ...]
    name: str = "maker"

    def limits_of(self, act: Act) -> tuple[Limits, ...]:
        return () if act is Act.REPORT else self.limits


def slot(maker: Maker, now: datetime = NOON, act: Act = Act.CREATE) -> datetime:
    with transaction():
        return reserve(maker, act, now=now)  # type: ignore[arg-type] # see Maker


def test_requests_leave_one_after_the_other() -> None:
    maker = Maker((Limits("light", a_second=4),))

    slots = [slot(maker) - NOON for _ in range(3)]

    assert slots == [timedelta(), timedelta(seconds=0.25), timedelta(seconds=0.5)]


def test_time_that_passed_is_not_saved_up() -> None:
    maker = Maker((Limits("light", a_second=4),))
    slot(maker)
    later = NOON + timedelta(minutes=1)

    assert [slot(maker, later), slot(maker, later)] == [later, later + timedelta(seconds=0.25)]


def test_a_place_that_is_far_off_is_not_taken() -> None:
    maker = Maker((Limits("heavy", a_second=0.25),))
    slot(maker)

    assert [slot(maker), slot(maker)] == [NOON + timedelta(seconds=4)] * 2
    assert slot(maker, NOON + timedelta(seconds=2)) == NOON + timedelta(seconds=4)
    assert slot(maker, NOON + timedelta(seconds=2)) == NOON + timedelta(seconds=8)


def test_all_limits_of_an_act_hold_at_once() -> None:
    maker = Maker((Limits("light", a_second=10), Limits("host", a_second=1)))
    other = Maker((Limits("light", a_second=10),))

    assert [slot(maker), slot(maker)] == [NOON, NOON + timedelta(seconds=1)]
    assert slot(other) == NOON + timedelta(seconds=1.1)


def test_what_has_no_limit_leaves_at_once() -> None:
    maker = Maker((Limits("light", a_second=0.1),))

    assert [slot(maker, act=Act.REPORT) for _ in range(3)] == [NOON] * 3


def test_the_days_number_is_of_the_day_in_utc() -> None:
    maker = Maker((Limits("light", a_second=100, a_day=2),))
    midnight = datetime(2026, 11, 23, tzinfo=UTC)

    assert max(slot(maker), slot(maker)) <= NOON + NEAR
    assert midnight <= slot(maker) <= midnight + timedelta(minutes=2)
    assert slot(maker, midnight) == midnight


def test_nobody_asks_while_the_provider_wants_to_be_left_alone() -> None:
    maker = Maker((Limits("light", a_second=4),))
    until = NOON + timedelta(seconds=30)

    with transaction():
        hold(maker, Act.CREATE, until)  # type: ignore[arg-type] # see Maker

    assert (slot(maker), slot(maker, until)) == (until, until)


@pytest.mark.parametrize(
    ("draw", "seconds"), [pytest.param(0.0, 0, id="first"), pytest.param(1.0, 120, id="last")]
)
def test_not_all_come_back_at_midnight_at_once(draw: float, seconds: int) -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)

    assert next_midnight(NOON, draw) == midnight + timedelta(seconds=seconds)
