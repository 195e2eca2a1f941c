"""Who speaks at an event, and in which order. Each change is one of the event's history."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlalchemy import update

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.events.service import record_change, refresh_search_text
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.uploads.models import Upload
from ungis_events.uploads.rules import PICTURES
from ungis_events.uploads.service import delete_upload, save_upload

from . import notices, rules
from .details import SpeakerDetails as SpeakerDetails
from .details import SpeakerProfile as SpeakerProfile
from .errors import EntryFrozen, RosterChanged
from .models import Speaker, SpeakerStatus
from .queries import GONE, is_photo_in_use, list_roster, list_speakers

_KNOWN_TO_ALL = ("honorific", "role", "organization", "biography")
_KNOWN_TO_ORGANIZERS = ("pronunciation", "email", "language", "zone")


def add_speaker(
    event: Event,
    details: SpeakerDetails,
    *,
    actor: str,
    now: datetime,
    known: Speaker | None = None,
    is_theirs: bool = False,
) -> Speaker:
    """At the end of the roster, proposed. Raises InvalidInput.

    `known`: what they were at another event; what is not given is taken from there, their
    address too where that event `is_theirs` who adds them.
    """
    if known is not None:
        details = _completed(details, known, is_theirs=is_theirs)
    details.check()
    speaker = _new_row(event, SpeakerStatus.PROPOSED, _next_position(event))
    if known is not None:
        speaker.photo_id = known.photo_id
    _write(speaker, details)
    db.session.add(speaker)
    changes = {"speaker": [None, speaker.display_name]}
    record(event, speaker, "speaker added", changes, actor, now)
    return speaker


def _new_row(event: Event, status: SpeakerStatus, position: int) -> Speaker:
    """With the values that the database would give it: they are asked for before it is saved."""
    speaker = Speaker(event_id=event.id, position=position, status=status)
    speaker.event, speaker.version, speaker.seen_version, speaker.link_version = event, 1, 1, 1
    return speaker


def _completed(details: SpeakerDetails, known: Speaker, *, is_theirs: bool) -> SpeakerProfile:
    """What was typed stays."""
    given = {name: value for name, value in vars(details).items() if value and name != "language"}
    names = _KNOWN_TO_ALL + (_KNOWN_TO_ORGANIZERS if is_theirs else ())
    return SpeakerProfile(**{name: getattr(known, name) for name in names} | given)


def change_speaker(
    event: Event,
    speaker: Speaker,
    details: SpeakerDetails,
    *,
    actor: str,
    now: datetime,
    is_own: bool = False,
) -> None:
    """`is_own`: by the speaker, whose changes the organizers then look through.

    Raises InvalidInput, and EntryFrozen for the speaker.
    """
    details.check()
    if is_own and speaker.frozen_at is not None:
        raise EntryFrozen
    before = type(details).of(speaker)
    if before == details:
        return
    changes, old_address = before.differences(details), speaker.email
    _write(speaker, details)
    note_version(speaker, now, is_own=is_own and bool(changes))
    if changes:  # or gender and country alone, of which nobody hears
        who = {"speaker": [before.name, details.name]}
        record(event, speaker, "speaker changed", who | changes, actor, now)
    if speaker.email != old_address:
        _move_mail(event, speaker, old_address, now)


def _move_mail(event: Event, speaker: Speaker, old_address: str | None, now: datetime) -> None:
    """Who reads the new address answers from now on, and has it in their calendar."""
    speaker.link_version += 1
    if speaker.email is None or not notices.is_told(event, now):
        return
    if speaker.status is SpeakerStatus.INVITED:
        notices.tell(speaker, "speaker_invited", now)
    if speaker.status is SpeakerStatus.CONFIRMED:
        if old_address and speaker.calendar_sequence is not None:
            notices.take_out_of_calendar(speaker, "address", now, to=old_address)
        notices.put_into_calendar(speaker, now, "speaker_confirmed")


def note_version(speaker: Speaker, now: datetime, *, is_own: bool) -> None:
    """What organizers did themselves they need not look through."""
    is_seen = speaker.seen_version >= speaker.version
    speaker.version += 1
    if is_own:
        speaker.changed_at = now
    elif is_seen:
        speaker.seen_version = speaker.version


def set_photo(
    event: Event,
    speaker: Speaker,
    picture: bytes | None,
    *,
    actor: str,
    now: datetime,
    is_own: bool = False,
) -> None:
    """`picture` was drawn by adapters/images; None takes the photo away.

    Raises EntryFrozen for the speaker.
    """
    if is_own and speaker.frozen_at is not None:
        raise EntryFrozen
    before = speaker.photo
    if before is None and picture is None:
        return
    speaker.photo = None
    if picture is not None:
        stream = BytesIO(picture)
        speaker.photo = save_upload(
            stream, "portrait.webp", allowed=PICTURES, longest=2**20, now=now
        )
    word = ("changed" if before else "set") if picture else "removed"
    note_version(speaker, now, is_own=is_own)
    changes = {"photo": ["set" if before else None, word]}
    record(event, speaker, "speaker changed", changes, actor, now)
    _forget_photo(before)


def _forget_photo(photo: Upload | None) -> None:
    """Unless another event's roster shows it too."""
    db.session.flush()
    if photo is not None and not is_photo_in_use(photo.id):
        delete_upload(photo)


