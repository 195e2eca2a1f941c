"""What can still be decided about a moment that moved. Pure."""

from datetime import datetime

from flask_babel import LazyString

from ungis_events.core import clock
from ungis_events.events.models import Event, EventStatus

from .models import ZoneChange


def stands(change: ZoneChange, event: Event) -> bool:
    """Whether the event is still where the change left it: nobody set other times since."""
    return (change.zone, change.starts, change.ends, change.starts_at, change.ends_at) == (
        event.zone, event.starts, event.ends, event.starts_at, event.ends_at,
    )  # fmt: skip


def can_decide(change: ZoneChange, event: Event, now: datetime) -> bool:
    """Whether an organizer can choose other wall times.

    Not on older zone data than the change's: there the old moment has the same wall time as ever.
    """
    return (
        stands(change, event)
        and event.status is not EventStatus.CANCELLED
        and event.ends_at > now
        and change.edition_after <= clock.ZONE_DATA_EDITION
    )


def old_moment(change: ZoneChange) -> dict[str, str]:
    """The wall times, by the new rules, of the moment it had: what a form is filled with."""
    starts, ends = (
        clock.to_wall_time(moment, change.zone)
        for moment in (change.starts_was_at, change.ends_was_at)
    )
    return {
        "starts": f"{starts:%Y-%m-%dT%H:%M}",
        "ends": f"{ends:%Y-%m-%dT%H:%M}",
        "zone": change.zone,
    }


def problem(event: Event) -> str | LazyString | None:
    """The sentence why a wall time is not on the clock, by the zone data in use."""
    for wall_time in (
        event.starts, event.ends, event.registration_opens, event.registration_closes,
    ):  # fmt: skip
        try:
            if wall_time is not None:
                clock.from_wall_time(wall_time, event.zone)
        except clock.NotOnTheClock as error:
            return error.message
    return None
