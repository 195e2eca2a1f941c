"""What the event is called: a label says so, or the headline, or the sentence that invites."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, DateMark, LabelMark, Marks, Subject

from .headline_lines import blank_times, is_generic, is_prose
from .headlines import Headline, following_headlines, list_headlines
from .invitations import Named, list_named

LONGEST = 300
"""As long as the event's column."""
LABEL_LINES = 20
"""Further below, `Title:` is that of a person or a paper."""
EARLY = 0.5
SURE_POINTS = 0.8
BELOW_TITLE = 0.6
LEAST_POINTS = 0.2
THEME_POINTS = 0.3
WHAT_POINTS = 0.75
FEWEST_THEME_WORDS = 4
FEWEST_BEHIND_KIND = 3
"""`Webinar: Healthy Oceans` keeps its first word."""

_PREFIX = re.compile(r"\[([^\[\]]{2,40})\][ :–-]{0,3}|([^:–—|“«\"]{2,60}?) ?(?:[:|]|[–—-](?= )) ?")
_PAGE = re.compile(r" [|] | » | :: ")
_CHANGED = re.compile(
    r"^(?:invitation|save the date|reminder|postponed|rescheduled|cancelled|subject|fwd?|re|tr|fw"
    r"|rappel|invitacion|recordatorio|join us|event|title|objet|asunto)$"
)
_NAMED_KIND = re.compile(r"^(?:[^“«\"]{0,80})[“«\"]\s?([^“”«»\"]{8,280}?)\s?[”»\"](.{0,60})$")
_SENTENCE = re.compile(r"\b(?:will|is|are|was|sera|aura|est|sont|tendra|es|son)\b")
_WHAT = ("what", "quoi", "que")
"""What: … / Who: … / When: …, as for journalists; a headline above is better."""
_QUOTE_MARKS = '“”«»" '


def read_title(notice: Notice, marks: Marks) -> Found[str] | None:
    """The best of what labels, headlines and sentences offer; the first of equals."""
    headlines = list_headlines(notice, marks)
    candidates = [*_labelled(notice, marks), *_named_by(headlines)]
    first = min((each.span.start for each in candidates), default=len(notice.text))
    for named in list_named(notice, marks):
        # An invitation above all headlines: they are about something else, or repeat it.
        early = EARLY if named.span.start < first and named.rule == "title.invitation" else 0.0
        below = BELOW_TITLE * _is_line_below_title(notice, headlines, named)
        candidates.append(replace(named, points=named.points + early - below))
    best = max(candidates, key=lambda each: each.points, default=None)
    if best is None or best.points < LEAST_POINTS:
        return None
    value = _tidied(notice, marks, best)
    sureness = Sureness.LIKELY if best.points >= SURE_POINTS else Sureness.UNSURE
    if best.rule in ("title.labelled", "title.quoted") and best.points > 1:
        sureness = Sureness.SURE
    return Found(value, best.rule, (best.span,), sureness) if value else None


def _labelled(notice: Notice, marks: Marks) -> Iterator[Named]:
    """Title: …"""
    for label in marks.of(LabelMark):
        text = notice.words(label.value)
        is_near = notice.line_at(label.start).index < LABEL_LINES
        if not is_near or len(text.split()) < 2:
            continue
        if label.subject is Subject.TITLE:
            yield Named(label.value, text, "title.labelled", 2.0)
        is_what = fold(notice.words(Span(label.start, label.end))) in _WHAT
        if is_what and not (is_generic(text) or is_prose(text) or text.endswith(".")):
            yield Named(label.value, text, "title.what", WHAT_POINTS)


def _named_by(headlines: list[Headline]) -> Iterator[Named]:
    for headline in headlines:
        yield Named(headline.span, headline.text, "title.headline", headline.points)


