"""The parts of an event that people hear about, each with a form of its own."""

from dataclasses import asdict, replace
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField

from ungis_events.core.desk_form import DeskForm
from ungis_events.events.details import EventDetails
from ungis_events.events.forms import PlaceFields, TimesFields
from ungis_events.events.models import EventFormat


class ChangeForm(DeskForm):
    """Some of an event's details; the others stay as they are saved."""

    @classmethod
    def of(cls, details: EventDetails, version: int) -> "ChangeForm":
        values = asdict(details) | {"format": details.format.value}
        return cls(version=str(version), **values)

    def details(self, saved: EventDetails) -> EventDetails:
        values: dict[str, Any] = {
            name: self[name].data for name in EventDetails.__dataclass_fields__ if name in self
        }
        if "format" in values:
            values["format"] = EventFormat(values["format"])
        return replace(saved, **values)


class RescheduleForm(TimesFields, ChangeForm):
    """When it takes place."""


class PlaceForm(PlaceFields, ChangeForm):
    """Where it takes place, and how to get in."""

    is_told = BooleanField(
        lazy_gettext("Tell the people registered and the speakers in any case"),
        description=lazy_gettext("Otherwise nobody hears of a new link or a few seats more."),
    )
