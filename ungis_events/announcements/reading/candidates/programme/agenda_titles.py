"""What a part of the programme is called: the topic, without the people behind it."""

import re
from collections.abc import Sequence

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.lines import Notice
from ungis_events.speakers.reading import ReadSpeaker

LONGEST_TITLE = 200

_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.;](?= )|\s\|\s?")
_HONORIFICS_BEHIND = re.compile(
    r"(?:[\s,:;–—(|-]|\b[dl]['’]|\b(?:of|de|by|with|par|avec|por|con|and|et|y|from|the|His|Her"
    r"|Excellency"
    r"|H\.? ?E|Hon"
    r"|Mr|Ms|Mrs|Miss|Dr|Dra|Prof|Professor|Sr|Sra|Mme|M|Amb|Ambassador|Moderator|Speakers?"
    r"|Moderador|Moderadora|Mod[eé]rateur|Mod[eé]ratrice|Minister)\b\.?)+$"
)


def titled(
    notice: Notice, span: Span | None, speaking: Sequence[ReadSpeaker]
) -> tuple[str, Span | None]:
    """(the title, where it stands), of the words that could hold it and who speaks there."""
    if span is None:
        return "", None
    words = _without_people(notice.words(span)[: LONGEST_TITLE * 2].lstrip(" |"), speaking)
    stop = _SENTENCE_END.search(words)
    words = words[: stop.start()] if stop else words
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rpartition(" ")[0]
    title = words.strip(" |:;,–—-•*").removesuffix(".")
    start = span.start + notice.words(span).index(title)
    return title, Span(start, start + len(title))


def _without_people(words: str, speaking: Sequence[ReadSpeaker]) -> str:
    """`Opening remarks Hon. Ana Diop` → `Opening remarks`; a name alone stays."""
    starts = [words.find(speaker.name) for speaker in speaking]
    first = min((start for start in starts if start > 0), default=None)
    if first is None or any(start == 0 for start in starts):
        return words
    before = words[max(0, first - 60) : first]
    behind = _HONORIFICS_BEHIND.search(before)
    topic = words[: first - len(before) + behind.start()] if behind else words[:first]
    return topic if len(topic) > 2 else words
