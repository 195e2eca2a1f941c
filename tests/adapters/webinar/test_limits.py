"""How often Zoom may be asked, by plan: half of what the account may do in a second."""

import pytest

from ungis_events.adapters.webinar import Act, Limits
from ungis_events.adapters.webinar.zoom_api.limits import PLANS, limits_of


@pytest.mark.parametrize(
    ("plan", "person", "people"),
    [
        ("free", Limits("light", 2.0, 6_000), Limits("heavy", 0.5, 1_000)),
        ("pro", Limits("light", 15.0), Limits("heavy", 5.0, 30_000)),
        ("business", Limits("light", 40.0), Limits("heavy", 20.0, 60_000)),
    ],
)
def test_each_plan_has_its_limits(plan: str, person: Limits, people: Limits) -> None:
    assert limits_of(Act.ADD_PERSON, plan) == (person,)
    assert limits_of(Act.ADD_PEOPLE, plan) == (people,)


@pytest.mark.parametrize("act", [Act.CREATE, Act.UPDATE])
def test_a_host_may_make_and_change_a_hundred_a_day(act: Act) -> None:
    assert limits_of(act, "pro") == (Limits("light", 15.0), Limits("host-changes", 15.0, 100))


@pytest.mark.parametrize("plan", PLANS)
def test_everything_that_can_be_asked_has_a_limit(plan: str) -> None:
    assert all(limits_of(act, plan) for act in Act)
