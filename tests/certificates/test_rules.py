import pytest

from ungis_events.certificates.rules import ALPHABET, LETTERS, read_code, spaced_code
from ungis_events.certificates.service import new_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7F3K9QRT42XM", "7F3K9QRT42XM"),
        ("7f3k-9qrt-42xm", "7F3K9QRT42XM"),
        ("  7F3K 9QRT–42XM. ", "7F3K9QRT42XM"),
        ("OoIiLl000111", "001111000111"),
        ("uuuu-VVVV-0000", "VVVVVVVV0000"),
        ("7F3K-9QRT-42X", None),
        ("7F3K-9QRT-42XMM", None),
        ("7F3K-9QRT-42X!", None),
        ("", None),
        ("é" * 12, None),
        ("x" * 5000, None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str | None) -> None:
    assert read_code(typed) == code


def test_a_code_is_printed_in_groups() -> None:
    assert spaced_code("7F3K9QRT42XM") == "7F3K-9QRT-42XM"


def test_codes_are_long_and_never_the_same() -> None:
    codes = {new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert {len(code) for code in codes} == {LETTERS}
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert all(read_code(spaced_code(code).lower()) == code for code in codes)
