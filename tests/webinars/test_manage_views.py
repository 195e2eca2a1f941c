"""How an event comes to its webinar, from the desk, up to the call that the worker makes of it."""

import re

import pytest
from flask.testing import FlaskClient

from tests.factories import make_event
from tests.webinars.desk import SETTINGS, calls_of, page, version_in, webinar_of, words_of
from tests.webinars.rooms import ROOM, make_room
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_event
from ungis_events.webinars.models import CallKind, Webinar, WebinarStatus
from ungis_events.webinars.queries import find_webinar


def test_three_ways_lead_to_a_webinar(desk: FlaskClient) -> None:
    shown = desk.get(page(make_event(join_url=None))).text

    assert re.findall(r"<h3[^>]*>([^<]*)</h3>", shown) == [
        "Make a webinar at Zoom",
        "Use one that exists at Zoom",
        "Paste a link",
    ]


def test_a_site_without_a_maker_of_rooms_says_what_its_administrator_has_to_set(
    organizer_client: FlaskClient,
) -> None:
    shown = organizer_client.get(page(make_event(join_url=None))).text

    assert re.findall(r"<h3[^>]*>([^<]*)</h3>", shown) == [
        "Make a webinar from here",
        "Paste a link",
    ]
    assert "<code>ZOOM_ACCOUNT_ID</code>" in shown
    assert organizer_client.get(page(make_event(), "new/zoom")).status_code == 404


