from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOON
from tests.second_factors.steps import SECRET, code_at
from ungis_events.second_factors import rules

STEP = int(NOON.timestamp()) // 30
# RFC 6238, appendix B: the secret "12345678901234567890", SHA-1, the last six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)

    assert rules.matching_step(RFC_SECRET, code, moment, None) == seconds // 30


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(-60, None, id="two steps ago"),
        pytest.param(-30, STEP - 1, id="the step before"),
        pytest.param(0, STEP, id="now"),
        pytest.param(30, STEP + 1, id="the step after"),
        pytest.param(60, None, id="in two steps"),
    ],
)
def test_clock_may_be_wrong_by_one_step(seconds: int, expected: int | None) -> None:
    code = code_at(NOON + timedelta(seconds=seconds))

    assert rules.matching_step(SECRET, code, NOON, None) == expected


@pytest.mark.parametrize(
    ("last_step", "expected"), [(STEP - 1, STEP), (STEP, None), (STEP + 1, None)]
)
def test_code_counts_once(last_step: int, expected: int | None) -> None:
    assert rules.matching_step(SECRET, code_at(), NOON, last_step) == expected


@pytest.mark.parametrize("typed", ["123 456", " 123456 ", "123-456"])
def test_blanks_in_a_code_do_not_matter(typed: str) -> None:
    assert rules.tidy_code(typed) == "123456"


def test_recovery_codes_are_all_different_and_hard_to_guess() -> None:
    codes = rules.new_recovery_codes()

    assert len(set(codes)) == 10
    assert {len(rules.tidy_code(code)) for code in codes} == {16}


def test_recovery_code_may_be_typed_in_capitals_and_without_hyphens() -> None:
    typed = ["abcd-efgh-ijkl-mnop", "ABCDEFGHIJKLMNOP", "abcd efgh ijkl mnop"]

    assert len({rules.hash_recovery_code(each) for each in typed}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [(SECRET, True), (SECRET.lower(), False), (SECRET[:-1], False), ("", False), ("1" * 32, False)],
)
def test_secret_is_of_our_making(text: str, expected: bool) -> None:
    assert rules.is_secret(text) is expected
