"""Words of the desk: who can be chosen, and messages to start from."""

from typing import NamedTuple

from flask_babel import gettext, lazy_gettext

from ungis_events.events.models import Event
from ungis_events.registrations.models import RegistrationStatus

from .models import Attendance, Purpose

STATUSES = (
    (RegistrationStatus.CONFIRMED.value, lazy_gettext("Confirmed")),
    (RegistrationStatus.WAITLISTED.value, lazy_gettext("On the waiting list")),
    (RegistrationStatus.PENDING.value, lazy_gettext("To be approved")),
    (RegistrationStatus.REJECTED.value, lazy_gettext("Not admitted")),
    (RegistrationStatus.WITHDRAWN.value, lazy_gettext("Withdrawn")),
)
ATTENDANCES = (
    (Attendance.ANY.value, lazy_gettext("Whether they were there or not")),
    (Attendance.JOINED.value, lazy_gettext("Were there")),
    (Attendance.ABSENT.value, lazy_gettext("Were not there")),
)
MODES = (
    ("", lazy_gettext("In the room and online")),
    ("room", lazy_gettext("In the room")),
    ("online", lazy_gettext("Online")),
)
PURPOSES = (
    (Purpose.EVENT.value, lazy_gettext("About this event")),
    (Purpose.NEWS.value, lazy_gettext("News beyond it: only to who asked for news")),
)


class Starter(NamedTuple):
    """A message to start from, in the organizer's language."""

    name: str
    subject: str
    body: str
    status: RegistrationStatus = RegistrationStatus.CONFIRMED


def starters(event: Event) -> dict[str, Starter]:
    """{code in the address: message}"""
    return {
        "practical": Starter(
            gettext("Practical information"),
            gettext("Practical information: {title}"),
            _paragraphs(
                gettext("We look forward to seeing you at {title}."),
                gettext("- When: {times}\n- Where: {place}"),
                gettext("[Join the webinar]({join_link}): this link is yours alone.")
                if event.is_online
                else None,
                gettext("If you cannot come, please [give your place back]({own_link})."),
            ),
        ),
        "thanks": Starter(
            gettext("Thank you and recording"),
            gettext("Thank you for coming: {title}"),
            _paragraphs(
                gettext("Thank you for taking part in {title}."),
                gettext("The recording and the slides are on [the event's page]({event_link})."),
                gettext("What should we do better next time? Just reply to this mail."),
            ),
        ),
        "seats": Starter(
            gettext("We have more seats"),
            gettext("More seats: {title}"),
            _paragraphs(
                gettext("There will be more seats at {title}, and you are on the waiting list."),
                gettext(
                    "When a place becomes yours, you get a mail at once. There is nothing to do."
                ),
                gettext("You no longer want to come? Please [leave the line]({own_link})."),
            ),
            RegistrationStatus.WAITLISTED,
        ),
    }


def _paragraphs(*paragraphs: str | None) -> str:
    return "\n\n".join(filter(None, paragraphs)) + "\n"
