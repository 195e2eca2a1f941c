"""One moment, two cities, everywhere the same: page, text, mails, calendar files and JSON.

What they must say is worked out here from the two laws alone, without any zone library: United
States, second Sunday of March to first Sunday of November, at 02:00 on the local clock (15 U.S.C.
260a); European Union and Switzerland, last Sunday of March to last Sunday of October, at 01:00 UTC
(Directive 2000/84/EC). In the weeks between, the two cities are five hours apart and not six.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from html import unescape
from io import StringIO

import pytest
from dateutil.tz import tzical
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Hands
from tests.factories import make_event, make_registration
from ungis_events import jobs, workflows
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.events.details import EventDetails
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.models import Registration

YEARS = range(2024, 2036)
BEFORE_ALL = datetime(2023, 12, 1, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NEW_YORK, ZURICH = "America/New_York", "Europe/Zurich"
CITIES = {"New York": NEW_YORK, "Geneva": ZURICH}
# Clocks that never change: minutes ahead of UTC.
STEADY = {
    "UTC": 0,
    "Asia/Kathmandu": 5 * 60 + 45,
    "Asia/Tokyo": 9 * 60,
    "Africa/Nairobi": 3 * 60,
    "Pacific/Kiritimati": 14 * 60,
    "Pacific/Pago_Pago": -11 * 60,
}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# --- what the laws say


def sunday(year: int, month: int, number: int) -> date:
    """The number-th Sunday of a month, from 1; -1 is the last."""
    first, beyond = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    days = [first + timedelta(days=n) for n in range((beyond - first).days)]
    sundays = [day for day in days if day.weekday() == 6]
    return sundays[number - 1 if number > 0 else number]


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def changes(zone: str, year: int) -> tuple[datetime, datetime]:
    """When summer time begins and ends."""
    if zone == NEW_YORK:  # 02:00 EST is 07:00 UTC, 02:00 EDT is 06:00 UTC
        return at(sunday(year, 3, 2), 7), at(sunday(year, 11, 1), 6)
    return at(sunday(year, 3, -1), 1), at(sunday(year, 10, -1), 1)


def is_summer(zone: str, moment: datetime) -> bool:
    begins, ends = changes(zone, moment.year)
    return begins <= moment < ends


def minutes_ahead(zone: str, moment: datetime) -> int:
    if zone in STEADY:
        return STEADY[zone]
    return 60 * ({NEW_YORK: -5, ZURICH: 1}[zone] + is_summer(zone, moment))


def abbreviation(zone: str, moment: datetime) -> str:
    winter, summer = {NEW_YORK: ("EST", "EDT"), ZURICH: ("CET", "CEST")}[zone]
    return summer if is_summer(zone, moment) else winter


def wall_clock(zone: str, moment: datetime) -> datetime:
    return moment.replace(tzinfo=None) + minutes_ahead(zone, moment) * MINUTE


def readings(zone: str, wall_time: datetime) -> list[datetime]:
    """The moments at which a clock there shows it: none in a gap, two in a repeated hour."""
    candidates = {
        wall_time.replace(tzinfo=UTC) - ahead * MINUTE
        for ahead in (STEADY.get(zone), -300, -240, 60, 120)
        if ahead is not None
    }
    return sorted(moment for moment in candidates if wall_clock(zone, moment) == wall_time)


def hours_apart(moment: datetime) -> int:
    return (minutes_ahead(ZURICH, moment) - minutes_ahead(NEW_YORK, moment)) // 60


def boundaries(year: int) -> list[datetime]:
    return sorted([*changes(NEW_YORK, year), *changes(ZURICH, year)])


@dataclass(frozen=True)
class Shown:
    """What a reader learns about one city."""

    days: str
    hours: str
    zone: str


def expected(zone: str, starts: datetime, ends: datetime) -> Shown:
    first, last = wall_clock(zone, starts), wall_clock(zone, ends)
    days = [_day(first), _day(last)] if first.date() != last.date() else [_day(first)]
    words = [_zone_word(zone, starts), _zone_word(zone, ends)]
    return Shown(
        days=" – ".join(days),
        hours=f"{first:%H:%M}–{last:%H:%M}",
        zone=" → ".join(dict.fromkeys(words)),
    )


def _day(time: datetime) -> str:
    return f"{DAYS[time.weekday()]} {time.day} {MONTHS[time.month - 1]} {time.year}"


def _zone_word(zone: str, moment: datetime) -> str:
    hours = minutes_ahead(zone, moment) // 60
    return f"{abbreviation(zone, moment)}, UTC{'+' if hours > 0 else '−'}{abs(hours)}"


# --- what people see

_DATE = r"\w{3} \d{1,2} \w{3} \d{4}"
_DAYS = rf"{_DATE}(?: – {_DATE})?"
_HOURS = r"\d\d:\d\d–\d\d:\d\d"
IN_HTML = re.compile(
    rf"(New York|Geneva) ({_HOURS}) ({_DAYS}) · ([^<\d]*UTC.\d(?: → \w+, UTC.\d)?)"
)
IN_TEXT = re.compile(rf"^(New York|Geneva):? +({_DAYS}), ({_HOURS}) \((.*)\)$", re.M)
GAP = re.compile(r"Geneva is ([\d.]+) hours ahead of New York, not the usual six")


def read_html(html: str) -> dict[str, Shown]:
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return {city: Shown(days, hours, zone) for city, hours, days, zone in IN_HTML.findall(text)}


def read_text(text: str) -> dict[str, Shown]:
    return {city: Shown(days, hours, zone) for city, days, hours, zone in IN_TEXT.findall(text)}


def read_calendar(data: bytes) -> tuple[datetime, datetime, dict[str, Shown]]:
    """Start, end and the description's times. dateutil works out the VTIMEZONE of the file."""
    text = re.sub(r"\r\n[ \t]", "", data.decode())
    description = re.search(r"^DESCRIPTION:(.*?)\r$", text, re.M)
    assert description
    words = description[1].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    starts, ends = (_calendar_moment(text, name) for name in ("DTSTART", "DTEND"))
    return starts, ends, read_text(words)


