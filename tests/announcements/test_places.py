"""The venue as printed, whole; and the languages that a text says are spoken."""

import pytest

from ungis_events.announcements.reading.candidates.where.languages import read_languages
from ungis_events.announcements.reading.candidates.where.venues import read_venue
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines


def venue_in(text: str) -> str | None:
    notice = read_lines(text)
    found = read_venue(notice, find_marks(notice))
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("Venue: Lake Center, 12th Floor, New York, NY 10017",
         "Lake Center, 12th Floor, New York, NY 10017"),
        ("Lieu : Maison de l'UNESCO", "Maison de l'UNESCO"),
        ("Lugar: Auditorio Sur, piso 3", "Auditorio Sur, piso 3"),
        ("Venue:\nRoom XX\nPalais des Nations\n1211 Geneva",
         "Room XX, Palais des Nations, 1211 Geneva"),
        ("Location: Room XX, Palais des Nations (map)", "Room XX, Palais des Nations"),
        ("Where: Room XX, Palais des Nations and online via Zoom", "Room XX, Palais des Nations"),
        ("• UN Headquarters (New York), Conference Room 6 (map)",
         "UN Headquarters (New York), Conference Room 6"),
        ("It takes place on 16 June 2025, from 1:00PM – 2:00PM CEST, in Room XXV, of the Palais des"
         " Nations in Geneva Add to calendar pdf",
         "Room XXV, of the Palais des Nations in Geneva"),
        ("4 May 2021\nLake Museum – 2nd floor\n7bis, avenue du Lac, Geneva",
         "Lake Museum – 2nd floor, 7bis, avenue du Lac, Geneva"),
        ("Lunes 5 de marzo de 2018, de 12:30 a 14:00. Casa Azul, Calle Mayor 8, Madrid",
         "Casa Azul, Calle Mayor 8, Madrid"),
        ("The event will be held at the Hotel Meridian, Nairobi, on 4 May 2021.",
         "Hotel Meridian, Nairobi"),
        ("Day of seeds at UN Headquarters\nHeld in the General Assembly Hall, UN Headquarters,"
         " New York.", "General Assembly Hall, UN Headquarters, New York"),
    ],
)  # fmt: skip
def test_a_venue_is_told_whole(text: str, venue: str) -> None:
    assert venue_in(text) == venue


@pytest.mark.parametrize(
    "text",
    [
        "Venue: Online",
        "Location: Virtual (Zoom)",
        "Location: Physical",
        "Venue: TBC",
        "Lieu : en ligne",
        "Lugar: https://example.zoom.us/j/1",
        "4 May 2021\n• Ana Diop, Gerente, Centro Cultural Azul, Lima",
        "Luis Paz, Director, Palais des Nations Library",
    ],
)
def test_ways_in_online_and_posts_are_no_venue(text: str) -> None:
    assert venue_in(text) is None


def languages_in(text: str) -> list[str]:
    notice = read_lines(text)
    found = read_languages(notice, find_marks(notice))
    return list(found.value) if found else []


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Languages: EN/FR/ES", ["en", "fr", "es"]),
        ("LANGUAGE: There will be simultaneous interpretation in English, Spanish and Portuguese.",
         ["en", "es", "pt"]),
        ("Langues : anglais et français", ["en", "fr"]),
        ("Idiomas: español, inglés y francés", ["es", "en", "fr"]),
        ("The session will take place in English only, however translation into other UN languages"
         " will be available.", ["en"]),
        ("(Audio only in Spanish)", ["es"]),
        ("Join us at the virtual English launch.", ["en"]),
        ("Interprétation simultanée en anglais et en arabe", ["en", "ar"]),
        ("Habrá interpretación simultánea al inglés.", ["en"]),
        ("El panel será en español.", ["es"]),
        ("La réunion se tiendra en français.", ["fr"]),
        ("Interpretation in all six UN languages", ["ar", "zh", "en", "fr", "ru", "es"]),
    ],
)  # fmt: skip
def test_languages_are_those_the_text_says_are_spoken(text: str, languages: list[str]) -> None:
    assert languages_in(text) == languages


@pytest.mark.parametrize(
    "text",
    [
        "A side event on seeds",
        "The report is available in English and French.",
        "Une rencontre sur les semences",
        "Ana Diop speaks Spanish and teaches languages.",
        "The English coast and the French Alps",
    ],
)
def test_languages_are_never_guessed(text: str) -> None:
    assert languages_in(text) == []
