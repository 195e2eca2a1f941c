import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse

from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import form_data, people, queued, registration_of, seats_of
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.history.queries import list_history, list_person_history
from ungis_events.registration_import.models import ImportedRow, RegistrationImport
from ungis_events.registration_import.service import work_import
from ungis_events.uploads.models import Upload, UploadChunk

HEADINGS = ["First name", "Surname", "E-mail", "Organisation", "Group", "Country"]
AMINA = ["Amina", "Diallo", "amina@example.org", "ECA", "United Nations entity", "Senegal"]
BO = ["Bo", "Li", "bo@example.org", "ITU", "UN", "cn"]


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/registrations/import/{rest}"


def as_csv(*rows: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def send(client: FlaskClient, event: Event, content: bytes, name: str = "list.csv") -> TestResponse:
    form = {"file": (io.BytesIO(content), name)}
    return client.post(address(event), data=form, content_type="multipart/form-data")


def words(client: FlaskClient, path: str) -> str:
    page = client.get(path).text.partition("<section>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def kept_import() -> RegistrationImport:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(db.select(RegistrationImport)).one()


def confirm(client: FlaskClient, event: Event) -> TestResponse:
    """Press the button of the preview."""
    page = client.get(address(event, str(kept_import().id))).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    path = address(event, f"{kept_import().id}/confirm")
    return client.post(path, data={"seen": seen[1]})


def count_bytes() -> int:
    chunks = db.select(db.func.count()).select_from(UploadChunk)
    return (db.session.scalar(chunks) or 0) + (
        db.session.scalar(db.select(db.func.count()).select_from(Upload)) or 0
    )


def test_a_list_is_looked_at_before_anybody_is_taken_in(organizer_client: FlaskClient) -> None:
    event = make_event()

    page = send(organizer_client, event, as_csv(HEADINGS, AMINA, BO)).location

    shown = words(organizer_client, page)
    assert "2 will be taken in" in shown
    assert "Amina Diallo amina@example.org ECA United Nations entity Senegal" in shown
    assert "Bo Li bo@example.org ITU United Nations entity China" in shown
    assert people(event) == []


def test_confirming_takes_them_in_and_forgets_the_file(organizer_client: FlaskClient) -> None:
    event = make_event()
    page = send(organizer_client, event, as_csv(HEADINGS, AMINA, BO)).location

    confirm(organizer_client, event)

    amina = registration_of(event, "amina@example.org")
    assert people(event) == [("amina@example.org", "confirmed"), ("bo@example.org", "confirmed")]
    assert (amina.stakeholder_group, amina.country) == ("UN", "SN")
    assert queued(event) == [
        ("amina@example.org", "registration_confirmed"),
        ("bo@example.org", "registration_confirmed"),
    ]
    assert "2 people were taken in." in words(organizer_client, page)
    assert (kept_import().upload_id, count_bytes()) == (None, 0)
    assert list_person_history(registration_id=amina.id)[0].act == (
        f"registration {amina.id}: imported"
    )
    assert list_history(event.id)[-1].act != ""


def test_an_excel_file_in_french_is_understood(organizer_client: FlaskClient) -> None:
    event = make_event()
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["Prénom", "Nom de famille", "Courriel", "Organisme", "Groupe", "Pays"])
    sheet.append(["Zoë", "Müller", "zoe@example.org", "Universität", "Academia", "Allemagne"])
    file = io.BytesIO()
    book.save(file)

    page = send(organizer_client, event, file.getvalue(), "liste.xlsx").location

    assert "Zoë Müller zoe@example.org Universität" in words(organizer_client, page)
    assert "Germany" in words(organizer_client, page)


def test_rows_keep_the_numbers_and_the_file_its_doubts(organizer_client: FlaskClient) -> None:
    """A title over the table, an empty row, letters of an old Windows, a line end in a cell."""
    event = make_event()
    rows = ("Participants 2027;;", "", "Prénom;Nom;E-mail", "", 'Amina;"Dia\nllo";amina@')
    text = "\n".join((*rows, "Bo;Li;bo@example.org"))

    page = send(organizer_client, event, text.encode("cp1252")).location

    shown = words(organizer_client, page)
    assert "Row 1 was passed over: “Participants 2027”." in shown
    assert "The file is not in UTF-8." in shown
    assert "5 Amina Dia llo Left out: This is no e-mail address" in shown
    assert "6 Bo Li" in shown


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        pytest.param(["A", "B", "", "X", "UN", ""], "Left out: No address", id="no address"),
        pytest.param(["A", "B", "a@b", "X", "UN", ""], "Left out: This is no e-mail", id="bad"),
        pytest.param(["", "", "n@example.org", "X", "UN", ""], "Left out: No name", id="no name"),
        pytest.param(
            ["www.win.com", "B", "w@example.org", "X", "UN", ""], "web address", id="advertisement"
        ),
        pytest.param(
            ["Bo", "L", "BO@example.org", "X", "UN", ""],
            "The same address stands in row 2",
            id="twice",
        ),
        pytest.param(
            ["A", "B", "there@example.org", "X", "UN", ""], "registered already", id="registered"
        ),
        pytest.param(["A", "B", "x@example.org", "X", "Aliens", ""], "Unknown group", id="group"),
        pytest.param(
            ["A", "B", "x@example.org", "X", "UN", "Atlantis"], "Unknown country", id="country"
        ),
        pytest.param(["A", "B", "x@example.org", "", "UN", ""], "No organization", id="nowhere"),
        pytest.param(["x" * 101, "B", "x@example.org", "X", "UN", ""], "too long", id="long"),
    ],
)
def test_doubts_are_marked_at_the_row(
    organizer_client: FlaskClient, row: list[str], sentence: str
) -> None:
    event = make_event()
    make_registration(event, email="there@example.org")

    page = send(organizer_client, event, as_csv(HEADINGS, BO, row)).location

    assert sentence in words(organizer_client, page)


