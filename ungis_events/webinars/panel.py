"""The panel at the provider: the speakers who confirmed, each by their own link."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from ungis_events.adapters.webinar import PanelistPlace
from ungis_events.core.database import db
from ungis_events.speakers.models import Speaker, SpeakerStatus

from . import calls, rules
from .erasing import forget_panelists
from .models import Panelist, Webinar, WebinarCall
from .rules import PanelPlan, plan_panel


def begin_panel(call: WebinarCall, now: datetime) -> str | None:
    """The room's number; None: there is nothing to ask for, and the call is settled.

    Whom we put there is noted before: who is there otherwise was put there by hand, and stays.
    """
    webinar = call.webinar
    if not webinar.is_there or not rules.shall_be(webinar.event, now):
        if webinar.is_there:
            _let_leave(webinar, now)
        calls.settle(call, now)
        return None
    speakers, rows = _speakers(webinar), _rows(webinar)
    of_speaker = {row.speaker_id: row for row in rows}
    for speaker in speakers:
        row = of_speaker.get(speaker.id)
        if row is not None and row.email_key != _key(speaker):
            row.speaker_id = None  # that place is to be given up
            db.session.flush()
            row = None
        if row is None:
            db.session.add(_new_row(webinar, speaker))
    if not speakers and not rows:
        calls.settle(call, now)
        return None
    return webinar.number


def _let_leave(webinar: Webinar, now: datetime) -> None:
    """After the event nobody comes, and who is off the roster is still to be forgotten there."""
    keys = {_key(each) for each in _speakers(webinar)}
    leaving = [
        row.id for row in _rows(webinar) if row.speaker_id is None or row.email_key not in keys
    ]
    if leaving:
        forget_panelists(Panelist.id.in_(leaving), now)


def plan_changes(webinar: Webinar, places: Collection[PanelistPlace]) -> PanelPlan:
    wanted = {_key(each): (each.display_name, str(each.email)) for each in _speakers(webinar)}
    # Who is on the roster comes last, and so says the name.
    rows = sorted(_rows(webinar), key=lambda row: row.speaker_id is not None)
    return plan_panel(wanted, {row.email_key: row.name for row in rows}, places)


def record_panel(call: WebinarCall, places: Collection[PanelistPlace]) -> None:
    webinar = call.webinar
    names = {_key(each): each.display_name for each in _speakers(webinar)}
    place_of = {place.email: place for place in places}
    for row in _rows(webinar):
        if row.speaker_id is None or row.email_key not in names:
            db.session.delete(row)
        elif place := place_of.get(row.email_key):
            row.external_id, row.join_url = place.external_id, place.join_url
            row.name = names[row.email_key]


def _new_row(webinar: Webinar, speaker: Speaker) -> Panelist:
    return Panelist(
        webinar_id=webinar.id,
        speaker_id=speaker.id,
        email_key=_key(speaker),
        name=speaker.display_name,
        external_id="",
    )


def _speakers(webinar: Webinar) -> list[Speaker]:
    """Whoever has confirmed and can be written to."""
    return list(
        db.session.scalars(
            select(Speaker)
            .where(
                Speaker.event_id == webinar.event_id,
                Speaker.status == SpeakerStatus.CONFIRMED,
                Speaker.email.is_not(None),
            )
            .order_by(Speaker.position, Speaker.id)
        )
    )


def _rows(webinar: Webinar) -> list[Panelist]:
    return list(
        db.session.scalars(
            select(Panelist)
            .where(Panelist.webinar_id == webinar.id)
            .order_by(Panelist.id)
            .execution_options(populate_existing=True)
        )
    )


def _key(speaker: Speaker) -> str:
    return (speaker.email or "").casefold()
