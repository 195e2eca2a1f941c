from datetime import datetime, time

from tests.factories import NOON, make_event
from ungis_events.agenda.queries import list_items
from ungis_events.announcements.rules import PlannedPart
from ungis_events.announcements.service import Added, add_to_event
from ungis_events.core.database import transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.models import Part
from ungis_events.speakers.queries import list_speakers

SPEAKERS = {
    2: SpeakerProfile("Vera Lind", honorific="Dr.", part=Part.MODERATOR),
    0: SpeakerProfile("Omar Sy", organization="ITU"),
}


def make_morning() -> Event:
    return make_event(
        starts=datetime(2027, 1, 14, 8, 30),
        ends=datetime(2027, 1, 14, 10, 0),
        zone="America/New_York",
    )


def add(event: Event, *parts: PlannedPart) -> Added:
    with transaction():
        return add_to_event(get_event(event.slug), SPEAKERS, parts, actor="Amina", now=NOON)


def test_speakers_join_the_roster_in_their_order() -> None:
    event = make_morning()

    added = add(event)

    assert added == Added(2, 0, ())
    assert [(each.display_name, each.part) for each in list_speakers(event)] == [
        ("Dr. Vera Lind", Part.MODERATOR),
        ("Omar Sy", Part.SPEAKER),
    ]


def test_parts_stand_in_the_agenda_with_whoever_speaks_in_them() -> None:
    event = make_morning()

    added = add(
        event,
        PlannedPart("Opening", time(8, 30), 10, speakers=(2,)),
        PlannedPart("Panel", time(8, 40), 60, speakers=(2, 0, 7)),
        PlannedPart("Lunch", time(12), 60),
    )

    items = [
        (item.title, item.starts_after, item.minutes, [slot.speaker.name for slot in item.slots])
        for item in list_items(event)
    ]
    assert added == Added(2, 2, ("Lunch",))
    assert items == [
        ("Opening", 0, 10, ["Vera Lind"]),
        ("Panel", 10, 60, ["Vera Lind", "Omar Sy"]),
    ]


def test_history_tells_of_each() -> None:
    event = make_morning()

    add(event, PlannedPart("Opening", time(8, 30), 10))

    acts = {entry.act for entry in list_history(event.id)}
    assert acts >= {"speaker added", "agenda item added"}
