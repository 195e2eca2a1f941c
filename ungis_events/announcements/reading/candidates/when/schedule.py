"""When the event is: the best reading of all stated dates, hours and zones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ungis_events.announcements.reading.draft import Schedule
from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks
from ungis_events.core import clock

from .open_times import list_open_times
from .stated_times import Statement, as_stated_time, end_of, moment_of
from .timing import Timing, read_timing, settle


def read_schedule(notice: Notice, marks: Marks, venue: Found[str] | None) -> Schedule:
    """When, with what is left to ask. Never fails."""
    timing = settle(read_timing(notice, marks, venue))
    if not timing.statements:
        return Schedule(questions=list_open_times(timing, Schedule()))
    times = tuple(as_stated_time(each) for each in timing.statements)
    zone = _event_zone(timing)
    starts, ends = _wall_times(timing, zone)
    schedule = Schedule(
        times=times,
        zone=zone,
        starts=starts,
        ends=ends,
        starts_at=timing.starts_at,
        ends_at=timing.ends_at,
    )
    return replace(schedule, questions=list_open_times(timing, schedule))


def _event_zone(timing: Timing) -> Found[str] | None:
    """The venue's, if it is sure; then the first stated with a place; then where it likely is."""
    if timing.home and timing.home.sureness is Sureness.SURE:
        return timing.home
    for each in timing.statements:
        if each.reading.zone:
            spans = tuple(zone.span for zone in each.zones)
            return Found(each.reading.zone, "zone.stated", spans) if spans else timing.home
    if timing.home:
        return timing.home
    first = timing.statements[0]
    if first.reading.is_known and first.reading.offset is not None:
        name = _fixed_zone(first.reading.offset)
        spans = tuple(zone.span for zone in first.zones)
        return Found(name, "zone.offset", spans, Sureness.LIKELY) if name else None
    return None


def _fixed_zone(offset: timedelta) -> str | None:
    """UTC+2 as a zone; its IANA name counts the other way: Etc/GMT-2."""
    hours, rest = divmod(offset, timedelta(hours=1))
    name = f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"
    return name if not rest and clock.is_zone(name) else None


def _wall_times(
    timing: Timing, zone: Found[str] | None
) -> tuple[Found[datetime] | None, Found[datetime] | None]:
    """What the clock shows there; where no moment is known, as it stands in the text."""
    first = timing.statements[0]
    if first.day is None:
        return None, None
    spans, rule, sureness = _source(timing, first)
    if timing.starts_at and zone:
        starts = _wall_time(timing.starts_at, zone.value)
        ends = _wall_time(timing.ends_at, zone.value) if timing.ends_at else None
    else:
        starts = datetime.combine(first.day, first.clock.begins)
        end = end_of(first.clock)
        ends = datetime.combine(first.day, end[0]) + timedelta(days=end[1]) if end else None
    return (
        Found(starts, rule, spans, sureness),
        Found(ends, rule.replace("starts.", "ends."), spans, sureness) if ends else None,
    )


def _source(timing: Timing, first: Statement) -> tuple[tuple[Span, ...], str, Sureness]:
    dated = timing.day.day if timing.day else None
    spans = (*(dated.spans if dated else ()), first.clock.span)
    rule = "starts.programme" if timing.hours.is_of_programme else "starts.announced"
    sureness = dated.sureness if dated else Sureness.LIKELY
    moments = {moment_of(each, each.clock.begins) for each in timing.statements} - {None}
    if timing.starts_at is None or timing.hours.is_of_programme or len(moments) > 1:
        sureness = Sureness.UNSURE
    return spans, dated.rule if dated and dated.rule != "starts.date" else rule, sureness


def _wall_time(moment: datetime, zone: str) -> datetime:
    return clock.to_wall_time(moment.astimezone(UTC), zone).replace(tzinfo=None)
