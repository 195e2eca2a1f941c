"""Addresses of pages: found whole, with the words they hang on, and told apart by use."""

import pytest

from ungis_events.announcements.reading.candidates.where.links import (
    read_join_url,
    read_registration_url,
)
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.finders.links import find_links
from ungis_events.announcements.reading.lines import read_lines


def links_in(text: str) -> list[tuple[str, str]]:
    return [(link.url, link.words) for link in find_links(read_lines(text))]


@pytest.mark.parametrize(
    ("text", "url", "words"),
    [
        ("REGISTER: https://example.org/r#/now", "https://example.org/r#/now", "REGISTER"),
        ("Register here:\nhttps://forms.gle/abc", "https://forms.gle/abc", "Register here"),
        ("[Register](https://example.org/r), please", "https://example.org/r", "Register"),
        ("Form <https://example.org/f>", "https://example.org/f", "Form"),
        ("Inscription : bit.ly/3xYz!", "https://bit.ly/3xYz", "Inscription"),
        ("(see www.example.org/x).", "https://www.example.org/x", "see"),
        ("https://example.org/a_(b).", "https://example.org/a_(b)", ""),
        ("JOIN MEETING NOW zoom.us", "https://zoom.us", "JOIN MEETING NOW"),
        ("Enlace: us02web.zoom.us/j/88?pwd=a", "https://us02web.zoom.us/j/88?pwd=a", "Enlace"),
        ("teams.microsoft.com/l/a/19", "https://teams.microsoft.com/l/a/19", ""),
        ("indico.example.org/event/55/", "https://indico.example.org/event/55/", ""),
    ],
)
def test_an_address_has_the_words_it_hangs_on(text: str, url: str, words: str) -> None:
    assert links_in(text) == [(url, words)]


@pytest.mark.parametrize(
    "text",
    [
        "ana@example.org",
        "Write to zoom.us@example.org",
        "9 a.m./3 p.m., and/or, p.ej./x",
        "10.30/11.30",
        "https://",
        "www.",
    ],
)
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    assert links_in(text) == []


def registration_in(text: str) -> str | None:
    notice = read_lines(text)
    found = read_registration_url(notice, find_marks(notice))
    return found.value if found else None


def join_in(text: str) -> str | None:
    notice = read_lines(text)
    found = read_join_url(notice, find_marks(notice))
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("- REGISTER: https://example.org/a", "https://example.org/a"),
        ("RSVP by 4 May at https://example.org/a", "https://example.org/a"),
        ("Inscription obligatoire : https://example.org/a", "https://example.org/a"),
        ("Regístrese aquí:\nhttps://example.org/a", "https://example.org/a"),
        ("Please use https://example.org/a to register.", "https://example.org/a"),
        ("https://example.zoom.us/webinar/register/WN_a", "https://example.zoom.us/webinar/register/WN_a"),
        ("https://forms.office.com/e/abc", "https://forms.office.com/e/abc"),
        (
            "Registration for the grounds pass: https://indico.example.org/event/7/\n"
            "Register for the side event: https://example.org/a",
            "https://example.org/a",
        ),
    ],
)  # fmt: skip
def test_people_register_where_the_words_or_the_address_say(text: str, url: str) -> None:
    assert registration_in(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "More information: https://example.org/events/seeds",
        "Recording: https://example.org/a",
        "Join: https://example.zoom.us/j/123",
        "Give us your feedback: https://forms.gle/abc",
    ],
)
def test_other_links_are_not_to_register_by(text: str) -> None:
    assert registration_in(text) is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Join: https://example.zoom.us/j/123?pwd=a", "https://example.zoom.us/j/123?pwd=a"),
        ("https://example.zoom.us/w/123", "https://example.zoom.us/w/123"),
        ("https://teams.microsoft.com/l/meetup-join/19", "https://teams.microsoft.com/l/meetup-join/19"),
        ("https://example.webex.com/meet/seeds", "https://example.webex.com/meet/seeds"),
        ("Rejoindre la réunion : https://example.org/salle", "https://example.org/salle"),
        ("Enlace de acceso: https://example.org/sala", "https://example.org/sala"),
    ],
)  # fmt: skip
def test_people_join_by_the_address_of_the_meeting(text: str, url: str) -> None:
    assert join_in(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "https://example.zoom.us/webinar/register/WN_a",
        "Join us! Register: https://example.org/register",
        "JOIN MEETING NOW zoom.us",
        "Watch live: https://webtv.example.org/a",
        "Recording: https://example.zoom.us/rec/share/a",
    ],
)
def test_registration_and_recordings_are_no_way_in(text: str) -> None:
    assert join_in(text) is None
