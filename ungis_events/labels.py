"""What codes and stored sentences are called in the reader's language."""

from enum import Enum

from flask import Flask
from flask_babel import gettext


def status_label(value: Enum | str) -> str:
    """Any state, format, part, kind or visibility, in the reader's language."""
    code = str(value.value if isinstance(value, Enum) else value)
    labels = {
        "draft": gettext("Draft"),
        "published": gettext("Published"),
        "cancelled": gettext("Cancelled"),
        "virtual": gettext("Virtual"),
        "in-person": gettext("In person"),
        "hybrid": gettext("Hybrid"),
        "room": gettext("In the room"),
        "online": gettext("Online"),
        "confirmed": gettext("Confirmed"),
        "waitlisted": gettext("On the waiting list"),
        "pending": gettext("Waiting for approval"),
        "rejected": gettext("Not accepted"),
        "withdrawn": gettext("Withdrawn"),
        "moderator": gettext("Moderator"),
        "opening": gettext("Opening remarks"),
        "keynote": gettext("Keynote"),
        "speaker": gettext("Speaker"),
        "panellist": gettext("Panellist"),
        "respondent": gettext("Respondent"),
        "closing": gettext("Closing remarks"),
        "concept note": gettext("Concept note"),
        "agenda": gettext("Agenda"),
        "slides": gettext("Slides"),
        "recording": gettext("Recording"),
        "summary": gettext("Summary"),
        "statement": gettext("Statement"),
        "other": gettext("Other"),
        "public": gettext("Public"),
        "registrants": gettext("For those registered"),
        "members": gettext("UNGIS members only"),
        "organizers": gettext("Organizers only"),
        "not_yet_open": gettext("Registration not open yet"),
        "open": gettext("Registration open"),
        "closed": gettext("Registration closed"),
        "live": gettext("On now"),
        "over": gettext("Over"),
        "waiting": gettext("Waiting"),
        "sent": gettext("Sent"),
        "failed": gettext("Failed"),
        "dropped": gettext("Dropped"),
        "missed": gettext("Missed"),
        "off": gettext("Switched off"),
    }
    return labels.get(code, code)


def translated(note: str | None) -> str:
    """A sentence kept in English, in the reader's language.

    Not `_(note)`: that takes % and markup in the answer of a mail server for its own.
    """
    return gettext(note) if note else ""


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(translated=translated, status_label=status_label)
