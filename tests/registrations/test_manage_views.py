import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.event import listen, remove

from tests.factories import NOON, make_event, make_registration
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.history.queries import list_history
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/registrations/{rest}"


def in_order(page: str, *names: str) -> list[str]:
    table = page.partition("<tbody>")[2]
    return sorted((name for name in names if name in table), key=table.index)


@pytest.fixture
def event() -> Event:
    event = make_event()
    people = [
        ("Zoë", "Adams", "zoe@example.org", "Universität", "ACAD", "DE"),
        ("Bo", "Li", "bo@example.org", "ITU", "UN", "CN"),
        ("Amina", "Diallo", "amina@example.com", "ECA", "GOV", "SN"),
    ]
    for number, (given, family, email, organization, group, country) in enumerate(people):
        make_registration(
            event,
            given_name=given,
            family_name=family,
            email=email,
            organization=organization,
            stakeholder_group=group,
            country=country,
            now=NOON + timedelta(minutes=number),
        )
    make_registration(
        event,
        status=RegistrationStatus.WITHDRAWN,
        given_name="Gone",
        family_name="Person",
        now=NOON - timedelta(days=1),
    )
    return event


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", ["Amina", "Bo", "Zoë", "Gone"], id="latest first"),
        pytest.param("?sort=registered", ["Gone", "Zoë", "Bo", "Amina"], id="earliest first"),
        pytest.param("?sort=name", ["Zoë", "Amina", "Bo", "Gone"], id="by family name"),
        pytest.param("?sort=-name", ["Gone", "Bo", "Amina", "Zoë"], id="turned round"),
        pytest.param("?sort=country&status=confirmed", ["Bo", "Zoë", "Amina"], id="by country"),
        pytest.param("?sort=group&status=confirmed", ["Zoë", "Amina", "Bo"], id="by group"),
        pytest.param("?status=withdrawn", ["Gone"], id="one state"),
        pytest.param("?q=diallo", ["Amina"], id="a name"),
        pytest.param("?q=EXAMPLE.COM", ["Amina"], id="an address"),
        pytest.param("?q=bo itu", ["Bo"], id="every word"),
        pytest.param("?q=ZOË", ["Zoë"], id="capitals beyond ASCII"),
        pytest.param("?q=%25", [], id="no wild cards"),
        pytest.param("?page=9", [], id="a page too far"),
        pytest.param("?sort=x&page=x&status=x", ["Amina", "Bo", "Zoë", "Gone"], id="nonsense"),
    ],
)
def test_table(
    organizer_client: FlaskClient, event: Event, query: str, expected: list[str]
) -> None:
    answer = organizer_client.get(address(event) + query)

    assert answer.status_code == 200
    assert in_order(answer.text, "Amina", "Bo", "Zoë", "Gone") == expected


def test_counts_by_state_and_group(organizer_client: FlaskClient, event: Event) -> None:
    page = organizer_client.get(address(event)).text

    assert '<div class="figure"><b>3</b><span>Confirmed</span></div>' in page
    assert '<div class="figure"><b>1</b><span>Withdrawn</span></div>' in page
    assert "<li>Government <b>1</b></li>" in page


def test_pages_hold_fifty(organizer_client: FlaskClient) -> None:
    event = make_event()
    for number in range(51):
        make_registration(event, family_name=f"Person {number:02}")

    first = organizer_client.get(address(event) + "?sort=name").text
    second = organizer_client.get(address(event) + "?sort=name&page=2").text

    assert (first.count("Amina Person"), second.count("Amina Person")) == (50, 1)
    assert "Page 2 of 2" in second


def test_table_asks_as_many_questions_for_many_people(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event)
    few = count_queries(organizer_client, address(event))
    for _ in range(10):
        make_registration(event)

    many = count_queries(organizer_client, address(event))

    assert many == few


def count_queries(client: FlaskClient, path: str) -> int:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    db.session.rollback()
    db.session.expire_all()
    listen(db.engine, "before_cursor_execute", note)
    client.get(path)
    remove(db.engine, "before_cursor_execute", note)
    return len(statements)


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        (RegistrationStatus.PENDING, "approve", RegistrationStatus.CONFIRMED),
        (RegistrationStatus.PENDING, "reject", RegistrationStatus.REJECTED),
        (RegistrationStatus.CONFIRMED, "withdraw", RegistrationStatus.WITHDRAWN),
    ],
)
def test_act_changes_the_state_and_is_remembered(
    organizer_client: FlaskClient,
    before: RegistrationStatus,
    act: str,
    after: RegistrationStatus,
) -> None:
    event = make_event(approval=before is RegistrationStatus.PENDING)
    registration = make_registration(event)

    answer = organizer_client.post(address(event, f"{registration.id}/{act}"))

    entry = list_history(event.id)[0]
    assert answer.status_code == 303
    assert get_registration(event, registration.id).status is after
    assert entry.changes == {"status": [before.value, after.value]}
    assert registration.family_name not in f"{entry.act} {entry.changes}"


def test_act_from_the_wrong_state_says_so(organizer_client: FlaskClient) -> None:
    event = make_event()
    registration = make_registration(event)
    path = address(event, f"{registration.id}/withdraw")
    organizer_client.post(path)

    answer = organizer_client.post(path, follow_redirects=True)

    assert "The registration is in another state by now." in answer.text


def test_registration_page_offers_only_what_is_possible(organizer_client: FlaskClient) -> None:
    event = make_event()
    registration = make_registration(event, question="What about <b>funding</b>?")

    page = organizer_client.get(address(event, str(registration.id))).text

    assert "What about &lt;b&gt;funding&lt;/b&gt;?" in page
    assert ">Approve<" not in page
    assert ">Withdraw<" in page


def test_registration_of_another_event_is_out_of_reach(organizer_client: FlaskClient) -> None:
    mine, other = make_event(), make_event()
    registration = make_registration(other)

    codes = [
        organizer_client.get(address(mine, str(registration.id))).status_code,
        organizer_client.post(address(mine, f"{registration.id}/withdraw")).status_code,
    ]

    assert codes == [404, 404]


def test_csv_export_is_complete_safe_and_remembered(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, organization="=1+1", job_title="Director")
    make_registration(event, status=RegistrationStatus.WITHDRAWN)

    answer = organizer_client.post(address(event, "export.csv"))

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    entry = list_history(event.id)[0]
    assert [row["Organization"] for row in rows] == ["'=1+1", "ECA"]
    assert [row["State"] for row in rows] == ["confirmed", "withdrawn"]
    assert (rows[0]["Stakeholder group"], rows[0]["Country"]) == (
        "United Nations entity",
        "Senegal",
    )
    assert (entry.act, entry.changes) == ("registrations exported", {"rows": [None, 2]})


def test_xlsx_export_opens(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, organization="=1+1", job_title="+41 22 730 51 11")

    with organizer_client.post(address(event, "export.xlsx")) as answer:
        content = answer.data

    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    head, row = (list(each) for each in sheet.iter_rows(values_only=True))
    named = dict(zip(head, row, strict=True))
    assert (named["Organization"], named["Job title"]) == ("=1+1", "+41 22 730 51 11")
    assert sheet["E2"].data_type == "s"


def test_export_is_never_a_link(organizer_client: FlaskClient) -> None:
    event = make_event()

    codes = [
        organizer_client.get(address(event, f"export.{kind}")).status_code
        for kind in ("csv", "xlsx")
    ]

    assert codes == [405, 405]
    assert db.session.scalar(db.select(db.func.count(Registration.id))) == 0
