"""Which goals, Action Lines and objectives a notice is about.

Those it names (`SDG 9`, `Action Line C7`) are sure. In a family of which it names none, those are
proposed whose own words it uses.
"""

from ungis_events.announcements.reading.findings import Found, Sureness
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks
from ungis_events.topics.catalogue import list_topics, topics_by_code

from .topic_names import find_named_topics
from .topic_words import find_topics_by_words

MOST_PROPOSED = 6


def read_topics(
    notice: Notice, marks: Marks, title: Found[str] | None
) -> Found[tuple[str, ...]] | None:
    """Codes in their official order; the place of each is where it is first spoken of."""
    named = find_named_topics(notice, marks)
    families = {_family(code) for code in named}
    proposed = [
        (code, span)
        for code, span in find_topics_by_words(notice, title.spans if title else ())
        if _family(code) not in families
    ]
    kept = named | dict(proposed[: max(0, MOST_PROPOSED - len(named))])
    if not kept:
        return None
    codes = tuple(topic.code for topic in list_topics() if topic.code in kept)
    is_sure = len(kept) == len(named)
    return Found(
        codes,
        "topics.named" if is_sure else "topics.named-and-words" if named else "topics.words",
        tuple(kept[code] for code in codes),
        Sureness.SURE if is_sure else Sureness.LIKELY,
    )


def _family(code: str) -> str:
    return topics_by_code()[code].family
