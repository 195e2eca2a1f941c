from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, Optional

from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.form_fields import NumberField, WallTimeField, as_choices
from ungis_events.core.form_filters import tidy
from ungis_events.events.models import Event, Mode

from .details import InvitationDetails


class InvitationForm(DeskForm):
    label = StringField(
        lazy_gettext("Whom it is for"),
        description=lazy_gettext("As in: Permanent Missions in Geneva. The group sees it."),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Say whom the link is for"))],
    )
    kept = NumberField(
        lazy_gettext("Places kept for them"),
        description=lazy_gettext("Left empty, the link only lets people in."),
        validators=[Optional()],
    )
    mode = RadioField(
        lazy_gettext("Kept where"),
        choices=as_choices(
            [
                (Mode.ROOM.value, lazy_gettext("In the room")),
                (Mode.ONLINE.value, lazy_gettext("Online")),
            ]
        ),
        default=Mode.ROOM.value,
    )
    keeps_until = WallTimeField(
        lazy_gettext("Kept until"),
        description=lazy_gettext(
            "In the event's time zone. What is not taken by then is everybody's, and goes to "
            "those who wait. Left empty: until the event."
        ),
        validators=[Optional()],
    )
    only_kept = BooleanField(
        lazy_gettext("Close the link when these places are taken"),
        description=lazy_gettext("Otherwise whoever comes later is treated like everybody else."),
    )
    skips_approval = BooleanField(
        lazy_gettext("Whoever comes by this link needs no approval"), default=True
    )

    @classmethod
    def for_event(cls, event: Event, details: InvitationDetails | None = None) -> "InvitationForm":
        """Filled with what is saved; where to keep places is asked only if there is a choice."""
        values: dict[str, Any] = {}
        if details is not None:
            values = asdict(details) | {"kept": details.kept or None}
            values |= {"version": fingerprint(details), "mode": details.mode or Mode.ROOM.value}
        form = cls(**values)
        if len(event.modes) < 2:
            del form.mode
        return form

    def details(self) -> InvitationDetails:
        return InvitationDetails(
            label=self.label.data or "",
            mode=Mode(self.mode.data) if "mode" in self and self.kept.data else None,
            kept=self.kept.data or 0,
            only_kept=self.only_kept.data,
            skips_approval=self.skips_approval.data,
            keeps_until=self.keeps_until.data if self.kept.data else None,
        )
