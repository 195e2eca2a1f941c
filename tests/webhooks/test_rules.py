from datetime import datetime, timedelta

import pytest

from tests.factories import NOON
from ungis_events.webhooks.rules import is_our_own_change, is_our_own_removal

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("sent_at", "expected"),
    [
        pytest.param(None, False, id="never sent"),
        pytest.param(NOON, True, id="at that moment"),
        pytest.param(NOON + 60 * MINUTE, True, id="overwritten since"),
        pytest.param(NOON - 2 * MINUTE, True, id="by clocks a little apart"),
        pytest.param(NOON - 3 * MINUTE, False, id="by somebody else"),
    ],
)
def test_whose_change_it_was(sent_at: datetime | None, expected: bool) -> None:
    assert is_our_own_change(NOON, sent_at) is expected


@pytest.mark.parametrize(
    ("revision", "confirmed_at", "expected"),
    [
        pytest.param(1, NOON, False, id="they never left"),
        pytest.param(3, NOON, True, id="they had just come back"),
        pytest.param(3, NOON - 7 * MINUTE, True, id="the call was on its way"),
        pytest.param(3, NOON - 8 * MINUTE, False, id="they were back long ago"),
        pytest.param(3, None, False, id="no seat"),
    ],
)
def test_whose_removal_it_was(revision: int, confirmed_at: datetime | None, expected: bool) -> None:
    assert is_our_own_removal(revision, confirmed_at, NOON) is expected
