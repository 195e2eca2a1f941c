"""An event's whole life in five zones and six languages: every file and every mail.

The files are read by three parsers that had no part in writing them, and held to rules of bytes
written down here anew; the moments are reckoned by zoneinfo, which the app does not use for them.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject
from flask.testing import FlaskClient
from icalendar import Calendar
from ics.grammar import parse as ics_reader
from sqlalchemy import insert, inspect, select

from tests.circulars.steps import make_circular, schedule
from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import ReadMail, deliver, registration_of
from ungis_events import jobs, workflows
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.files.models import LinkKind
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.desk_service import reject_registration
from ungis_events.registrations.service import resend_link, withdraw_registration

# Cairo's summer time is no simple yearly rule: its events are written in UTC.
ZONES = (
    "America/New_York",
    "Europe/Zurich",
    "Africa/Nairobi",
    "Asia/Kathmandu",
    "Africa/Cairo",
)
WITHOUT_A_RULE = {"Africa/Cairo"}
CLOCK_CHANGES = {"America/New_York": 2, "Europe/Zurich": 2}
SPECIAL = (
    ', ; : \\ \\; C:\\Data "it\'s" 100% %s %(x)s {y} <b>&amp; 🌍👩🏽\u200d💻 \u2067WSIS\u2069\u200f'
)
TITLES = {
    "ar": f"القمة العالمية لمجتمع المعلومات، الجزء ١؛ {SPECIAL}",
    "zh": f"{'信息社会世界峰会，促进可持续发展目标；' * 8}{SPECIAL}",
    "ru": f"«Цифровое сотрудничество»: итоги, часть №1; — ёж {SPECIAL}",
    "fr": f"L’accès à l’information : œuvre, été ; « ça va » {SPECIAL}",
    "es": f'¿Cooperación "digital"? ¡Sí!, mañana; {SPECIAL}',
    "en": f"{SPECIAL} {'x' * 150}\\",
}
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# Kinds of mail that an event's life does not send to its registrants: where each is tested.
_MOVES = "speakers/test_calendar.py::test_accept_move_decline_are_request_higher_request_cancel"
TESTED_ELSEWHERE = {
    "registration_pending": "test_calendar_matrix.py::test_who_asks_for_a_seat_gets_words_alone",
    "speaker_invited": _MOVES,
    "speaker_confirmed": _MOVES,
    "speaker_changed": _MOVES,
    "speaker_cancelled": _MOVES,
    "speaker_briefing": (
        "agenda/test_agenda.py::test_briefing_holds_agenda_minutes_green_room_and_the_way_in"
    ),
    "sign_in_link": "sign_in_links/test_worker.py::test_mailed_link_lets_its_owner_in",
    "account_invited": "people/test_manage_views.py::test_invitation_says_who_invites_to_what",
    "password_reset": (
        "sign_in_links/test_views.py::test_new_password_ends_every_session_and_every_other_link"
    ),
}

every_zone = pytest.mark.parametrize("zone", ZONES)
every_title = pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
each_zone_and_title = pytest.mark.parametrize(
    ("zone", "title"), list(zip(cycle(ZONES), TITLES.values(), strict=False)), ids=TITLES.keys()
)


# --- what a file must say


class Remembering:
    """The grammar of ics takes 2 ms for each line, and most of the lines come again."""

    parse = staticmethod(lru_cache(20_000)(ics_reader.GRAMMAR.parse))


@pytest.fixture(autouse=True)
def _ics_reads_each_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ics_reader, "GRAMMAR", Remembering)


@dataclass(frozen=True)
class Entry:
    """What is so, by our own reckoning."""

    uid: str
    title: str
    zone: str
    starts: datetime
    ends: datetime
    status: str = "CONFIRMED"

    def moment(self, wall_time: datetime) -> datetime:
        return wall_time.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def read(self, *, is_public: bool) -> tuple[str, datetime, datetime, str]:
        prefix = "CANCELLED: " if is_public and self.status == "CANCELLED" else ""
        return self.uid, self.moment(self.starts), self.moment(self.ends), prefix + self.title


@lru_cache
def check_file(data: bytes, method: str, *entries: Entry, attendee: str | None = None) -> None:
    """Raises AssertionError; the same bytes are not read a second time."""
    check_bytes(data)
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    vevents = lines[lines.index("BEGIN:VEVENT") :] if entries else []

    assert values(lines, "METHOD") == [method]
    assert values(lines, "UID") == [each.uid for each in entries]
    assert values(lines, "STATUS") == [each.status for each in entries]
    assert values(lines, "ATTENDEE") == ([f"mailto:{attendee}"] if attendee else [])
    assert values(lines, "BEGIN").count("VCALENDAR") == 1
    assert [line for line in lines if line.startswith("RDATE")] == []
    check_zones(lines, vevents, entries)
    expected = [each.read(is_public=method == "PUBLISH") for each in entries]
    assert values(vevents, "SUMMARY") == [escaped(title) for *_, title in expected]
    assert read_by_vobject(data) == read_by_icalendar(data) == read_by_ics(data) == sorted(expected)


def escaped(text: str) -> str:
    """RFC 5545 3.3.11; readers are lenient here, not all calendars are."""
    return re.sub(r"([\\,;])", r"\\\1", text)


def check_bytes(data: bytes) -> None:
    """Lines end in CRLF, hold 75 octets at most and whole characters only, and none is empty."""
    *lines, rest = data.split(b"\r\n")

    assert rest == b""
    assert [line for line in lines if not 0 < len(line) <= 75] == []
    assert re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines)) is None
    for line in lines:
        line.decode()


def check_zones(lines: list[str], vevents: list[str], entries: Iterable[Entry]) -> None:
    """A VTIMEZONE exactly for each zone that is used, before the events; the others in UTC."""
    zones = {each.zone for each in entries} - WITHOUT_A_RULE
    used = {line.partition("TZID=")[2].partition(":")[0] for line in vevents if "TZID=" in line}
    times = [line for line in vevents if re.match("DT(START|END)[:;]", line)]
    changes = [line for line in lines if line.startswith("RRULE:")]

    assert values(lines, "TZID") == sorted(zones)
    assert used == zones
    assert "BEGIN:VTIMEZONE" not in vevents
    assert [line for line in times if ("TZID=" in line) == line.endswith("Z")] == []
    assert len(changes) == sum(CLOCK_CHANGES.get(zone, 0) for zone in zones)


def values(lines: list[str], name: str) -> list[str]:
    """Of a property; parameters, which quotes may hold colons in, are left out."""
    pattern = re.compile(f'{name}(?:;[^:"]*(?:"[^"]*"[^:"]*)*)?:(.*)')
    return [found[1] for line in lines if (found := pattern.fullmatch(line))]


Reading = list[tuple[str, datetime, datetime, str]]


def read_by_vobject(data: bytes) -> Reading:
    calendar = vobject.readOne(data.decode())
    return sorted(
        (
            each.uid.value,
            each.dtstart.value.astimezone(UTC),
            each.dtend.value.astimezone(UTC),
            each.summary.value,
        )
        for each in getattr(calendar, "vevent_list", [])
    )


def read_by_icalendar(data: bytes) -> Reading:
    return sorted(
        (
            str(each["UID"]),
            each.start.astimezone(UTC),
            each.end.astimezone(UTC),
            str(each["SUMMARY"]),
        )
        for each in Calendar.from_ical(data).events
    )


def read_by_ics(data: bytes) -> Reading:
    return sorted(
        (each.uid, each.begin.datetime, each.end.datetime, each.name)
        for each in ics.Calendar(data.decode()).events
    )


# --- an event's life


class Life:
    """One event, what is so about it, and what every calendar was told last."""

    def __init__(self, client: FlaskClient, hands: Hands, outbox: list[Email], entry: Entry):
        self.client, self.hands, self.outbox = client, hands, outbox
        self.now = NOON
        event = make_event(
            slug="the-event",
            title=entry.title,
            zone=entry.zone,
            starts=entry.starts,
            ends=entry.ends,
            capacity=1,
            contact="desk@example.org",
        )
        self.slug = event.slug
        self.entry = replace(entry, uid=event.uid)
        self.sequences: dict[str, int] = {}
        self.kinds: set[str] = set()

    @property
    def event(self) -> Event:
        return get_event(self.slug)

    def at(self, moment: datetime) -> None:
        self.now = moment
        self.hands.set_to(moment)

    def register(self, name: str) -> None:
        make_registration(self.event, email=f"{name}@example.org", now=self.now)

    def change(self, **changes: Any) -> None:
        with transaction():
            details = replace(EventDetails.of(self.event), **changes)
            workflows.save_event(self.event, details, actor="test", now=self.now)
        times = {name: changes[name] for name in ("starts", "ends") if name in changes}
        self.entry = replace(self.entry, **times)

    def act(self, act: Any, status: str) -> None:
        with transaction():
            act(self.event, actor="test", now=self.now)
        self.entry = replace(self.entry, status=status)

    def of(self, name: str, act: Any, **more: Any) -> None:
        with transaction():
            act(registration_of(self.event, f"{name}@example.org"), now=self.now, **more)

    def check_told(self, *expected: tuple[str, str, str | None]) -> None:
        """Who is told what now, by which METHOD; every file is held to what is so."""
        jobs.queue_due()
        mails = deliver(self.outbox)
        told = []
        for mail in mails:
            kind = kind_of(mail)
            (to,) = mail.message["To"].addresses
            self.kinds.add(kind)
            self.check_mail(mail, to.addr_spec)
            told.append((to.username, kind, mail.method))
        self.check_published()

        assert sorted(told) == sorted(expected)
        self.at(self.now + MINUTE)

    def check_mail(self, mail: ReadMail, address: str) -> None:
        assert self.entry.title in mail.message["Subject"]
        assert self.entry.title in mail.text.replace("\n", " ")
        assert html.escape(self.entry.title, quote=False) in html_text(mail.html)
        calendars = [part for part in mail.message.walk() if is_calendar(part)]
        assert [part.get_payload(decode=True) for part in calendars] == (
            [mail.calendar, mail.calendar] if mail.calendar else []
        )
        if mail.calendar is None:
            return
        status = "CANCELLED" if mail.method == "CANCEL" else "CONFIRMED"
        check_file(
            mail.calendar, str(mail.method), replace(self.entry, status=status), attendee=address
        )
        assert mail.sequence > self.sequences.get(address, -1)
        self.sequences[address] = mail.sequence

    def check_published(self) -> None:
        """The file of the event, and the feed that holds nothing else."""
        for address in (f"/events/{self.slug}/calendar.ics", "/calendar.ics"):
            check_published(self.client, address, self.entry)


def check_published(client: FlaskClient, address: str, *entries: Entry) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    check_file(answer.get_data(), "PUBLISH", *entries)


def is_calendar(part: Any) -> bool:
    return part.get_content_type() in ("text/calendar", "application/ics")


def kind_of(mail: ReadMail) -> str:
    message_id = mail.message["Message-ID"].strip("<>").partition("@")[0]
    query = select(OutgoingEmail.kind).where(OutgoingEmail.message_id == message_id)
    return db.session.scalars(query).one()


def html_text(page: str) -> str:
    """One kind of writing for what may be written in several ways."""
    return " ".join(html.escape(html.unescape(page), quote=False).split())


@every_zone
@every_title
def test_all_that_calendars_are_told_in_an_events_life_is_so(
    client: FlaskClient, clock_hands: Hands, outbox: list[Email], zone: str, title: str
) -> None:
    life = Life(client, clock_hands, outbox, an_entry(zone, title))
    life.register("amina")
    life.check_told(("amina", "registration_confirmed", "REQUEST"))

    # Into a week of five hours, over a midnight of summer, and to another place.
    life.change(starts=datetime(2027, 3, 16, 10, 0), ends=datetime(2027, 3, 16, 11, 15))
    life.check_told(("amina", "event_changed", "REQUEST"))
    life.change(starts=datetime(2027, 7, 13, 23, 30), ends=datetime(2027, 7, 14, 1, 0))
    life.check_told(("amina", "event_changed", "REQUEST"))
    life.change(platform=SPECIAL)
    life.check_told(("amina", "event_changed", "REQUEST"))

    life.act(workflows.cancel_event, "CANCELLED")
    life.check_told(("amina", "event_cancelled", "CANCEL"))
    life.act(workflows.publish_event, "CONFIRMED")
    life.check_told(("amina", "event_changed", "REQUEST"))


@each_zone_and_title
def test_every_kind_of_mail_says_what_is_so(
    client: FlaskClient, clock_hands: Hands, outbox: list[Email], zone: str, title: str
) -> None:
    life = Life(client, clock_hands, outbox, an_entry(zone, title))
    life.register("first")
    life.register("second")
    life.check_told(
        ("first", "registration_confirmed", "REQUEST"), ("second", "registration_waitlisted", None)
    )
    life.register("first")
    with transaction():
        resend_link(life.event, "second@example.org", now=life.now)
    life.check_told(("first", "already_registered", None), ("second", "link_resent", None))
    life.of("first", withdraw_registration)
    life.check_told(("first", "withdrawn", "CANCEL"), ("second", "promoted", "REQUEST"))
    circular = make_circular(life.event, subject="{title}", body="About {title}", now=life.now)
    schedule(circular, now=life.now)
    life.check_told(("second", "circular", None))

    life.act(workflows.cancel_event, "CANCELLED")
    life.check_told(("second", "event_cancelled", "CANCEL"))
    life.act(workflows.publish_event, "CONFIRMED")
    life.check_told(("second", "event_changed", "REQUEST"))
    life.register("third")
    life.check_told(("third", "registration_waitlisted", None))
    life.of("second", reject_registration, note=SPECIAL)
    life.check_told(("second", "registration_rejected", "CANCEL"), ("third", "promoted", "REQUEST"))
    derive_wrongly(life.event)
    jobs.check_times()
    life.check_told(("desk", "zone_changed", None), ("third", "event_changed", "REQUEST"))

    life.at(life.entry.moment(life.entry.starts) - DAY)
    life.check_told(("third", "reminder", None))
    life.at(life.entry.moment(life.entry.ends) + DAY)
    with transaction():
        link = LinkDetails(title[:200], "https://example.org/recording", LinkKind.RECORDING)
        add_link(life.event, link, actor="test", now=life.now)
    life.check_told(("third", "recording", None))

    assert life.kinds == jobs.BUILDERS.keys() - TESTED_ELSEWHERE.keys()


def test_every_other_kind_of_mail_has_a_test_where_it_is_said() -> None:
    """A kind that is registered and stands nowhere fails the test above."""
    missing = []
    for kind, place in TESTED_ELSEWHERE.items():
        file, _, name = place.partition("::")
        if f"def {name}(" not in (Path(__file__).parent / file).read_text(encoding="utf-8"):
            missing.append(kind)

    assert missing == []
    assert TESTED_ELSEWHERE.keys() <= jobs.BUILDERS.keys()


def an_entry(zone: str, title: str) -> Entry:
    return Entry("", title, zone, datetime(2027, 1, 31, 8, 30), datetime(2027, 1, 31, 9, 45))


def derive_wrongly(event: Event) -> None:
    """As zone data of long ago might have had it."""
    with transaction():
        event.zone_data = "2001a"
        event.starts_at -= timedelta(hours=1)
        event.ends_at -= timedelta(hours=1)


@each_zone_and_title
def test_who_asks_for_a_seat_gets_words_alone(outbox: list[Email], zone: str, title: str) -> None:
    make_registration(make_event(title=title, zone=zone, approval=True))

    (mail,) = deliver(outbox)

    assert (kind_of(mail), mail.calendar, mail.method) == ("registration_pending", None, None)
    assert title in mail.message["Subject"]


# --- feeds


def test_a_feed_of_no_event_is_a_calendar_without_one(client: FlaskClient) -> None:
    check_published(client, "/calendar.ics")


def test_a_feed_of_five_hundred_events_holds_each_as_it_is(client: FlaskClient) -> None:
    entries = make_five_hundred()

    check_published(client, "/calendar.ics", *entries)

    assert len(client.get("/calendar.ics").get_data()) < 1_000_000  # more than that Google refuses


def make_five_hundred() -> list[Entry]:
    """Soonest first, each zone with each title, through all seasons.

    The first of each pair is made as in life, the others are copies of its row, which is quick.
    """
    pairs = [(zone, title) for title in TITLES.values() for zone in ZONES]
    rows = [
        column_values(make_event(zone=zone, title=title, description=title))
        for zone, title in pairs
    ]
    entries, copies = [], []
    for number in range(500):
        row = rows[number % len(rows)]
        if number >= len(rows):
            row = row | {"uid": f"{number}-{row['uid']}", "slug": f"copy-{number}"}
            row["starts"] += (number - 150) * DAY
            row["ends"] += (number - 150) * DAY
        entry = Entry(row["uid"], row["title"], row["zone"], row["starts"], row["ends"])
        moments = {name: entry.moment(row[name]) for name in ("starts", "ends")}
        copies.append(row | {f"{name}_at": moment for name, moment in moments.items()})
        entries.append(entry)
    with transaction():
        db.session.execute(insert(Event), copies[len(rows) :])
    return sorted(entries, key=lambda each: each.moment(each.starts))


def column_values(event: Event) -> dict[str, Any]:
    names = [column.key for column in inspect(Event).column_attrs if column.key != "id"]
    return {name: getattr(event, name) for name in names}
