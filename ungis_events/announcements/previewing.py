"""A draft as its page shows it: the text cut into pieces, each field with its source and doubts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ungis_events.core import templating
from ungis_events.core.clock_faces import ClockFace, short_date
from ungis_events.events.details import LANGUAGE_CODES
from ungis_events.events.forms import EventForm
from ungis_events.roster_import.rules import MOST_AT_ONCE, propose
from ungis_events.speakers.reading import ReadSpeaker

from .forms import MOST_PARTS, FoundForm
from .marking import Piece, Source, cut, first_pieces
from .reading.draft import AgendaPart, Draft, StatedTime
from .reading.findings import Answer, Found, Question, Span
from .reading.lines import Notice
from .vocabulary import SIGNS, Sign, explained_rule

ZONE_TO_BEGIN_WITH = "America/New_York"
_OF_DRAFT = (
    "title", "theme", "forum", "kind", "organizers", "format", "platform", "venue", "languages",
    "join_url", "contact", "description", "topics", "registration_url",
)  # fmt: skip
_OF_SCHEDULE = ("zone", "starts", "ends")
_GROUPS = ("format", "languages", "topics", "registration_url")
"""Shown by something else than one field."""
_WHEN = lazy_gettext("When")
_LONGEST_QUOTE, _MOST_SPANS_QUOTED = 90, 3
_LONGEST_LINE_MARKED = 240


@dataclass(frozen=True)
class Basis:
    """What a field rests on."""

    sign: Sign
    rule: str | None
    explanation: LazyString | None
    quote: str = ""
    """Its words in the text, shortened."""
    piece: str = ""
    """The id they have there."""


@dataclass(frozen=True)
class TimeRow:
    """A stated time beside what it is elsewhere; without faces the text does not settle it."""

    zone: str | None
    day: str | None
    hours: str
    has_end: bool
    utc: str | None
    faces: Sequence[ClockFace]
    basis: Basis


@dataclass(frozen=True)
class AnswerShown:
    label: LazyString | str
    values: str
    """As JSON."""


@dataclass(frozen=True)
class QuestionShown:
    question: Question
    answers: Sequence[AnswerShown]
    basis: Basis
    has_likeliest: bool
    """The first answer is how the text was read."""


@dataclass(frozen=True)
class Preview:
    pieces: Sequence[Piece]
    targets: Mapping[str, str]
    """{key of a source: the id of the field that shows it}"""
    bases: Mapping[str, Basis]
    times: Sequence[TimeRow]
    questions: Sequence[QuestionShown]
    """Contradictions first, as are all beside them: form.questions has their order."""

    @property
    def has_nothing(self) -> bool:
        return not self.targets

    @property
    def has_no_time(self) -> bool:
        return not self.times and "starts" not in self.targets

    @property
    def contradictions(self) -> int:
        return sum(each.question.is_contradiction for each in self.questions)


def preview_of(draft: Draft) -> Preview:
    questions = questions_of(draft)
    sources = _sources(draft, questions)
    pieces = cut(draft.notice.text, sources)
    first = first_pieces(pieces)

    def basis(key: str, found: Found[Any] | None = None) -> Basis:
        piece = first.get(key)
        sign = SIGNS[found.sureness.value if found else None]
        rule = found.rule if found else None
        explanation = explained_rule(rule) if rule else None
        spans = next((source.spans for source in sources if source.key == key), ())
        words = [draft.notice.words(span) for span in sorted(set(spans))[:_MOST_SPANS_QUOTED]]
        return Basis(sign, rule, explanation, _short(" … ".join(words)), piece.id if piece else "")

    bases = {name: basis(name, found) for name, found in _founds(draft).items()}
    others = [source.key for source in sources if source.key not in bases]
    bases |= {key: basis(key) for key in others}
    return Preview(
        pieces=pieces,
        targets={source.key: _target(source.key, questions) for source in sources},
        bases=bases,
        times=[
            _time_row(stated, basis(f"time-{number}"))
            for number, stated in enumerate(draft.schedule.times)
        ],
        questions=[
            QuestionShown(
                question,
                [_answer_shown(answer) for answer in question.answers],
                basis(f"question-{number}"),
                any(map(draft.schedule.is_read_as, question.answers[:1])),
            )
            for number, question in enumerate(questions)
        ],
    )


def questions_of(draft: Draft) -> list[Question]:
    """Each once, contradictions first."""
    asked = [*draft.questions, *draft.schedule.questions]
    each_once = {(question.kind, str(question.sentence)): question for question in reversed(asked)}
    return sorted(reversed(each_once.values()), key=lambda question: not question.is_contradiction)


def event_form_of(draft: Draft) -> EventForm:
    """Filled with what was read, whatever came with the request; the rest is empty."""
    found = _founds(draft)
    values = {name: each.value for name, each in found.items() if each is not None}
    values["organizers"] = "\n".join(values.get("organizers", ()))
    if "format" in values:
        values["format"] = values["format"].value
    values["languages"] = [code for code in values.get("languages", ()) if code in LANGUAGE_CODES]
    values["topics"] = list(values.get("topics", ()))
    return EventForm(formdata=None, **({"zone": ZONE_TO_BEGIN_WITH, "waitlist": True} | values))


def found_form_of(draft: Draft) -> FoundForm:
    """The people, the programme and the questions, whatever came with the request."""
    proposals = propose(draft.speakers[:MOST_AT_ONCE], set(), {})
    people = [
        {
            "is_taken": proposal.is_taken,
            "honorific": proposal.read.honorific,
            "name": proposal.read.name,
            "role": proposal.read.role,
            "organization": proposal.read.organization,
            "part": proposal.read.part.value,
            "email": proposal.read.email,
            "doubts": "\n".join(str(doubt) for doubt in proposal.doubts),
            "number": str(number),
        }
        for number, proposal in enumerate(proposals)
    ]
    parts = [_part_row(part, draft.speakers) for part in draft.agenda[:MOST_PARTS]]
    questions = [{"sentence": str(each.sentence)} for each in questions_of(draft)]
    return FoundForm(formdata=None, people=people, parts=parts, questions=questions)


def _founds(draft: Draft) -> dict[str, Found[Any] | None]:
    return {name: getattr(draft, name) for name in _OF_DRAFT} | {
        name: getattr(draft.schedule, name) for name in _OF_SCHEDULE
    }


def _part_row(part: AgendaPart, speakers: Sequence[ReadSpeaker]) -> dict[str, Any]:
    numbers = [str(number) for number, each in enumerate(speakers) if each.name in part.names]
    minutes = part.minutes
    if minutes is None and part.begins and part.ends:
        begins, ends = (60 * at.hour + at.minute for at in (part.begins, part.ends))
        minutes = (ends - begins) % (24 * 60) or None
    return {
        "is_taken": True,
        "title": part.title,
        "begins": f"{part.begins:%H:%M}" if part.begins else "",
        "minutes": minutes,
        "speakers": " ".join(numbers),
        "names": ", ".join(part.names),
    }


def _sources(draft: Draft, questions: Sequence[Question]) -> list[Source]:
    labels = {field.name: field.label.text for field in EventForm(formdata=None)}
    labels["registration_url"] = lazy_gettext("Registration")
    sources = [
        Source(f"question-{number}", lazy_gettext("Question %(n)s", n=number + 1), each.spans)
        for number, each in enumerate(questions)
    ]
    sources += [
        Source(f"time-{number}", _WHEN, each.spans)
        for number, each in enumerate(draft.schedule.times)
    ]
    sources += [
        Source(name, _WHEN if name in _OF_SCHEDULE else labels[name], found.spans)
        for name, found in _founds(draft).items()
        if found is not None
    ]
    sources += [
        Source(
            f"speaker-{number}",
            lazy_gettext("Speaker %(n)s", n=number + 1),
            _spans_of(each, draft.notice),
        )
        for number, each in enumerate(draft.speakers[:MOST_AT_ONCE])
    ]
    sources += [
        Source(f"part-{number}", lazy_gettext("Programme %(n)s", n=number + 1), each.spans)
        for number, each in enumerate(draft.agenda[:MOST_PARTS])
    ]
    return sources


def _spans_of(speaker: ReadSpeaker, notice: Notice) -> tuple[Span, ...]:
    """Their lines; of a paragraph only the name."""
    spans = []
    for line in notice.lines:
        if line.number not in speaker.lines:
            continue
        place = line.text.find(speaker.name)
        if len(line.text) <= _LONGEST_LINE_MARKED:
            spans.append(line.span)
        elif place >= 0:
            start = line.start + place
            spans.append(Span(start, start + len(speaker.name)))
    return tuple(spans)


def _target(key: str, questions: Sequence[Question]) -> str:
    """What can have the focus, so that a link to it gives it the focus."""
    kind, _, number = key.rpartition("-")
    match kind:
        case "time":
            return "starts"
        case "question":
            return f"{key}-{1 if questions[int(number)].answers else 0}"
        case "speaker":
            return f"people-{number}-is_taken"
        case "part":
            return f"parts-{number}-is_taken"
    return f"of-{key}" if key in _GROUPS else key


def _answer_shown(answer: Answer) -> AnswerShown:
    return AnswerShown(answer.label, json.dumps(dict(answer.values), ensure_ascii=False))


def _time_row(stated: StatedTime, basis: Basis) -> TimeRow:
    faces: Sequence[ClockFace] = ()
    if stated.starts_at:
        faces = templating.city_times(stated.starts_at, stated.ends_at or stated.starts_at)
    return TimeRow(
        zone=stated.zone_text,
        day=short_date(stated.day, templating.language()) if stated.day else None,
        hours=_hours(stated.begins, stated.ends),
        has_end=stated.ends_at is not None,
        utc=_utc(stated.starts_at, stated.ends_at),
        faces=faces,
        basis=basis,
    )


def _hours(begins: Any, ends: Any) -> str:
    return f"{begins:%H:%M}–{ends:%H:%M}" if ends else f"{begins:%H:%M}"


def _utc(starts_at: datetime | None, ends_at: datetime | None) -> str | None:
    if starts_at is None:
        return None
    return _hours(starts_at.astimezone(UTC), ends_at.astimezone(UTC) if ends_at else None)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 1]}…"
