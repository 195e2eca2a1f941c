"""Everything an organizer decides about a group's link, checked before anything is saved."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ungis_events.core import clock
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.events.models import Event, Mode

from .models import Invitation

LONGEST_LABEL = 200
MOST_KEPT = 1_000_000


@dataclass(frozen=True)
class InvitationDetails:
    """`keeps_until` is a wall time in the event's zone."""

    label: str
    mode: Mode | None = None
    """Where the places are kept; None: in the only one there is."""
    kept: int = 0
    only_kept: bool = False
    skips_approval: bool = True
    keeps_until: datetime | None = None

    @classmethod
    def of(cls, invitation: Invitation) -> "InvitationDetails":
        return cls(
            label=invitation.label,
            mode=invitation.mode.mode if invitation.mode else None,
            kept=invitation.kept,
            only_kept=invitation.only_kept,
            skips_approval=invitation.skips_approval,
            keeps_until=invitation.keeps_until,
        )

    def differences(self, newer: "InvitationDetails") -> dict[str, list[Any]]:
        """{field: [before, after]} as JSON values."""
        before, after = _plain(self), _plain(newer)
        return {name: [before[name], after[name]] for name in before if before[name] != after[name]}

    def check(self, event: Event, used: int, now: datetime) -> None:
        """Raises InvalidInput. `used`: how many of the kept places are taken already."""
        problems: dict[str, str | LazyString] = {}
        if not self.label.strip():
            problems["label"] = lazy_gettext("Say whom the link is for")
        elif len(self.label) > LONGEST_LABEL:
            problems["label"] = lazy_gettext("Use at most %(n)s characters", n=LONGEST_LABEL)
        elif has_control_characters(self.label) or "\n" in self.label:
            problems["label"] = lazy_gettext("Write this on one line")
        if not 0 <= self.kept <= MOST_KEPT:
            problems["kept"] = lazy_gettext("Give a number from 0 to 1,000,000")
        elif self.kept < used:
            problems["kept"] = lazy_gettext(
                "%(n)s of them are taken already: keep at least as many", n=used
            )
        elif self.only_kept and not self.kept:
            problems["kept"] = lazy_gettext("Say how many places are kept for this link alone")
        if self.mode is not None and self.mode not in {mode.mode for mode in event.modes}:
            problems["mode"] = lazy_gettext("Choose online or in the room")
        if sentence := self._problem_of_time(event, used, now):
            problems["keeps_until"] = sentence
        if problems:
            raise InvalidInput(problems)

    def _problem_of_time(self, event: Event, used: int, now: datetime) -> str | LazyString | None:
        if self.keeps_until is None:
            return None
        if not 1970 <= self.keeps_until.year <= 9998:
            return lazy_gettext("That date cannot be used")
        try:
            at = clock.from_wall_time(self.keeps_until, event.zone)
        except clock.NotOnTheClock as error:
            return error.message
        if at <= now and self.kept > used:
            return lazy_gettext("That time has passed: the places would not be kept at all")
        return None


def _plain(details: InvitationDetails) -> dict[str, Any]:
    return {
        name: value.isoformat(timespec="minutes") if isinstance(value, datetime) else value
        for name, value in asdict(details).items()
    }
