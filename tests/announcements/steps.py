"""A notice, a draft of it, and what a browser would send of a page."""

from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser

from ungis_events.announcements.reading.draft import AgendaPart, Draft, Schedule, StatedTime
from ungis_events.announcements.reading.findings import Answer, Found, Question, Span, Sureness
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.events.models import EventFormat
from ungis_events.speakers.models import Part
from ungis_events.speakers.reading import ReadSpeaker

TEXT = """Open skies
14 July 2027, 10:00-11:30 EST, on Zoom

10:00 Opening
10:10 Panel

Moderator: Dr. Vera Lind, Editor, The Fjord Times
Omar Sy
"""
NOTICE = read_lines(TEXT)


def at(words: str) -> tuple[Span, ...]:
    start = NOTICE.text.index(words)
    return (Span(start, start + len(words)),)


STATED = StatedTime(
    zone_text="EST",
    zone="America/New_York",
    offset=timedelta(hours=-5),
    day=date(2027, 7, 14),
    begins=time(10),
    ends=time(11, 30),
    starts_at=datetime(2027, 7, 14, 15, tzinfo=UTC),
    ends_at=datetime(2027, 7, 14, 16, 30, tzinfo=UTC),
    spans=at("10:00-11:30 EST"),
)
NO_LANGUAGE = Question("languages", "Which languages are spoken?")
SEASON = Question(
    "season",
    "EST stands beside a day in July.",
    at("EST"),
    (Answer("10:00 in New York", {"starts": "2027-07-14T10:00", "ends": "2027-07-14T11:30"}),),
    is_contradiction=True,
)
DRAFT = Draft(
    notice=NOTICE,
    schedule=Schedule(
        times=(STATED,),
        zone=Found("America/New_York", "zone.stated", at("EST"), Sureness.LIKELY),
        starts=Found(datetime(2027, 7, 14, 11), "starts.date", at("14 July 2027")),
        ends=Found(datetime(2027, 7, 14, 12, 30), "ends.clock", at("11:30")),
    ),
    title=Found("Open skies", "title.headline", at("Open skies"), Sureness.UNSURE),
    organizers=Found(("UNGIS", "ITU"), "organizers.label"),
    format=Found(EventFormat.VIRTUAL, "format.words", at("Zoom")),
    languages=Found(("en", "xx"), "languages.label"),
    topics=Found(("SDG9",), "topics.named"),
    speakers=(
        ReadSpeaker(
            name="Vera Lind",
            honorific="Dr.",
            role="Editor",
            organization="The Fjord Times",
            part=Part.MODERATOR,
            lines=(7,),
        ),
        ReadSpeaker(name="Omar Sy", lines=(8,), doubts=("Is this a person?",), is_sure=False),
    ),
    agenda=(
        AgendaPart("Opening", time(10), time(10, 10), None, at("10:00 Opening"), ("Vera Lind",)),
        AgendaPart("Panel", time(10, 10), None, None, at("10:10 Panel")),
    ),
    questions=(NO_LANGUAGE, SEASON),
)


class _Fields(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self._action = action
        self._is_inside = False
        self._area: str | None = None
        self._select: str | None = None
        self.values: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("action", "").endswith(self._action)
        if not self._is_inside:
            return
        if tag == "select":
            self._select = given["name"]
        elif tag == "textarea":
            self._area = given["name"]
            self.values[self._area] = [""]
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = [given["value"]]
        elif tag == "input":
            self._note(given)

    def _note(self, given: dict[str, str]) -> None:
        is_choice = given.get("type") in ("checkbox", "radio")
        if not is_choice or "checked" in given:
            self.values.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][0] += data.removeprefix("\r\n").removeprefix("\n")


def filled(page: str, action: str) -> dict[str, list[str]]:
    """What a browser would send of the form that goes there."""
    fields = _Fields(action)
    fields.feed(page)
    return fields.values