def _is_line_below_title(notice: Notice, headlines: list[Headline], named: Named) -> bool:
    """UNGIS side event / “Clean banks” / …: that line is the theme."""
    start = notice.line_at(named.span.start).start
    is_own_line = named.rule == "title.quoted" and named.span.start <= start + 2
    return is_own_line and any(each.is_good and each.span.end <= start for each in headlines)


def read_theme(notice: Notice, marks: Marks, title: Found[str] | None) -> Found[str] | None:
    """`Theme: …`, or the other line of a headline of two."""
    for label in marks.of(LabelMark):
        words = notice.words(label.value)
        if label.subject is Subject.THEME and len(words.split()) > 1 and len(words) <= LONGEST:
            return Found(words.strip(_QUOTE_MARKS), "theme.labelled", (label.value,))
    if title is None or title.rule != "title.headline":
        return None
    headlines = list_headlines(notice, marks)
    for each in following_headlines(headlines, title.spans[0]):
        value = _tidied(notice, marks, Named(each.span, each.text, "", each.points))
        is_short = len(value.split()) < FEWEST_THEME_WORDS
        is_sentence = each.text.endswith((":", ".")) or _SENTENCE.search(fold(value))
        if (
            each.points >= THEME_POINTS
            and not (is_short or is_sentence)
            and _is_another(value, title.value)
        ):
            return Found(value, "theme.second-headline", (each.span,), Sureness.LIKELY)
    return None


def _is_another(value: str, title: str) -> bool:
    """Not the title over again: Webinar: Healthy Oceans / WEBINAR Healthy Oceans."""
    words, others = ({*re.findall(r"\w+", fold(each))} for each in (value, title))
    return bool(words) and len(words & others) < 0.7 * min(len(words), len(others))


def _tidied(notice: Notice, marks: Marks, named: Named) -> str:
    """Without what stands around a title: quotation marks, the kind, the date, the site's name."""
    text = _without_times(notice, marks, named)
    text = _part_of_page_title(" ".join(text.replace("**", "").split()))
    text = _without_prefixes(text, notice, marks, named.span)
    inner = _NAMED_KIND.match(text)
    if inner and is_generic(text[: inner.start(1)]) and is_generic(inner[2]):
        text = inner[1]
    text = text.strip(" ,;:|–—-*_#") or named.text
    if text[0] in _QUOTE_MARKS and text[-1] in _QUOTE_MARKS:
        text = text.strip(_QUOTE_MARKS)
    return text[:LONGEST].strip()


def _without_times(notice: Notice, marks: Marks, named: Named) -> str:
    """Cut where the date begins: `…: A Stress Test, 6 July 2021, New York`."""
    text = notice.words(named.span)
    for kind in (DateMark, ClockMark):
        for mark in marks.within(named.span, kind):
            if isinstance(mark, DateMark) and mark.day is None:
                continue  # Geneva Briefing (February 2014): its edition
            before = text[: mark.start - named.span.start]
            if len(before.split()) >= 3 and re.search(r"[,|(?!.–—-]\s*\w{0,10},? ?$", before):
                text = re.sub(r"[\s,|(–—-]+(?:on|le|el|du|del)?\s?$", "", before)
    return text


def _part_of_page_title(text: str) -> str:
    """`Healthy Oceans | Example Institute`: the longer part."""
    return max(_PAGE.split(text), key=lambda part: len(part.split()))


def _without_prefixes(text: str, notice: Notice, marks: Marks, span: Span) -> str:
    """`HLPF Side Event: X`, `[Webinar] X`, `16 June – Panel: X` → X."""
    for _ in range(3):
        prefix = _PREFIX.match(text)
        if prefix is None:
            return text
        start = notice.text.find(prefix[0], span.start, span.end)
        words = prefix[1] or prefix[2]
        if start >= 0:
            words = blank_times(Span(start, start + len(words)), words, marks)
        rest = text[prefix.end() :]
        is_empty = is_generic(words) or _CHANGED.match(fold(words).strip())
        if not is_empty or len(rest.split()) < FEWEST_BEHIND_KIND:
            return text
        text = rest
    return text
