from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.factories import event_details, make_event
from ungis_events.core.errors import InvalidInput
from ungis_events.events.details import EventDetails, is_web_address
from ungis_events.events.models import EventFormat, Mode

START = datetime(2027, 1, 31, 8, 30)


def problems(**overrides: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        event_details(**overrides).check()
    return {name: str(sentence) for name, sentence in refused.value.fields.items()}


def test_details_with_everything_are_accepted() -> None:
    event_details(
        title="قمة \u2067WSIS\u2069: “digital”, 信息; 👩\u200d💻",
        theme="T" * 300,
        forum="Forum",
        format=EventFormat.HYBRID,
        venue="Room XX",
        contact="wsis@example.org",
        access="Ramp\nCaptions",
        capacity=1_000_000,
        room_capacity=1,
        languages=["ar", "zh", "en", "fr", "ru", "es"],
        topics=["SDG9", "C7-ELEA", "GDC5"],
        registration_opens=START - timedelta(days=9),
        registration_closes=START,
    ).check()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "   ", "Enter a title"),
        ("title", "x" * 301, "Use at most 300 characters"),
        ("title", "bell\x07", "Remove the control characters from this text"),
        ("title", "two\nlines", "Write this on one line"),
        ("description", "null \0", "Remove the control characters from this text"),
        ("organizers", ["x" * 201], "Use at most 200 characters"),
        ("zone", "Europe/Geneva", "Choose a time zone from the list, as in America/New_York"),
        ("zone", "EST5", "Choose a time zone from the list, as in America/New_York"),
        ("ends", START, "The end must be after the start"),
        ("ends", START - timedelta(1), "The end must be after the start"),
        ("ends", START + timedelta(60), "An event lasts at most a month: check the date"),
        ("registration_opens", datetime(1, 1, 1), "That date cannot be used"),
        ("topics", ["SDG18"], "Unknown topic: SDG18"),
        ("topics", ["C1", "C1"], "Each topic only once"),
        ("languages", ["en", "xx"], "Unknown language: xx"),
        ("capacity", 0, "Give a number from 1 to 1,000,000, or leave it out"),
        ("capacity", -1, "Give a number from 1 to 1,000,000, or leave it out"),
        ("room_capacity", 1_000_001, "Give a number from 1 to 1,000,000, or leave it out"),
        ("contact", "amina at example", "Enter an e-mail address like name@example.org"),
        ("join_url", "zoom.example/j/1", "Give an address that begins with https://"),
        ("join_url", "javascript:alert(1)", "Give an address that begins with https://"),
        ("join_url", "https://[broken", "Give an address that begins with https://"),
        ("join_url", 'https://x.example/"><script>', "Give an address that begins with https://"),
    ],
)
def test_what_cannot_be_saved_is_named_with_a_sentence(
    field: str, value: object, sentence: str
) -> None:
    hybrid = {"format": EventFormat.HYBRID} if field == "room_capacity" else {}

    assert problems(**hybrid, **{field: value}) == {field: sentence}


@pytest.mark.parametrize(
    ("form", "capacity", "room_capacity", "kept"),
    [
        pytest.param(EventFormat.IN_PERSON, None, 40, (40, None), id="one room has one number"),
        pytest.param(EventFormat.VIRTUAL, 500, 40, (500, None), id="no room online"),
        pytest.param(EventFormat.HYBRID, 500, 40, (500, 40), id="hybrid has both"),
    ],
)
def test_seats_are_written_in_one_way(
    form: EventFormat, capacity: int | None, room_capacity: int, kept: tuple[int | None, int | None]
) -> None:
    details = event_details(format=form, capacity=capacity, room_capacity=room_capacity)

    assert (details.capacity, details.room_capacity) == kept


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "Capital",
        "two--hyphens",
        "-first",
        "last-",
        "sp ace",
        "new",
        "ä",
        "a\n",
        "a/b",
        "import",
    ],
)
def test_a_slug_is_small_letters_digits_and_single_hyphens(slug: str) -> None:
    assert problems(slug=slug) == {
        "slug": "Use small letters, digits and single hyphens, as in wsis-forum-2027"
    }


@pytest.mark.parametrize("year", [1, 9999])
def test_a_date_no_other_city_could_show_is_refused(year: int) -> None:
    edge = datetime(1, 1, 1) if year == 1 else datetime(9999, 12, 31, 18, 30)

    assert set(problems(starts=edge, ends=edge + timedelta(hours=1))) == {"starts", "ends"}


def test_a_missing_hour_is_refused_naming_both_readings() -> None:
    found = problems(starts=datetime(2027, 3, 14, 2, 30), ends=datetime(2027, 3, 14, 4, 0))

    assert list(found) == ["starts"]
    assert "01:30 EST (UTC−5) or as 03:30 EDT (UTC−4)" in found["starts"]


def test_the_end_is_compared_in_time_and_not_on_the_clock() -> None:
    event_details(
        zone="America/New_York",
        starts=datetime(2026, 11, 1, 0, 45),
        ends=datetime(2026, 11, 1, 2, 0),
    ).check()


def test_every_problem_is_told_at_once() -> None:
    assert set(problems(title="", zone="Mars", topics=["X"])) == {"title", "zone", "topics"}


@pytest.mark.parametrize(
    ("form", "capacities"),
    [
        (EventFormat.VIRTUAL, {Mode.ONLINE: 500}),
        (EventFormat.IN_PERSON, {Mode.ROOM: 40}),
        (EventFormat.HYBRID, {Mode.ROOM: 40, Mode.ONLINE: 500}),
    ],
)
def test_each_way_to_take_part_has_its_own_seats(
    form: EventFormat, capacities: dict[Mode, int]
) -> None:
    details = event_details(format=form, capacity=500, room_capacity=40)

    assert details.capacities() == capacities


@pytest.mark.parametrize("form", list(EventFormat))
def test_what_is_saved_reads_back_as_it_was_given(form: EventFormat) -> None:
    given = event_details(
        format=form,
        capacity=500,
        room_capacity=40 if form is EventFormat.HYBRID else None,
        forum="WSIS Forum",
        topics=["C11", "SDG9"],
        registration_closes=START,
    )

    event = make_event(**vars(given))

    assert EventDetails.of(event) == given
    assert EventDetails.of(event).differences(given) == {}


def test_differences_name_the_field_before_and_after() -> None:
    before, after = (
        event_details(slug="a", title="A"),
        event_details(slug="a", title="B", starts=START + timedelta(minutes=5)),
    )

    assert before.differences(after) == {
        "title": ["A", "B"],
        "starts": ["2027-01-31T08:30", "2027-01-31T08:35"],
    }


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://192.0.2.1:8080/", True),
        ("https://[2001:db8::1]/", True),
        ("https://[broken", False),
        ("https://", False),
        ("//example.org", False),
        ("data:text/html,x", False),
        ("https://exa mple.org", False),
    ],
)
def test_a_web_address_has_a_scheme_of_the_web_and_a_host(url: str, is_one: bool) -> None:
    assert is_web_address(url) is is_one
