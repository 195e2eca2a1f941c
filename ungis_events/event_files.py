"""Event files: an event as JSON that people keep, send and edit (UTF-8, stable key order).

Reading names what is wrong with its line and field; writing gives the one form that
round-trips byte for byte. Nothing here touches the database.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import gettext

from ungis_events.core.errors import DomainError, InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.core.json_positions import Path, find_repeated_key, line_of
from ungis_events.events.details import EventDetails, is_web_address
from ungis_events.events.models import EventFormat, EventStatus
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.service import LinkDetails
from ungis_events.speakers.models import Part
from ungis_events.speakers.service import SpeakerDetails

Choice = TypeVar("Choice", bound=StrEnum)
_SPEAKER_KEYS = ("honorific", "name", "role", "organization", "part")
_LINK_KEYS = ("title", "url", "kind", "visibility")
_WALL_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")


class BadEventFile(DomainError):
    """`line` (from 1) and `field` (as in speakers[2].part) say where."""

    status_code = 422

    def __init__(self, line: int, field: str, problem: str) -> None:
        super().__init__(f"line {line}, {field}: {problem}")
        self.line, self.field, self.problem = line, field, problem


@dataclass(frozen=True)
class EventFile:
    details: EventDetails
    status: EventStatus
    speakers: list[SpeakerDetails]
    links: list[LinkDetails]


class _Problem(Exception):
    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path, self.sentence = path, sentence


def read(text: str) -> EventFile:
    """The event of a file, checked whole. Raises BadEventFile."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadEventFile(error.lineno, f"column {error.colno}", error.msg) from error
    except RecursionError as error:
        raise BadEventFile(1, "file", gettext("nested too deeply")) from error
    except ValueError as error:  # Python reads no number of more than 4300 digits
        raise BadEventFile(1, "file", gettext("holds a number that is too long")) from error
    twice = find_repeated_key(text)
    if twice:
        raise BadEventFile(twice[1], _spell(twice[0]), gettext("given twice"))
    try:
        return _event(data)
    except _Problem as error:
        raise BadEventFile(line_of(text, error.path), _spell(error.path), error.sentence) from error
    except InvalidInput as error:
        field, sentence = next(iter(error.fields.items()))
        raise BadEventFile(line_of(text, (field,)), field, str(sentence)) from error


def write(file: EventFile) -> str:
    """All keys in their order, two spaces, a final newline."""
    details = file.details
    fields: dict[str, Any] = {
        "slug": details.slug, "title": details.title, "theme": details.theme,
        "forum": details.forum, "kind": details.kind, "status": file.status.value,
        "format": details.format.value, "zone": details.zone, "starts": _time(details.starts),
        "ends": _time(details.ends), "platform": details.platform, "venue": details.venue,
        "join_url": details.join_url, "languages": details.languages,
        "description": details.description, "organizers": details.organizers,
        "capacity": details.capacity, "waitlist": details.waitlist, "approval": details.approval,
        "registration_opens": _time(details.registration_opens),
        "registration_closes": _time(details.registration_closes), "topics": details.topics,
        "speakers": [_in_order(each, _SPEAKER_KEYS) for each in file.speakers],
        "links": [_in_order(each, _LINK_KEYS) for each in file.links],
        "contact": details.contact, "room_capacity": details.room_capacity,
        "access": details.access,
    }  # fmt: skip
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def _in_order(entry: object, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: getattr(entry, key) for key in keys}


def _time(wall_time: datetime | None) -> str | None:
    return wall_time.isoformat(timespec="minutes") if wall_time else None


