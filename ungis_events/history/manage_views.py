"""Organizers' pages of what was done, and of what was mailed to whom."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from ungis_events.accounts.access import require_administrator, require_organizer
from ungis_events.core import clock
from ungis_events.events.desk_queries import events_by_id
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.mailing.desk_queries import MailWanted, get_mail_of, search_mail
from ungis_events.mailing.models import EmailStatus
from ungis_events.mailing.vocabulary import KINDS

from .models import HistoryEntry
from .queries import HistoryWanted, list_zone_changes, search_history
from .vocabulary import act_choices, field_choices

manage_history = Blueprint("manage_history", __name__)
manage_history.before_request(require_organizer)


@manage_history.before_request
def require_administrator_for_all() -> ResponseReturnValue | None:
    """An event's history is for who works on it; that of all events for administrators."""
    return require_administrator() if request.endpoint == "manage_history.everything" else None


_LARGEST = 2**31 - 1


@manage_history.get("/events/<slug>/history")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    wanted = _wanted()
    entries, has_more = search_history(wanted, event.id)
    return _page("manage_history/index.html", wanted, entries, has_more, [event], event=event)


@manage_history.get("/history")
def everything() -> ResponseReturnValue:
    """Of all events and of the desk itself, such as accounts."""
    wanted = _wanted()
    entries, has_more = search_history(wanted)
    events = events_by_id(entry.event_id for entry in entries if entry.event_id).values()
    return _page("manage_history/everything.html", wanted, entries, has_more, events)


@manage_history.get("/events/<slug>/mail")
def mail(slug: str) -> ResponseReturnValue:
    event, asked = get_event(slug), request.args
    wanted = MailWanted(
        q=asked.get("q", "").strip()[:254],
        kind=asked.get("kind", ""),
        status=asked.get("status", ""),
        registration=_number("registration"),
        before=_number("before"),
    )
    mails, has_more = search_mail(event.id, wanted)
    return render_template(
        "manage_history/mail.html",
        event=event,
        wanted=wanted,
        kept=_kept(("q", "kind", "status", "registration")),
        mails=mails,
        has_more=has_more,
        kinds=sorted(((kind, str(words)) for kind, words in KINDS.items()), key=lambda it: it[1]),
        statuses=list(EmailStatus),
    )


@manage_history.get("/events/<slug>/mail/<int:email_id>")
def email(slug: str, email_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    return render_template(
        "manage_history/email.html", event=event, mail=get_mail_of(event.id, email_id)
    )


def _page(
    template: str,
    wanted: HistoryWanted,
    entries: Sequence[HistoryEntry],
    has_more: bool,
    events: Iterable[Event],
    **more: object,
) -> ResponseReturnValue:
    by_id = {event.id: event for event in events}
    earliest = entries[-1].id if entries else 0
    return render_template(  # named by its callers
        template,
        wanted=wanted,
        kept=_kept(("q", "act", "field", "actor", "since", "until", *_PEOPLE)),
        entries=entries,
        has_more=has_more,
        zones={number: event.zone for number, event in by_id.items()},
        zone_changes=list_zone_changes(by_id, earliest),
        events_shown=by_id,
        acts=act_choices(),
        fields=field_choices(),
        **more,
    )


_PEOPLE = ("registration", "speaker", "account")


def _wanted() -> HistoryWanted:
    asked = request.args
    return HistoryWanted(
        q=asked.get("q", "")[:200],
        act=asked.get("act", "")[:60],
        field=asked.get("field", "")[:60],
        actor=asked.get("actor", "")[:200],
        since=_day_begins(asked.get("since", "")),
        until=_day_begins(asked.get("until", ""), ends=True),
        before=_number("before"),
        **{name: _number(name) for name in _PEOPLE},
    )


def _kept(names: Iterable[str]) -> dict[str, str]:
    """What the address said, for the links to other pages of the same search."""
    return {name: value for name in names if (value := request.args.get(name, ""))}


def _number(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= _LARGEST else None


def _day_begins(typed: str, *, ends: bool = False) -> datetime | None:
    """The day as long as it is that day in any of the home cities; None where it is no date."""
    try:
        day = date.fromisoformat(typed) + timedelta(days=ends)
        moments = [
            clock.from_wall_time(datetime.combine(day, time()), zone)
            for _, zone in current_app.config["HOME_CITIES"]
        ]
    except (ValueError, OverflowError):
        return None
    except clock.NotOnTheClock:
        return datetime.combine(day, time(), UTC)
    return max(moments) if ends else min(moments)
