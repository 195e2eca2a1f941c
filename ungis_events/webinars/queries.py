from sqlalchemy import delete, select, true
from sqlalchemy.orm import joinedload

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.speakers.models import Speaker

from .models import Panelist, Webinar, WebinarStatus


def find_webinar(event: Event) -> Webinar | None:
    """Also one that is gone, which can be wanted again."""
    return db.session.scalar(select(Webinar).where(Webinar.event_id == event.id))


def find_webinar_by_number(provider: str, number: str) -> Webinar | None:
    """Of which a notice of the provider speaks; of two that were given the number, the newer."""
    return db.session.scalar(
        select(Webinar)
        .where(Webinar.provider == provider, Webinar.number == number)
        .options(joinedload(Webinar.event))
        .order_by(Webinar.id.desc())
        .limit(1)
    )


def lock_webinar(event_id: int) -> Webinar | None:
    """Read afresh and locked until the transaction ends. Whoever needs the event's lock too takes
    that one first."""
    return db.session.scalar(
        select(Webinar)
        .where(Webinar.event_id == event_id)
        .with_for_update(key_share=True)  # who registers need not wait
        .execution_options(populate_existing=True)
    )


def forget_panel(webinar: Webinar) -> None:
    """The places were in a room that is not the event's any more."""
    db.session.execute(delete(Panelist).where(Panelist.webinar_id == webinar.id))


def find_panelist_link(speaker: Speaker) -> str | None:
    """The speaker's own way into the room there is; None: theirs is the event's.

    Where the organizers have put another address in the room's place, everybody goes there.
    """
    address = speaker.event.join_url
    return db.session.scalar(
        select(Panelist.join_url)
        .join(Webinar, Webinar.id == Panelist.webinar_id)
        .where(
            Panelist.speaker_id == speaker.id,
            Webinar.number.is_not(None),
            Webinar.status != WebinarStatus.GONE,
            true() if address is None else Webinar.join_url == address,
        )
    )