class _Reader:
    """Takes fields out of one object; what is left over in the end is unknown."""

    def __init__(self, data: Any, path: Path = ()) -> None:
        if not isinstance(data, dict):
            raise _Problem(path, gettext("give an object in braces"))
        self.data, self.path = dict(data), path

    def problem(self, name: str, sentence: str) -> _Problem:
        return _Problem((*self.path, name), sentence)

    def text(self, name: str, default: str | None = None, longest: int | None = None) -> str | None:
        value = self.data.pop(name, None)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.problem(name, gettext("give text in quotes"))
        self._check_text(name, value, longest)
        if self.path and set("\n\t") & set(value):
            raise self.problem(name, gettext("write this on one line"))
        return value if value.strip() else default

    def _check_text(self, name: str, value: str, longest: int | None) -> None:
        if has_control_characters(value):
            raise self.problem(name, gettext("remove the control characters"))
        if longest and len(value) > longest:
            raise self.problem(name, gettext("use at most %(n)s characters", n=longest))

    def required(self, name: str, longest: int | None = None) -> str:
        value = self.text(name, longest=longest)
        if value is None:
            raise self.problem(name, gettext("this field is required"))
        return value

    def number(self, name: str) -> int | None:
        value = self.data.pop(name, None)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise self.problem(name, gettext("give a whole number or null"))
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.data.pop(name, default)
        if not isinstance(value, bool):
            raise self.problem(name, gettext("give true or false"))
        return value

    def wall_time(self, name: str) -> datetime | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            if not _WALL_TIME.match(value):
                raise ValueError
            return datetime.fromisoformat(value)
        except ValueError:
            raise self.problem(
                name, gettext("give a date and time like 2027-01-31T08:30")
            ) from None

    def choice(self, name: str, choices: type[Choice], default: Choice) -> Choice:
        value = self.text(name, default.value)
        if value not in [each.value for each in choices]:
            allowed = ", ".join(each.value for each in choices)
            raise self.problem(name, gettext("choose one of: %(allowed)s", allowed=allowed))
        return choices(value)

    def texts(self, name: str, default: list[str]) -> list[str]:
        value = self.data.pop(name, None)
        if value is None:
            return default
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.problem(name, gettext("give a list of texts"))
        for each in value:
            self._check_text(name, each, 300)
            if not each.strip() or set("\n\t") & set(each):
                raise self.problem(name, gettext("write each on one line"))
        if len(set(value)) != len(value):
            raise self.problem(name, gettext("each only once"))
        return value

    def objects(self, name: str, read_one: Callable[["_Reader"], Any]) -> list[Any]:
        value = self.data.pop(name, None)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.problem(name, gettext("give a list of objects"))
        readers = [_Reader(each, (*self.path, name, n)) for n, each in enumerate(value)]
        return [reader.finish(read_one(reader)) for reader in readers]

    def finish(self, result: Any) -> Any:
        for name in self.data:
            raise self.problem(name, gettext("there is no such field"))
        return result


def _event(data: Any) -> EventFile:
    reader = _Reader(data)
    starts, ends = reader.wall_time("starts"), reader.wall_time("ends")
    if starts is None or ends is None:
        missing = "starts" if starts is None else "ends"
        raise reader.problem(missing, gettext("this field is required"))
    details = EventDetails(
        slug=reader.required("slug"),
        title=reader.required("title"),
        zone=reader.required("zone"),
        starts=starts,
        ends=ends,
        theme=reader.text("theme"),
        forum=reader.text("forum"),
        kind=reader.text("kind") or "side event",
        format=reader.choice("format", EventFormat, EventFormat.VIRTUAL),
        platform=reader.text("platform"),
        venue=reader.text("venue"),
        join_url=reader.text("join_url"),
        languages=reader.texts("languages", ["en"]),
        description=reader.text("description") or "",
        organizers=reader.texts("organizers", []),
        contact=reader.text("contact"),
        access=reader.text("access"),
        capacity=reader.number("capacity"),
        room_capacity=reader.number("room_capacity"),
        waitlist=reader.flag("waitlist", default=True),
        approval=reader.flag("approval", default=False),
        registration_opens=reader.wall_time("registration_opens"),
        registration_closes=reader.wall_time("registration_closes"),
        topics=reader.texts("topics", []),
    )
    details.check()
    file = EventFile(
        details,
        reader.choice("status", EventStatus, EventStatus.DRAFT),
        reader.objects("speakers", _speaker),
        reader.objects("links", _link),
    )
    return reader.finish(file)


def _speaker(reader: _Reader) -> SpeakerDetails:
    return SpeakerDetails(
        honorific=reader.text("honorific", longest=60),
        name=reader.required("name", longest=200),
        role=reader.text("role", longest=300),
        organization=reader.text("organization", longest=300),
        part=reader.choice("part", Part, Part.SPEAKER),
    )


def _link(reader: _Reader) -> LinkDetails:
    link = LinkDetails(
        title=reader.required("title", longest=200),
        url=reader.required("url", longest=1000),
        kind=reader.choice("kind", LinkKind, LinkKind.OTHER),
        visibility=reader.choice("visibility", Visibility, Visibility.PUBLIC),
    )
    if not is_web_address(link.url):
        raise reader.problem("url", gettext("give an address that begins with https://"))
    return link


def _spell(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "file"
