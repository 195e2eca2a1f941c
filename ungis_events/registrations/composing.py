"""How an e-mail to a registrant is put together: its words, its look, its headers."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import css_inline
from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from ungis_events.adapters.mail import Email
from ungis_events.core.site_links import site_url
from ungis_events.core.templating import static_url
from ungis_events.events.models import Event
from ungis_events.events.rules import DOORS_OPEN_BEFORE
from ungis_events.mailing.models import OutgoingEmail

from . import links
from .models import Registration, RegistrationStatus
from .queries import place_in_line

# A personal token (core/signed_links.py): whoever has one can act as that person.
_TOKEN = re.compile(r"\b\d+-[a-z2-7]{32}\b")
_STYLE_SHEET = Path(__file__).parent.parent / "static" / "mail.css"
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


class CalendarPart(NamedTuple):
    """A calendar file and its METHOD."""

    content: bytes
    method: str


@dataclass(frozen=True)
class MailShown:
    """An e-mail as the desk shows it before it leaves."""

    subject: str
    text: str
    html: str
    """A whole page for a frame of its own; its style is ours, from /static."""


def compose(
    row: OutgoingEmail,
    registration: Registration,
    now: datetime,
    *,
    more: dict[str, Any] | None = None,
    calendar: CalendarPart | None = None,
    reply_to: str | None = None,
    unsubscribe_url: str | None = None,
) -> Email:
    """The complete e-mail, in the row's language; `more` goes to the templates of its kind.

    Only news have an `unsubscribe_url`: the page itself, which also answers a POST from a mail
    program.
    """
    context = _context(row, registration, now) | (more or {})
    context["unsubscribe_url"] = unsubscribe_url
    context["mail_style"] = _style_inside()
    with force_locale(row.language):
        subject, text, html = _render(row.kind, context)
    from_address = str(current_app.config["MAIL_FROM_ADDRESS"])
    domain = from_address.rpartition("@")[2]
    return Email(
        to_address=row.to_address,
        to_name=registration.full_name,
        from_address=from_address,
        from_name=str(current_app.config["MAIL_FROM_NAME"]),
        reply_to=reply_to or registration.event.contact,
        subject=subject,
        text=text,
        html=_inliner.inline(html),
        calendar=calendar.content if calendar else None,
        calendar_method=calendar.method if calendar else None,
        headers=_unsubscribing(unsubscribe_url) if unsubscribe_url else (),
        message_id=f"<{row.message_id}@{domain}>",
        date=row.queued_at,  # as the Message-ID: a second try is the same message
    )


def _unsubscribing(url: str) -> tuple[tuple[str, str], ...]:
    """One click in the mail program, without opening a page (RFC 8058)."""
    return ("List-Unsubscribe", f"<{url}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


def show(
    row: OutgoingEmail,
    registration: Registration,
    now: datetime,
    *,
    more: dict[str, Any] | None = None,
) -> MailShown:
    """What `compose` would make of it, for the desk, without the keys in its personal links.

    `row` need not be saved.
    """
    context = _context(row, registration, now) | (more or {})
    # A style element would be refused here: our pages allow no style but that of /static.
    head = '<base target="_blank"><link rel="stylesheet" href="{}">'
    context["mail_style"] = Markup(head).format(static_url("mail.css"))  # noqa: S704 - our own words
    with force_locale(row.language):
        return MailShown(*(_TOKEN.sub("…", part) for part in _render(row.kind, context)))


def specimen(
    event: Event, *, name: str, email: str, language: str, zone: str | None = None
) -> Registration:
    """Somebody with a seat who is not there: for tests sent to oneself. Never saved."""
    registration = Registration(
        id=0,
        status=RegistrationStatus.CONFIRMED,
        email=email,
        given_name=name,
        family_name="",
        organization="",
        stakeholder_group="",
        country="none",
        language=language,
        zone=zone,
        link_version=1,
        calendar_sequence=event.sequence,
    )
    registration.event, registration.mode = event, event.modes[0]
    return registration


def _render(kind: str, context: dict[str, Any]) -> tuple[str, str, str]:
    template = f"emails/{kind}"
    subject = " ".join(render_template(f"{template}/subject.txt", **context).split())
    text = render_template(f"{template}/body.txt", **context)
    # What is left out leaves its empty lines behind.
    text = re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
    return subject, text, render_template(f"{template}/body.html", **context)


@cache
def _style_inside() -> Markup:
    return Markup("<style>{}</style>").format(Markup(_STYLE_SHEET.read_text(encoding="utf-8")))  # noqa: S704 - our own file


def _context(row: OutgoingEmail, registration: Registration, now: datetime) -> dict[str, Any]:
    event = registration.event
    return {
        "event": event,
        "registration": registration,
        "event_url": site_url("events.show", slug=event.slug),
        "own_url": links.own_url(registration),
        "join_url": links.join_url(registration) if event.ends_at > now else None,
        "place_in_line": place_in_line(registration),
        "was": _was(row.facts.get("was") or {}),
        "note": row.facts.get("note"),
        "is_first": row.facts.get("is_first", False),
        "is_revival": row.facts.get("is_revival", False),
        "zone_rules": row.facts.get("zone_rules"),
        "had_seat": row.facts.get("had_seat", False),
        "by_organizer": row.facts.get("by_organizer", False),
        "is_test": row.facts.get("is_test", False),
        "unsubscribe_url": None,
        "doors_open_at": event.starts_at - DOORS_OPEN_BEFORE,
    }


def _was(frozen: dict[str, str]) -> dict[str, Any]:
    """Old times and place, as they were when the event was changed."""
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") else value
        for name, value in frozen.items()
    }
