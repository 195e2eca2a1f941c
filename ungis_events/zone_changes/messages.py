"""The e-mail that tells organizers what newer zone data did to their event."""

from datetime import datetime

from ungis_events.adapters.mail import Email
from ungis_events.core.languages import gettext_noop
from ungis_events.core.site_links import site_url
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.composing import compose, specimen

from . import rules
from .queries import find_zone_change


def build(row: OutgoingEmail, now: datetime) -> Email:
    """The complete e-mail. Raises Overtaken when it must not leave any more."""
    change = find_zone_change(row.facts["zone_change"])
    if change is None:
        raise Overtaken(gettext_noop("what it tells of was removed"))
    event = change.event
    if not rules.stands(change, event):
        raise Overtaken(gettext_noop("the event has other times by now"))
    organizer = specimen(event, name=row.facts["name"], email=row.to_address, language=row.language)
    more = {
        "own_url": None,
        "join_url": None,
        "change": change,
        "problem": rules.problem(event) if change.is_undecided else None,
        "reschedule_url": site_url(
            "manage_changes.reschedule", slug=event.slug, **rules.old_moment(change)
        ),
        "list_url": site_url("manage_zone_changes.index"),
    }
    return compose(row, organizer, now, more=more)
