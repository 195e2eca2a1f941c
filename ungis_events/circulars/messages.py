"""E-mails of circulars, built by the worker for each person from what is true when they leave."""

from datetime import datetime
from typing import Any

from flask_babel import force_locale

from ungis_events.adapters.mail import Email
from ungis_events.core.languages import gettext_noop
from ungis_events.core.site_links import site_url
from ungis_events.mailing.composing import MailShown
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.composing import compose, show, specimen
from ungis_events.registrations.links import join_token
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import get_registration_by_id

from . import links
from .composing import as_html, as_line, as_text, values_for
from .models import KIND, Circular, Purpose
from .queries import find_circular
from .rules import is_called_off, placeholders_in, reason_left_out


def build(row: OutgoingEmail, now: datetime) -> Email:
    """The complete e-mail. Raises Overtaken when it must not leave any more."""
    circular = find_circular(row.facts["circular_id"])
    if circular is None:
        raise Overtaken(gettext_noop("the message was deleted"))
    if row.facts.get("is_test"):
        reader = specimen(
            circular.event, name=row.facts["name"], email=row.to_address, language=row.language
        )
        more = _words(circular, reader, is_test=True)
    else:
        reader = _reader(row, circular)
        more = _words(circular, reader)
    return compose(
        row,
        reader,
        now,
        more=more,
        reply_to=circular.reply_to,
        unsubscribe_url=more["unsubscribe_url"],
    )


def preview(circular: Circular, reader: Registration, now: datetime) -> MailShown:
    """As this person would get it. Raises Overtaken where they would be left out."""
    return show(_row(circular, reader, now), reader, now, more=_words(circular, reader))


def preview_for_nobody(
    circular: Circular, *, name: str, email: str, language: str, now: datetime
) -> MailShown:
    """While nobody fits: as the organizer would get it in a test."""
    reader = specimen(circular.event, name=name, email=email, language=language)
    more = _words(circular, reader, is_test=True)
    return show(_row(circular, reader, now), reader, now, more=more | {"is_test": True})


def _reader(row: OutgoingEmail, circular: Circular) -> Registration:
    if row.registration_id is None:
        raise Overtaken(gettext_noop("the registration was removed"))
    if is_called_off(circular.event, circular.changed_at):
        raise Overtaken(gettext_noop("the event was cancelled"))
    reader = get_registration_by_id(row.registration_id)
    reason = reason_left_out(circular, reader)
    if reason is not None:
        raise Overtaken(reason)
    return reader


def _row(circular: Circular, reader: Registration, now: datetime) -> OutgoingEmail:
    return OutgoingEmail(
        kind=KIND, to_address=reader.email, facts={}, language=reader.language, queued_at=now
    )


def _words(circular: Circular, reader: Registration, *, is_test: bool = False) -> dict[str, Any]:
    is_news = circular.purpose is Purpose.NEWS
    with force_locale(reader.language):  # dates and addresses: links keep the language
        values = values_for(reader)
        stop_url = links.unsubscribe_url(reader) if is_news else None
        if is_test:
            # A draft's or a cancelled event's too: words must be seen, the link leads nowhere.
            values["join_link"] = site_url("webinars.join", token=join_token(reader))
    if not values["join_link"] and "join_link" in placeholders_in(circular.body):
        raise Overtaken(gettext_noop("there is no link to join for them any more"))
    return {
        # {honorific} alone is empty for some, and a mail without a subject looks like junk.
        "subject": as_line(circular.subject, values) or values["title"],
        "words_html": as_html(circular.body, values),
        "words_text": as_text(circular.body, values),
        "unsubscribe_url": stop_url,
    }
