"""What organizers look for on a roster."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ungis_events.events.rules import search_text
from ungis_events.history.models import HistoryEntry

from .models import Speaker, SpeakerStatus
from .queries import SEEN, find_speaker, last_briefings, list_speaker_history


class SpeakersWanted(NamedTuple):
    """What the roster was asked for; `status` may be "news": with changes nobody looked at."""

    q: str = ""
    status: str = ""

    def fits(self, speaker: Speaker) -> bool:
        texts = (speaker.display_name, speaker.role, speaker.organization, speaker.email)
        words = search_text(self.q).split()
        has_words = all(word in search_text(*texts) for word in words)
        is_of_state = self.status in ("", speaker.status.value)
        return has_words and (is_of_state or (self.status == "news" and speaker.has_news))


def count_invitable(roster: Sequence[Speaker]) -> int:
    """Proposed, with an address to write to."""
    return sum(bool(each.status is SpeakerStatus.PROPOSED and each.email) for each in roster)


def count_complete(roster: Sequence[Speaker]) -> int:
    """Of who comes, or may still: with photo and biography."""
    return sum(bool(each.photo_id and each.biography) for each in roster if each.is_coming)


def past_of(speaker: Speaker) -> dict[str, Any]:
    """What an entry's page shows of what was."""
    history = list_speaker_history(speaker)
    return {
        "replaced": find_speaker(speaker.replaces_id),
        "news": list_news(speaker, history),
        "history": history,
        "briefed_at": last_briefings(speaker.event).get(speaker.id),
    }


def list_news(speaker: Speaker, history: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """What the speaker did since an organizer last looked; `history` the latest first."""
    if not speaker.has_news:
        return []
    seen = next((entry.id for entry in history if entry.act == SEEN), 0)
    return [entry for entry in history if entry.id > seen and entry.actor_id is None]
