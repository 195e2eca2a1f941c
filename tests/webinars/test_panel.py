"""Speakers on the panel at Zoom: each by their own link, whoever the roster says."""

import pytest
from sqlalchemy import select

from tests.factories import NOON, make_event, make_speaker
from tests.webinars.steps import asked, open_kinds, the_room, want_room, webinar_of, work
from tests.zoom.standin import ZoomStandIn
from tests.zoom.state import Panelist as PanelistThere
from ungis_events.adapters.webinar import Problem
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.speakers.service import remove_speaker
from ungis_events.webinars.models import Panelist

pytestmark = pytest.mark.usefixtures("running", "zoom_app")


def confirmed(event: Event, name: str, email: str | None, honorific: str | None = None) -> Speaker:
    speaker = make_speaker(event, name=name, honorific=honorific)
    return change(speaker, email=email, status=SpeakerStatus.CONFIRMED)


def change(speaker: Speaker, **values: object) -> Speaker:
    with transaction():
        saved = db.session.get_one(Speaker, speaker.id)
        for field, value in values.items():
            setattr(saved, field, value)
    return saved


def panel_there(zoom: ZoomStandIn) -> dict[str, str]:
    """{address: name}"""
    return {each.email: each.name for each in the_room(zoom).panelists.values()}


def links_here() -> dict[str, str | None]:
    db.session.rollback()
    rows = db.session.execute(select(Panelist.email_key, Panelist.join_url)).tuples()
    return dict(rows.all())


def test_speakers_who_confirmed_get_places_and_links_of_their_own(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    confirmed(event, "Amina Diallo", email="Amina@example.org", honorific="H.E. Ms.")
    confirmed(event, "No Address", email=None)
    change(make_speaker(event), email="proposed@example.org")

    want_room(event)

    assert panel_there(zoom) == {"amina@example.org": "H.E. Ms. Amina Diallo"}
    (place,) = the_room(zoom).panelists.values()
    assert links_here() == {"amina@example.org": place.join_url}


def test_who_confirms_later_is_added_and_who_declines_is_removed(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    first = confirmed(event, "First", email="first@example.org")
    want_room(event)

    confirmed(event, "Second", email="second@example.org")
    change(first, status=SpeakerStatus.DECLINED)
    work()

    assert panel_there(zoom) == {"second@example.org": "Second"}
    assert list(links_here()) == ["second@example.org"]


def test_another_name_or_address_is_another_place(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    renamed = confirmed(event, "Jon", email="john@example.org")
    moved = confirmed(event, "Mary", email="mary@example.org")
    want_room(event)

    change(renamed, name="John")
    change(moved, email="office@example.org")
    work()

    assert panel_there(zoom) == {"john@example.org": "John", "office@example.org": "Mary"}
    assert set(links_here()) == set(panel_there(zoom))
    assert None not in links_here().values()


def test_a_speaker_taken_off_the_roster_leaves_the_panel(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    speaker = confirmed(event, "Gone", email="gone@example.org")
    want_room(event)

    with transaction():
        remove_speaker(
            get_event(event.slug), db.session.get_one(Speaker, speaker.id), actor="Desk", now=NOON
        )
    work()

    assert (panel_there(zoom), links_here()) == ({}, {})


def test_who_was_put_there_by_hand_stays(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    speaker = confirmed(event, "Ours", email="ours@example.org")
    want_room(event)
    stranger = PanelistThere("by-hand", "stranger@example.org", "Stranger", "https://zoom.test/w")
    the_room(zoom).panelists["by-hand"] = stranger

    change(speaker, status=SpeakerStatus.DECLINED)
    work()

    assert panel_there(zoom) == {"stranger@example.org": "Stranger"}


def test_many_changes_of_the_roster_are_one_look(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)

    for number in range(3):
        confirmed(event, f"Speaker {number}", email=f"speaker{number}@example.org")
    assert open_kinds(event) == ["panelists"]
    work()

    assert (len(panel_there(zoom)), asked(zoom)["addPanelists"]) == (3, 1)


def test_an_address_two_speakers_share_is_one_place_for_both(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    confirmed(event, "One", email="office@example.org")
    two = confirmed(event, "Two", email="office@example.org")
    want_room(event)
    assert panel_there(zoom) == {"office@example.org": "Two"}

    change(two, status=SpeakerStatus.DECLINED)
    work()

    assert panel_there(zoom) == {"office@example.org": "One"}


def test_one_who_is_refused_keeps_nobody_else_out(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    confirmed(event, "Refused", email="refused@example.org")
    confirmed(event, "Welcome", email="welcome@example.org")
    # Both together, and then the first of them alone.
    zoom.misbehave("addPanelists", status=400, code=300, message="Validation Failed.", times=2)

    want_room(event)

    assert panel_there(zoom) == {"welcome@example.org": "Welcome"}
    assert links_here()["refused@example.org"] is None
    assert links_here()["welcome@example.org"] is not None
    assert webinar_of(event).problem == Problem.WRONG_VALUE
