"""Stage 4, and the way through all of them."""

from collections.abc import Sequence
from dataclasses import replace

from ungis_events.speakers.reading import ReadSpeaker

from .candidates.about.descriptions import read_description
from .candidates.about.secrets import without_secrets
from .candidates.about.topics import read_topics
from .candidates.programme.agenda import read_agenda
from .candidates.programme.people import read_speakers
from .candidates.what.forums import read_forum, read_kind
from .candidates.what.organizers import read_contact, read_organizers
from .candidates.what.titles import read_theme, read_title
from .candidates.when.schedule import read_schedule
from .candidates.where.formats import read_format
from .candidates.where.languages import read_languages
from .candidates.where.links import read_join_url, read_registration_url
from .candidates.where.platforms import read_platform
from .candidates.where.venues import read_venue
from .checks import find_mistakes
from .draft import AgendaPart, Draft
from .finders import find_marks
from .findings import Found
from .lines import Notice, read_lines
from .marks import Marks


def read_announcement(text: str) -> Draft:
    """The draft of a notice; the same text always gives the same one. Never fails."""
    notice = read_lines(text)
    return draft_of(notice, find_marks(notice))


def draft_of(notice: Notice, marks: Marks) -> Draft:
    """The best candidate of each field, and what is left to ask."""
    title = _public(read_title(notice, marks))
    theme = _public(read_theme(notice, marks, title))
    speakers = _public_people(read_speakers(notice, marks))
    venue = _public(read_venue(notice, marks))
    platform = read_platform(notice, marks)
    join_url = read_join_url(notice, marks)
    schedule = read_schedule(notice, marks, venue)
    agenda = _public_parts(read_agenda(notice, marks, schedule, speakers))
    questions = find_mistakes(notice, marks, schedule, agenda)
    return Draft(
        notice=notice,
        schedule=schedule,
        title=title,
        theme=theme,
        forum=_public(read_forum(notice, title)),
        kind=read_kind(notice, title),
        organizers=_public_names(read_organizers(notice, marks)),
        format=read_format(notice, marks, venue, platform),
        platform=platform,
        venue=venue,
        languages=read_languages(notice, marks),
        registration_url=read_registration_url(notice, marks),
        join_url=join_url,
        contact=_public(read_contact(notice, marks)),
        description=read_description(notice, marks, (title, theme), join_url, speakers, agenda),
        topics=read_topics(notice, marks, title),
        speakers=speakers,
        agenda=agenda,
        questions=questions,
    )


def _public(found: Found[str] | None) -> Found[str] | None:
    """Everybody reads these fields, so nothing that opens the online room stands in them."""
    value = without_secrets(found.value) if found else ""
    return replace(found, value=value) if found and value else None


def _public_names(found: Found[tuple[str, ...]] | None) -> Found[tuple[str, ...]] | None:
    names = tuple(filter(None, map(without_secrets, found.value))) if found else ()
    return replace(found, value=names) if found and names else None


def _public_parts(parts: Sequence[AgendaPart]) -> tuple[AgendaPart, ...]:
    cleaned = (replace(part, title=without_secrets(part.title)) for part in parts)
    return tuple(part for part in cleaned if part.title)


def _public_people(people: Sequence[ReadSpeaker]) -> tuple[ReadSpeaker, ...]:
    cleaned = (
        replace(
            person,
            name=without_secrets(person.name),
            role=without_secrets(person.role or "") or None,
            organization=without_secrets(person.organization or "") or None,
        )
        for person in people
    )
    return tuple(person for person in cleaned if person.name)
