"""How long until the doors open, in words and for the script that keeps them right."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from tests.conftest import Hands
from tests.factories import make_event, make_registration
from tests.registrations.steps import settings
from ungis_events.registrations.links import join_token
from ungis_events.webinars.rules import doors_open_at, sound_test_page, time_left
from ungis_events.webinars.vocabulary import countdown


@pytest.mark.parametrize(
    ("left", "units"),
    [
        (timedelta(days=3, hours=4, minutes=59), [("day", 3), ("hour", 4)]),
        (timedelta(days=1), [("day", 1)]),
        (timedelta(days=1, minutes=5), [("day", 1)]),
        (timedelta(hours=23, minutes=59, seconds=1), [("day", 1)]),
        (timedelta(hours=2, minutes=5), [("hour", 2), ("minute", 5)]),
        (timedelta(minutes=59, seconds=1), [("hour", 1)]),
        (timedelta(minutes=1, seconds=1), [("minute", 2)]),
        (timedelta(seconds=1), [("minute", 1)]),
        (timedelta(0), [("minute", 1)]),
    ],
)
def test_time_is_told_in_two_units_and_never_too_short(
    left: timedelta, units: list[tuple[str, int]]
) -> None:
    assert time_left(left) == units


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "2 hours 5 minutes"),
        ("fr", "2\xa0heures 5 minutes"),
        ("es", "2 horas 5 minutos"),
        ("ru", "2 часа 5 минут"),
        ("ar", "ساعتان 5 دقائق"),
    ],
)
def test_each_language_counts_in_its_own_words(language: str, words: str) -> None:
    with force_locale(language):
        assert countdown(timedelta(hours=2, minutes=5), language) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=30), "1 day 6 hours"),
        (timedelta(hours=23, minutes=55), "23 hours 55 minutes"),
    ],
)
def test_numbers_are_not_rounded_to_the_next_unit(left: timedelta, words: str) -> None:
    assert countdown(left, "en") == words


def test_the_page_tells_how_long_without_a_script(client: FlaskClient, clock_hands: Hands) -> None:
    event = make_event()
    address = f"/join/{join_token(make_registration(event))}"
    clock_hands.set_to(doors_open_at(event) - timedelta(hours=2, minutes=5))

    page = client.get(address).text

    assert "The doors open in 2 hours 5 minutes" in page
    assert "http-equiv" not in page


def test_the_script_is_told_the_servers_own_time(client: FlaskClient, clock_hands: Hands) -> None:
    event = make_event()
    address = f"/join/{join_token(make_registration(event))}"
    clock_hands.set_to(doors_open_at(event) - timedelta(seconds=90, milliseconds=250))

    page = client.get(address).text

    assert dict(re.findall(r'data-(now|opens|sentence|pair)="([^"]*)"', page)) == {
        "now": "2027-01-31T13:13:29.750+00:00",
        "opens": "2027-01-31T13:15:00+00:00",
        "sentence": "The doors open in TIME",
        "pair": "LARGER SMALLER",
    }
    assert "countdown.js" in page


@pytest.mark.parametrize("minutes", [0, 300])
def test_nothing_counts_once_the_doors_are_open(
    client: FlaskClient, clock_hands: Hands, minutes: int
) -> None:
    event = make_event()
    address = f"/join/{join_token(make_registration(event))}"
    clock_hands.set_to(doors_open_at(event) + timedelta(minutes=minutes))

    page = client.get(address).text

    assert ("countdown" in page, "data-opens" in page) == (False, False)


@pytest.mark.parametrize(
    ("platform", "page"),
    [
        ("Zoom", "https://zoom.us/test"),
        ("zoom webinar", "https://zoom.us/test"),
        ("Microsoft Teams", None),
        (None, None),
    ],
)
def test_a_platform_with_a_test_page_is_known_by_its_name(
    platform: str | None, page: str | None
) -> None:
    assert sound_test_page(make_event(platform=platform)) == page


@pytest.mark.parametrize("minutes", [-60, 5])
def test_the_hints_come_before_and_beside_the_button(
    client: FlaskClient, clock_hands: Hands, minutes: int
) -> None:
    event = make_event()
    registration = make_registration(event, given_name="Amina", family_name="<Diallo>")
    clock_hands.set_to(doors_open_at(event) + timedelta(minutes=minutes))

    page = client.get(f"/join/{join_token(registration)}").text

    assert hints(page) == [
        "Use headphones, or the room's loudspeakers echo into the microphone.",
        "Try your sound and picture: zoom.us/test",
        "Come some minutes early: the doors open 15 minutes before the start.",
        "When you are asked for a name, give the one you registered with, "
        "so that the organizers know you: Amina <Diallo>.",
    ]


def test_hints_for_another_platform_name_it(client: FlaskClient) -> None:
    event = make_event(platform="Webex & <co>")

    page = client.get(f"/join/{join_token(make_registration(event))}").text

    assert hints(page)[1] == (
        "Open Webex & <co> once before, and choose your microphone and loudspeaker in its settings."
    )


def test_a_page_from_right_to_left_counts_in_arabic(
    app: Flask, client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    clock_hands.set_to(doors_open_at(event) - timedelta(hours=2, minutes=5))

    with settings(app, OFFERED_LANGUAGES=("ar", "en")):
        page = client.get(f"/join/{join_token(make_registration(event))}?lang=ar").text

    assert "ساعتان 5 دقائق" in page


def hints(page: str) -> list[str]:
    """The items as they are read."""
    listed = re.search(r'<ul class="hints">(.*?)</ul>', page, re.S)
    assert listed
    items = re.findall(r"<li>(.*?)</li>", listed[1], re.S)
    return [unescape(re.sub(r"<[^>]+>", "", item)) for item in items]
