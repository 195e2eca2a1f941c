"""A draft as JSON and as an explanation. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from babel import Locale

from ungis_events.speakers.models import Part

from .reading.draft import AgendaPart, Draft, StatedTime
from .reading.findings import Found, Span

_EXPLAINED = (
    "title", "theme", "forum", "kind", "organizers", "format", "platform", "venue", "languages",
    "registration_url", "join_url", "contact", "topics", "description",
)  # fmt: skip

_PANEL_ROLES = {Part.PANELLIST: "panelist"}
"""As announcements spell it."""


def as_json(draft: Draft) -> dict[str, Any]:
    """The fields as `flask announcements read` prints them; what the text does not say is null.

    Moments are UTC (2023-01-31T13:30Z), wall times and clock times have no zone in them.
    """
    schedule = draft.schedule
    contradictions = [
        str(question.sentence) for question in draft.questions if question.is_contradiction
    ]
    return {
        "title": _value(draft.title),
        "subtitle": _value(draft.theme),
        "forum": _value(draft.forum),
        "kind": _value(draft.kind),
        "organizers": list(_value(draft.organizers) or ()),
        "times": [_time(time) for time in schedule.times],
        "zone": _value(schedule.zone),
        "utc_start": _utc(schedule.starts_at),
        "utc_end": _utc(schedule.ends_at),
        "consistent": draft.is_consistent,
        "inconsistency": " ".join(contradictions) or None,
        "format": _value(draft.format),
        "platform": _value(draft.platform),
        "venue": _value(draft.venue),
        "registration_url": _value(draft.registration_url),
        "join_url": _value(draft.join_url),
        "contact": _value(draft.contact),
        "languages": [_language(code) for code in _value(draft.languages) or ()],
        "speakers": [
            {
                "honorific": speaker.honorific,
                "name": speaker.name,
                "role": speaker.role,
                "organization": speaker.organization,
                "panel_role": _PANEL_ROLES.get(speaker.part, speaker.part.value),
            }
            for speaker in draft.speakers
        ],
        "agenda": [_agenda(part) for part in draft.agenda],
        "topics": list(_value(draft.topics) or ()),
        "description": _value(draft.description),
        "questions": [
            {
                "kind": question.kind,
                "sentence": str(question.sentence),
                "is_contradiction": question.is_contradiction,
                "answers": [
                    {"label": str(answer.label), "values": dict(answer.values)}
                    for answer in question.answers
                ],
            }
            for question in draft.questions
        ],
    }


def explained(draft: Draft) -> str:
    """Each field with the rule that gave it, how sure it is, and its words in the text."""
    lines = []
    fields = {name: getattr(draft, name) for name in _EXPLAINED} | {
        name: getattr(draft.schedule, name) for name in ("zone", "starts", "ends")
    }
    for name, found in fields.items():
        if found is None:
            lines.append(f"{name}: not said")
            continue
        lines.append(f"{name}: {_short(found.value)}")
        lines.append(f"  {found.rule}, {found.sureness}")
        lines.extend(_sources(draft, found.spans))
    for speaker in draft.speakers:
        lines.append(f"speaker: {speaker.name} ({speaker.part})")
        lines.append(f"  lines {', '.join(map(str, speaker.lines))}: {_short(speaker.source)}")
        lines.extend(f"  doubt: {doubt}" for doubt in speaker.doubts)
    for question in draft.questions:
        lines.append(f"question {question.kind}: {question.sentence}")
        lines.extend(_sources(draft, question.spans))
        lines.extend(f"  answer: {answer.label}" for answer in question.answers)
    return "\n".join(lines)


def _sources(draft: Draft, spans: Iterable[Span]) -> list[str]:
    return [
        f"  line {draft.notice.line_at(span.start).number}: {_short(draft.notice.words(span))}"
        for span in spans
    ]


def _short(value: object) -> str:
    words = " ".join(str(value).split())
    return words if len(words) <= 100 else f"{words[:99]}…"


def _value(found: Found[Any] | None) -> Any:
    return found.value if found else None


def _utc(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if moment else None


def _time(stated: StatedTime) -> dict[str, Any]:
    day = f"{stated.day.isoformat()}T" if stated.day else ""
    return {
        "start": f"{day}{stated.begins:%H:%M}",
        "end": f"{day}{stated.ends:%H:%M}" if stated.ends else None,
        "zone_text": stated.zone_text,
        "iana": stated.zone,
        "literal_offset": _offset(stated.offset),
        "utc_start": _utc(stated.starts_at),
        "utc_end": _utc(stated.ends_at),
    }


def _offset(offset: timedelta | None) -> str | None:
    if offset is None:
        return None
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _agenda(part: AgendaPart) -> dict[str, Any]:
    return {
        "title": part.title,
        "start": f"{part.begins:%H:%M}" if part.begins else None,
        "end": f"{part.ends:%H:%M}" if part.ends else None,
        "minutes": part.minutes,
        "speakers": list(part.names),
    }


def _language(code: str) -> str:
    return Locale.parse(code).get_display_name("en") or code
