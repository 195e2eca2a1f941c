"""Each stated time as a moment: its hours, its zone, its day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from ungis_events.announcements.reading.draft import StatedTime
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.marks import ClockMark, ZoneKind, ZoneMark
from ungis_events.core import clock

from .days import EventDay
from .hours import date_of
from .stated_zones import ZoneReading, read_zone, words_of, zones_of
from .years import date_in

HALF_A_DAY = timedelta(hours=12)
LONGEST_MEETING = timedelta(hours=6)


@dataclass(frozen=True)
class Statement:
    """Hours with the zone the text gives them."""

    clock: ClockMark
    zones: tuple[ZoneMark, ...]
    words: str | None
    reading: ZoneReading
    day: date | None
    is_day_stated: bool = False
    """A date stands with these very hours: Tokyo, 14 July, 00:30."""

    @property
    def is_zoned(self) -> bool:
        return bool(self.words) or self.clock.offset is not None

    def in_zone(self, zone: str) -> "Statement":
        return replace(self, reading=ZoneReading(zone, self.reading.offset))


def read_statement(layout: Layout, mark: ClockMark, day: EventDay | None) -> Statement:
    """The hours with their zone, on the day of the event or on the one beside them."""
    zones = zones_of(layout, mark)
    words = words_of(layout, zones)
    event_day = day.day.value if day and day.day else None
    own_day = mark.day or _own_day(layout, mark, event_day)
    the_day = own_day or event_day
    # Without a year the zones are still read: which places they name does not depend on it.
    reading = read_zone(zones, words or "", the_day or date(2024, 1, 15))
    if mark.offset is not None and not reading.is_known:
        reading = ZoneReading(None, mark.offset)
    is_stated = own_day is not None and own_day != event_day
    return Statement(mark, zones, words, reading, the_day, is_stated)


def _own_day(layout: Layout, mark: ClockMark, event_day: date | None) -> date | None:
    own = date_of(layout, mark)
    if own is None or event_day is None or own.day is None:
        return None
    day = date_in(own.year or event_day.year, own.month, own.day)
    return day if day and abs((day - event_day).days) == 1 else None


def moment_of(statement: Statement, hour: time, days_later: int = 0) -> datetime | None:
    """UTC; None: no day, no zone, or an hour that the clocks skip or repeat."""
    if statement.day is None or not statement.reading.is_known:
        return None
    wall_time = datetime.combine(statement.day, hour) + timedelta(days=days_later)
    zone, offset = statement.reading.zone, statement.reading.offset
    if zone is None:
        return (wall_time - (offset or timedelta())).replace(tzinfo=UTC)
    try:
        return clock.from_wall_time(wall_time, zone)
    except clock.NotOnTheClock:
        return None


def literal_moment(statement: Statement) -> datetime | None:
    """What an abbreviation says taken at its word: 12:00 EST is 17:00 UTC, in July too."""
    offset = statement.reading.offset
    if statement.day is None or offset is None:
        return None
    wall_time = datetime.combine(statement.day, statement.clock.begins)
    return (wall_time - offset).replace(tzinfo=UTC)


def end_of(mark: ClockMark) -> tuple[time, int] | None:
    """(the hour, days after the start) of the end; None: not said, or not after the start.

    1:00 p.m. – 2:30 a.m. can only mean 2:30 p.m.: half a day later, and not too long.
    """
    if mark.ends is None:
        return None
    if mark.is_over_midnight:
        return mark.ends, 1
    if mark.ends > mark.begins:
        return mark.ends, 0
    some_day = date(2024, 1, 15)
    begins = datetime.combine(some_day, mark.begins)
    ends = datetime.combine(some_day, mark.ends) + HALF_A_DAY
    if ends.date() == some_day and timedelta() < ends - begins <= LONGEST_MEETING:
        return ends.time(), 0
    return None


def to_the_right_days(statements: Sequence[Statement]) -> list[Statement]:
    """With each on the day that fits the first: Tokyo 9:00 is a day after New York's 20:00."""
    anchors = [each for each in statements if moment_of(each, each.clock.begins)]
    if not anchors:
        return list(statements)
    first = moment_of(anchors[0], anchors[0].clock.begins)
    return [each if each.is_day_stated else _nearest(each, first) for each in statements]


