"""The form of an agenda item: a time on the clock of the event's zone."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField, StringField, TextAreaField, URLField
from wtforms.validators import DataRequired, InputRequired, Optional

from ungis_events.core import clock
from ungis_events.core.clock_faces import short_date
from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_fields import NumberField, as_choices, none_if_blank
from ungis_events.core.form_filters import tidy, tidy_lines
from ungis_events.core.templating import language
from ungis_events.events.models import Event
from ungis_events.speakers.models import Speaker

from .details import GreenRoomDetails, ItemDetails, Turn

_MOST_DAYS = 31


class ItemForm(DeskForm):
    """`day` is asked only where the event has several; each speaker has `turn_<number>` and
    `minutes_<number>`."""

    day = SelectField(lazy_gettext("Day"))
    starts = StringField(
        lazy_gettext("Starts"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter when it starts, as in 08:40"))],
    )
    minutes = NumberField(
        lazy_gettext("Minutes"),
        validators=[InputRequired(lazy_gettext("Enter how many minutes it takes"))],
    )
    title = StringField(
        lazy_gettext("Title"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter what this item is called"))],
    )
    note = TextAreaField(
        lazy_gettext("Note for the podium"),
        description=lazy_gettext(
            "Guiding questions, who hands over to whom. Only speakers and organizers see it."
        ),
        filters=[tidy_lines, none_if_blank],
    )

    @classmethod
    def of(cls, event: Event, speakers: Sequence[Speaker], saved: ItemDetails) -> "ItemForm":
        """Filled with what is saved or proposed, unless the request brings a filled form."""
        fields: dict[str, Any] = {}
        values: dict[str, Any] = {}
        turns = {turn.speaker_id: turn for turn in saved.turns}
        for speaker in speakers:
            number = speaker.id
            fields[f"turn_{number}"] = BooleanField(speaker.display_name)
            fields[f"minutes_{number}"] = NumberField(
                lazy_gettext("Minutes for %(name)s", name=speaker.display_name),
                validators=[Optional()],
            )
            values[f"turn_{number}"] = number in turns
            values[f"minutes_{number}"] = turns[number].minutes if number in turns else None
        local = _wall_time(event, saved.starts_after)
        values |= {
            "version": fingerprint(saved),
            "day": local.date().isoformat(),
            "starts": f"{local:%H:%M}",
            "minutes": saved.minutes,
            "title": saved.title,
            "note": saved.note,
        }
        form: ItemForm = type("ItemForm", (cls,), fields)(**values)
        days = _days(event, local.date())
        form.day.choices = as_choices(
            (day.isoformat(), short_date(day, language())) for day in days
        )
        if len(days) == 1:
            del form.day
        return form

    def details(self, event: Event, speakers: Sequence[Speaker]) -> ItemDetails:
        """Raises InvalidInput for a time that is none."""
        turns = []
        for speaker in speakers:
            minutes = self[f"minutes_{speaker.id}"].data
            if self[f"turn_{speaker.id}"].data or minutes is not None:
                turns.append(Turn(speaker.id, minutes))
        return ItemDetails(
            title=self.title.data or "",
            starts_after=self._starts_after(event),
            minutes=self.minutes.data or 0,
            note=self.note.data,
            turns=tuple(turns),
        )

    def _starts_after(self, event: Event) -> int:
        day = date.fromisoformat(self.day.data) if "day" in self else event.starts.date()
        try:
            at = clock.from_wall_time(
                datetime.combine(day, time.fromisoformat(self.starts.data)), event.zone
            )
        except ValueError:
            sentence = lazy_gettext("Enter when it starts, as in 08:40")
            raise InvalidInput({"starts": sentence}) from None
        except clock.NotOnTheClock as error:
            raise InvalidInput({"starts": error.message}) from None
        return (at - event.starts_at) // timedelta(minutes=1)


class ShiftForm(DeskForm):
    """This item and all after it."""

    item = SelectField(lazy_gettext("From"), coerce=int)
    by = NumberField(
        lazy_gettext("by how many minutes"),
        validators=[InputRequired(lazy_gettext("Enter by how many minutes"))],
    )


def _wall_time(event: Event, starts_after: int) -> datetime:
    return clock.to_wall_time(event.starts_at + timedelta(minutes=starts_after), event.zone)


def _days(event: Event, also: date) -> list[date]:
    """Of the event, and the one where an item stands that is outside by now."""
    first, last = event.starts.date(), event.ends.date()
    if event.ends.time() == time() and last > first:
        last -= timedelta(days=1)
    number = min((last - first).days + 1, _MOST_DAYS)
    return sorted({first + timedelta(days=day) for day in range(number)} | {also})


class GreenRoomForm(DeskForm):
    minutes = NumberField(
        lazy_gettext("Minutes before the start"),
        validators=[InputRequired(lazy_gettext("Enter how many minutes before"))],
    )
    url = URLField(
        lazy_gettext("Address of the room where speakers meet"),
        description=lazy_gettext(
            "Only speakers get it, by their briefing. Leave it empty where they meet on the "
            "event's own platform."
        ),
        filters=[tidy, none_if_blank],
    )

    @classmethod
    def of(cls, saved: GreenRoomDetails) -> "GreenRoomForm":
        return cls(version=fingerprint(saved), minutes=saved.minutes, url=saved.url)

    def details(self) -> GreenRoomDetails:
        return GreenRoomDetails(self.minutes.data, self.url.data)
