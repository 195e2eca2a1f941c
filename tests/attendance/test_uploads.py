import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import NOON, make_event, make_registration
from ungis_events import jobs
from ungis_events.attendance.models import AttendanceReport
from ungis_events.attendance.queries import find_kept_report
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.history.queries import list_history
from ungis_events.uploads.models import Upload, UploadChunk

from .steps import (
    FILES,
    GENEVA,
    HEADING,
    NEW_YORK,
    address,
    minutes_of_all,
    numbers_of,
    people,
    presence,
    reported,
    send,
    summary_of,
    words,
)


def take_in(client: FlaskClient, event: Event) -> TestResponse:
    """Press the button of the preview."""
    page = client.get(address(event, "report")).text
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    return client.post(address(event, "report/take-in"), data={"seen": seen[1]})


def count_files() -> int:
    db.session.rollback()
    tables = (Upload, UploadChunk, AttendanceReport)
    return sum(db.session.scalar(db.select(db.func.count()).select_from(t)) or 0 for t in tables)


def test_an_uploaded_report_is_looked_at_before_it_counts(organizer_client: FlaskClient) -> None:
    event = make_event()
    one = make_registration(event, email="amina@example.org")

    answer = send(organizer_client, event, (FILES / "webinar.csv").read_bytes())

    assert (answer.status_code, answer.location) == (303, address(event, "report"))
    shown = words(organizer_client, address(event, "report"))
    assert "5 people were in the room 1 of them known to us 4 not recognized" in shown
    assert "51 minutes on average 1 row of a person who did not come" in shown
    assert "Not recognized UNGIS Secretariat Malick Ndiaye José Díaz 1221234567" in shown
    assert (people(event), minutes_of_all([one])) == ([], [None])


def test_saying_yes_counts_it_and_forgets_the_file(organizer_client: FlaskClient) -> None:
    event = make_event()
    one = make_registration(event, email="amina@example.org")
    send(organizer_client, event, (FILES / "webinar.csv").read_bytes())

    answer = take_in(organizer_client, event)

    assert answer.location == address(event)
    assert (minutes_of_all([one]), count_files()) == ([39], 0)
    assert numbers_of(event) == (5, 1, 253, 5)
    assert summary_of(event).file_name == "zoom.csv"  # type: ignore[union-attr]
    assert list_history(event.id)[0].act == "attendance upload taken in"
    assert list_history(event.id)[0].changes == {"people": [None, 5]}


def test_saying_yes_twice_counts_it_once(organizer_client: FlaskClient) -> None:
    event = make_event()
    send(organizer_client, event, (FILES / "webinar.csv").read_bytes())
    take_in(organizer_client, event)

    answer = organizer_client.post(address(event, "report/take-in"), data={"seen": "1-UTC"})

    assert answer.location == address(event, "report")
    assert "taken in or dropped already" in organizer_client.get(address(event)).text


def test_a_preview_that_was_overtaken_is_not_taken_in(organizer_client: FlaskClient) -> None:
    event = make_event()
    send(organizer_client, event, (FILES / "webinar.csv").read_bytes())
    kept = find_kept_report(event)
    assert kept
    organizer_client.post(address(event, "report"), data={"zone": "UTC"})

    organizer_client.post(address(event, "report/take-in"), data={"seen": f"{kept.id}-{NEW_YORK}"})

    assert people(event) == []


def test_another_report_takes_the_place_of_the_one_that_waits(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()

    for _ in range(2):
        send(organizer_client, event, (FILES / "webinar.csv").read_bytes())

    assert count_files() == 3


def test_a_dropped_report_is_gone(organizer_client: FlaskClient) -> None:
    event = make_event()
    send(organizer_client, event, (FILES / "webinar.csv").read_bytes())

    organizer_client.post(address(event, "report/drop"))

    assert (count_files(), people(event)) == (0, [])
    assert organizer_client.get(address(event, "report")).location == address(event, "upload")


def test_a_report_nobody_said_yes_to_is_dropped_after_a_day(
    organizer_client: FlaskClient, clock_hands: object
) -> None:
    event = make_event()
    send(organizer_client, event, (FILES / "webinar.csv").read_bytes())

    jobs.queue_due()
    assert count_files() == 3
    clock_hands.set_to(NOON + timedelta(days=1, minutes=1))  # type: ignore[attr-defined]
    jobs.queue_due()

    assert count_files() == 0


def test_another_zone_is_chosen_and_looked_at_again(organizer_client: FlaskClient) -> None:
    event = make_event()
    row = "Amina,amina@example.org,2027-01-31 14:30:00,2027-01-31 15:45:00,75"
    send(organizer_client, event, (HEADING + row).encode())

    shown = words(organizer_client, address(event, "report"))
    assert "nobody was in the room from three hours before the event" in shown
    assert "These times fit the event if they are those of Geneva." in shown
    assert "Take it in all the same" in shown
    organizer_client.post(address(event, "report"), data={"zone": GENEVA})

    shown = words(organizer_client, address(event, "report"))
    assert "Is it the right file" not in shown
    take_in(organizer_client, event)
    assert [each.first_joined_at for each in people(event)] == [event.starts_at]


def test_rows_that_cannot_be_read_are_named(organizer_client: FlaskClient) -> None:
    event = make_event()
    rows = "Amina,,2027-01-31 08:30:00,,5\nBo,,soon,,5"
    send(organizer_client, event, (HEADING + rows).encode())

    shown = words(organizer_client, address(event, "report"))

    assert "Row 3: When they joined cannot be read" in shown


def test_the_preview_says_what_is_known_now(organizer_client: FlaskClient) -> None:
    event = make_event()
    reported(event, presence(event, 0, 30), presence(event, 0, 30, "Bo"))
    send(organizer_client, event, (FILES / "webinar.csv").read_bytes())

    shown = words(organizer_client, address(event, "report"))

    assert "fetched after the end. 2 people, 0 of them known to us." in shown


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file"),
        (b"Title,Price\nA,1\n", "has no row of headings with a name"),
        (b"%PDF-1.7 and so on", "is neither CSV nor XLSX"),
    ],
)
def test_what_is_no_report_is_said_beside_the_field(
    organizer_client: FlaskClient, content: bytes, sentence: str
) -> None:
    event = make_event()

    answer = send(organizer_client, event, content, name="zoom.csv" if content else "")

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert count_files() == 0


def test_a_zone_that_is_not_offered_is_refused(organizer_client: FlaskClient) -> None:
    event = make_event()

    answer = send(organizer_client, event, (FILES / "webinar.csv").read_bytes(), "Mars/Olympus")

    assert answer.status_code == 422


def test_dates_that_cannot_be_told_are_refused_on_the_preview(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    row = "Amina,,02/03/2027 10:00:00,02/03/2027 10:30:00,30"
    send(organizer_client, event, (HEADING + row).encode())

    answer = organizer_client.get(address(event, "report"))

    assert answer.status_code == 422
    assert "02/03 can be read in two ways" in answer.text
    assert "Take it in" not in answer.text
