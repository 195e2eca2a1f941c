from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ungis_events.announcements.previewing import (
    event_form_of,
    found_form_of,
    preview_of,
    questions_of,
)
from ungis_events.announcements.reading import read_announcement
from ungis_events.events.details import EventDetails

from .steps import DRAFT, NO_LANGUAGE, SEASON, TEXT


def marked(key: str) -> str:
    """The words of the text that the page marks as the source of something."""
    return "|".join(piece.text for piece in preview_of(DRAFT).pieces if key in piece.keys)


def test_text_stands_there_whole() -> None:
    assert "".join(piece.text for piece in preview_of(DRAFT).pieces) == TEXT


def test_words_are_marked_with_the_fields_that_were_read_from_them() -> None:
    keys = ("title", "zone", "time-0", "question-0", "part-1", "speaker-0", "speaker-1")

    assert {key: marked(key) for key in keys} == {
        "title": "Open skies",
        "zone": "EST",
        "time-0": "10:00-|11:30| |EST",
        "question-0": "EST",
        "part-1": "10:10 Panel",
        "speaker-0": "Moderator: Dr. Vera Lind, Editor, The Fjord Times",
        "speaker-1": "Omar Sy",
    }


def test_each_field_says_how_sure_it_is_and_from_which_words() -> None:
    bases = preview_of(DRAFT).bases

    shown = {
        name: (bases[name].sign.name, bases[name].rule, bases[name].quote)
        for name in ("title", "zone", "format", "organizers", "venue")
    }
    assert shown == {
        "title": ("unsure", "title.headline", "Open skies"),
        "zone": ("likely", "zone.stated", "EST"),
        "format": ("sure", "format.words", "Zoom"),
        "organizers": ("sure", "organizers.label", ""),
        "venue": ("missing", None, ""),
    }


def test_source_leads_to_the_first_of_its_words() -> None:
    preview = preview_of(DRAFT)

    assert preview.bases["starts"].piece == f"m{TEXT.index('14 July')}"


def test_words_lead_to_what_can_have_the_focus() -> None:
    targets = preview_of(replace(DRAFT, questions=(SEASON, NO_LANGUAGE))).targets

    assert targets == {
        "question-0": "question-0-1",
        "question-1": "question-1-0",
        "time-0": "starts",
        "title": "title",
        "organizers": "organizers",
        "format": "of-format",
        "languages": "of-languages",
        "topics": "of-topics",
        "zone": "zone",
        "starts": "starts",
        "ends": "ends",
        "speaker-0": "people-0-is_taken",
        "speaker-1": "people-1-is_taken",
        "part-0": "parts-0-is_taken",
        "part-1": "parts-1-is_taken",
    }


def test_stated_time_stands_beside_utc_and_both_cities() -> None:
    (row,) = preview_of(DRAFT).times

    assert (row.day, row.hours, row.zone, row.utc) == (
        "Wed 14 Jul 2027",
        "10:00–11:30",
        "EST",
        "15:00–16:30",
    )
    assert [(face.city, face.hours) for face in row.faces] == [
        ("New York", "11:00–12:30"),
        ("Geneva", "17:00–18:30"),
    ]


def test_time_that_is_not_settled_has_no_faces() -> None:
    unsettled = replace(DRAFT.schedule.times[0], starts_at=None, ends_at=None)
    draft = replace(DRAFT, schedule=replace(DRAFT.schedule, times=(unsettled,)))

    (row,) = preview_of(draft).times

    assert (row.utc, row.faces) == (None, ())


def test_contradictions_are_asked_first_and_nothing_twice() -> None:
    draft = replace(DRAFT, schedule=replace(DRAFT.schedule, questions=(NO_LANGUAGE,)))

    assert questions_of(draft) == [SEASON, NO_LANGUAGE]
    assert preview_of(draft).contradictions == 1


def test_form_of_the_event_holds_what_was_read_and_nothing_else() -> None:
    form = event_form_of(DRAFT)

    values = {name: form[name].data for name in EventDetails.__dataclass_fields__}
    assert {name: value for name, value in values.items() if value} == {
        "title": "Open skies",
        "zone": "America/New_York",
        "starts": datetime(2027, 7, 14, 11),
        "ends": datetime(2027, 7, 14, 12, 30),
        "organizers": "UNGIS\nITU",
        "format": "virtual",
        "languages": ["en"],
        "topics": ["SDG9"],
        "waitlist": True,
    }


def test_without_a_zone_new_york_stands_there_unsaid() -> None:
    draft = replace(DRAFT, schedule=replace(DRAFT.schedule, zone=None))

    assert event_form_of(draft).zone.data == "America/New_York"
    assert preview_of(draft).bases["zone"].sign.name == "missing"


def test_people_and_parts_are_proposed_with_their_doubts() -> None:
    form = found_form_of(DRAFT)

    people = [entry.form for entry in form.people]
    assert [(each.name.data, each.is_taken.data, each.doubts.data) for each in people] == [
        ("Vera Lind", True, ""),
        ("Omar Sy", False, "Is this a person?"),
    ]
    parts = [entry.form for entry in form.parts]
    assert [(each.begins.data, each.minutes.data, each.speakers.data) for each in parts] == [
        ("10:00", 10, "0"),
        ("10:10", None, ""),
    ]


def test_notice_of_nothing_is_shown_too() -> None:
    draft = read_announcement("?")

    assert [piece.text for piece in preview_of(draft).pieces] == ["?"]
    assert event_form_of(draft).title.data is None


def test_first_answer_is_called_the_likeliest_only_where_it_was_read_so() -> None:
    folder = Path(__file__).parent / "notices"
    slip, tie = (
        preview_of(read_announcement((folder / f"{name}.txt").read_text(encoding="utf-8")))
        for name in ("est-in-summer", "five-hour-week")
    )

    assert [shown.has_likeliest for shown in slip.questions] == [True]
    assert [shown.has_likeliest for shown in tie.questions] == [False]