def _calendar_moment(text: str, name: str) -> datetime:
    entry = text.partition("BEGIN:VEVENT")[2]
    found = re.search(rf"^{name}(?:;TZID=([^:]+))?:(\d{{8}}T\d{{6}})(Z?)\r$", entry, re.M)
    assert found, entry
    zone_name, digits, is_utc = found.groups()
    time = datetime.strptime(digits, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone follows
    assert bool(zone_name) != bool(is_utc)
    zone = UTC if is_utc else _zone_of(text.partition("BEGIN:VEVENT")[0], zone_name)
    return time.replace(tzinfo=zone).astimezone(UTC)


@lru_cache(64)
def _zone_of(beginning: str, name: str) -> tzinfo:
    """The zone as the file itself describes it."""
    zone = tzical(StringIO(f"{beginning}END:VCALENDAR\r\n")).get(name)
    assert zone
    return zone


class Everything:
    """One event with one person registered, and every place that tells its times."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.event = make_event(now=BEFORE_ALL)
        self.registration = make_registration(self.event, now=BEFORE_ALL)

    def move_to(self, zone: str, starts: datetime, ends: datetime) -> None:
        with transaction():
            event = get_event(self.event.slug)
            details = replace(EventDetails.of(event), zone=zone, starts=starts, ends=ends)
            workflows.save_event(event, details, actor="test", now=BEFORE_ALL)
        db.session.expire_all()

    def check(self, starts: datetime, ends: datetime) -> None:
        """All that hangs on the event's own zone as well as on the moment."""
        cities, gap = self.shown(starts, ends)
        mail = self.invitation()
        assert mail.calendar
        published = self.client.get(f"{self.path}/calendar.ics").data

        assert (read_html(mail.html), GAP.findall(mail.html)) == (cities, gap)
        assert (read_text(mail.text), GAP.findall(mail.text)) == (cities, gap)
        for calendar in (published, mail.calendar):
            assert read_calendar(calendar) == (starts, ends, cities)

    def check_pages(self, starts: datetime, ends: datetime) -> None:
        """All that hangs on the moment alone."""
        cities, gap = self.shown(starts, ends)
        page, text = self.get(""), self.get(".txt")

        assert (read_html(page), GAP.findall(page)) == (cities, gap)
        assert (read_text(text), GAP.findall(text)) == (cities, gap)
        self.check_json(starts, ends)

    def shown(self, starts: datetime, ends: datetime) -> tuple[dict[str, Shown], list[str]]:
        cities = {city: expected(zone, starts, ends) for city, zone in CITIES.items()}
        return cities, [] if hours_apart(starts) == 6 else ["5"]

    def check_json(self, starts: datetime, ends: datetime) -> None:
        event = json.loads(self.client.get(f"/api/v1{self.path}").data)
        assert (event["starts_at"], event["ends_at"]) == (
            f"{starts:%Y-%m-%dT%H:%M:%SZ}",
            f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        )
        assert event["times"] == [
            {
                "city": city,
                "zone": zone,
                "starts": _iso(zone, starts),
                "ends": _iso(zone, ends),
                "abbreviation": abbreviation(zone, starts),
            }
            for city, zone in CITIES.items()
        ]

    @property
    def path(self) -> str:
        return f"/events/{self.event.slug}"

    def get(self, suffix: str) -> str:
        answer = self.client.get(f"{self.path}{suffix}")
        assert answer.status_code == 200
        return answer.text

    def invitation(self) -> Email:
        """The mail that somebody gets who registers now."""
        registration = db.session.get_one(Registration, self.registration.id)
        row = OutgoingEmail(
            kind="registration_confirmed",
            to_address=registration.email,
            event_id=registration.event_id,
            registration_id=registration.id,
            facts={"sequence": registration.calendar_sequence, "status": "confirmed"},
            language="en",
            message_id="one",
            queued_at=BEFORE_ALL,
        )
        with db.session.no_autoflush:
            return jobs.BUILDERS[row.kind](row, BEFORE_ALL)


def _iso(zone: str, moment: datetime) -> str:
    ahead = minutes_ahead(zone, moment)
    sign = "-" if ahead < 0 else "+"
    return f"{wall_clock(zone, moment).isoformat()}{sign}{abs(ahead) // 60:02}:{abs(ahead) % 60:02}"


@pytest.fixture
def everything(client: FlaskClient, clock_hands: Hands) -> Everything:
    clock_hands.set_to(BEFORE_ALL)
    return Everything(client)


def set_and_check(
    everything: Everything, zone: str, wall_time: datetime, *, with_pages: bool = True
) -> str:
    """Set the event to begin then, and look everywhere. Says what became of it."""
    moments = readings(zone, wall_time)
    if len(moments) != 1:
        problem = refusal(everything, zone, wall_time, wall_time + 5 * HOUR)["starts"]
        word = "comes twice" if moments else "does not exist"
        assert problem.startswith(f"{wall_time:%H:%M} {word} on {wall_time:%d %B %Y} in {zone}:")
        return "refused"
    (starts,) = moments
    for length in (75 * MINUTE, 4 * HOUR):
        last = wall_clock(zone, starts + length)
        if len(readings(zone, last)) == 1:
            everything.move_to(zone, wall_time, last)
            everything.check(starts, starts + length)
            if with_pages:
                everything.check_pages(starts, starts + length)
            return "shown"
        assert refusal(everything, zone, wall_time, last)["ends"].startswith(f"{last:%H:%M} comes")
    raise AssertionError("one of the two ends is on the clock")


def refusal(everything: Everything, zone: str, starts: datetime, ends: datetime) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        everything.move_to(zone, starts, ends)
    return {name: str(sentence) for name, sentence in refused.value.fields.items()}


def wall_times_around(zone: str, boundary: datetime) -> Iterator[datetime]:
    """Every hour from two before to two after, the hour that is skipped among them."""
    time, last = (wall_clock(zone, boundary + n * HOUR) for n in (-2, 2))
    while time <= last:
        yield time
        time += HOUR


@pytest.mark.parametrize("zone", CITIES.values())
@pytest.mark.parametrize("year", YEARS)
def test_both_cities_agree_everywhere_at_every_boundary_hour(
    everything: Everything, year: int, zone: str
) -> None:
    """The zone whose clocks stand still can name each of these hours, so it is the one that
    looks at the pages too: they are slow to make and the same for both."""
    outcomes = [
        set_and_check(everything, zone, time, with_pages=boundary not in changes(zone, year))
        for boundary in boundaries(year)
        for time in wall_times_around(zone, boundary)
    ]

    # Five hours around each of four changes; of its own two, the zone skips an hour and repeats
    # one, which stands on the clock once: 20 in all, and two that cannot be.
    assert (outcomes.count("shown"), outcomes.count("refused")) == (18, 2)


def moments() -> st.SearchStrategy[datetime]:
    """Any minute of the twelve years; every other one near a change."""
    anywhere = st.integers(0, 12 * 365 * 24 * 60).map(
        lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + minutes * MINUTE
    )
    near = st.builds(
        lambda year, which, minutes: boundaries(year)[which] + minutes * MINUTE,
        st.sampled_from(YEARS),
        st.integers(0, 3),
        st.integers(-6 * 60, 6 * 60),
    )
    return anywhere | near


@given(moment=moments(), zone=st.sampled_from([*CITIES.values(), *STEADY]))
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_both_cities_agree_everywhere_at_any_minute(
    everything: Everything, moment: datetime, zone: str
) -> None:
    set_and_check(everything, zone, wall_clock(zone, moment))


@given(
    year=st.sampled_from(YEARS),
    zone=st.sampled_from(list(CITIES.values())),
    minutes=st.integers(0, 59),
)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_minute_of_a_skipped_or_repeated_hour_is_taken(
    everything: Everything, year: int, zone: str, minutes: int
) -> None:
    begins, ends = changes(zone, year)
    skipped = wall_clock(zone, begins) - HOUR + minutes * MINUTE
    repeated = wall_clock(zone, ends) + minutes * MINUTE

    assert (len(readings(zone, skipped)), len(readings(zone, repeated))) == (0, 2)
    for time in (skipped, repeated):
        assert set_and_check(everything, zone, time) == "refused"


def test_the_weeks_of_five_hours_are_where_people_know_them() -> None:
    """Against a table printed by others, so that the computation above is not believed alone."""
    weeks = boundaries(2027)

    assert weeks == [
        datetime(2027, 3, 14, 7, tzinfo=UTC),
        datetime(2027, 3, 28, 1, tzinfo=UTC),
        datetime(2027, 10, 31, 1, tzinfo=UTC),
        datetime(2027, 11, 7, 6, tzinfo=UTC),
    ]
    assert [hours_apart(each) for each in weeks] == [5, 6, 5, 6]
    assert [hours_apart(each - MINUTE) for each in weeks] == [6, 5, 6, 5]
