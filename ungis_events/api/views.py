"""The public, read-only JSON. Whole byte strings from memory, as the pages; errors are RFC 9457
problems (core/error_pages.py).

Flask-Smorest was looked at and left: it registers its own handler for every HTTP error of the whole
site, and a view that answers with kept bytes passes its schemas by. So openapi.py is written by
hand, and a test holds each answer against it.
"""

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from ungis_events.core import clock
from ungis_events.core.answers import Answer, answers, to_response
from ungis_events.core.errors import NotFound
from ungis_events.core.languages import chosen_language
from ungis_events.core.site_links import site_url
from ungis_events.events import queries, rules
from ungis_events.events.errors import EventNotFound
from ungis_events.events.queries import Filters

from .openapi import document
from .representations import Json, short_event, whole_event

api = Blueprint("api", __name__)

PAGE_SIZE = 100
_LAST_PAGE = 1_000_000  # a larger offset is no number of the database
_JSON = "application/json"


@api.after_app_request
def let_any_site_read(response: Response) -> Response:
    """Errors too, which know no blueprint: a script elsewhere should be able to tell which."""
    if request.path.startswith("/api/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@api.get("/events")
def index() -> ResponseReturnValue:
    given = {name: request.args.get(name, "").strip() for name in Filters._fields}
    filters, language, now = Filters(**given), chosen_language(), clock.now()
    page = min(max(request.args.get("page", 1, type=int), 1), _LAST_PAGE)

    def make() -> Answer:
        return _answer(_list(filters, page, now), queries.next_boundary(now))

    version = queries.publication_version()  # first: what is read after it is at least as new
    if any(filters):
        return to_response(make())  # what people look for is theirs, and endless
    key = ("api events", version, page, language)
    return to_response(answers.get(key, now, make))


def _list(filters: Filters, page: int, now: datetime) -> Json:
    upcoming = queries.list_upcoming(filters, now) if page == 1 else []
    past = queries.list_past(filters, now, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    if page > 1 and not past:
        raise NotFound
    pages = max(-(-queries.count_past(filters, now) // PAGE_SIZE), 1)
    asked = {name: value for name, value in filters._asdict().items() if value}
    return {
        "upcoming": [short_event(event, now) for event in upcoming],
        "past": [short_event(event, now) for event in past],
        "page": page,
        "pages": pages,
        "next": site_url("api.index", **asked, page=page + 1) if page < pages else None,
    }


@api.get("/events/<slug>")
def show(slug: str) -> ResponseReturnValue:
    fresh, language, now = queries.find_freshness(slug), chosen_language(), clock.now()
    if fresh is None:
        raise EventNotFound
    seats = [each for each in fresh.seats if each.is_open]

    def make() -> Answer:
        event = queries.get_public_event(slug)
        return _answer(whole_event(event, seats, now), rules.next_change(event, now))

    return to_response(answers.get(("api event", slug, fresh, language), now, make))


@api.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    def make() -> Answer:
        return _answer(document())

    return to_response(answers.get(("openapi",), clock.now(), make))


def _answer(data: Any, valid_until: datetime | None = None) -> Answer:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(body, _JSON, valid_until)
