import csv
import io
from datetime import datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.factories import NOON, make_event, make_registration
from ungis_events.attendance.models import Source
from ungis_events.attendance.queries import find_kept_report
from ungis_events.check_in.service import check_in
from ungis_events.core.database import db, transaction
from ungis_events.events.models import EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.registrations.models import Registration

from .steps import FILES, address, minutes_of_all, people, presence, reported, send, words


def test_before_anything_is_known_the_page_says_how_it_will_be(
    organizer_client: FlaskClient,
) -> None:
    shown = words(organizer_client, address(make_event()))

    assert "This is known when the event is over" in shown
    assert "Upload a report" in shown
    assert "Fetch the report now" not in shown


def test_the_list_shows_numbers_and_people_with_their_times(organizer_client: FlaskClient) -> None:
    event = make_event()
    one = make_registration(event, given_name="Amina", family_name="Diallo", organization="ECA")
    reported(
        event,
        presence(event, 0, 30, "Ami", registration=one),
        presence(event, 10, 75, "Stranger"),
    )

    shown = words(organizer_client, address(event))

    assert "2 people were in the room 1 of them known to us 1 not recognized" in shown
    assert "48 minutes on average 2 at most at once" in shown
    assert (
        "Amina Diallo In the room: Ami ECA 30 Sun 31 Jan 2027, 08:30 EST / 14:30 CET "
        "Sun 31 Jan 2027, 09:00 EST / 15:00 CET"
    ) in shown


def test_an_event_elsewhere_shows_its_own_clock_too(organizer_client: FlaskClient) -> None:
    event = make_event(zone="Africa/Dakar")
    reported(event, presence(event, 0, 30))

    shown = words(organizer_client, address(event))

    assert "03:30 EST / 09:30 CET Sun 31 Jan 2027, 08:30 GMT (Africa/Dakar)" in shown


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["Amina Diallo", "Bo", "Test"]),
        ("show=known", ["Amina Diallo"]),
        ("show=unknown", ["Bo"]),
        ("show=aside", ["Test"]),
        ("q=diallo", ["Amina Diallo"]),
        ("q=bo", ["Bo"]),
        ("q=nobody", []),
    ],
)
def test_the_list_can_be_narrowed_and_taken_away_as_it_is(
    organizer_client: FlaskClient, asked: str, names: list[str]
) -> None:
    event = make_event()
    one = make_registration(event, given_name="Amina", family_name="Diallo")
    reported(
        event,
        presence(event, 0, 30, registration=one),
        presence(event, 1, 30, "Bo"),
        presence(event, 2, 30, "Test"),
    )
    organizer_client.post(address(event, f"{people(event)[2].id}/set-aside"))

    assert organizer_client.get(address(event, f"?{asked}")).status_code == 200
    lines = organizer_client.post(address(event, f"export.csv?{asked}")).text
    with organizer_client.post(address(event, f"export.xlsx?{asked}")) as answer:
        sheet = load_workbook(io.BytesIO(answer.data)).active

    rows = list(csv.reader(io.StringIO(lines.removeprefix("\ufeff"))))[1:]
    assert [row[1] for row in rows] == names
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == names
    assert list_history(event.id)[0].act == "attendance exported"


def test_the_table_has_everything_of_a_person(organizer_client: FlaskClient) -> None:
    event = make_event()
    one = make_registration(event, given_name="Amina", family_name="Diallo", email="a@example.org")
    reported(event, presence(event, 0, 30, "=Ami", registration=one))

    lines = organizer_client.post(address(event, "export.csv")).text

    assert list(csv.reader(io.StringIO(lines.removeprefix("\ufeff"))))[1] == [
        str(one.id), "Amina Diallo", "'=Ami", "a@example.org", "ECA", "no", "by their own link",
        "no", "30", "2027-01-31 13:30:00", "2027-01-31 14:00:00", "1", "",
    ]  # fmt: skip


def test_a_stranger_is_matched_to_who_is_proposed_by_name(organizer_client: FlaskClient) -> None:
    event = make_event()
    one = make_registration(event, given_name="Amina", family_name="Diallo")
    reported(event, presence(event, 0, 30, "iPad (Amina Diallo)"))
    number = people(event)[0].id
    assert "It is Amina Diallo" in words(organizer_client, address(event))

    form = {"registration": str(one.id)}
    answer = organizer_client.post(address(event, f"{number}/match"), data=form)

    assert (answer.status_code, answer.location) == (303, address(event))
    assert minutes_of_all([one]) == [30]
    again = organizer_client.post(address(event, f"{number}/match"), data=form)
    assert again.status_code == 303
    assert "Somebody dealt with that person meanwhile." in unescape(
        organizer_client.get(address(event)).text
    )


def test_a_stranger_is_looked_for_by_any_part_of_a_name(organizer_client: FlaskClient) -> None:
    event = make_event()
    one = make_registration(event, given_name="Amina", family_name="Diallo")
    reported(event, presence(event, 0, 30, "iPad"), presence(event, 40, 50, "iPad"))
    number = people(event)[0].id

    shown = words(organizer_client, address(event, f"{number}?q=dial"))

    assert "40 minutes in the room" in shown
    assert "It is Amina Diallo" in shown
    organizer_client.post(address(event, f"{number}/match"), data={"registration": str(one.id)})
    assert minutes_of_all([one]) == [40]
    organizer_client.post(address(event, f"{number}/unmatch"))
    assert minutes_of_all([one]) == [None]


@pytest.mark.parametrize("act", ["match", "unmatch", "set-aside", "count-again"])
def test_nobody_of_another_event_is_touched(organizer_client: FlaskClient, act: str) -> None:
    event, other = make_event(), make_event()
    reported(other, presence(other, 0, 30))
    number = people(other)[0].id

    assert organizer_client.post(address(event, f"{number}/{act}")).status_code == 404
    assert organizer_client.get(address(event, str(number))).status_code == 404


def test_a_registration_of_another_event_is_not_matched(organizer_client: FlaskClient) -> None:
    event = make_event()
    stranger = make_registration(make_event())
    reported(event, presence(event, 0, 30))
    path = address(event, f"{people(event)[0].id}/match")

    assert organizer_client.post(path, data={"registration": stranger.id}).status_code == 404
    assert organizer_client.post(path, data={"registration": "x"}).status_code == 404


def test_who_sat_in_the_room_itself_is_counted_at_the_door(organizer_client: FlaskClient) -> None:
    event = make_event(
        format=EventFormat.HYBRID,
        venue="Room XX",
        starts=datetime(2026, 11, 22, 8, 30),
        ends=datetime(2026, 11, 22, 9, 45),
    )
    one = make_registration(event, attendance=Mode.ROOM)
    with transaction():
        registration = db.session.get_one(Registration, one.id)
        check_in(registration, get_event(event.slug), actor="test", now=NOON)

    assert "1 person was checked in at the door" in words(organizer_client, address(event))


def test_removed_data_leave_the_numbers(organizer_client: FlaskClient) -> None:
    event = make_event()
    reported(event, presence(event, 0, 30), source=Source.UPLOAD)
    with transaction():
        get_event(event.slug).purged_at = NOON

    shown = words(organizer_client, address(event))

    assert "only the numbers are left" in shown
    assert "Upload a report" not in shown
    answer = send(organizer_client, event, (FILES / "webinar.csv").read_bytes())
    assert (answer.location, find_kept_report(event)) == (address(event), None)
