from datetime import timedelta

import pytest

from tests.factories import NOON
from ungis_events.events.models import Event
from ungis_events.privacy.rules import (
    Cell,
    Cells,
    Counted,
    add_up,
    removed_at,
    without_small_cells,
)

AMINA = Counted("confirmed", "UN", "SN", "online", True)
BO = Counted("withdrawn", "CS", "CN", "room", False)


@pytest.mark.parametrize(("own", "days"), [(None, 90), (1, 1), (3650, 3650)])
def test_an_events_own_retention_counts_before_the_settings(own: int | None, days: int) -> None:
    event = Event(ends_at=NOON, retention_days=own)

    assert removed_at(event, 90) == NOON + timedelta(days=days)


def test_people_are_counted_by_what_they_are_and_not_by_name() -> None:
    assert add_up(None, [AMINA, BO, AMINA]) == {
        "people": 3,
        "attended": 2,
        "status": {"confirmed": 2, "withdrawn": 1},
        "group": {"CS": 1, "UN": 2},
        "country": {"CN": 1, "SN": 2},
        "mode": {"online": 2, "room": 1},
    }


def test_counting_in_pieces_gives_the_same_as_at_once() -> None:
    assert add_up(add_up({}, [AMINA]), [BO, AMINA]) == add_up({}, [AMINA, BO, AMINA])
    assert add_up(add_up({}, [AMINA]), []) == add_up({}, [AMINA])


def test_small_numbers_stand_together() -> None:
    cells = {"SN": 4, "KE": 5, "CH": 12, "TV": 1}

    assert without_small_cells(cells) == Cells([Cell("CH", 12), Cell("KE", 5)], 5)
    assert without_small_cells({}) == Cells([], 0)
