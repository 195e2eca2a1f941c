"""Items, their minutes and their speakers: on the desk, on the public page and in mails."""

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.event import listen, remove

from tests.factories import NOON, make_event, make_speaker
from tests.registrations.steps import deliver
from tests.speakers.steps import (
    change,
    do,
    hidden_version,
    mails,
    make_confirmed,
    make_invited,
    own_address,
    saved,
)
from ungis_events import workflows
from ungis_events.adapters.mail import Email
from ungis_events.agenda import service
from ungis_events.agenda.details import ItemDetails, Turn
from ungis_events.agenda.models import AgendaItem, AgendaSlot
from ungis_events.agenda.queries import list_items
from ungis_events.agenda.rules import warnings
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.speakers.queries import list_speakers

FORM = {"title": "Opening", "starts": "08:30", "minutes": "10", "note": ""}


def add(event: Event, title: str, starts_after: int, minutes: int, *turns: Turn) -> AgendaItem:
    with transaction():
        details = ItemDetails(title, starts_after, minutes, None, turns)
        return service.add_item(get_event(event.slug), details, actor="test", now=NOON)


def plan(event: Event) -> list[tuple[str, int, int]]:
    """(title, minutes after the start, minutes) in order."""
    db.session.rollback()
    db.session.expire_all()
    items = list_items(get_event(event.slug))
    return [(item.title, item.starts_after, item.minutes) for item in items]


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/agenda{rest}"


def reschedule(event: Event, starts: datetime, ends: datetime) -> None:
    with transaction():
        fresh = get_event(event.slug)
        details = EventDetails.of(fresh)
        values = {name: getattr(details, name) for name in EventDetails.__dataclass_fields__}
        moved = EventDetails(**values | {"starts": starts, "ends": ends})
        workflows.save_event(fresh, moved, actor="test", now=NOON)


def odd(event: Event) -> dict[str, list[str]]:
    db.session.rollback()
    db.session.expire_all()
    fresh = get_event(event.slug)
    items = list_items(fresh)
    titles = {item.id: item.title for item in items}
    found = warnings(items, fresh)
    return {titles[number]: [str(note) for note in notes] for number, notes in found.items()}


def test_item_is_entered_on_the_clock_of_the_event(organizer_client: FlaskClient) -> None:
    event = make_event()
    speaker = make_speaker(event)

    answer = organizer_client.post(
        address(event, "/add"),
        data=FORM | {"starts": "08:45", f"turn_{speaker.id}": "y", f"minutes_{speaker.id}": "5"},
    )

    (item,) = list_items(event)
    assert answer.status_code == 303
    assert (item.title, item.starts_after, item.minutes) == ("Opening", 15, 10)
    assert [(slot.speaker_id, slot.minutes) for slot in item.slots] == [(speaker.id, 5)]
    assert list_history(event.id)[0].act == "agenda item added"


def test_agenda_moves_with_the_event(client: FlaskClient, organizer_client: FlaskClient) -> None:
    event = make_event()
    add(event, "Opening", 15, 10)

    reschedule(event, datetime(2027, 3, 15, 10, 0), datetime(2027, 3, 15, 11, 0))

    desk = organizer_client.get(address(event)).text
    public, text = (client.get(f"/events/{event.slug}{rest}").text for rest in ("", ".txt"))
    # In the weeks when the cities are five hours apart.
    for page in (desk, public, text):
        assert ("10:15–10:25" in page, "15:15–15:25" in page) == (True, True)