def test_a_webinar_is_asked_for_with_its_settings(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    rows = {"interpreter_0": "ines@example.org", "from_0": "en", "to_0": "fr"}

    answer = desk.post(page(event, "new/zoom"), data=SETTINGS | rows)

    webinar = webinar_of(event)
    assert (answer.status_code, answer.location) == (303, page(event))
    assert calls_of(event) == [CallKind.CREATE]
    assert (webinar.provider, webinar.status) == ("zoom", WebinarStatus.WANTED)
    assert (webinar.host, webinar.passcode) == ("webinars@example.org", "Geneva27")
    assert webinar.recording == "cloud"
    assert webinar.alternative_hosts == ["amina@example.org", "bo@example.org"]
    assert webinar.interpreters == [{"email": "ines@example.org", "from": "en", "to": "fr"}]


def test_one_that_is_asked_for_says_since_when_and_that_nobody_waits(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    desk.post(page(event, "new/zoom"), data=SETTINGS)

    shown = words_of(desk, page(event))

    assert "Asked for on Sun 22 Nov 2026, 07:00 EST / 13:00 CET." in shown
    assert "people can register" in shown
    assert "Make the webinar" in shown
    assert "Delete it at Zoom" not in shown


def test_wrong_settings_get_a_sentence_each_and_nothing_is_lost(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    wrong = {"host": "nobody", "passcode": "much too long a passcode", "alternative_hosts": "x"}

    answer = desk.post(page(event, "new/zoom"), data=SETTINGS | wrong)

    assert answer.status_code == 422
    assert re.findall(r'id="(\w+)-error"', answer.text) == ["host", "alternative_hosts", "passcode"]
    assert 'value="much too long a passcode"' in answer.text
    assert find_webinar(get_event(event.slug)) is None


def test_one_that_exists_is_taken_over_by_its_number(desk: FlaskClient) -> None:
    event = make_event(join_url=None)

    wrong = desk.post(page(event, "adopt/zoom"), data={"number": "857 x"})
    right = desk.post(page(event, "adopt/zoom"), data={"number": "857 4606 5123"})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert 'value="857 x"' in wrong.text
    assert calls_of(event) == [CallKind.ADOPT]


def test_a_pasted_link_is_the_events_and_names_its_platform(desk: FlaskClient) -> None:
    event = make_event(join_url=None, platform=None)
    form = {"join_url": "https://teams.microsoft.com/l/meetup-join/1", "version": "1"}
    form["version"] = version_in(desk.get(page(event, "link")).text)

    answer = desk.post(page(event, "link"), data=form)

    db.session.expire_all()
    saved = get_event(event.slug)
    assert answer.status_code == 303
    assert (saved.join_url, saved.platform) == (form["join_url"], "Microsoft Teams")
    assert find_webinar(saved) is None


def test_a_link_of_an_unknown_platform_leaves_its_name_as_it_is(desk: FlaskClient) -> None:
    event = make_event(join_url=None, platform="Our own studio")
    version = version_in(desk.get(page(event, "link")).text)

    desk.post(
        page(event, "link"), data={"join_url": "https://studio.example/1", "version": version}
    )

    db.session.expire_all()
    assert get_event(event.slug).platform == "Our own studio"


@pytest.mark.parametrize("typed", ["", "no address"])
def test_what_is_no_link_gets_a_sentence(desk: FlaskClient, typed: str) -> None:
    event = make_event(join_url=None)
    version = version_in(desk.get(page(event, "link")).text)

    answer = desk.post(page(event, "link"), data={"join_url": typed, "version": version})

    assert answer.status_code == 422
    assert 'id="join_url-error"' in answer.text


def test_no_link_is_pasted_over_a_webinar(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    make_room(event)
    version = str(get_event(event.slug).version)

    desk.post(page(event, "link"), data={"join_url": "https://example.org/2", "version": version})

    db.session.expire_all()
    assert get_event(event.slug).join_url == ROOM


def test_settings_are_changed_and_sent(desk: FlaskClient) -> None:
    make_room(event := make_event(join_url=None))
    version = version_in(desk.get(page(event, "edit")).text)

    answer = desk.post(page(event, "edit"), data=SETTINGS | {"version": version})

    assert answer.status_code == 303
    assert webinar_of(event).recording == "cloud"
    assert calls_of(event) == [CallKind.UPDATE]


def test_two_who_edit_at_once_see_each_others_words(desk: FlaskClient) -> None:
    make_room(event := make_event(join_url=None))
    version = version_in(desk.get(page(event, "edit")).text)
    desk.post(page(event, "edit"), data=SETTINGS | {"version": version})

    later = desk.post(
        page(event, "edit"),
        data=SETTINGS | {"version": version, "passcode": "Other1", "alternative_hosts": ""},
    )
    again = SETTINGS | {"version": version_in(later.text), "passcode": "Other1"}

    assert later.status_code == 422
    assert 'value="Other1"' in later.text
    assert "<bdi>Geneva27</bdi>" in later.text
    assert "<bdi>amina@example.org, bo@example.org</bdi>" in later.text
    assert desk.post(page(event, "edit"), data=again).status_code == 303
    assert webinar_of(event).passcode == "Other1"


@pytest.mark.parametrize(("part", "call"), [("let-go", []), ("delete", [CallKind.DELETE])])
def test_parting_asks_before_and_is_done_by_a_post(
    desk: FlaskClient, part: str, call: list[CallKind]
) -> None:
    make_room(event := make_event(join_url=None))

    asked = words_of(desk, page(event, part))
    before = webinar_of(event).status
    done = desk.post(page(event, part))

    assert "857 4606 5123" in asked
    assert (before, done.status_code) == (WebinarStatus.SCHEDULED, 303)
    assert calls_of(event) == call


def test_what_was_not_made_yet_is_asked_for_no_more(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    desk.post(page(event, "new/zoom"), data=SETTINGS)

    asked = words_of(desk, page(event, "let-go"))
    desk.post(page(event, "let-go"))

    assert "None has been made at Zoom, and none will be." in asked
    assert webinar_of(event).status is WebinarStatus.GONE
    assert calls_of(event) == []


def test_once_let_go_the_three_ways_are_open_again(desk: FlaskClient) -> None:
    make_room(event := make_event(join_url=None))

    desk.post(page(event, "let-go"))

    shown = words_of(desk, page(event))
    assert "Make a webinar at Zoom" in shown
    assert "no longer there" not in shown
    assert desk.get(page(event, "edit")).status_code == 404


def test_one_that_is_being_deleted_can_be_changed_no_more(desk: FlaskClient) -> None:
    make_room(event := make_event(join_url=None))

    desk.post(page(event, "delete"))

    shown = words_of(desk, page(event))
    assert "It is being deleted." in shown
    assert "Change settings" not in shown


def test_one_that_was_deleted_there_says_so_and_offers_a_new_one(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    make_room(event, status=WebinarStatus.GONE)

    shown = words_of(desk, page(event))

    assert "The webinar at Zoom is no longer there." in shown
    assert "Make a webinar at Zoom" in shown


def test_who_was_there_is_fetched_once_it_is_over(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    make_room(event)
    early = desk.post(page(event, "fetch-attendance"), follow_redirects=True).text
    before = calls_of(event)
    webinar = webinar_of(event)
    make_room_ended(webinar)

    shown = words_of(desk, page(event))
    desk.post(page(event, "fetch-attendance"))

    assert "The webinar is in another state by now." in early
    assert before == []
    assert "Fetch who was there" in shown
    assert calls_of(event) == [CallKind.REPORT]


def make_room_ended(webinar: Webinar) -> None:
    with transaction():
        db.session.get_one(Webinar, webinar.id).status = WebinarStatus.ENDED


def test_without_settings_any_more_the_page_still_opens_and_says_so(
    organizer_client: FlaskClient,
) -> None:
    make_room(event := make_event(join_url=None))

    shown = words_of(organizer_client, page(event))

    assert "This site is no longer set up for Zoom, so nothing reaches the webinar." in shown
    assert "857 4606 5123" in shown