def test_columns_are_chosen_by_hand_where_headings_say_nothing(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    rows = as_csv(["Who", "Where to write"], ["H.E. Ms. Amina Diallo", "amina@example.org"])
    page = send(organizer_client, event, rows).location
    form = {
        "column_full_name": "0",
        "column_email": "1",
        "status": "pending",
        "default_group": "GOV",
    }

    before = words(organizer_client, page)
    chosen = organizer_client.post(f"{page}/columns", data=form)
    confirm(organizer_client, event)

    amina = registration_of(event, "amina@example.org")
    assert "1 cannot be taken in" in before
    assert chosen.status_code == 303
    assert (amina.full_name, amina.status.value, amina.stakeholder_group) == (
        "H.E. Ms. Amina Diallo",
        "pending",
        "GOV",
    )
    assert queued(event) == []


def test_a_preview_that_is_out_of_date_confirms_nothing(organizer_client: FlaskClient) -> None:
    event = make_event()
    page = send(organizer_client, event, as_csv(HEADINGS, AMINA)).location

    answer = organizer_client.post(
        f"{page}/confirm", data={"seen": "another"}, follow_redirects=True
    )

    assert "Other columns were chosen meanwhile" in answer.text
    assert people(event) == []


def test_confirming_twice_takes_them_in_once(organizer_client: FlaskClient) -> None:
    event = make_event()
    page = send(organizer_client, event, as_csv(HEADINGS, AMINA)).location
    seen = re.search(r'name="seen" value="(\w+)"', organizer_client.get(page).text)
    assert seen

    for _ in range(2):
        organizer_client.post(f"{page}/confirm", data={"seen": seen[1]})

    assert people(event) == [("amina@example.org", "confirmed")]
    assert len(queued(event)) == 1


def test_a_dropped_file_is_gone(organizer_client: FlaskClient) -> None:
    event = make_event()
    page = send(organizer_client, event, as_csv(HEADINGS, AMINA)).location

    organizer_client.post(f"{page}/drop")

    assert (people(event), count_bytes()) == ([], 0)
    assert "Dropped: nobody was taken in." in words(organizer_client, page)


def test_a_file_that_nobody_confirms_is_dropped_after_a_day(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    send(organizer_client, event, as_csv(HEADINGS, AMINA))
    due_at = kept_import().due_at

    with transaction():
        work_import(kept_import().id, NOON + timedelta(days=1))

    assert due_at == NOON + timedelta(days=1)
    assert (people(event), count_bytes()) == ([], 0)


def test_a_full_event_takes_in_no_more_than_it_has_seats(organizer_client: FlaskClient) -> None:
    event = make_event(capacity=1)
    send(organizer_client, event, as_csv(HEADINGS, AMINA, BO))

    confirm(organizer_client, event)

    rows = db.session.execute(
        db.select(ImportedRow.number, ImportedRow.status, ImportedRow.problem).order_by(
            ImportedRow.number
        )
    )
    outcome = [(number, status, (problem or "")[:18]) for number, status, problem in rows]
    assert outcome == [(2, "confirmed", ""), (3, None, "No seat is left. C")]
    assert seats_of(event) == (1, 0)


def test_the_preview_says_how_many_seats_are_free_for_how_many(
    organizer_client: FlaskClient,
) -> None:
    event, small = make_event(capacity=2), make_event(capacity=1)
    sentence = "1 seat is free for 2 people."

    enough = send(organizer_client, event, as_csv(HEADINGS, AMINA, BO)).location
    short = send(organizer_client, small, as_csv(HEADINGS, AMINA, BO)).location
    said = [sentence in words(organizer_client, page) for page in (enough, short)]
    form = {"column_given_name": "0", "column_email": "2", "status": "waitlisted"}
    organizer_client.post(f"{short}/columns", data=form | {"default_group": "GOV"})

    assert said == [False, True]
    assert sentence not in words(organizer_client, short)


def test_who_was_left_out_is_named_for_a_day(organizer_client: FlaskClient) -> None:
    event = make_event(capacity=1)
    page = send(organizer_client, event, as_csv(HEADINGS, AMINA, BO)).location
    confirm(organizer_client, event)
    left_out = "3 Bo Li bo@example.org Left out: No seat is left."

    shown = words(organizer_client, page)
    due_at = kept_import().due_at
    with transaction():
        work_import(kept_import().id, NOON + timedelta(days=1))

    kept = db.session.execute(db.select(ImportedRow.name, ImportedRow.email)).all()
    assert left_out in shown
    assert due_at == NOON + timedelta(days=1)
    assert [tuple(row) for row in kept] == [(None, None)] * 2
    assert "3 Left out: No seat is left." in words(organizer_client, page)
    assert kept_import().due_at is None


def test_many_are_taken_in_by_the_worker_a_few_at_a_time(organizer_client: FlaskClient) -> None:
    event = make_event()
    rows = [["A", f"B {n}", f"a{n}@example.org", "X", "UN", "SN"] for n in range(120)]
    page = send(organizer_client, event, as_csv(HEADINGS, *rows)).location
    confirm(organizer_client, event)

    numbers = [len(people(event))]
    shown = words(organizer_client, page)
    while kept_import().done_at is None:
        with transaction():
            work_import(kept_import().id, NOON)
        numbers.append(len(people(event)))

    assert "0 of 120 rows are worked." in shown
    assert numbers == [0, 50, 100, 120]
    assert len(queued(event)) == 120


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(b"", "a.csv", "has no rows", id="empty"),
        pytest.param(b"%PDF-1.7 x", "a.csv", "neither CSV nor XLSX", id="another kind"),
        pytest.param(as_csv(HEADINGS, *[BO] * 5001), "a.csv", "more than 5000 rows", id="too many"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    organizer_client: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    event = make_event()

    answer = send(organizer_client, event, content, name)

    assert answer.status_code == 422
    assert sentence in answer.text


def by_hand(client: FlaskClient, event: Event, **more: str) -> TestResponse:
    return client.post(address(event, "by-hand"), data=form_data(**more))


def test_somebody_is_added_by_hand_in_the_state_that_was_chosen(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(approval=True)

    by_hand(organizer_client, event, status="confirmed", is_told="y")
    by_hand(organizer_client, event, status="pending", email="bo@example.org")

    amina = registration_of(event, "amina@example.org")
    assert people(event) == [("amina@example.org", "confirmed"), ("bo@example.org", "pending")]
    assert queued(event) == [("amina@example.org", "registration_confirmed")]
    assert list_person_history(registration_id=amina.id)[0].act == (
        f"registration {amina.id}: added by hand"
    )


def test_a_seat_beyond_the_capacity_is_never_given_silently(organizer_client: FlaskClient) -> None:
    event = make_event(capacity=1)
    make_registration(event)

    refused = by_hand(organizer_client, event, status="confirmed")
    before = seats_of(event)
    by_hand(organizer_client, event, status="confirmed", beyond="y")

    assert refused.status_code == 422
    assert "No seat is left" in refused.text
    assert (before, seats_of(event)) == ((1, 0), (2, 0))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "there@example.org"}, "registered already"),
        ({"email": "x"}, "Enter an e-mail address"),
        ({"data_notice": None}, "Please confirm"),
        ({"status": "x"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_kept(
    organizer_client: FlaskClient, changed: dict[str, str], sentence: str
) -> None:
    event = make_event()
    make_registration(event, email="there@example.org")

    answer = by_hand(organizer_client, event, **{"status": "confirmed"} | changed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Diallo"' in answer.text
