"""What the JSON looks like: OpenAPI 3.1, written by hand to be read from top to bottom."""

from typing import Any

from flask import current_app

from ungis_events.events.models import EventFormat, EventStatus, Mode
from ungis_events.events.rules import Phase
from ungis_events.files.models import LinkKind
from ungis_events.speakers.models import Part

Schema = dict[str, Any]


def document() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "UNGIS events",
            "version": "1",
            "description": "The published side events of the United Nations Group on the "
            "Information Society. Read-only, no key, readable from any site. Fields may be added; "
            "none changes or goes without a new version. Answers carry an ETag: send it back in "
            "If-None-Match.",
        },
        "servers": [{"url": str(current_app.config["BASE_URL"])}],
        "paths": {
            "/api/v1/events": {
                "get": {
                    "operationId": "listEvents",
                    "summary": "Upcoming events, soonest first, and past ones, latest first",
                    "parameters": [
                        _query("forum", "The forum's slug"),
                        _query("topic", "SDG9, C1, C7-ELEA, GDC4 …"),
                        _query("format", "virtual, in-person or hybrid"),
                        _query("q", "Words, each of which stands somewhere in the event"),
                        _query(
                            "page", "From 1; each has 100 past events", type="integer", minimum=1
                        ),
                    ],
                    "responses": {
                        "200": _answer("A page of events", "EventList"),
                        "304": _NOT_CHANGED,
                        "404": _problem("No such page"),
                    },
                }
            },
            "/api/v1/events/{slug}": {
                "get": {
                    "operationId": "showEvent",
                    "summary": "One event with its speakers, links and seats",
                    "parameters": [
                        {
                            "name": "slug",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                        }
                    ],
                    "responses": {
                        "200": _answer("The event", "Event"),
                        "304": _NOT_CHANGED,
                        "404": _problem("None of that name is published"),
                    },
                }
            },
            "/api/v1/openapi.json": {
                "get": {
                    "operationId": "describe",
                    "summary": "This document",
                    "responses": {
                        "200": {
                            "description": "This document",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        "304": _NOT_CHANGED,
                    },
                }
            },
        },
        "components": {
            "schemas": {
                "EventList": _EVENT_LIST,
                "ShortEvent": _object(_SHORT_EVENT),
                "Event": _object(_EVENT),
                "CityTime": _object(_CITY_TIME),
                "Registration": _object(_REGISTRATION),
                "Seats": _object(_SEATS),
                "Speaker": _object(_SPEAKER),
                "Link": _object(_LINK),
                "Problem": _PROBLEM,
            }
        },
    }


def _text(description: str = "", **more: Any) -> Schema:
    return {"type": "string", **({"description": description} if description else {}), **more}


def _one_of(choices: Any, description: str = "") -> Schema:
    return _text(description, enum=[each.value for each in choices])


def _or_null(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def _list_of(items: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": items} | ({"description": description} if description else {})


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Schema) -> Schema:
    """Every field is always there, null where there is nothing to say."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _query(name: str, description: str, **schema: Any) -> Schema:
    schema = {"type": "string"} | schema
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _answer(description: str, name: str) -> Schema:
    return {
        "description": description,
        "headers": {"ETag": {"schema": _text()}},
        "content": {"application/json": {"schema": _ref(name)}},
    }


def _problem(description: str) -> Schema:
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }


_NOT_CHANGED = {"description": "The answer is the one whose ETag was sent"}
_URL = _text(format="uri")
_COUNT = {"type": "integer", "minimum": 0}
_PLACES = {"type": ["integer", "null"], "minimum": 0, "description": "null: no limit"}
_MOMENT = _text("In UTC", pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", format="date-time")
_WALL_TIME = _text(
    "On a clock in the event's zone, without an offset: 2027-01-31T08:30",
    pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$",
)
_LOCAL_TIME = _text("2027-01-31T08:30:00-05:00", format="date-time")

_CITY_TIME: Schema = {
    "city": _text(),
    "zone": _text("IANA name"),
    "starts": _LOCAL_TIME,
    "ends": _LOCAL_TIME,
    "abbreviation": _or_null(
        _text("EST, CEST … at the start; null where the zone has none but a number")
    ),
}
_REGISTRATION: Schema = {
    "phase": _one_of(Phase),
    "opens_at": _or_null(_MOMENT | {"description": "null: since it was published"}),
    "closes_at": _MOMENT,
    "url": _or_null(_URL | {"description": "Where to register, while that is possible"}),
}
_SEATS: Schema = {
    "mode": _one_of(Mode, "Room and online are counted apart"),
    "capacity": _PLACES,
    "taken": _COUNT,
    "left": _PLACES,
    "waiting": _COUNT | {"description": "How many stand in line"},
}
_SPEAKER: Schema = {
    "display_name": _text("With the honorific"),
    "honorific": _or_null(_text()),
    "name": _text(),
    "role": _or_null(_text()),
    "organization": _or_null(_text()),
    "part": _one_of(Part),
}
_LINK: Schema = {"title": _text(), "url": _URL, "kind": _one_of(LinkKind)}

_SHORT_EVENT: Schema = {
    "uid": _text("The same in every calendar file"),
    "url": _URL | {"description": "The event's page"},
    "api_url": _URL | {"description": "The whole event as JSON"},
    "calendar_url": _URL | {"description": "The event as a calendar file"},
    "slug": _text(),
    "title": _text(),
    "theme": _or_null(_text()),
    "kind": _text("side event, unless its organizers call it something else"),
    "status": _one_of([EventStatus.PUBLISHED, EventStatus.CANCELLED]),
    "format": _one_of(EventFormat),
    "zone": _text("IANA name; starts and ends are wall times in it"),
    "platform": _or_null(_text()),
    "venue": _or_null(_text()),
    "organizers": _list_of(_text()),
    "languages": _list_of(_text(), "BCP 47"),
    "topics": _list_of(_text(), "SDGs, WSIS Action Lines and GDC objectives by their codes"),
    "forum": _or_null(_text()),
    "forum_slug": _or_null(_text()),
    "starts": _WALL_TIME,
    "ends": _WALL_TIME,
    "starts_at": _MOMENT,
    "ends_at": _MOMENT,
    "times": _list_of(_ref("CityTime"), "The same moment on the clock of each home city"),
    "registration": _ref("Registration"),
}
_EVENT: Schema = _SHORT_EVENT | {
    "description": _text("Markdown"),
    "access": _or_null(_text("How to get in, captions, interpretation")),
    "capacity": _PLACES,
    "room_capacity": _PLACES | {"description": "Of hybrid events, beside capacity"},
    "waitlist": {"type": "boolean"},
    "approval": {"type": "boolean", "description": "Organizers confirm each registration"},
    "registration_opens": _or_null(_WALL_TIME),
    "registration_closes": _or_null(_WALL_TIME),
    "registration": _object(_REGISTRATION | {"seats": _list_of(_ref("Seats"))}),
    "speakers": _list_of(_ref("Speaker"), "In the order of the roster"),
    "links": _list_of(_ref("Link"), "Those that anybody may open"),
    "recording": _or_null(_URL),
}
_EVENT_LIST: Schema = _object(
    {
        "upcoming": _list_of(_ref("ShortEvent"), "All of them, on the first page"),
        "past": _list_of(_ref("ShortEvent")),
        "page": {"type": "integer"},
        "pages": {"type": "integer"},
        "next": _or_null(_URL | {"description": "The next page"}),
    }
)
_PROBLEM: Schema = _object(
    {
        "type": _text("RFC 9457"),
        "title": _text(),
        "status": {"type": "integer"},
        "detail": _text(),
    }
)
