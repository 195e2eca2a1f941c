"""Houses that we know, their rooms, and addresses in cities: where an event takes place."""

import pytest

from ungis_events.announcements.reading.finders.venues import find_venues
from ungis_events.announcements.reading.lines import read_lines


def venues_in(text: str) -> list[tuple[str, str, str]]:
    notice = read_lines(text)
    return [(notice.words(mark.span), mark.name, mark.zone) for mark in find_venues(notice)]


@pytest.mark.parametrize(
    ("text", "words", "name", "zone"),
    [
        ("Palais des Nations", "Palais des Nations", "Palais des Nations", "Europe/Zurich"),
        ("Palacio de las Naciones", "Palacio de las Naciones", "Palais des Nations",
         "Europe/Zurich"),
        ("UN Headquarters, New York", "UN Headquarters", "UN Headquarters", "America/New_York"),
        ("at UNHQ on 4 May", "UNHQ", "UN Headquarters", "America/New_York"),
        ("Siège de l’ONU", "Siège de l’ONU", "UN Headquarters", "America/New_York"),
        ("Maison de l'UNESCO", "Maison de l'UNESCO", "UNESCO House", "Europe/Paris"),
        ("UNESCO HQ, Paris", "UNESCO HQ", "UNESCO House", "Europe/Paris"),
        ("CICG", "CICG", "CICG", "Europe/Zurich"),
        ("Trusteeship Council Chamber", "Trusteeship Council Chamber", "UN Headquarters",
         "America/New_York"),
        ("777 United Nations Plaza", "777 United Nations Plaza", "UN Headquarters",
         "America/New_York"),
        ("Vienna International Centre", "Vienna International Centre",
         "Vienna International Centre", "Europe/Vienna"),
        ("UNCC Addis Ababa", "UNCC Addis Ababa", "UN Conference Centre Addis Ababa",
         "Africa/Addis_Ababa"),
    ],
)  # fmt: skip
def test_a_known_house_gives_its_zone(text: str, words: str, name: str, zone: str) -> None:
    assert venues_in(text) == [(words, name, zone)]


@pytest.mark.parametrize(
    ("text", "room", "name"),
    [
        ("Room XXV, Geneva", "Room XXV", "Palais des Nations"),
        ("Salle IX, UNESCO, Paris", "Salle IX", "UNESCO House"),
        ("Conference Room 6\nNew York", "Conference Room 6", "UN Headquarters"),
        ("Sala de conferencias 2, Nueva York", "Sala de conferencias 2", "UN Headquarters"),
    ],
)
def test_a_room_names_the_house_with_its_city(text: str, room: str, name: str) -> None:
    assert [(words, house) for words, house, _ in venues_in(text)] == [(room, name)]


@pytest.mark.parametrize(
    ("text", "words", "zone"),
    [
        ("Rue du Lac 9, 1202 Genève", "1202 Genève", "Europe/Zurich"),
        ("7bis, avenue du Lac, Geneva", "7bis, avenue du Lac, Geneva", "Europe/Zurich"),
        ("12th Floor, New York, NY 10017", "New York, NY 10017", "America/New_York"),
        ("Calle Mayor 8, Madrid", "Calle Mayor 8, Madrid", "Europe/Madrid"),
        ("304 East 1st Street, New York", "304 East 1st Street, New York", "America/New_York"),
    ],
)
def test_an_address_gives_the_zone_of_its_city(text: str, words: str, zone: str) -> None:
    assert [(found, its_zone) for found, _, its_zone in venues_in(text)] == [(words, zone)]


@pytest.mark.parametrize(
    "text",
    [
        "Geneva-based institutions",
        "13:00 – 15:00 Geneva time",
        "Ana Diop, Permanent Representative of Senegal to the United Nations in Geneva",
        "Mr. Luis Paz, Director of Food Safety, FAO headquarters",
        "Conference Room 6",
        "The 2018 Geneva talks",
        "Room for growth",
        "The history of the Palais des Nations is long. " + "Much was written about it. " * 10,
    ],
)
def test_a_place_where_nothing_is_held_is_no_venue(text: str) -> None:
    assert venues_in(text) == []


def test_prose_names_a_venue_where_it_says_that_the_event_is_held() -> None:
    text = "Seeds matter. " * 20 + "The dialogue takes place in the Palais Wilson on 4 May."

    assert venues_in(text) == [("Palais Wilson", "Palais Wilson", "Europe/Zurich")]