def test_public_page_shows_no_notes_and_no_agenda_while_there_is_none(client: FlaskClient) -> None:
    event = make_event()
    before = client.get(f"/events/{event.slug}").text
    with transaction():
        details = ItemDetails("Panel", 0, 30, "Ask her about the budget")
        service.add_item(get_event(event.slug), details, actor="test", now=NOON)

    after = client.get(f"/events/{event.slug}").text

    assert ("Agenda" in before, "Agenda" in after, "budget" in after) == (False, True, False)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts": "07:00"}, "Enter a time within the event: 08:30 to 09:45 (New York)"),
        ({"starts": "09:45"}, "Enter a time within the event: 08:30 to 09:45 (New York)"),
        ({"starts": "09:40"}, "ends at 09:45 (New York). 5 minutes are left."),
        ({"starts": "noon"}, "Enter when it starts, as in 08:40"),
        ({"starts": ""}, "Enter when it starts, as in 08:40"),
        ({"minutes": "0"}, "Enter how many minutes it takes"),
        ({"minutes": "ten"}, "Enter a whole number"),
        ({"title": " "}, "Enter what this item is called"),
        ({"title": "x" * 301}, "Use at most 300 characters"),
        ({"note": "\x07"}, "Remove the control characters from this text"),
    ],
)
def test_wrong_item_is_shown_again(
    organizer_client: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    event = make_event()

    answer = organizer_client.post(
        address(event, "/add"), data=FORM | {"note": "Kept words"} | given
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept words" in answer.text or "note" in given
    assert plan(event) == []


def test_wrong_minutes_of_a_speaker_are_told_beside_them(organizer_client: FlaskClient) -> None:
    event = make_event()
    speaker = make_speaker(event)

    answer = organizer_client.post(
        address(event, "/add"), data=FORM | {f"minutes_{speaker.id}": "-3"}
    )

    assert answer.status_code == 422
    assert f'id="minutes_{speaker.id}-error"' in answer.text


def test_overlaps_and_too_many_minutes_are_told_and_saved() -> None:
    event = make_event()
    first, second = make_speaker(event), make_speaker(event)

    add(event, "Opening", 0, 20, Turn(first.id, 15), Turn(second.id, 10))
    add(event, "Panel", 10, 30)
    add(event, "Closing", 35, 5)

    assert odd(event) == {
        "Opening": ["The speakers have 25 minutes, the item 20."],
        "Panel": ["Begins before “Opening” has ended."],
        "Closing": ["Begins before “Panel” has ended."],
    }


def test_shorter_event_keeps_its_items_and_marks_those_outside(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    add(event, "Opening", 0, 20)
    add(event, "Closing", 60, 15)

    reschedule(event, datetime(2027, 1, 31, 8, 30), datetime(2027, 1, 31, 9, 30))

    assert plan(event) == [("Opening", 0, 20), ("Closing", 60, 15)]
    assert odd(event) == {"Closing": ["Goes on after the event has ended."]}
    assert "Goes on after the event has ended." in organizer_client.get(address(event)).text


def test_event_over_midnight_asks_for_the_day(organizer_client: FlaskClient) -> None:
    event = make_event(starts=datetime(2027, 1, 31, 23, 0), ends=datetime(2027, 2, 1, 1, 0))

    page = organizer_client.get(address(event, "/add")).text
    organizer_client.post(
        address(event, "/add"), data=FORM | {"day": "2027-02-01", "starts": "00:30"}
    )

    assert 'name="day"' in page
    assert plan(event) == [("Opening", 90, 10)]


def test_hour_that_comes_twice_is_refused(organizer_client: FlaskClient) -> None:
    event = make_event(starts=datetime(2027, 11, 7, 0, 30), ends=datetime(2027, 11, 7, 4, 0))

    answer = organizer_client.post(address(event, "/add"), data=FORM | {"starts": "01:30"})

    assert (answer.status_code, "comes twice" in answer.text) == (422, True)


def test_next_item_is_proposed_where_the_last_one_ends(organizer_client: FlaskClient) -> None:
    event = make_event()
    add(event, "Opening", 0, 20)

    page = organizer_client.get(address(event, "/add")).text

    assert 'value="08:50"' in page


def test_shifting_moves_this_item_and_all_after_it(organizer_client: FlaskClient) -> None:
    event = make_event()
    add(event, "Opening", 0, 10)
    panel = add(event, "Panel", 10, 30)
    add(event, "Closing", 45, 10)

    organizer_client.post(address(event, "/shift"), data={"item": panel.id, "by": "5"})
    later = plan(event)
    refused = organizer_client.post(address(event, "/shift"), data={"item": panel.id, "by": "-20"})
    organizer_client.post(address(event, "/close-gaps"))

    assert later == [("Opening", 0, 10), ("Panel", 15, 30), ("Closing", 50, 10)]
    assert (refused.status_code, "It cannot begin before the event does" in refused.text) == (
        422,
        True,
    )
    assert plan(event) == [("Opening", 0, 10), ("Panel", 10, 30), ("Closing", 40, 10)]


def test_saving_over_a_newer_item_shows_both(organizer_client: FlaskClient) -> None:
    event = make_event()
    item = add(event, "Opening", 0, 10)
    page = address(event, f"/{item.id}/edit")
    read = hidden_version(organizer_client.get(page).text)
    organizer_client.post(page, data=FORM | {"title": "First", "version": read})

    refused = organizer_client.post(page, data=FORM | {"title": "Second", "version": read})
    again = FORM | {"title": "Second", "version": hidden_version(refused.text)}
    accepted = organizer_client.post(page, data=again)

    assert "<b>Now saved:</b> <bdi>First</bdi>" in refused.text
    assert (refused.status_code, accepted.status_code) == (422, 303)
    assert plan(event) == [("Second", 0, 10)]


def test_item_is_removed_and_that_of_another_event_is_out_of_reach(
    organizer_client: FlaskClient,
) -> None:
    mine, other = make_event(), make_event()
    item, foreign = add(mine, "Opening", 0, 10), add(other, "Opening", 0, 10)

    codes = [
        organizer_client.post(address(mine, f"/{number}/remove")).status_code
        for number in (item.id, foreign.id)
    ]

    assert (codes, plan(mine), len(plan(other))) == ([303, 404], [], 1)


def test_removed_speaker_leaves_the_agenda(organizer_client: FlaskClient) -> None:
    event = make_event()
    speaker = make_speaker(event)
    add(event, "Opening", 0, 10, Turn(speaker.id))

    organizer_client.post(f"/manage/events/{event.slug}/speakers/{speaker.id}/remove")

    assert db.session.scalar(db.select(db.func.count()).select_from(AgendaSlot)) == 0
    assert plan(event) == [("Opening", 0, 10)]


def test_substitute_takes_over_the_turns(client: FlaskClient) -> None:
    event = make_event()
    speaker = make_confirmed(event)
    item = add(event, "Opening", 0, 10, Turn(speaker.id, 5))

    substitute = {"name": "Bo Li", "email": "bo@example.org"}
    client.post(own_address(speaker, "/substitute"), data=substitute)

    db.session.expire_all()
    slots = db.session.get_one(AgendaItem, item.id).slots
    assert [(slot.speaker.name, slot.minutes) for slot in slots] == [("Bo Li", 5)]


def test_who_declined_is_not_shown_and_keeps_the_turn(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    event = make_event()
    speaker = make_invited(event)
    item = add(event, "Opening", 0, 10, Turn(speaker.id, 5))
    do(speaker, "decline", is_own=True)
    page = address(event, f"/{item.id}/edit")

    read = hidden_version(organizer_client.get(page).text)
    organizer_client.post(page, data=FORM | {"title": "Welcome", "version": read})
    shown = client.get(f"/events/{event.slug}").text
    do(speaker, "ask_again")

    assert ("Welcome" in shown, "Suela Janina" in shown) == (True, False)
    assert "Suela Janina" in client.get(f"/events/{event.slug}").text
    assert [slot.minutes for slot in db.session.get_one(AgendaItem, item.id).slots] == [5]


def test_roster_follows_the_agenda(organizer_client: FlaskClient) -> None:
    event = make_event()
    silent, last, first = (make_speaker(event, name=name) for name in ("Silent", "Last", "First"))
    add(event, "Closing", 30, 10, Turn(last.id), Turn(first.id))
    add(event, "Opening", 0, 10, Turn(first.id))
    assert silent.position == 0

    organizer_client.post(f"/manage/events/{event.slug}/speakers/agenda")

    names = [speaker.name for speaker in list_speakers(event)]
    assert names == ["First", "Last", "Silent"]


def test_briefing_holds_agenda_minutes_green_room_and_the_way_in(
    organizer_client: FlaskClient, outbox: list[Email]
) -> None:
    event = make_event()
    with transaction():
        get_event(event.slug).green_room_url = "https://rooms.example.org/green"
    speaker = make_confirmed(event, zone="Asia/Tokyo")
    with transaction():
        details = ItemDetails("Panel", 15, 20, "Who pays?", (Turn(speaker.id, 4),))
        service.add_item(get_event(event.slug), details, actor="test", now=NOON)
    deliver(outbox)

    preview = organizer_client.get(address(event, "/briefing")).text
    organizer_client.post(address(event, "/briefing"))
    (mail,) = deliver(outbox)
    organizer_client.post(address(event, "/briefing"), data={"speaker": str(speaker.id)})
    (again,) = deliver(outbox)

    assert "The mail, as Ms. Suela Janina will get it" in preview
    assert mail.message["Subject"] == f"Briefing for speakers: {event.title}"
    for words in (
        "Panel · 4 minutes for you",
        "08:45–09:05",
        "Your time (Tokyo) Sun 31 Jan 2027, 22:15 (JST)",
        "https://rooms.example.org/green",
        "/speakers/join/",
        "Who pays?",
    ):
        assert words in mail.text
    assert again.message["Subject"] == f"Newer briefing: {event.title}"
    assert "https://example.org/room" not in mail.text + mail.html + preview


def test_briefing_goes_to_the_confirmed_only(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    make_confirmed(event)
    make_invited(event, name="Bo Li", email="bo@example.org")

    organizer_client.post(address(event, "/briefing"))

    briefed = [to for kind, to, _status in mails(event) if kind == "speaker_briefing"]
    assert briefed == ["suela@example.org"]


def test_briefing_of_who_declined_meanwhile_does_not_leave(
    organizer_client: FlaskClient, outbox: list[Email]
) -> None:
    speaker = make_confirmed()
    organizer_client.post(address(speaker.event, "/briefing"))
    do(speaker, "decline", is_own=True)

    deliver(outbox)

    status_of = {kind: status for kind, _to, status in mails(speaker.event)}
    assert (status_of["speaker_briefing"], status_of["speaker_cancelled"]) == ("dropped", "sent")


def test_nobody_to_brief_is_said(organizer_client: FlaskClient) -> None:
    event = make_event()
    change(make_speaker(event), status=SpeakerStatus.CONFIRMED)

    page = organizer_client.get(address(event, "/briefing"))
    answer = organizer_client.post(address(event, "/briefing"), follow_redirects=True)

    assert (page.status_code, "Without an e-mail address" in page.text) == (200, True)
    assert "There is nobody to brief" in answer.text


def test_speakers_own_page_marks_their_turn(client: FlaskClient) -> None:
    event = make_event()
    speaker: Speaker = make_confirmed(event)
    add(event, "Opening", 0, 10)
    add(event, "Panel", 10, 20, Turn(speaker.id, 4))

    page = client.get(own_address(saved(speaker))).text

    assert page.count('class="mine"') == 1
    assert "your turn: 4 minutes" in page


def test_pages_ask_as_often_for_forty_items_as_for_two(organizer_client: FlaskClient) -> None:
    def count(event: Event) -> int:
        seen: list[Any] = []

        def note(*args: Any) -> None:
            seen.append(args[2])

        listen(db.engine, "before_cursor_execute", note)
        organizer_client.get(address(event))
        remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    few, many = make_event(), make_event(ends=datetime(2027, 1, 31, 16, 30))
    for event, number in ((few, 2), (many, 40)):
        speakers = [make_speaker(event) for _ in range(number)]
        for place, speaker in enumerate(speakers):
            add(event, f"Item {place}", place * 10, 10, Turn(speaker.id))
    count(few)  # the first page of all asks for what is then remembered

    assert count(many) == count(few)


def test_green_room_is_set_and_stands_on_no_public_page(organizer_client: FlaskClient) -> None:
    event = make_event()
    page = f"/manage/events/{event.slug}/agenda/green-room"
    form = {
        "version": hidden_version(organizer_client.get(page).text),
        "minutes": "25",
        "url": "https://example.org/green?pwd=1",
    }

    answer = organizer_client.post(page, data=form)

    assert (answer.status_code, answer.location) == (
        303,
        f"/manage/events/{event.slug}/agenda/briefing",
    )
    saved = get_event(event.slug)
    assert (saved.green_room_minutes, saved.green_room_url) == (25, form["url"])
    assert list_history(saved.id)[0].changes == {
        "green_room_minutes": [15, 25],
        "green_room_url": [None, "set"],
    }
    assert "green?pwd" not in organizer_client.get(f"/events/{event.slug}").text


def test_green_room_refuses_what_is_no_address_and_keeps_it(organizer_client: FlaskClient) -> None:
    event = make_event()
    page = f"/manage/events/{event.slug}/agenda/green-room"
    form = {
        "version": hidden_version(organizer_client.get(page).text),
        "minutes": "121",
        "url": "javascript:1",
    }

    answer = organizer_client.post(page, data=form)

    assert answer.status_code == 422
    assert "Enter 0 to 120 minutes" in answer.text
    assert "Give an address that begins with https:// or http://" in answer.text
    assert 'value="javascript:1"' in answer.text
    assert get_event(event.slug).green_room_minutes == 15
