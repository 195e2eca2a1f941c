"""What codes and stored sentences are called in the reader's language."""

from enum import Enum

from flask import Flask
from flask_babel import LazyString, gettext, lazy_gettext

LABELS: dict[str, LazyString] = {
    "draft": lazy_gettext("Draft"),
    "published": lazy_gettext("Published"),
    "cancelled": lazy_gettext("Cancelled"),
    "virtual": lazy_gettext("Virtual"),
    "in-person": lazy_gettext("In person"),
    "hybrid": lazy_gettext("Hybrid"),
    "room": lazy_gettext("In the room"),
    "online": lazy_gettext("Online"),
    "confirmed": lazy_gettext("Confirmed"),
    "waitlisted": lazy_gettext("On the waiting list"),
    "pending": lazy_gettext("Waiting for approval"),
    "rejected": lazy_gettext("Not accepted"),
    "withdrawn": lazy_gettext("Withdrawn"),
    "moderator": lazy_gettext("Moderator"),
    "opening": lazy_gettext("Opening remarks"),
    "keynote": lazy_gettext("Keynote"),
    "speaker": lazy_gettext("Speaker"),
    "panellist": lazy_gettext("Panellist"),
    "respondent": lazy_gettext("Respondent"),
    "closing": lazy_gettext("Closing remarks"),
    "proposed": lazy_gettext("Proposed"),
    "invited": lazy_gettext("Invited"),
    "declined": lazy_gettext("Declined"),
    "replaced": lazy_gettext("Replaced"),
    "yes": lazy_gettext("Yes"),
    "no": lazy_gettext("No"),
    "concept note": lazy_gettext("Concept note"),
    "agenda": lazy_gettext("Agenda"),
    "slides": lazy_gettext("Slides"),
    "recording": lazy_gettext("Recording"),
    "summary": lazy_gettext("Summary"),
    "statement": lazy_gettext("Statement"),
    "other": lazy_gettext("Other"),
    "public": lazy_gettext("Public"),
    "registrants": lazy_gettext("For those registered"),
    "members": lazy_gettext("UNGIS members only"),
    "organizers": lazy_gettext("Organizers only"),
    "not_yet_open": lazy_gettext("Registration not open yet"),
    "open": lazy_gettext("Registration open"),
    "closed": lazy_gettext("Registration closed"),
    "live": lazy_gettext("On now"),
    "over": lazy_gettext("Over"),
    "waiting": lazy_gettext("Waiting"),
    "sent": lazy_gettext("Sent"),
    "failed": lazy_gettext("Failed"),
    "dropped": lazy_gettext("Dropped"),
    "missed": lazy_gettext("Missed"),
    "off": lazy_gettext("Switched off"),
    "everybody": lazy_gettext("Everybody with a seat"),
    "attended": lazy_gettext("Who was there"),
    "absent": lazy_gettext("Who was not there"),
    "optional": lazy_gettext("Optional"),
    "required": lazy_gettext("Required"),
}


def status_label(value: Enum | str) -> str:
    """Any state, format, part, kind or visibility, in the reader's language."""
    code = str(value.value if isinstance(value, Enum) else value)
    return str(LABELS.get(code, code))


def translated(note: str | None) -> str:
    """A sentence kept in English, in the reader's language.

    Not `_(note)`: that takes % and markup in the answer of a mail server for its own.
    """
    return gettext(note) if note else ""


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(translated=translated, status_label=status_label)
