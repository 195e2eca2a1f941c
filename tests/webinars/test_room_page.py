"""What the desk says of an event's webinar, on its own page and on others."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import NOON, make_event, make_registration
from tests.speakers.steps import make_confirmed
from tests.webinars.desk import calls_of, page, words_of
from tests.webinars.rooms import NUMBER, let_in, make_call, make_room, put_on_panel
from ungis_events.adapters.webinar import Problem
from ungis_events.admissions.models import Admission
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.webinars.models import CallKind, WebinarStatus
from ungis_events.webinars.queries import find_webinar


def test_the_page_says_what_stands_there_and_who_has_a_link(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    webinar = make_room(
        event,
        alternative_hosts=["amina@example.org"],
        recording="cloud",
        interpreters=[{"email": "ines@example.org", "from": "en", "to": "fr"}],
    )
    let_in(make_registration(event), webinar)
    make_registration(event)

    shown = words_of(desk, page(event))

    for words in (
        "Scheduled at Zoom",
        "1 / 2 have their own link",
        "1 is about to get it",
        "500 places in the webinar",
        "857 4606 5123",
        "Sun 31 Jan 2027 · New York 08:30–09:45 EST · Geneva 14:30–15:45 CET",
        "Set by the clock of America/New_York, 08:30–09:45",
        "amina@example.org",
        "Passcode Geneva27",
        "Recording In the provider's cloud",
        "English – French ines@example.org",
    ):
        assert words in shown


def test_no_page_of_the_desk_holds_a_link_into_the_room(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    webinar = make_room(event)
    let_in(make_registration(event), webinar)
    put_on_panel(make_confirmed(event, name="Bo Li", email="bo@example.org"), webinar)

    shown = [desk.get(page(event, part)).text for part in ("", "edit", "let-go", "delete")]

    assert [text for text in shown if "zoom.example" in text] == []


def test_each_speaker_stands_with_whether_they_have_a_link(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    webinar = make_room(event)
    put_on_panel(make_confirmed(event, name="Bo Li", email="bo@example.org"), webinar)
    make_confirmed(event, name="Carla Paz", email="carla@example.org")

    shown = words_of(desk, page(event))

    assert "Bo Li Yes: their own page leads to it" in shown
    assert "Carla Paz About to get it" in shown


def test_a_problem_says_what_to_do_in_words_and_in_the_providers_own(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    make_room(
        event,
        number=None,
        join_url=None,
        status=WebinarStatus.WANTED,
        host="amina@example.org",
        problem=Problem.NO_PLAN,
        problem_detail="Webinar plan is missing.",
        problem_at=NOON,
    )

    shown, overview = (
        words_of(desk, path) for path in (page(event), f"/manage/events/{event.slug}/")
    )

    sentence = (
        "Zoom says that amina@example.org has no webinar licence. Ask the administrator of the "
        "Zoom account for one, or choose another host, and then try again."
    )
    assert sentence in shown
    assert "Zoom's own words: Webinar plan is missing." in shown
    assert sentence in overview


def test_what_was_given_up_is_tried_again(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    webinar = make_room(event)
    person = make_registration(event)
    problem = {"join_url": None, "external_id": None, "problem": Problem.PERSON_REFUSED}
    let_in(person, webinar, **problem)
    make_call(webinar, CallKind.UPDATE, done_at=None, problem=Problem.WRONG_VALUE)
    before = words_of(desk, page(event))

    desk.post(page(event, "try-again"))

    db.session.expire_all()
    admission = db.session.scalars(select(Admission)).one()
    assert "Zoom does not take this address" in before
    assert "Given up" in before
    assert admission.due_at == NOON
    assert calls_of(event) == [CallKind.UPDATE]


def test_each_call_says_how_it_stands(desk: FlaskClient) -> None:
    webinar = make_room(event := make_event(join_url=None))
    later = NOON + timedelta(minutes=4)
    for kind, how in (
        (CallKind.CREATE, {}),
        (CallKind.UPDATE, {"done_at": None, "due_at": later, "problem": Problem.UNREACHABLE}),
        (CallKind.PANELISTS, {"done_at": None, "due_at": later, "asked_at": NOON}),
        (CallKind.REPORT, {"done_at": None, "due_at": later}),
        (CallKind.FORGET, {}),
    ):
        make_call(webinar, kind, **how)

    shown = words_of(desk, page(event)).partition("What was asked of Zoom")[2]

    moment, soon = (
        "Sun 22 Nov 2026, 07:00 EST / 13:00 CET",
        "Sun 22 Nov 2026, 07:04 EST / 13:04 CET",
    )
    for words in (
        f"Fetch who was there {moment} Planned for {soon}",
        f"Bring the speakers up to date {moment} Being asked now",
        f"Send the changes {moment} Next try {soon} Zoom does not answer.",
        f"Make the webinar {moment} Done {moment}",
    ):
        assert words in shown
    assert "Remove one person's data" not in shown


def test_an_event_in_a_room_has_no_tab_and_its_page_says_why(desk: FlaskClient) -> None:
    event = make_event(format=EventFormat.IN_PERSON, venue="Room XVII", join_url=None)
    online = make_event()

    shown = words_of(desk, page(event))

    assert "This event takes place in the room only, so it needs no webinar." in shown
    assert f'href="{page(event)}"' not in desk.get(f"/manage/events/{event.slug}/").text
    assert f'href="{page(online)}"' in desk.get(f"/manage/events/{online.slug}/").text


def test_the_tab_stays_while_a_webinar_is_left_over(desk: FlaskClient) -> None:
    event = make_event(format=EventFormat.IN_PERSON, venue="Room XVII", join_url=None)
    make_room(event)

    assert f'href="{page(event)}"' in desk.get(f"/manage/events/{event.slug}/").text
    assert "Nobody is led to the webinar any more" in words_of(desk, page(event))


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.PUBLISHED])
def test_the_overview_warns_of_an_online_event_without_a_webinar(
    desk: FlaskClient, status: EventStatus
) -> None:
    bare, linked = make_event(join_url=None, status=status), make_event(status=status)

    assert "There is no webinar yet" in words_of(desk, f"/manage/events/{bare.slug}/")
    assert "There is no webinar yet" not in words_of(desk, f"/manage/events/{linked.slug}/")


def test_the_overview_says_how_the_webinar_stands(desk: FlaskClient) -> None:
    make_room(event := make_event(join_url=None))

    shown = words_of(desk, f"/manage/events/{event.slug}/")

    assert "Webinar at Zoom: Scheduled · 857 4606 5123" in shown


@pytest.mark.parametrize("part", ["edit", "place"])
def test_where_the_link_is_edited_it_says_that_the_webinar_sets_it(
    desk: FlaskClient, part: str
) -> None:
    make_room(event := make_event(join_url=None))
    pasted = make_event()
    hint = "The webinar at Zoom sets this link by itself."

    assert hint in words_of(desk, f"/manage/events/{event.slug}/{part}")
    assert hint not in words_of(desk, f"/manage/events/{pasted.slug}/{part}")


def test_another_link_than_the_webinars_is_pointed_out(desk: FlaskClient) -> None:
    webinar = make_room(event := make_event(join_url=None))
    before = words_of(desk, page(event))
    change_link(event, "https://example.org/elsewhere")

    shown = words_of(desk, page(event))

    words = "The event has another link than this webinar's"
    assert words not in before
    assert words in shown
    assert webinar.number == NUMBER


def change_link(event: Event, url: str) -> None:
    with transaction():
        get_event(event.slug).join_url = url


def test_cancelling_says_that_the_webinar_goes_too(desk: FlaskClient) -> None:
    make_room(event := make_event(join_url=None))

    shown = words_of(desk, f"/manage/events/{event.slug}/cancel")

    assert "The webinar at Zoom is deleted with it" in shown


def test_a_copy_of_the_event_has_no_webinar(desk: FlaskClient) -> None:
    make_room(event := make_event(join_url=None))

    desk.post(f"/manage/events/{event.slug}/duplicate")

    copy = get_event(f"{event.slug}-2")
    assert (copy.join_url, find_webinar(copy)) == (None, None)
