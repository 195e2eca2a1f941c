"""What the desk shows of an event's online room."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from ungis_events.core.database import db
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import list_speakers

from .models import Panelist, Webinar, WebinarCall
from .rules import OF_A_PERSON


class PanelPlace(NamedTuple):
    speaker: Speaker
    has_link: bool
    """Of their own; which one is nobody else's business."""


def list_panel(webinar: Webinar) -> list[PanelPlace]:
    """The speakers who have accepted, in the roster's order."""
    links = dict(
        db.session.execute(
            select(Panelist.speaker_id, Panelist.join_url).where(Panelist.webinar_id == webinar.id)
        )
        .tuples()
        .all()
    )
    return [
        PanelPlace(speaker, links.get(speaker.id) is not None)
        for speaker in list_speakers(webinar.event)
        if speaker.is_confirmed
    ]


def list_last_calls(webinar: Webinar, limit: int) -> Sequence[WebinarCall]:
    """The newest first, without those about single people."""
    return db.session.scalars(
        select(WebinarCall)
        .where(WebinarCall.webinar_id == webinar.id, WebinarCall.kind.not_in(OF_A_PERSON))
        .order_by(WebinarCall.id.desc())
        .limit(limit)
    ).all()
