"""What may happen to a speaker, and the order of protocol, proposed; the order made by hand
always wins. Pure.

The titles of each rank: protocol_titles.py.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ungis_events.events.models import Event, EventStatus
from ungis_events.events.rules import LETTERS_WITHOUT_ACCENT

from .errors import SpeakerActNotPossible
from .models import Speaker, SpeakerStatus
from .protocol_titles import (
    AMBASSADOR,
    CATEGORIES,
    CIVIL_SOCIETY,
    EXCELLENCY,
    MAJESTY,
    ROYAL_HIGHNESS,
    UNITED_NATIONS,
)

P, A, C, D, R = (
    SpeakerStatus.PROPOSED,
    SpeakerStatus.INVITED,
    SpeakerStatus.CONFIRMED,
    SpeakerStatus.DECLINED,
    SpeakerStatus.REPLACED,
)
TRANSITIONS: dict[tuple[SpeakerStatus, str], SpeakerStatus] = {
    (P, "invite"): A,
    (A, "ask_again"): A,
    (D, "ask_again"): A,
    (A, "accept"): C,
    # By the organizers, who heard it on the telephone.
    (P, "confirm"): C,
    (A, "confirm"): C,
    (D, "confirm"): C,
    (P, "decline"): D,
    (A, "decline"): D,
    (C, "decline"): D,
    (P, "replace"): R,
    (A, "replace"): R,
    (C, "replace"): R,
    (D, "replace"): R,
    (A, "take_back"): P,
    (C, "take_back"): P,
    (D, "take_back"): P,
    (R, "take_back"): P,
}
_BY_THEMSELVES = {"accept", "decline", "replace"}
_ASKED = {A, C}
"""Who has a link that answers."""

STAYS_OPEN = timedelta(minutes=30)  # a discussion may run over
EVERYBODY_ELSE = 80
LONGEST_NAME_KEY = 200
_SIGN_IS_WORD = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def protocol_rank(speaker: Speaker) -> int:
    """The smaller, the earlier; what the title does not tell comes with EVERYBODY_ELSE."""
    honorific = speaker.honorific or ""
    if MAJESTY.search(honorific):
        return 10
    if ROYAL_HIGHNESS.search(honorific):
        return 25
    organization = speaker.organization or ""
    facts = {
        "anybody": True,
        "an excellency": bool(EXCELLENCY.search(honorific)),
        # CoNGO has "United Nations" in its name and is not of it.
        "the united nations": bool(UNITED_NATIONS.search(organization))
        and not CIVIL_SOCIETY.search(organization),
    }
    title = f"{speaker.role or ''}, {organization}"
    for category in CATEGORIES:
        # The role alone says what somebody is; the name of an office may need its organization.
        text = title if category.words.pattern.startswith("^") else speaker.role or ""
        if facts[category.of] and category.words.search(text):
            return category.rank
    return 60 if AMBASSADOR.search(honorific) else EVERYBODY_ELSE


def in_protocol_order(speakers: Iterable[Speaker]) -> list[Speaker]:
    """Those of one rank keep the order they stand in."""
    return sorted(speakers, key=protocol_rank)


def moved(ids: Sequence[int], moving: int, by: int) -> list[int]:
    """The order with one id a place earlier (-1) or later (1); at the ends it stays."""
    order = list(ids)
    place = order.index(moving)
    other = place + by
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


def name_key(name: str) -> str:
    """The same for QU Dongyu and Dongyu Qu, José and Jose: who might be one person.

    For comparing only; what people read is the name as written.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS_WITHOUT_ACCENT))
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(sorted(re.findall(r"[^\W_]+", kept)))[:LONGEST_NAME_KEY]


def status_after(status: SpeakerStatus, act: str) -> SpeakerStatus:
    """Raises SpeakerActNotPossible: an act that does nothing is never called a success."""
    if (status, act) not in TRANSITIONS:
        raise SpeakerActNotPossible
    return TRANSITIONS[status, act]


def possible_acts(status: SpeakerStatus) -> list[str]:
    """What an organizer can do, in the order of the table."""
    acts = ("invite", "ask_again", "confirm", "decline", "replace", "take_back")
    return [act for act in acts if (status, act) in TRANSITIONS]


def own_acts(status: SpeakerStatus) -> set[str]:
    """What the speaker can do: whoever declined may still name a substitute."""
    asked = {act for from_status, act in TRANSITIONS if from_status is status} & _BY_THEMSELVES
    return asked if status in _ASKED else asked & {"replace"} if status is D else set()


def count_words(text: str) -> int:
    """As a person counts: what stands between blanks, and each sign of Chinese or Japanese.

    word-counter.js counts in the same way.
    """
    signs = _SIGN_IS_WORD.findall(text)
    rest = _SIGN_IS_WORD.sub(" ", text).split()
    return len(signs) + sum(any(letter.isalnum() for letter in word) for word in rest)


def green_room_at(event: Event) -> datetime:
    """When speakers meet."""
    return event.starts_at - timedelta(minutes=event.green_room_minutes)


def way_in(event: Event, now: datetime, own_link: str | None = None) -> str | None:
    """A panelist's own link, else the address of the green room, else of the webinar, from the
    time that speakers meet."""
    is_time = green_room_at(event) <= now < event.ends_at + STAYS_OPEN
    if event.status is not EventStatus.PUBLISHED or not event.is_online or not is_time:
        return None
    return own_link or event.green_room_url or event.join_url
