"""Labels of notices: what stands before the colon, above the value, or glued behind a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.reading.finders.labels import find_labels
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.announcements.reading.marks import Subject
from ungis_events.announcements.reading.words import rows


def labels_of(text: str) -> list[tuple[str, Subject, str]]:
    """(label, subject, value) as the text has them."""
    notice = read_lines(text)
    return [
        (notice.words(label.span), label.subject, notice.words(label.value))
        for label in find_labels(notice)
    ]


@pytest.mark.parametrize(
    ("line", "label", "subject", "value"),
    [
        ("Date: 4 May 2023", "Date", Subject.DATE, "4 May 2023"),
        ("DATE & TIME: 4 May, 10:00", "DATE & TIME", Subject.DATE_AND_TIME, "4 May, 10:00"),
        ("When： 4 May 2023", "When", Subject.DATE_AND_TIME, "4 May 2023"),
        ("• **Venue:** Room XX", "Venue", Subject.VENUE, "Room XX"),
        ("Date et heure : 4 mai, 10h", "Date et heure", Subject.DATE_AND_TIME, "4 mai, 10h"),
        ("Lieu : Salle XX", "Lieu", Subject.VENUE, "Salle XX"),
        ("Intervenante(s) : Ana Ruiz", "Intervenante", Subject.SPEAKERS, "Ana Ruiz"),
        ("Fecha y hora: 4 de mayo", "Fecha y hora", Subject.DATE_AND_TIME, "4 de mayo"),
        ("CUANDO: 4 de mayo", "CUANDO", Subject.DATE_AND_TIME, "4 de mayo"),
        ("Idiomas: español e inglés", "Idiomas", Subject.LANGUAGES, "español e inglés"),
        ("Time (New York): 10:00", "Time", Subject.TIME, "10:00"),
        ("Objectives of the webinar: learn", "Objectives", Subject.OBJECTIVES, "learn"),
        ("Objectifs de la réunion : voir", "Objectifs", Subject.OBJECTIVES, "voir"),
        ("Session 2 speakers: Ana Ruiz", "speakers", Subject.SPEAKERS, "Ana Ruiz"),
        ("Venue – Room XX", "Venue", Subject.VENUE, "Room XX"),
        ("Venue     Room XX", "Venue", Subject.VENUE, "Room XX"),
        ("Date\t4 May 2023", "Date", Subject.DATE, "4 May 2023"),
        ("Fecha\tmartes 4 de mayo", "Fecha", Subject.DATE, "martes 4 de mayo"),
        ("Organisé par : Institut Exemple", "Organisé par", Subject.ORGANIZERS, "Institut Exemple"),
        ("Registration closes: 1 May", "Registration closes", Subject.DEADLINE, "1 May"),
        ("RSVP: desk@example.org", "RSVP", Subject.REGISTRATION, "desk@example.org"),
        ("Zoom: https://example.org", "Zoom", Subject.PLATFORM, "https://example.org"),
        ("Asunto: Ríos limpios", "Asunto", Subject.TITLE, "Ríos limpios"),
    ],
)
def test_label_and_value_stand_on_one_line(
    line: str, label: str, subject: Subject, value: str
) -> None:
    assert labels_of(line) == [(label, subject, value)]


@pytest.mark.parametrize(
    "sentence",
    [
        "When do we act?",
        "Where rivers meet, cities grow.",
        "Time for action on oceans",
        "Agenda 2030 and its goals",
        "Registration is open to all.",
        "Dateline Geneva: the city of peace",
        "Public – Private Partnerships for Water",
        "Where-to guide: ports",
        "Zoom (webinar)",
        "Lieux de mémoire et villes",
        "Programme of action 2 for islands",
        "Join us for a webinar",
        "Date palms  of the Sahara",
    ],
)
def test_prose_that_begins_like_a_label_is_none(sentence: str) -> None:
    assert labels_of(sentence) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Date & Time\nTuesday, July 18, 2023",
            [("Date & Time", Subject.DATE_AND_TIME, "Tuesday, July 18, 2023")],
            id="value below",
        ),
        pytest.param(
            "Virtual Platform:\nZoom (webinar)",
            [("Virtual Platform", Subject.PLATFORM, "Zoom (webinar)")],
            id="value below a colon",
        ),
        pytest.param(
            "Ponentes\n\nAna Ruiz, Fundación Ejemplo",
            [("Ponentes", Subject.SPEAKERS, "Ana Ruiz, Fundación Ejemplo")],
            id="an empty line between",
        ),
        pytest.param(
            "Contexte\n" + "Une phrase assez longue. " * 9,
            [("Contexte", Subject.DESCRIPTION, "")],
            id="prose below is no value",
        ),
        pytest.param(
            "Date\nTime: 10:00",
            [("Date", Subject.DATE, ""), ("Time", Subject.TIME, "10:00")],
            id="a label below is no value",
        ),
        pytest.param(
            "Venue\n\n\n\n\nFooter", [("Venue", Subject.VENUE, "")], id="far below is no value"
        ),
        pytest.param("Lieu", [("Lieu", Subject.VENUE, "")], id="nothing below"),
    ],
)
def test_label_alone_on_its_line_takes_the_short_line_below(
    text: str, expected: list[tuple[str, Subject, str]]
) -> None:
    assert labels_of(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "Date:   July 13, 2023Time:   12:00 | 18:00 ParisRegister:   Zoom",
            [
                ("Date", Subject.DATE, "July 13, 2023"),
                ("Time", Subject.TIME, "12:00 | 18:00 Paris"),
                ("Register", Subject.REGISTRATION, "Zoom"),
            ],
            id="glued",
        ),
        pytest.param(
            "Date: 4 May Time: 10:00 Venue: Room XX",
            [
                ("Date", Subject.DATE, "4 May"),
                ("Time", Subject.TIME, "10:00"),
                ("Venue", Subject.VENUE, "Room XX"),
            ],
            id="strung",
        ),
        pytest.param(
            "Fecha: 4 de mayo | Hora: 10:00 | Lugar: Sala 3",
            [
                ("Fecha", Subject.DATE, "4 de mayo"),
                ("Hora", Subject.TIME, "10:00"),
                ("Lugar", Subject.VENUE, "Sala 3"),
            ],
            id="parted by bars",
        ),
        pytest.param(
            "Gratuit. Inscription : exemple.org",
            [("Inscription", Subject.REGISTRATION, "exemple.org")],
            id="after a sentence",
        ),
        pytest.param(
            "How: Platform: Hybrid",
            [
                ("How", Subject.FORMAT, ""),
                ("Platform", Subject.PLATFORM, "Hybrid"),
            ],
            id="label of a label",
        ),
        pytest.param("A question of Time: rivers and us", [], id="not inside a sentence"),
        pytest.param("Rivers. Background: us", [], id="only facts are strung"),
    ],
)
def test_several_labels_share_a_line(line: str, expected: list[tuple[str, Subject, str]]) -> None:
    assert labels_of(line) == expected


def test_fold_keeps_places() -> None:
    assert fold("Où : L’Été — İstanbul ß") == "ou : l'ete — istanbul ß"


def test_table_has_known_subjects_and_no_spelling_twice_in_a_language() -> None:
    table = rows("labels.csv")

    assert {row["subject"] for row in table} == {subject.value for subject in Subject}
    pairs = [(fold(row["spelling"]), row["language"]) for row in table]
    assert len(pairs) == len(set(pairs))


@given(st.text(alphabet=st.sampled_from("Date:Time |\n•*–( )2023é’"), max_size=300))
def test_any_text_gives_labels_within_it(text: str) -> None:
    notice = read_lines(text)

    assert all(
        0 <= label.start < label.end <= label.value.end <= len(notice.text)
        for label in find_labels(notice)
    )
