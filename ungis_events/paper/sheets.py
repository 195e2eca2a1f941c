"""An event, its roster and its agenda as documents to print.

Labels are in the language of the request, which is `language`; what people wrote stays as it is.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext

from ungis_events.adapters.documents import missing_letters, paper
from ungis_events.agenda.models import AgendaItem, AgendaSlot
from ungis_events.core.clock_faces import (
    Cities,
    ClockFace,
    city_name,
    face,
    moment,
    short_moment,
)
from ungis_events.events.models import Event
from ungis_events.labels import status_label
from ungis_events.speakers.models import Speaker

from .errors import NothingToPrint, TooMuchToPrint

MOST_PHOTOS = 60
"""A list of more people has initials: each photo takes a thirtieth of a second."""


def nameplates(event: Event, speakers: Sequence[Speaker], language: str) -> paper.Nameplates:
    """Raises NothingToPrint or TooMuchToPrint."""
    if not speakers:
        raise NothingToPrint
    _check_number(speakers, paper.MOST_PEOPLE)
    return paper.Nameplates(
        language=language,
        title=event.title,
        people=tuple(
            paper.Nameplate(speaker.display_name, speaker.role, speaker.organization)
            for speaker in speakers
        ),
        words=paper.NameplatesWords(heading=gettext("Nameplates")),
    )


def speaker_list(
    event: Event,
    speakers: Sequence[Speaker],
    photos: dict[int, bytes],
    cities: Cities,
    language: str,
    now: datetime,
) -> paper.SpeakerList:
    """`photos`: {number of the upload: bytes}. Raises TooMuchToPrint."""
    _check_number(speakers, paper.MOST_PEOPLE)
    return paper.SpeakerList(
        language=language,
        title=event.title,
        times=_times(event, cities, language),
        speakers=tuple(
            paper.ListedSpeaker(
                name=speaker.display_name,
                role=speaker.role,
                organization=speaker.organization,
                part=_part(speaker),
                pronunciation=speaker.pronunciation,
                initials=speaker.initials,
                photo=photos.get(speaker.photo_id) if speaker.photo_id else None,
            )
            for speaker in speakers
        ),
        words=paper.SpeakerListWords(
            heading=gettext("Speakers"),
            pronunciation=gettext("Say:"),
            printed=_printed(now, cities, language),
            nobody=gettext("Nobody is on the roster yet."),
        ),
    )


def run_of_show(
    event: Event, items: Sequence[AgendaItem], cities: Cities, language: str, now: datetime
) -> paper.RunOfShow:
    """On the clocks of the home cities and of the event's own zone. Raises TooMuchToPrint."""
    _check_number(items, paper.MOST_ITEMS)
    clocks = _with_own_clock(event, cities)
    return paper.RunOfShow(
        language=language,
        title=event.title,
        times=_times(event, clocks, language),
        place=_place(event),
        green_room=_green_room(event, clocks, language),
        items=tuple(_item(event, item, clocks, language) for item in items),
        words=paper.RunOfShowWords(
            heading=gettext("Run of show"),
            item=gettext("Item"),
            minutes=gettext("Minutes"),
            green_room=gettext("Green room"),
            printed=gettext(
                "For the team and the speakers only. %(printed)s",
                printed=_printed(now, cities, language),
            ),
            no_items=gettext("The agenda has no items yet."),
        ),
    )


def register_slide(
    event: Event, address: str, cities: Cities, language: str
) -> paper.RegisterSlide:
    """`address`: of the registration form, with its scheme."""
    return paper.RegisterSlide(
        language=language,
        title=event.title,
        times=_times(event, cities, language),
        address=address,
        words=paper.SlideWords(
            call=gettext("Register"),
            scan=gettext("Scan the code, or type the address"),
        ),
    )


def unprintable_names(speakers: Sequence[Speaker]) -> list[tuple[str, str]]:
    """(name, letters that are printed as a box), of whom that happens to."""
    found = []
    for speaker in speakers:
        said = (speaker.display_name, speaker.role, speaker.organization, speaker.pronunciation)
        if letters := missing_letters(" ".join(filter(None, said))):
            found.append((speaker.display_name, letters))
    return found


def _part(speaker: Speaker) -> str:
    """Who has not accepted yet is marked: a list that is handed out is read as a promise."""
    open_words = None if speaker.is_confirmed else gettext("to be confirmed")
    return " · ".join(filter(None, (str(status_label(speaker.part)), open_words)))


def _check_number(things: Sequence[object], most: int) -> None:
    if len(things) > most:
        raise TooMuchToPrint


def _times(event: Event, clocks: Cities, language: str) -> tuple[ClockFace, ...]:
    return _faces(event.starts_at, event.ends_at, clocks, language)


def _faces(
    starts_at: datetime, ends_at: datetime, clocks: Cities, language: str
) -> tuple[ClockFace, ...]:
    return tuple(face(city_name(name), zone, starts_at, ends_at, language) for name, zone in clocks)


def _with_own_clock(event: Event, cities: Cities) -> Cities:
    if event.zone in {zone for _, zone in cities}:
        return cities
    place = event.zone.rsplit("/", 1)[-1].replace("_", " ")
    return (*cities, (place, event.zone))


def _place(event: Event) -> str:
    """Hybrid · Conference Room 4 · Zoom"""
    online = event.platform if event.is_online else None
    return " · ".join(filter(None, (status_label(event.format), event.venue, online)))


def _green_room(event: Event, clocks: Cities, language: str) -> str | None:
    """When speakers meet on each clock, and their link; None when they do not."""
    if not event.green_room_minutes and not event.green_room_url:
        return None
    opens_at = event.starts_at - timedelta(minutes=event.green_room_minutes)
    parts = (moment(opens_at, clocks, language), event.green_room_url)
    return "\n".join(filter(None, parts))


def _item(event: Event, item: AgendaItem, clocks: Cities, language: str) -> paper.ShowItem:
    starts_at = event.starts_at + timedelta(minutes=item.starts_after)
    ends_at = starts_at + timedelta(minutes=item.minutes)
    return paper.ShowItem(
        times=_faces(starts_at, ends_at, clocks, language),
        minutes=item.minutes,
        title=item.title,
        speakers=tuple(_turn(slot) for slot in item.slots if slot.speaker.is_coming),
        notes=item.note,
    )


def _turn(slot: AgendaSlot) -> str:
    """H.E. Ms. Suela Janina, Albania · 5 min"""
    speaker = slot.speaker
    who = ", ".join(filter(None, (speaker.display_name, speaker.organization)))
    if not slot.minutes:
        return who
    # On one line with the name's last word.
    minutes = gettext("%(n)s min", n=slot.minutes).replace(" ", "\u00a0")
    return f"{who}\u00a0·\u00a0{minutes}"


def _printed(now: datetime, cities: Cities, language: str) -> str:
    return gettext("Printed %(moment)s", moment=short_moment(now, cities, language))