def _nearest(statement: Statement, to: datetime | None) -> Statement:
    own = moment_of(statement, statement.clock.begins)
    if own is None or to is None or statement.day is None or abs(own - to) <= HALF_A_DAY:
        return statement
    return replace(statement, day=statement.day + timedelta(days=1 if own < to else -1))


def best_moment(statements: Sequence[Statement], home: str | None) -> datetime | None:
    """What most zones say; the clock readings count double, abbreviations at their word once.

    Of two as good the one in the zone of the venue; otherwise nobody can tell.
    """
    votes: Counter[datetime] = Counter()
    for each in statements:
        moment = moment_of(each, each.clock.begins)
        if moment is None:
            continue
        votes[moment] += 2
        literal = literal_moment(each)
        if literal and literal != moment:
            votes[literal] += 1
    if not votes:
        return None
    most = max(votes.values())
    best = [moment for moment, count in votes.items() if count == most]
    if len(best) == 1:
        return best[0]
    at_home = {
        moment_of(each, each.clock.begins) for each in statements if each.reading.zone == home
    }
    kept = [moment for moment in best if moment in at_home]
    return kept[0] if len(kept) == 1 else None


def settle_options(statements: Sequence[Statement], places: Sequence[str]) -> list[Statement]:
    """CST, IST, BST: by what another zone says, by a place of the notice, by summer time."""
    known = {
        moment
        for each in statements
        if each.reading.is_known and (moment := moment_of(each, each.clock.begins))
    }
    return [_settled(each, known, places) for each in statements]


def _settled(statement: Statement, known: set[datetime], places: Sequence[str]) -> Statement:
    options = statement.reading.options
    if statement.day is None:
        return statement
    if not options:
        return _as_at_home(statement, places)
    tried = [statement.in_zone(zone) for zone in options]
    meeting = [each for each in tried if moment_of(each, each.clock.begins) in known]
    if meeting:
        return meeting[0]
    here = [zone for zone in places if zone in options]
    if here:
        return statement.in_zone(here[0])
    shown = [each for each in tried if _shows_its_summer_time(each)]
    return shown[0] if len(shown) == 1 else statement


def _as_at_home(statement: Statement, places: Sequence[str]) -> Statement:
    """EST beside Panama City is Panama's, which has no summer time."""
    is_sign = len(statement.zones) == 1 and statement.zones[0].kind is ZoneKind.ABBREVIATION
    here = [zone for zone in places if is_sign and zone in statement.zones[0].zones]
    return statement.in_zone(here[0]) if here else statement


def _shows_its_summer_time(statement: Statement) -> bool:
    """BST in July is London's: no other clock shows these letters then."""
    zone, day = statement.reading.zone, statement.day
    sign = next((each for each in statement.zones if each.is_summer is not False), None)
    if sign is None or zone is None or day is None:
        return False
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    shown = clock.abbreviation(clock.to_wall_time(noon, zone))
    return shown is not None and shown == (statement.words or "").strip("() ").upper()


def as_stated_time(statement: Statement) -> StatedTime:
    """As the draft shows it."""
    mark = statement.clock
    end = end_of(mark)
    return StatedTime(
        zone_text=statement.words,
        zone=statement.reading.zone,
        offset=statement.reading.offset,
        day=statement.day,
        begins=mark.begins,
        ends=mark.ends,
        starts_at=moment_of(statement, mark.begins),
        ends_at=moment_of(statement, *end) if end else None,
        spans=(mark.span, *(zone.span for zone in statement.zones)),
    )
