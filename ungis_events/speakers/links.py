"""A speaker's personal links: answering and going in have different tokens."""

from ungis_events.core.signed_links import check_token
from ungis_events.core.site_links import personal_token, site_url
from ungis_events.events.models import EventStatus

from .models import Speaker, SpeakerStatus
from .queries import find_link_version, get_speaker_by_id

ANSWER = "speaker"
JOIN = "speaker join"


def own_token(speaker: Speaker) -> str:
    return personal_token(ANSWER, speaker.id, speaker.link_version)


def join_token(speaker: Speaker) -> str:
    return personal_token(JOIN, speaker.id, speaker.link_version)


def own_url(speaker: Speaker) -> str:
    return site_url("speakers.own", token=own_token(speaker))


def join_url(speaker: Speaker) -> str | None:
    """Where they go in; only who has accepted has one, and only for what happens online."""
    event = speaker.event
    is_on = event.is_online and event.status is not EventStatus.CANCELLED
    if speaker.status is not SpeakerStatus.CONFIRMED or not is_on:
        return None
    return site_url("speakers.join", token=join_token(speaker))


def speaker_of(purpose: str, token: str, secret: str) -> Speaker:
    """Raises NotFound, with one answer for unknown, forged and revoked."""
    return get_speaker_by_id(check_token(secret, purpose, token, find_link_version))
