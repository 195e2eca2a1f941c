"""Documents about one event, as a view would make them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ungis_events.adapters.documents import paper
from ungis_events.core.clock_faces import ClockFace, face

START = datetime(2023, 1, 31, 13, 30, tzinfo=UTC)
END = datetime(2023, 1, 31, 14, 45, tzinfo=UTC)
CLOCKS = (
    ("New York", "America/New_York"),
    ("Geneva", "Europe/Zurich"),
    ("Tokyo", "Asia/Tokyo"),
)
TITLE = "Science, technology and innovation for the SDGs"
ADDRESS = "https://events.example.int/events/wsis/register"


def times(
    starts_at: datetime = START, ends_at: datetime = END, language: str = "en", clocks: int = 2
) -> tuple[ClockFace, ...]:
    return tuple(face(city, zone, starts_at, ends_at, language) for city, zone in CLOCKS[:clocks])


def a_certificate(language: str = "en", **overrides: Any) -> paper.Certificate:
    defaults: dict[str, Any] = {
        "language": language,
        "name": "Ms. Amina Diallo",
        "event_title": TITLE,
        "times": times(language=language),
        "organizers": ("ITU", "UNESCO"),
        "check_url": "https://events.example.int/certificates/7F3K9QRT",
        "code": "7F3K-9QRT",
        "attended": "Online for 62 of 75 minutes.",
        "words": paper.CertificateWords(
            heading="Certificate of attendance",
            before_name="This is to certify that",
            before_event="attended",
            organized_by="Organized by",
            check="Anyone can check this certificate at",
            code="Code",
        ),
    }
    return paper.Certificate(**defaults | overrides)


def nameplates_of(*people: paper.Nameplate, language: str = "en") -> paper.Nameplates:
    return paper.Nameplates(language, TITLE, people, paper.NameplatesWords("Nameplates"))


def an_item(title: str, minutes_after: int = 0, minutes: int = 30, **more: Any) -> paper.ShowItem:
    starts_at = START + timedelta(minutes=minutes_after)
    return paper.ShowItem(
        times=times(starts_at, starts_at + timedelta(minutes=minutes), clocks=3),
        minutes=minutes,
        title=title,
        **more,
    )


def a_run_of_show(*items: paper.ShowItem, **overrides: Any) -> paper.RunOfShow:
    defaults: dict[str, Any] = {
        "language": "en",
        "title": TITLE,
        "times": times(clocks=3),
        "place": "Conference Room 4",
        "green_room": "08:15, https://example.org/green",
        "items": items,
        "words": paper.RunOfShowWords(
            heading="Run of show",
            item="Item",
            minutes="Minutes",
            green_room="Green room",
            printed="Printed on 30 January",
            no_items="No items yet",
        ),
    }
    return paper.RunOfShow(**defaults | overrides)


def a_speaker_list(*speakers: paper.ListedSpeaker) -> paper.SpeakerList:
    words = paper.SpeakerListWords(
        heading="Speakers",
        pronunciation="Say",
        printed="Printed on 30 January",
        nobody="Nobody yet",
    )
    return paper.SpeakerList("en", TITLE, times(), speakers, words)


def a_slide(**overrides: Any) -> paper.RegisterSlide:
    defaults: dict[str, Any] = {
        "language": "en",
        "title": TITLE,
        "times": times(),
        "address": ADDRESS,
        "words": paper.SlideWords(call="Register", scan="Scan, or type the address"),
    }
    return paper.RegisterSlide(**defaults | overrides)
