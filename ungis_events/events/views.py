"""Public pages: what is on, and when. Cached whole; they never look at who is asking."""

import re
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ungis_events.adapters.calendar import publish
from ungis_events.core import clock, markdown
from ungis_events.core.answers import Answer, answers, to_response
from ungis_events.core.errors import NotFound
from ungis_events.core.languages import chosen_language
from ungis_events.public_page import SEATS, page_context, seats_block
from ungis_events.topics.catalogue import list_topics

from . import feeds, queries, rules
from .calendar import calendar_entry, place
from .errors import EventNotFound
from .models import Event
from .queries import Filters, Freshness

events = Blueprint("events", __name__)

PAGE_SIZE = 100
_LAST_PAGE = 1_000_000  # a larger offset is no number of the database
_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_CALENDAR = "text/calendar; charset=utf-8"
_ATOM = "application/atom+xml; charset=utf-8"
_LONGEST_ATOM = 100
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@events.get("/")
def index() -> ResponseReturnValue:
    given = {name: request.args.get(name, "").strip() for name in Filters._fields}
    return _list(Filters(**given), forum_slug=None)


@events.get("/forums/<slug>")
def forum(slug: str) -> ResponseReturnValue:
    return _list(Filters(forum=slug), forum_slug=slug)


def _list(filters: Filters, forum_slug: str | None) -> ResponseReturnValue:
    page = min(max(request.args.get("page", 1, type=int), 1), _LAST_PAGE)
    now, language = clock.now(), chosen_language()

    def make() -> Answer:
        body = _render_list(filters, forum_slug, page, now)
        return Answer(body.encode(), _HTML, queries.next_boundary(now))

    # Read first: what is looked up after it is at least as new.
    version = queries.publication_version()
    if forum_slug and queries.find_forum(forum_slug) is None:
        raise EventNotFound
    if any(filters) and not forum_slug:
        return to_response(make())  # what people look for is theirs, and endless
    key = ("list", version, filters, page, language)
    return to_response(answers.get(key, now, make))


def _render_list(filters: Filters, forum_slug: str | None, page: int, now: datetime) -> str:
    upcoming = queries.list_upcoming(filters, now) if page == 1 else []
    count = queries.count_past(filters, now)
    past = queries.list_past(filters, now, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    if page > 1 and not past:
        raise NotFound
    years: dict[int, list[Event]] = {}
    for event in past:
        years.setdefault(event.starts.year, []).append(event)
    codes = queries.list_topic_codes_in_use()
    return render_template(
        "events/index.html",
        upcoming=upcoming,
        past=list(years.items()),
        filters=filters._asdict(),
        is_filtered=any(filters) and not forum_slug,
        forum=queries.find_forum(forum_slug) if forum_slug else None,
        forums=queries.list_forums_in_use(),
        topics=[topic for topic in list_topics() if topic.code in codes],
        page=page,
        pages=max(-(-count // PAGE_SIZE), 1),
        total=count + len(upcoming),
        feed=feeds.find_feed(filters),
        states={event.id: rules.phase_at(event, now).value for event in [*upcoming, *past]},
    )


@events.get("/calendar.ics")
def feed() -> ResponseReturnValue:
    return _feed(Filters())


@events.get("/forums/<slug>/calendar.ics")
def forum_feed(slug: str) -> ResponseReturnValue:
    return _feed(Filters(forum=slug))


@events.get("/topics/<code>/calendar.ics")
def topic_feed(code: str) -> ResponseReturnValue:
    return _feed(Filters(topic=code))


def _feed(filters: Filters) -> ResponseReturnValue:
    now, version = clock.now(), queries.publication_version()
    found = feeds.find_feed(filters)
    if found is None:
        raise NotFound

    def make() -> Answer:
        body, valid_until = feeds.calendar_of(found, now)
        return Answer(body, _CALENDAR, valid_until)

    return to_response(answers.get(("feed", version, filters, chosen_language()), now, make))


@events.get("/events.atom")
def atom() -> ResponseReturnValue:
    now, version = clock.now(), queries.publication_version()

    def make() -> Answer:
        changed = queries.list_latest_changed(now, limit=_LONGEST_ATOM)
        body = render_template("events/atom.xml", changed=changed, place=place)
        valid_until = feeds.next_leaving(event.cancelled_at for event in changed)
        return Answer(_NOT_IN_XML.sub("", body).encode(), _ATOM, valid_until)

    return to_response(answers.get(("atom", version, chosen_language()), now, make))


def _freshness(slug: str) -> Freshness:
    freshness = queries.find_freshness(slug)
    if freshness is None:
        raise EventNotFound
    return freshness


@events.get("/events/<slug>")
def show(slug: str) -> ResponseReturnValue:
    fresh, now, language, zone = _freshness(slug), clock.now(), chosen_language(), _zone()

    def make_page() -> Answer:
        event = queries.get_public_event(slug)
        body = render_template("events/show.html", **page_context(event, now, zone))
        return Answer(body.encode(), _HTML, rules.next_change(event, now))

    def splice_seats() -> Answer:
        page = answers.get(("page", slug, fresh.version, language, zone), now, make_page)
        if SEATS.encode() not in page.body:
            return page
        event = queries.get_public_event(slug)
        seats = [each for each in fresh.seats if each.is_open]
        body = page.body.replace(SEATS.encode(), seats_block(event, seats).encode())
        return Answer(body, _HTML, page.valid_until)

    return to_response(answers.get(("show", slug, fresh, language, zone), now, splice_seats))


@events.get("/events/<slug>.txt")
def text(slug: str) -> ResponseReturnValue:
    def make(event: Event, now: datetime) -> Answer:
        context = page_context(event, now, _zone())
        description = markdown.to_text(event.description)
        body = render_template("events/show.txt", **context, description_text=description)
        return Answer(body.encode(), _TEXT, rules.next_change(event, now))

    return _cached("text", slug, make)


@events.get("/events/<slug>/calendar.ics")
def calendar_file(slug: str) -> ResponseReturnValue:
    def make(event: Event, now: datetime) -> Answer:
        headers = {"Content-Disposition": f'attachment; filename="{event.slug}.ics"'}
        body = publish(calendar_entry(event), stamp=event.changed_at)
        return Answer(body, _CALENDAR, headers=headers)

    return _cached("calendar", slug, make)


def _cached(name: str, slug: str, make: Callable[[Event, datetime], Answer]) -> ResponseReturnValue:
    fresh, now = _freshness(slug), clock.now()
    key = (name, slug, fresh.version, chosen_language(), _zone())
    return to_response(answers.get(key, now, lambda: make(queries.get_public_event(slug), now)))


def _zone() -> str | None:
    """A third clock without script; anything unknown is no zone."""
    zone = request.args.get("zone", "")
    return zone if zone and clock.is_zone(zone) else None


@events.get("/events/<slug>/")
def with_slash(slug: str) -> ResponseReturnValue:
    return redirect(url_for("events.show", slug=slug), 308)


@events.get("/privacy")
def privacy() -> ResponseReturnValue:
    return _static_page("privacy")


@events.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return _static_page("accessibility")


def _static_page(name: str) -> ResponseReturnValue:
    def make() -> Answer:
        return Answer(render_template(f"events/{name}.html").encode(), _HTML)

    return to_response(answers.get(("static", name, chosen_language()), clock.now(), make))
