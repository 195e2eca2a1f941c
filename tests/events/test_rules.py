from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.events.errors import ActNotPossible
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.rules import (
    Phase,
    SeatsShown,
    next_change,
    next_sequence,
    phase_at,
    possible_acts,
    search_text,
    slug_from,
    status_after,
)

DRAFT, PUBLISHED, CANCELLED = EventStatus.DRAFT, EventStatus.PUBLISHED, EventStatus.CANCELLED
START = datetime(2027, 1, 31, 13, 30, tzinfo=UTC)
END = START + timedelta(minutes=75)
HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


def event(
    *,
    status: EventStatus = PUBLISHED,
    opens: datetime | None = None,
    closes: datetime | None = None,
) -> Event:
    return Event(
        status=status,
        starts_at=START,
        ends_at=END,
        registration_opens_at=opens,
        registration_closes_at=closes,
    )


@pytest.mark.parametrize(
    ("status", "act", "after"),
    [
        (DRAFT, "publish", PUBLISHED),
        (PUBLISHED, "cancel", CANCELLED),
        (CANCELLED, "publish", PUBLISHED),
    ],
)
def test_what_may_happen_to_an_event(status: EventStatus, act: str, after: EventStatus) -> None:
    assert status_after(status, act) is after


@pytest.mark.parametrize(
    ("status", "act"),
    [(DRAFT, "cancel"), (PUBLISHED, "publish"), (CANCELLED, "cancel"), (PUBLISHED, "withdraw")],
)
def test_nothing_else_may_happen_to_it(status: EventStatus, act: str) -> None:
    with pytest.raises(ActNotPossible):
        status_after(status, act)


def test_the_desk_offers_what_is_possible() -> None:
    assert [possible_acts(status) for status in (DRAFT, PUBLISHED, CANCELLED)] == [
        {"publish", "duplicate"},
        {"cancel", "duplicate"},
        {"publish", "duplicate"},
    ]


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        pytest.param(START - 9 * HOUR, Phase.NOT_YET_OPEN, id="before it opens"),
        pytest.param(START - 8 * HOUR, Phase.OPEN, id="the moment it opens"),
        pytest.param(START - HOUR - MOMENT, Phase.OPEN, id="just before it closes"),
        pytest.param(START - HOUR, Phase.CLOSED, id="the moment it closes"),
        pytest.param(START - MOMENT, Phase.CLOSED, id="just before the start"),
        pytest.param(START, Phase.LIVE, id="the start"),
        pytest.param(END - MOMENT, Phase.LIVE, id="just before the end"),
        pytest.param(END, Phase.OVER, id="the end"),
    ],
)
def test_the_phases_of_an_event_with_set_times(now: datetime, phase: Phase) -> None:
    found = phase_at(event(opens=START - 8 * HOUR, closes=START - HOUR), now)

    assert found is phase


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (START - 9999 * HOUR, Phase.OPEN),
        (START, Phase.OPEN),
        (END - MOMENT, Phase.OPEN),
        (END, Phase.OVER),
    ],
)
def test_without_set_times_latecomers_can_register_until_the_end(
    now: datetime, phase: Phase
) -> None:
    assert phase_at(event(), now) is phase


@pytest.mark.parametrize("now", [START - HOUR, START, END + HOUR])
def test_cancelled_is_cancelled_whenever_it_is(now: datetime) -> None:
    assert phase_at(event(status=CANCELLED), now) is Phase.CANCELLED


def test_registration_ends_with_the_event_even_when_set_later() -> None:
    assert phase_at(event(closes=END + HOUR), END) is Phase.OVER


@given(
    now=st.integers(-600, 300),
    opens=st.none() | st.integers(-500, 200),
    closes=st.none() | st.integers(-500, 200),
)
def test_nothing_changes_between_now_and_the_next_change(
    now: int, opens: int | None, closes: int | None
) -> None:
    def moment(minutes: int | None) -> datetime | None:
        return None if minutes is None else START + timedelta(minutes=minutes)

    subject = event(opens=moment(opens), closes=moment(closes))
    at = START + timedelta(minutes=now)

    until = next_change(subject, at)

    assert until is None or until > at
    last = END + 10 * HOUR if until is None else until - MOMENT
    assert phase_at(subject, last) is phase_at(subject, at)


@pytest.mark.parametrize(
    ("seats", "left", "is_full"),
    [
        pytest.param(SeatsShown("online", None, 10_000, 0, True), None, False, id="no limit"),
        pytest.param(SeatsShown("online", 2, 1, 0, True), 1, False, id="one left"),
        pytest.param(SeatsShown("online", 2, 2, 0, True), 0, True, id="none left"),
        pytest.param(SeatsShown("online", 2, 3, 0, True), 0, True, id="moved to a smaller room"),
        pytest.param(SeatsShown("online", 2, 1, 1, True), 1, True, id="a seat for who waits"),
    ],
)
def test_seats_as_the_public_sees_them(seats: SeatsShown, left: int | None, is_full: bool) -> None:
    assert (seats.left, seats.is_full) == (left, is_full)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("2023 ECOSOC Partnership Forum", "2023-ecosoc-partnership-forum"),
        ("  Télécom – Sommet (2ᵉ) ", "telecom-sommet-2e"),
        ("القمة العالمية", "event"),
        ("", "event"),
        ("a" * 300, "a" * 80),
    ],
)
def test_a_slug_is_made_of_plain_letters_and_digits(text: str, slug: str) -> None:
    assert slug_from(text) == slug


@given(st.text())
def test_every_text_gives_a_slug_that_fits_an_address(text: str) -> None:
    slug = slug_from(text)

    assert slug.replace("-", "").isalnum()
    assert slug.isascii()
    assert slug == slug.lower()
    assert "--" not in slug
    assert len(slug) <= 80


@pytest.mark.parametrize(
    ("text", "found_as"),
    [
        ("Télécom", "telecom"),
        ("STRASSE  Straße", "strasse strasse"),
        ("ﬁnal", "final"),
        (
            "Łukasz Żółty, Øresund, Đorđe, Æsir & œuvre, Işık",
            "lukasz zolty, oresund, dorde, aesir & oeuvre, isik",
        ),
        ("القمّة", "القمة"),
    ],
)
def test_search_forgets_capitals_accents_and_ligatures(text: str, found_as: str) -> None:
    assert search_text(text, None, "") == found_as


@pytest.mark.parametrize(
    ("event_sequence", "last_own", "expected"),
    [
        pytest.param(0, None, 0, id="first invitation"),
        pytest.param(3, None, 3, id="invited after three changes"),
        pytest.param(3, 1, 3, id="the event moved on"),
        pytest.param(0, 0, 1, id="a CANCEL after the REQUEST"),
        pytest.param(1, 4, 5, id="came and went more often than the event changed"),
    ],
)
def test_a_persons_sequence_only_grows(
    event_sequence: int, last_own: int | None, expected: int
) -> None:
    assert next_sequence(event_sequence, last_own) == expected