def remove_speaker(event: Event, speaker: Speaker, *, actor: str, now: datetime) -> str:
    """Whoever was asked hears of it; returns their name."""
    name, number = speaker.display_name, speaker.id
    _delete(event, speaker, now)
    _record(event, "speaker removed", {"speaker": [name, None]}, actor, now, number)
    return name


def _delete(event: Event, speaker: Speaker, now: datetime) -> None:
    asked = (SpeakerStatus.INVITED, SpeakerStatus.CONFIRMED)
    if speaker.status in asked and notices.is_told(event, now):
        notices.take_out_of_calendar(speaker, "removed", now)
    photo = speaker.photo
    for table, column in ((OutgoingEmail, "speaker_id"), (Speaker, "replaces_id")):
        db.session.execute(
            update(table).where(getattr(table, column) == speaker.id).values({column: None})
        )
    db.session.delete(speaker)  # their turns in the agenda go with the row
    _forget_photo(photo)


def speakers_of(event: Event) -> list[SpeakerDetails]:
    """The roster as it is written in an event file: of who comes, or may still."""
    return [SpeakerDetails.of(speaker) for speaker in list_speakers(event)]


def replace_speakers(
    event: Event, roster: Sequence[SpeakerDetails], *, actor: str, now: datetime
) -> None:
    """The whole roster at once; nothing happens where it is the same.

    Whoever is there already keeps their row with all that hangs on it; who is new, or comes
    after all, is confirmed: a file is a programme, not a plan. Who declined stays noted.
    """
    before = speakers_of(event)
    if before == list(roster):
        return
    there = list_roster(event)
    # Who comes is found before a namesake who declined.
    left = sorted(there, key=lambda speaker: speaker.status in GONE)
    order: list[Speaker] = []
    for details in roster:
        speaker = _same_person(left, details)
        if speaker is None:
            speaker = _new_row(event, SpeakerStatus.CONFIRMED, len(order))
            db.session.add(speaker)
        elif speaker.status in GONE:
            speaker.status = SpeakerStatus.CONFIRMED
        if SpeakerDetails.of(speaker) != details:
            _write(speaker, details)
        order.append(speaker)
    gone = [speaker for speaker in left if speaker.status in GONE]
    for speaker in left:
        if speaker not in gone:
            _delete(event, speaker, now)
    for position, speaker in enumerate([*order, *gone]):
        speaker.position = position
    names = [[each.name for each in before], [each.name for each in roster]]
    _record(event, "changed", {"speakers": names}, actor, now)


def _same_person(left: list[Speaker], details: SpeakerDetails) -> Speaker | None:
    key = rules.name_key(details.name)
    for speaker in left:
        if speaker.name_key == key or speaker.name == details.name:
            left.remove(speaker)
            return speaker
    return None


def copy_speakers(event: Event, copy: Event, *, actor: str, now: datetime) -> None:
    """To another event of the same people; there nobody has been asked yet."""
    for known in list_speakers(event):
        details = SpeakerDetails.of(known)
        add_speaker(copy, details, actor=actor, now=now, known=known, is_theirs=True)


def order_speakers(
    event: Event,
    ids: Sequence[int],
    *,
    actor: str,
    now: datetime,
    act: str = "speakers ordered",
) -> None:
    """The order made by hand. Raises RosterChanged unless `ids` are those on the roster."""
    speakers = {speaker.id: speaker for speaker in list_roster(event)}
    if sorted(ids) != sorted(speakers):
        raise RosterChanged
    _set_order(event, [speakers[each] for each in ids], act, actor, now)


def order_by_protocol(event: Event, *, actor: str, now: datetime) -> None:
    """A proposal: whoever knows better moves people by hand afterwards."""
    order = rules.in_protocol_order(list_roster(event))
    _set_order(event, order, "speakers ordered by protocol", actor, now)


def _set_order(event: Event, order: Sequence[Speaker], act: str, actor: str, now: datetime) -> None:
    before = [speaker.display_name for speaker in list_roster(event)]
    for position, speaker in enumerate(order):
        speaker.position = position
    after = [speaker.display_name for speaker in order]
    if before != after:
        _record(event, act, {"speakers": [before, after]}, actor, now)


def _next_position(event: Event) -> int:
    return max((speaker.position for speaker in list_roster(event)), default=-1) + 1


def _write(speaker: Speaker, details: SpeakerDetails) -> None:
    for field in fields(details):
        setattr(speaker, field.name, getattr(details, field.name))
    speaker.name_key = rules.name_key(speaker.name)
    speaker.email_key = speaker.email.casefold() if speaker.email else None


def record(
    event: Event, speaker: Speaker, act: str, changes: dict[str, Any], actor: str, now: datetime
) -> None:
    """A change of one entry."""
    db.session.flush()
    _record(event, act, changes, actor, now, speaker.id)


def _record(
    event: Event,
    act: str,
    changes: dict[str, list[Any]],
    actor: str,
    now: datetime,
    speaker_id: int | None = None,
) -> None:
    db.session.flush()
    record_change(event, act=act, changes=changes, actor=actor, now=now, speaker_id=speaker_id)
    # A search for a speaker finds the event; the empty text says so when nobody is left.
    names = [f"{each.name} {each.organization or ''}" for each in list_speakers(event)]
    refresh_search_text(event, "", *names)
