"""What organizers write about an item, checked before anything is saved."""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.clock_faces import city_name
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.events.details import is_web_address
from ungis_events.events.models import Event

from .models import AgendaItem
from .rules import minutes_of

LONGEST_TITLE = 300
_LONGEST_NOTE = 5000
_DAY = 24 * 60
LONGEST_GREEN_ROOM = 120


@dataclass(frozen=True)
class Turn:
    """`minutes` None: not said."""

    speaker_id: int
    minutes: int | None = None


@dataclass(frozen=True)
class ItemDetails:
    """`starts_after` in minutes after the event's start, so that the item moves with it."""

    title: str
    starts_after: int
    minutes: int
    note: str | None = None
    turns: tuple[Turn, ...] = ()

    @classmethod
    def of(cls, item: AgendaItem) -> "ItemDetails":
        return cls(
            item.title,
            item.starts_after,
            item.minutes,
            item.note,
            tuple(Turn(slot.speaker_id, slot.minutes) for slot in item.slots),
        )

    def check(self, event: Event) -> None:
        """Raises InvalidInput."""
        problems: dict[str, str | LazyString] = {}
        if not self.title.strip():
            problems["title"] = lazy_gettext("Enter what this item is called")
        if len(self.title) > LONGEST_TITLE:
            problems["title"] = lazy_gettext("Use at most %(n)s characters", n=LONGEST_TITLE)
        if len(self.note or "") > _LONGEST_NOTE:
            problems["note"] = lazy_gettext("Use at most %(n)s characters", n=_LONGEST_NOTE)
        for name, text in (("title", self.title), ("note", self.note or "")):
            if has_control_characters(text):
                problems[name] = lazy_gettext("Remove the control characters from this text")
        if self.minutes < 1:
            problems["minutes"] = lazy_gettext("Enter how many minutes it takes")
        problems |= self._problem_with_hours(event) if self.minutes >= 1 else {}
        for turn in self.turns:
            if turn.minutes is not None and not 1 <= turn.minutes <= _DAY:
                problems[f"minutes_{turn.speaker_id}"] = lazy_gettext(
                    "Enter a number of minutes, or leave it empty"
                )
        if problems:
            raise InvalidInput(problems)

    def _problem_with_hours(self, event: Event) -> dict[str, str | LazyString]:
        length = minutes_of(event)
        hours = {
            "from": f"{event.starts:%H:%M}",
            "until": f"{event.ends:%H:%M}",
            "zone": city_name(event.zone.rsplit("/", 1)[-1].replace("_", " ")),
        }
        if not 0 <= self.starts_after < length:
            sentence = lazy_gettext(
                "Enter a time within the event: %(from)s to %(until)s (%(zone)s)", **hours
            )
            return {"starts": sentence}
        if self.starts_after + self.minutes > length:
            sentence = lazy_gettext(
                "It would go on after the event, which ends at %(until)s (%(zone)s). "
                "%(left)s minutes are left.",
                left=length - self.starts_after,
                **hours,
            )
            return {"minutes": sentence}
        return {}


@dataclass(frozen=True)
class GreenRoomDetails:
    """When and where speakers meet before the event; `url` None: on the event's own platform."""

    minutes: int
    url: str | None = None

    @classmethod
    def of(cls, event: Event) -> "GreenRoomDetails":
        return cls(event.green_room_minutes, event.green_room_url)

    def check(self) -> None:
        """Raises InvalidInput."""
        problems: dict[str, str | LazyString] = {}
        if not 0 <= self.minutes <= LONGEST_GREEN_ROOM:
            problems["minutes"] = lazy_gettext("Enter 0 to %(n)s minutes", n=LONGEST_GREEN_ROOM)
        if self.url is not None and not is_web_address(self.url):
            problems["url"] = lazy_gettext("Give an address that begins with https:// or http://")
        elif len(self.url or "") > 1000:
            problems["url"] = lazy_gettext("Use at most %(n)s characters", n=1000)
        if problems:
            raise InvalidInput(problems)
