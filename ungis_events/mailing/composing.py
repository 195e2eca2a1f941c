"""How an e-mail of ours is put together: its words, its look, its headers."""

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import css_inline
from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from ungis_events.adapters.mail import Email
from ungis_events.core.templating import static_url

from .models import OutgoingEmail

# A personal token (core/signed_links.py): whoever has one can act as that person.
_TOKEN = re.compile(r"\b\d+-[a-z2-7]{32}\b")
_STYLE_SHEET = Path(__file__).parent.parent / "static" / "mail.css"
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


class CalendarPart(NamedTuple):
    """A calendar file and its METHOD."""

    content: bytes
    method: str


class MailShown(NamedTuple):
    """An e-mail as the desk shows it before it leaves."""

    subject: str
    text: str
    html: str
    """A whole page for a frame of its own; its style is ours, from /static."""


def compose_email(
    row: OutgoingEmail,
    context: dict[str, Any],
    *,
    to_name: str,
    calendar: CalendarPart | None = None,
    reply_to: str | None = None,
    unsubscribe_url: str | None = None,
) -> Email:
    """The complete e-mail, in the row's language, from the templates in emails/<row.kind>/.

    They extend emails/_letter, which wants `dear`, the line that greets. Only news have an
    `unsubscribe_url`: the page itself, which also answers a POST from a mail program.
    """
    filled = context | {"unsubscribe_url": unsubscribe_url, "mail_style": _style_inside()}
    with force_locale(row.language):
        subject, text, html = _render(row.kind, filled)
    from_address = str(current_app.config["MAIL_FROM_ADDRESS"])
    domain = from_address.rpartition("@")[2]
    return Email(
        to_address=row.to_address,
        to_name=to_name,
        from_address=from_address,
        from_name=str(current_app.config["MAIL_FROM_NAME"]),
        reply_to=reply_to,
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


def show_email(row: OutgoingEmail, context: dict[str, Any]) -> MailShown:
    """What `compose_email` would make of it, for the desk, without the keys in personal links.

    `row` need not be saved.
    """
    # A style element would be refused here: our pages allow no style but that of /static.
    head = '<base target="_blank"><link rel="stylesheet" href="{}">'
    style = Markup(head).format(static_url("mail.css"))  # noqa: S704 - our own words
    filled = {"unsubscribe_url": None} | context | {"mail_style": style}
    with force_locale(row.language):
        return MailShown(*(_TOKEN.sub("…", part) for part in _render(row.kind, filled)))


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
