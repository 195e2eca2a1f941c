"""What each document says, before it is set on paper.

Every word is already in `language`; labels stand in a `words` of their own, so that a forgotten
one is an error and not an empty space. Times are those of `core.clock_faces`.
"""

from dataclasses import dataclass, field

from ungis_events.core.clock_faces import ClockFace

MOST_PEOPLE = 500
"""On nameplates and lists: more would keep a web process busy for seconds."""
MOST_ITEMS = 500


class TooMuch(ValueError):
    """More people or items than one document takes."""


def _check_number(things: tuple[object, ...], most: int) -> None:
    if len(things) > most:
        raise TooMuch(f"one document takes at most {most}, not {len(things)}")


@dataclass(frozen=True)
class Nameplate:
    """`name` holds the honorific too, as it is to be read."""

    name: str
    role: str | None = None
    organization: str | None = None


@dataclass(frozen=True)
class NameplatesWords:
    heading: str
    """Nameplates"""


@dataclass(frozen=True)
class Nameplates:
    """A4 tent cards, one a page; `title` is the event's."""

    language: str
    title: str
    people: tuple[Nameplate, ...]
    words: NameplatesWords

    def __post_init__(self) -> None:
        _check_number(self.people, MOST_PEOPLE)


@dataclass(frozen=True)
class ShowItem:
    """`times`: a face for each clock of the document, in its order."""

    times: tuple[ClockFace, ...]
    minutes: int
    title: str
    speakers: tuple[str, ...] = ()
    notes: str | None = None


@dataclass(frozen=True)
class RunOfShowWords:
    heading: str
    """Run of show"""
    item: str
    minutes: str
    green_room: str
    printed: str
    """Who may read it, when it was printed: stands at the foot of each page."""
    no_items: str


@dataclass(frozen=True)
class RunOfShow:
    """Who does what when; `green_room` is a line such as "08:00 · https://…"."""

    language: str
    title: str
    times: tuple[ClockFace, ...]
    place: str | None
    green_room: str | None
    items: tuple[ShowItem, ...]
    words: RunOfShowWords

    def __post_init__(self) -> None:
        _check_number(self.items, MOST_ITEMS)


@dataclass(frozen=True)
class ListedSpeaker:
    """`photo`: JPEG, PNG or WebP bytes; the middle of it is shown in a circle."""

    name: str
    role: str | None = None
    organization: str | None = None
    part: str | None = None
    pronunciation: str | None = None
    initials: str = ""
    """Shown where there is no photo."""
    photo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SpeakerListWords:
    heading: str
    """Speakers"""
    pronunciation: str
    """Say"""
    printed: str
    nobody: str


@dataclass(frozen=True)
class SpeakerList:
    language: str
    title: str
    times: tuple[ClockFace, ...]
    speakers: tuple[ListedSpeaker, ...]
    words: SpeakerListWords

    def __post_init__(self) -> None:
        _check_number(self.speakers, MOST_PEOPLE)


@dataclass(frozen=True)
class CertificateWords:
    heading: str
    """Certificate of attendance"""
    before_name: str
    """This is to certify that"""
    before_event: str
    """attended"""
    organized_by: str
    check: str
    """Anyone can check this certificate at"""
    code: str


@dataclass(frozen=True)
class Certificate:
    """One person was there. `check_url` holds the code; the QR leads to it.

    `attended` is a whole sentence or None: "She was online for 62 of 75 minutes."
    """

    language: str
    name: str
    event_title: str
    times: tuple[ClockFace, ...]
    organizers: tuple[str, ...]
    check_url: str
    code: str
    words: CertificateWords
    attended: str | None = None


@dataclass(frozen=True)
class SlideWords:
    call: str
    """Register"""
    scan: str
    """Scan to register, or type the address"""


@dataclass(frozen=True)
class RegisterSlide:
    """16:9, to show on a screen: a QR that leads to `address`, and `address` in letters."""

    language: str
    title: str
    times: tuple[ClockFace, ...]
    address: str
    words: SlideWords
