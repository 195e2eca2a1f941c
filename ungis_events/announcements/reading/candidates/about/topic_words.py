"""Topics whose own words a text uses. The words stand in words/topics.csv."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.words import rows

_WORD = re.compile(r"[^\W_]{1,40}\+?")
_ENOUGH = 2
"""Different words that a topic needs; in the title one is enough."""

Phrase = tuple[str, ...]


def find_topics_by_words(notice: Notice, titles: Iterable[Span]) -> list[tuple[str, Span]]:
    """(code, where its first word stands): those of the title first, then the most spoken of."""
    titles = tuple(titles)
    places: dict[str, dict[Phrase, Span]] = defaultdict(dict)
    weights: dict[str, int] = defaultdict(int)
    for code, phrase, span in _occurrences(notice.text):
        is_new = phrase not in places[code]
        places[code].setdefault(phrase, span)
        weights[code] += is_new
        if any(title.start <= span.start < title.end for title in titles):
            weights[code] += _ENOUGH * 10
    ranked = sorted(
        (-weight, min(places[code].values()), code)
        for code, weight in weights.items()
        if weight >= _ENOUGH
    )
    return [(code, first) for _, first, code in ranked]


def topic_at_start(text: str, codes: Collection[str]) -> str | None:
    """The one of these topics with whose words the text begins."""
    for code, _, span in _occurrences(text):
        if span.start == 0 and code in codes:
            return code
    return None


def _occurrences(text: str) -> Iterator[tuple[str, Phrase, Span]]:
    phrases = _phrases()
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(fold(text))]
    for place, (word, start, _) in enumerate(words):
        for phrase, codes in phrases.get(word, ()):
            behind = words[place : place + len(phrase)]
            if len(behind) == len(phrase) and _is_same(phrase, [each for each, _, _ in behind]):
                for code in codes:
                    yield code, phrase, Span(start, behind[-1][2])


def _is_same(phrase: Phrase, words: list[str]) -> bool:
    """The last one may be of several: digital divides."""
    *before, last = words
    return tuple(before) == phrase[:-1] and last in (phrase[-1], phrase[-1] + "s")


@cache
def _phrases() -> Mapping[str, list[tuple[Phrase, list[str]]]]:
    """{its first word: the phrases that begin so, with their topics}."""
    codes: dict[Phrase, list[str]] = defaultdict(list)
    for row in rows("topics.csv"):
        phrase = tuple(_WORD.findall(fold(row["word"])))
        if row["code"] not in codes[phrase]:
            codes[phrase].append(row["code"])
    phrases: dict[str, list[tuple[Phrase, list[str]]]] = defaultdict(list)
    for phrase, topics in codes.items():
        for first in {phrase[0], f"{phrase[0]}s"} if len(phrase) == 1 else {phrase[0]}:
            phrases[first].append((phrase, topics))
    return dict(phrases)
