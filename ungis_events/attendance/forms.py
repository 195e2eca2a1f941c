from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField

from ungis_events.core.clock_faces import Cities, city_name
from ungis_events.core.form_fields import as_choices
from ungis_events.events.models import Event

_ZONE = lazy_gettext("Its times are those of")
_WHOSE = lazy_gettext(
    "The report does not say. They are of the zone in the profile of whoever downloaded it."
)


class ZoneForm(FlaskForm):
    """Of which zone a report's times are: the event's, a city's, or UTC."""

    zone = SelectField(_ZONE, description=_WHOSE)

    def __init__(self, event: Event, cities: Cities, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.zone.choices = as_choices(zone_choices(event, cities))


class UploadForm(ZoneForm):
    file = FileField(
        lazy_gettext("The report"),
        description=lazy_gettext(
            "The webinar's attendee report or a meeting's list of participants, as CSV or Excel "
            "(.xlsx), at most 20 MB."
        ),
    )


def zone_choices(event: Event, cities: Cities) -> Sequence[tuple[str, Any]]:
    names: dict[str, Any] = {event.zone: lazy_gettext("The event (%(zone)s)", zone=event.zone)}
    for city, zone in (*cities, ("UTC", "UTC")):
        names.setdefault(zone, city_name(city))
    return list(names.items())
