import pytest

from ungis_events.core.errors import DomainError
from ungis_events.files.errors import (
    LinkNotFound,
    OnlyForMembers,
    OnlyForRegistrants,
    SignInNeeded,
)
from ungis_events.files.models import Visibility
from ungis_events.files.rules import Reader, check_may_open, slots_filled

STRANGER, HELPER, MEMBER, ORGANIZER = Reader
PUBLIC, REGISTRANTS, MEMBERS, ORGANIZERS = Visibility


@pytest.mark.parametrize(
    ("visibility", "reader", "refusal"),
    [
        (PUBLIC, STRANGER, None),
        (PUBLIC, HELPER, None),
        (PUBLIC, MEMBER, None),
        (PUBLIC, ORGANIZER, None),
        (REGISTRANTS, STRANGER, OnlyForRegistrants),
        (REGISTRANTS, HELPER, OnlyForRegistrants),
        (REGISTRANTS, MEMBER, OnlyForRegistrants),
        (REGISTRANTS, ORGANIZER, None),
        (MEMBERS, STRANGER, SignInNeeded),
        (MEMBERS, HELPER, OnlyForMembers),
        (MEMBERS, MEMBER, None),
        (MEMBERS, ORGANIZER, None),
        (ORGANIZERS, STRANGER, LinkNotFound),
        (ORGANIZERS, HELPER, LinkNotFound),
        (ORGANIZERS, MEMBER, LinkNotFound),
        (ORGANIZERS, ORGANIZER, None),
    ],
)
def test_each_may_open_what_is_for_them(
    visibility: Visibility, reader: Reader, refusal: type[DomainError] | None
) -> None:
    assert refusal_of(visibility, reader, is_draft=False) is refusal


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("reader", Reader)
def test_what_a_draft_holds_is_known_to_its_organizers_alone(
    visibility: Visibility, reader: Reader
) -> None:
    expected = None if reader is ORGANIZER else LinkNotFound

    assert refusal_of(visibility, reader, is_draft=True) is expected


def refusal_of(
    visibility: Visibility, reader: Reader, *, is_draft: bool
) -> type[DomainError] | None:
    try:
        check_may_open(visibility, reader, is_draft=is_draft)
    except DomainError as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("kept", "news", "expected"),
    [
        pytest.param([], 2, [None, None], id="the first ones"),
        pytest.param([1, None, 2], 1, [1, None, 2], id="as many as before"),
        pytest.param([1, None, 2], 3, [1, None, 2, None, None], id="more come last"),
        pytest.param([None, 1, None, 2, None], 1, [None, 1, 2], id="fewer leave from the end"),
        pytest.param([None, 1], 0, [1], id="none is left"),
    ],
)
def test_new_ones_take_the_places_of_those_they_replace(
    kept: list[int | None], news: int, expected: list[int | None]
) -> None:
    assert slots_filled(kept, news) == expected
