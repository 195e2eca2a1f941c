"""People known from earlier events: found by their name, and taken over as they were there."""

from datetime import datetime

from ungis_events.accounts.models import Account
from ungis_events.accounts.queries import works_on
from ungis_events.events.models import Event

from .details import SpeakerDetails
from .errors import OnTheRoster
from .models import Speaker
from .queries import find_known, get_known, list_roster
from .rules import name_key
from .service import add_speaker


def offer_known(event: Event, name: str, reader: Account) -> Speaker | None:
    """Whom that name may mean: who is on this roster already, or was on another."""
    there = find_on_roster(event, name)
    return there or find_known([name], besides=event, reader=reader).get(name_key(name))


def find_on_roster(event: Event, name: str) -> Speaker | None:
    key = name_key(name)
    return next((each for each in list_roster(event) if key and each.name_key == key), None)


def add_or_take_over(
    event: Event,
    details: SpeakerDetails | None,
    known_id: int | None,
    *,
    reader: Account,
    actor: str,
    now: datetime,
) -> Speaker:
    """`known_id`: who they are elsewhere; `details` None: all is taken from there.

    What no public page shows comes along only from events that the reader works on.
    Raises InvalidInput; SpeakerNotFound for somebody the reader may not read; OnTheRoster for
    who is to be taken over a second time.
    """
    known = get_known(known_id, besides=event, reader=reader) if known_id is not None else None
    if details is None and known is not None:
        if find_on_roster(event, known.name):
            raise OnTheRoster
        details = SpeakerDetails.of(known)
    assert details is not None  # noqa: S101 - one of the two is given
    is_theirs = known is not None and works_on(reader, known.event.slug)
    return add_speaker(event, details, actor=actor, now=now, known=known, is_theirs=is_theirs)
