"""What a speaker's parts, states and acts are called."""

from datetime import datetime
from typing import NamedTuple

from flask import current_app
from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from ungis_events.core.clock_faces import moment
from ungis_events.core.templating import language
from ungis_events.events.models import Event

from .models import Gender, Part, Speaker, SpeakerStatus
from .rules import green_room_at, possible_acts

PARTS = [
    (Part.MODERATOR.value, lazy_gettext("Moderator")),
    (Part.OPENING.value, lazy_gettext("Opening remarks")),
    (Part.KEYNOTE.value, lazy_gettext("Keynote")),
    (Part.SPEAKER.value, lazy_gettext("Speaker")),
    (Part.PANELLIST.value, lazy_gettext("Panellist")),
    (Part.RESPONDENT.value, lazy_gettext("Respondent")),
    (Part.CLOSING.value, lazy_gettext("Closing remarks")),
]
GENDERS = [
    ("", lazy_gettext("Not said")),
    (Gender.WOMAN.value, lazy_gettext("Woman")),
    (Gender.MAN.value, lazy_gettext("Man")),
    (Gender.ANOTHER.value, lazy_gettext("Another")),
]
STATES: dict[SpeakerStatus, LazyString] = {
    SpeakerStatus.PROPOSED: lazy_gettext("Proposed"),
    SpeakerStatus.INVITED: lazy_gettext("Invited"),
    SpeakerStatus.CONFIRMED: lazy_gettext("Confirmed"),
    SpeakerStatus.DECLINED: lazy_gettext("Declined"),
    SpeakerStatus.REPLACED: lazy_gettext("Replaced"),
}
_TONES = {SpeakerStatus.CONFIRMED: "confirmed", SpeakerStatus.INVITED: "invited"}


class StateShown(NamedTuple):
    label: str
    tone: str
    """A class of the style sheet."""


def state_shown(speaker: Speaker, now: datetime) -> StateShown:
    """Invited 3 days ago: how long somebody has been waited for is what organizers look for."""
    tone = _TONES.get(speaker.status, "quiet-state")
    if speaker.status is not SpeakerStatus.INVITED or speaker.invited_at is None:
        return StateShown(str(STATES[speaker.status]), tone)
    days = (now - speaker.invited_at).days
    if days < 1:
        return StateShown(gettext("Invited today"), tone)
    return StateShown(ngettext("Invited %(num)d day ago", "Invited %(num)d days ago", days), tone)


def acts_shown(speaker: Speaker, is_ahead: bool) -> list[tuple[str, str]]:
    """(act, what stands on the organizers' button); asking needs an address and an event ahead."""
    labels = {
        "invite": gettext("Invite by mail"),
        "ask_again": gettext("Ask again by mail"),
        "confirm": gettext("Note that they come"),
        "decline": gettext("Note that they decline"),
        "take_back": gettext("Take back to proposed"),
    }
    acts = set(possible_acts(speaker.status))
    if speaker.email is None or not is_ahead:
        acts -= {"invite", "ask_again"}
    return [(act, label) for act, label in labels.items() if act in acts]


def act_done(act: str, name: str) -> str:
    """What the desk says afterwards."""
    return {
        "invite": gettext("%(name)s is being invited by mail.", name=name),
        "ask_again": gettext("%(name)s is being asked again by mail.", name=name),
        "confirm": gettext("%(name)s is confirmed.", name=name),
        "decline": gettext(
            "%(name)s has declined, and the public page no longer shows them.", name=name
        ),
        "take_back": gettext(
            "%(name)s is proposed again. The link they had no longer works.", name=name
        ),
    }[act]


def tend_done(act: str) -> str:
    return {
        "renew": gettext("The link they had no longer works. A mail brings the new one."),
        "seen": gettext("Noted: you have looked at the changes."),
        "freeze": gettext("Closed: only organizers change this entry now."),
        "unfreeze": gettext("Open again: the speaker can change the entry."),
    }[act]


def invited(asked: int, silent: int) -> str:
    """How many people were asked, and how many could not be."""
    told = ngettext("%(num)d person is being invited.", "%(num)d people are being invited.", asked)
    if not silent:
        return told
    rest = ngettext(
        "%(num)d has no e-mail address yet.", "%(num)d have no e-mail address yet.", silent
    )
    return f"{told} {rest}"


def ordered_by(by: str) -> str:
    if by == "agenda":
        return gettext("Ordered by the agenda: who speaks first stands first.")
    return gettext("Ordered by protocol, as the titles tell. Move whoever stands better elsewhere.")


def taken_over(name: str) -> str:
    return gettext("%(name)s is on the roster. Check that the title is still right.", name=name)


def meeting_time(event: Event, zone: str | None) -> str:
    """When speakers meet, on the clocks of the cities and on their own."""
    cities = tuple(current_app.config["HOME_CITIES"])
    if zone and zone not in {each for _city, each in cities}:
        place = zone.rsplit("/", 1)[-1].replace("_", " ")
        cities += ((gettext("Your time (%(place)s)", place=place), zone),)
    return moment(green_room_at(event), cities, language())
