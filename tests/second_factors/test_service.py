"""Two browsers with one code."""

import pytest

from tests.factories import NOON, make_account
from tests.second_factors.steps import SECRET, code_at, make_account_with_second_factor
from ungis_events.core.database import transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.second_factors import service
from ungis_events.second_factors.errors import CodeRefused

STEP = int(NOON.timestamp()) // 30


def test_step_is_taken_by_one_write() -> None:
    """Both looked before either wrote: the write decides."""
    account, _codes = make_account_with_second_factor()

    with transaction():
        taken = [service._take_step(account.id, STEP + 1) for _ in range(2)]

    assert taken == [True, False]


def test_account_without_a_second_factor_takes_no_code() -> None:
    account = make_account()

    with pytest.raises(CodeRefused), transaction():
        service.use_code(account.id, "123456", now=NOON)


def test_key_of_another_making_is_refused() -> None:
    account = make_account()

    with pytest.raises(InvalidInput), transaction():
        service.switch_on(account.id, "SHORT", code_at(NOON, SECRET), now=NOON)
