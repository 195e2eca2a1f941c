"""Where people register and where they join."""

import re

from ungis_events.announcements.reading.findings import Found, Sureness
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import LabelMark, LinkMark, Marks, Subject

_REGISTER = re.compile(
    r"\b(?:regist(?:er|ration|rations|ro|rarse|rese|rate|rer)|rsvp|sign[ -]?up|inscri\w{2,12}"
    r"|s'inscrire|s'enregistrer|enregistrement|tickets|book (?:a|your) (?:place|seat)|confirm your)"
)
_FORUM_PASS = re.compile(
    r"\b(?:grounds? pass|badge|accredit\w{2,8}|indico|pass for|un pass|laissez|pase|visitor"
    r"|security|building|premises|side events? form|propos\w{2,6}|exhibit\w{1,5})\b"
)
"""Registration for the house or the forum, not for this event."""
_NO_WAY_IN = re.compile(
    r"\b(?:recording|recorded|presentation|survey|questionnaire|evaluation|feedback|agenda|flyer"
    r"|concept note|report|more information|enregistrement de|grabacion|informe|rapport|programme"
    r"|nota conceptual|website|webcast|watch|livestream|live stream|en direct|en vivo)\b"
)
_ROOM_ADDRESS = re.compile(
    r"zoom(?:gov)?\.(?:us|com)/(?:j|w|s|my|wc/join|wc)/|teams\.(?:microsoft|live)\.com/(?:l/meetup-join"
    r"|meet)|webex\.com/(?:meet|join|[\w.-]{1,40}/j\.php|[\w.-]{1,40}/meet|wbxmjs|[\w/.-]{1,60}MTID)"
    r"|meet\.google\.com/\w|meet\.jit\.si/\w|gotomeet(?:ing)?\.\w{2,3}/(?:join/)?\d|kudoway\.\w{2,3}/\w"
    r"|interpret\.world/\w",
    re.IGNORECASE,
)
_REGISTER_ADDRESS = re.compile(
    r"/(?:webinar|meeting)/register|regist|rsvp|inscri|sign-?up|/forms?/|forms\.|eventbrite|/tickets"
    r"|gotowebinar\.com|events\.teams\.microsoft",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"\b(?:join|log ?in|connect|rejoindre|se connecter|connexion|unirse|unase|conectarse|conexion"
    r"|acceso|zoom link|webex link|teams link|meeting link|enlace)\b"
)
MOST_LINKS = 200
ENOUGH = 3
"""Points that make a link one to register by."""


def read_registration_url(notice: Notice, marks: Marks) -> Found[str] | None:
    """Hung on or beside `Register`, `RSVP`, `Inscription`, `Registro`; or a form's address."""
    best: tuple[int, LinkMark] | None = None
    layout = Layout(notice, marks)
    for link in layout.of(LinkMark)[:MOST_LINKS]:
        points = _registration_points(layout, link)
        if points >= ENOUGH and (best is None or points > best[0]):
            best = points, link
    if best is None:
        return None
    sureness = Sureness.SURE if best[0] > ENOUGH else Sureness.LIKELY
    return Found(best[1].url, "registration_url.words", (best[1].span,), sureness)


def read_join_url(notice: Notice, marks: Marks) -> Found[str] | None:
    """The address of the meeting room itself: zoom.us/j/…, teams …/meetup-join/…"""
    layout = Layout(notice, marks)
    links = layout.of(LinkMark)[:MOST_LINKS]
    for link in links:
        if _ROOM_ADDRESS.search(link.url) and not _REGISTER_ADDRESS.search(link.url):
            return Found(link.url, "join_url.meeting-room", (link.span,))
    for link in links:
        words = fold(link.words)
        is_labelled = _label_of(layout, link) is Subject.JOIN or _JOIN.search(words)
        if is_labelled and "/" in link.url[9:] and not _is_something_else(words, link.url):
            return Found(link.url, "join_url.words", (link.span,), Sureness.LIKELY)
    return None


def _is_something_else(words: str, url: str) -> bool:
    patterns = (_REGISTER, _NO_WAY_IN)
    is_other = any(pattern.search(words) for pattern in patterns)
    return is_other or bool(_REGISTER_ADDRESS.search(url))


def _registration_points(layout: Layout, link: LinkMark) -> int:
    words = fold(link.words)
    if _is_room(link.url) or (_NO_WAY_IN.search(words) and not _REGISTER.search(words)):
        return 0
    points = 3 * bool(_REGISTER.search(words) or _label_of(layout, link) is Subject.REGISTRATION)
    points += 3 * bool(_REGISTER_ADDRESS.search(link.url))
    behind = fold(layout.after(link, 80))
    points += 3 * bool(not points and _REGISTER.search(behind))
    return points - 2 * bool(_FORUM_PASS.search(words))


def _is_room(url: str) -> bool:
    return bool(_ROOM_ADDRESS.search(url)) and not _REGISTER_ADDRESS.search(url)


def _label_of(layout: Layout, link: LinkMark) -> Subject | None:
    """Of the label that this link is in the value of."""
    here = layout.index_of(link.start)
    for index in (here, here - 1):
        for label in layout.on(index, LabelMark):
            if label.value.start <= link.start < label.value.end:
                return label.subject
    return None
