from datetime import UTC, datetime, time, timedelta

from ungis_events.announcements.composing import as_json, explained
from ungis_events.announcements.reading.draft import AgendaPart, Draft, Schedule, StatedTime
from ungis_events.announcements.reading.findings import Answer, Found, Question, Span, Sureness
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.events.models import EventFormat
from ungis_events.speakers.models import Part
from ungis_events.speakers.reading import ReadSpeaker

NOTICE = read_lines("Open skies\n16 July 2026, 10:00 EST\nMs. Awa Fall, ITU")
TIME = StatedTime(
    zone_text="EST",
    zone="America/New_York",
    offset=timedelta(hours=-5),
    day=datetime(2026, 7, 16).date(),
    begins=time(10),
    ends=None,
    starts_at=datetime(2026, 7, 16, 14, tzinfo=UTC),
    ends_at=None,
    spans=(Span(26, 35),),
)
DRAFT = Draft(
    notice=NOTICE,
    schedule=Schedule(
        times=(TIME,),
        zone=Found("America/New_York", "zone.abbreviation", (Span(31, 34),), Sureness.LIKELY),
        starts_at=TIME.starts_at,
    ),
    title=Found("Open skies", "title.headline", (Span(0, 10),), Sureness.LIKELY),
    format=Found(EventFormat.HYBRID, "format.words"),
    languages=Found(("en", "fr"), "languages.label"),
    speakers=(
        ReadSpeaker(
            name="Awa Fall",
            honorific="Ms.",
            organization="ITU",
            part=Part.PANELLIST,
            lines=(3,),
            source="Ms. Awa Fall, ITU",
        ),
    ),
    agenda=(AgendaPart("Opening", time(10), time(10, 5), 5, (), ("Awa Fall",)),),
    questions=(
        Question(
            "season",
            "EST stands beside a day in July.",
            (Span(31, 34),),
            (Answer("10:00 EDT", {"starts": "2026-07-16T10:00"}),),
            is_contradiction=True,
        ),
    ),
)


def test_json_has_every_field_whether_said_or_not() -> None:
    assert as_json(DRAFT) == {
        "title": "Open skies",
        "subtitle": None,
        "forum": None,
        "kind": None,
        "organizers": [],
        "times": [
            {
                "start": "2026-07-16T10:00",
                "end": None,
                "zone_text": "EST",
                "iana": "America/New_York",
                "literal_offset": "-05:00",
                "utc_start": "2026-07-16T14:00Z",
                "utc_end": None,
            }
        ],
        "zone": "America/New_York",
        "utc_start": "2026-07-16T14:00Z",
        "utc_end": None,
        "consistent": False,
        "inconsistency": "EST stands beside a day in July.",
        "format": "hybrid",
        "platform": None,
        "venue": None,
        "registration_url": None,
        "join_url": None,
        "contact": None,
        "languages": ["English", "French"],
        "speakers": [
            {
                "honorific": "Ms.",
                "name": "Awa Fall",
                "role": None,
                "organization": "ITU",
                "panel_role": "panelist",
            }
        ],
        "agenda": [
            {
                "title": "Opening",
                "start": "10:00",
                "end": "10:05",
                "minutes": 5,
                "speakers": ["Awa Fall"],
            }
        ],
        "topics": [],
        "description": None,
        "questions": [
            {
                "kind": "season",
                "sentence": "EST stands beside a day in July.",
                "is_contradiction": True,
                "answers": [{"label": "10:00 EDT", "values": {"starts": "2026-07-16T10:00"}}],
            }
        ],
    }


def test_explanation_names_rule_sureness_and_words_of_each_field() -> None:
    lines = explained(DRAFT).splitlines()

    assert lines[:3] == ["title: Open skies", "  title.headline, likely", "  line 1: Open skies"]
    assert "theme: not said" in lines
    assert lines[-5:] == [
        "speaker: Awa Fall (panellist)",
        "  lines 3: Ms. Awa Fall, ITU",
        "question season: EST stands beside a day in July.",
        "  line 2: EST",
        "  answer: 10:00 EDT",
    ]
