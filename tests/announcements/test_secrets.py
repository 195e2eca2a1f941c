"""What opens the online room stands in no field that everybody reads."""

from dataclasses import fields, replace

import pytest

from ungis_events.announcements.reading import read_announcement
from ungis_events.announcements.reading.candidates.about.secrets import without_secrets
from ungis_events.announcements.reading.draft import Draft

CODE = "556677"
NOTICE = f"""Title: Rivers for all (Zoom passcode: {CODE})
Theme: Clean banks, passcode {CODE}
Side event of HLPF 2027, passcode {CODE}
15 November 2027, 10:00-11:00 CET
Venue: Zoom, Meeting ID 912 3456 7890, Passcode {CODE}
Organizers: River Institute, Passcode {CODE}
Contact: desk@example.org, passcode {CODE}
Languages: English, passcode {CODE}

The webinar asks what rivers carry and who counts it. Zoom passcode {CODE} opens the room.

Agenda
10:00 Opening, passcode {CODE}
10:30 Panel (passcode: {CODE})

Speakers
Ms. Ana Diop, Director, River Institute, passcode {CODE}
"""
PUBLIC = [field.name for field in fields(Draft) if field.name not in ("notice", "questions")]


@pytest.mark.parametrize("field", PUBLIC)
def test_no_field_of_a_draft_tells_a_code(field: str) -> None:
    draft = read_announcement(NOTICE)
    # `source` is the text itself, beside which the draft is looked through.
    people = tuple(replace(person, source="") for person in draft.speakers)
    value = getattr(replace(draft, speakers=people), field)

    assert CODE not in repr(value)
    assert "912 3456" not in repr(value)


def test_what_stands_beside_a_code_is_kept() -> None:
    draft = read_announcement(NOTICE)

    assert draft.title
    assert draft.title.value == "Rivers for all"
    assert draft.theme
    assert draft.theme.value == "Clean banks"
    assert draft.venue is None
    assert [part.title for part in draft.agenda] == ["Opening", "Panel"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Rivers for all (Zoom passcode: 556677)", "Rivers for all"),
        ("Passcode 998877 River Forum", ""),
        ("Passcode for guests 5566", ""),
        ("Salle XX, mot de passe : fleuve22", "Salle XX"),
        ("Sala 2, contraseña: semilla", "Sala 2"),
        ("Room XX, +41 22 555 01 23", "Room XX"),
        ("https://example.zoom.us/j/91234567890", ""),
        ("A world without passwords", "A world without passwords"),
        ("Passwords in 2030", "Passwords in 2030"),
        ("Passwords: the end of a habit", "Passwords: the end of a habit"),
    ],
)
def test_a_line_is_kept_up_to_the_code(text: str, kept: str) -> None:
    assert without_secrets(text) == kept
