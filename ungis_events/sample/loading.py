"""Puts the sample into the database, through the same services as the desk."""

from datetime import datetime

from ungis_events import workflows
from ungis_events.agenda.details import ItemDetails, Turn
from ungis_events.agenda.service import add_item
from ungis_events.core.database import transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.organizations.service import load_organizations
from ungis_events.questions.details import QuestionDetails
from ungis_events.questions.models import QuestionKind
from ungis_events.questions.service import add_question
from ungis_events.speakers.queries import list_speakers

from . import SAMPLE_EVENT, sample_files

ACTOR = "sample"
_AGENDA = (("Opening remarks", 10, 2), ("Panel", 45, 4), ("Questions and answers", 15, 0),
           ("Closing", 5, 0))  # fmt: skip
"""Title, minutes, how many of the roster speak in it."""
_QUESTION = QuestionDetails(
    kind=QuestionKind.SEVERAL_OF,
    label="What should the panel speak about?",
    options=("Connectivity", "Skills", "Artificial intelligence", "Data for the SDGs"),
)


def load_sample(now: datetime) -> list[str]:
    """The members of UNGIS and the sample events that are not there yet; a line for each."""
    with transaction():
        lines = load_organizations(actor=ACTOR, now=now)
    for file in sample_files(now):
        slug = file.details.slug
        with transaction():
            outcome = workflows.load_once(file, actor=ACTOR, now=now)
            if outcome == "created" and slug == SAMPLE_EVENT:
                _furnish(get_event(slug), now)
        lines.append(f"{slug} {outcome}")
    return lines


def _furnish(event: Event, now: datetime) -> None:
    """What event files do not hold: an agenda, and a question of its own."""
    speakers = iter(list_speakers(event))
    starts_after = 0
    for title, minutes, number in _AGENDA:
        turns = tuple(Turn(next(speakers).id) for _ in range(number))
        details = ItemDetails(title, starts_after, minutes, turns=turns)
        add_item(event, details, actor=ACTOR, now=now)
        starts_after += minutes
    add_question(event, _QUESTION, actor=ACTOR, now=now)
