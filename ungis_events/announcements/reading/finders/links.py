"""Addresses of pages, and the words they hang on."""

import re
from collections.abc import Iterator

from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import LinkMark

LONGEST_ANNOUNCEMENT = 90
"""So many characters before an address can announce it."""

_BARE_HOSTS = (
    r"zoom\.us|zoomgov\.com|webex\.com|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com"
    r"|forms\.gle|forms\.office\.com|docs\.google\.com|bit\.ly|tinyurl\.com|youtu\.be|aka\.ms"
    r"|eventbrite\.\w{2,3}|indico\.un\.org|webtv\.un\.org|surveymonkey\.com|us0?\dweb\.zoom\.us"
)
_TOP = r"(?:org|int|com|net|edu|gov|info|io|live|events|[a-z]{2})"
_NOT_INSIDE = r"(?<![\w@./-])"
"""An e-mail address or a longer address is not read from its middle."""
_END = r"[^\s<>\"«»“”|]"
_ADDRESS = re.compile(
    rf"(?P<markdown>\[(?P<words>[^\[\]]{{1,200}})\]\((?P<target>https?://[^\s()]{{1,1500}})\))"
    rf"|(?P<full>https?://{_END}{{3,2000}})"
    rf"|{_NOT_INSIDE}(?P<bare>www\.{_END}{{3,2000}}"
    rf"|(?:[\w-]{{1,40}}\.){{0,3}}?(?:{_BARE_HOSTS})(?![\w@.-]*@)(?![\w-])(?:[/?]{_END}{{0,1500}})?"
    rf"|(?:[a-z0-9-]{{1,40}}\.){{1,4}}?{_TOP}/{_END}{{1,1500}})",
    re.IGNORECASE,
)
_CLOSINGS = {")": "(", "]": "[", "}": "{"}
_AROUND_WORDS = " \t:;,.–—-→>»<([*_|•“”\"'"


def find_links(notice: Notice) -> Iterator[LinkMark]:
    """Every address, in order; punctuation behind it is no part of it."""
    for line in notice.lines:
        end = 0
        for found in _ADDRESS.finditer(line.text) if "." in line.text else ():
            link = _link(notice, line, found, end)
            if link:
                yield link
                end = link.end - line.start


def _link(notice: Notice, line: Line, found: re.Match[str], after: int) -> LinkMark | None:
    start = line.start + found.start()
    if found["markdown"]:
        end = line.start + found.end()
        return LinkMark(start, end, "link.markdown", found["target"], found["words"].strip())
    url = _trimmed(found[0])
    if "." not in url:
        return None
    words = _announced_by(notice, line, line.text[after : found.start()])
    end = start + len(url)
    if found["full"]:
        return LinkMark(start, end, "link.address", url, words)
    return LinkMark(start, end, "link.without-scheme", f"https://{url}", words)


def _trimmed(url: str) -> str:
    """Without the full stop of the sentence and the bracket around it: `(see a.org/b).`"""
    while url:
        opening = _CLOSINGS.get(url[-1])
        is_bracket = opening is not None and url.count(opening) < url.count(url[-1])
        if not is_bracket and url[-1] not in ".,;:!?'’*_…":
            break
        url = url[:-1]
    return url


def _announced_by(notice: Notice, line: Line, before: str) -> str:
    """`Register here:` on the line, or on the line above when nothing stands before the link."""
    words = before.strip(_AROUND_WORDS)
    if not words and line.index and line.blanks_before <= 2:
        above = notice.lines[line.index - 1].text
        if above.endswith((":", "→")) or not line.blanks_before:
            words = "" if _ADDRESS.search(above) else above.strip(_AROUND_WORDS)
    if len(words) <= LONGEST_ANNOUNCEMENT:
        return words
    return words[-LONGEST_ANNOUNCEMENT:].partition(" ")[2]
