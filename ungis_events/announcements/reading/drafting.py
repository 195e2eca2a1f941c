"""Stage 4, and the way through all of them."""

from .candidates.about.descriptions import read_description
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
from .draft import Draft
from .finders import find_marks
from .lines import Notice, read_lines
from .marks import Marks


def read_announcement(text: str) -> Draft:
    """The draft of a notice; the same text always gives the same one. Never fails."""
    notice = read_lines(text)
    return draft_of(notice, find_marks(notice))


def draft_of(notice: Notice, marks: Marks) -> Draft:
    """The best candidate of each field, and what is left to ask."""
    title = read_title(notice, marks)
    theme = read_theme(notice, marks, title)
    speakers = read_speakers(notice, marks)
    venue = read_venue(notice, marks)
    platform = read_platform(notice, marks)
    join_url = read_join_url(notice, marks)
    schedule = read_schedule(notice, marks, venue)
    agenda = read_agenda(notice, marks, schedule, speakers)
    questions = find_mistakes(notice, marks, schedule, agenda)
    return Draft(
        notice=notice,
        schedule=schedule,
        title=title,
        theme=theme,
        forum=read_forum(notice, marks, title),
        kind=read_kind(notice, marks, title),
        organizers=read_organizers(notice, marks),
        format=read_format(notice, marks, venue, platform),
        platform=platform,
        venue=venue,
        languages=read_languages(notice, marks),
        registration_url=read_registration_url(notice, marks),
        join_url=join_url,
        contact=read_contact(notice, marks),
        description=read_description(notice, marks, (title, theme), join_url, speakers, agenda),
        topics=read_topics(notice, marks, title),
        speakers=speakers,
        agenda=agenda,
        questions=questions,
    )
