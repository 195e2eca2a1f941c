"""Who was in the room as a table for spreadsheets."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext

from ungis_events.registrations.exports import Cell

from .desk_queries import Shown
from .vocabulary import MATCHES


def headings() -> list[str]:
    return [
        gettext("Registration"),
        gettext("Name"),
        gettext("Name in the room"),
        gettext("E-mail"),
        gettext("Organization"),
        gettext("Speaker"),
        gettext("Recognized"),
        gettext("Set aside"),
        gettext("Minutes"),
        gettext("First in (UTC)"),
        gettext("Last out (UTC)"),
        gettext("Times in the room"),
        gettext("Checked in at (UTC)"),
    ]


def rows(people: Iterable[Shown]) -> Iterator[list[Cell]]:
    """In the order of `headings`."""
    yes, no = gettext("yes"), gettext("no")
    for each in people:
        one, registration = each.attendance, each.registration
        yield [
            one.registration_id,
            each.name,
            one.name,
            registration.email if registration is not None else one.email,
            each.organization,
            yes if one.speaker_id is not None else no,
            str(MATCHES[one.matched_by]) if one.matched_by is not None else no,
            yes if one.is_set_aside else no,
            one.minutes,
            one.first_joined_at,
            one.last_left_at,
            len(one.stays),
            registration.checked_in_at if registration is not None else None,
        ]
