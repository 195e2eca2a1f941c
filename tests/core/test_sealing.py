"""What is sealed can be opened with the same key and purpose only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.core.sealing import seal, unseal

KEY = "sixteen characters or more"


@given(text=st.text(), purpose=st.text(max_size=40), key=st.text(min_size=16, max_size=40))
def test_what_is_sealed_is_opened(text: str, purpose: str, key: str) -> None:
    assert unseal(seal(text, purpose, key), purpose, key) == text


def test_a_seal_shows_nothing_and_differs_each_time() -> None:
    one, other = seal("token-1", "provider token", KEY), seal("token-1", "provider token", KEY)

    assert one != other
    assert "token-1" not in one


@pytest.mark.parametrize(
    ("purpose", "key"), [("another", KEY), ("provider token", "another key of ours")]
)
def test_another_purpose_or_key_opens_nothing(purpose: str, key: str) -> None:
    assert unseal(seal("token-1", "provider token", KEY), purpose, key) is None


@pytest.mark.parametrize("place", [0, 3, 20, 60, -5])
def test_what_was_changed_is_not_opened(place: int) -> None:
    letters = list(seal("token-1", "provider token", KEY))
    letters[place] = "A" if letters[place] != "A" else "B"

    assert unseal("".join(letters), "provider token", KEY) is None


@pytest.mark.parametrize("sealed", ["", "token-1", "é", "gAAAA"])
def test_what_was_never_sealed_is_not_opened(sealed: str) -> None:
    assert unseal(sealed, "provider token", KEY) is None
