import csv
import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.event import listen, remove

from tests.factories import NOON, make_event, make_registration
from ungis_events.accounts.models import Account, TeamMember
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.history.queries import list_history, list_person_history
from ungis_events.questions.models import Answer, Question, QuestionKind
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration

from .steps import seats_of, status_of

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED


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
        pytest.param("?q=zoe", ["Zoë"], id="without the accent"),
        pytest.param("?status=withdrawn&status=confirmed&q=bo", ["Bo"], id="two states"),
        pytest.param("?group=GOV&group=ACAD&sort=name", ["Zoë", "Amina"], id="two groups"),
        pytest.param("?group=UN&country=DE", [], id="filters narrow each other"),
        pytest.param("?region=Africa&status=confirmed", ["Amina"], id="a region"),
        pytest.param("?organization=UNIVERSITAT", ["Zoë"], id="a piece of the organization"),
        pytest.param("?registered_to=2026-11-21", ["Gone"], id="until a day"),
        pytest.param(
            "?registered_from=2026-11-22&sort=registered", ["Zoë", "Bo", "Amina"], id="from a day"
        ),
        pytest.param("?registered_from=tomorrow", ["Amina", "Bo", "Zoë", "Gone"], id="no day"),
        pytest.param("?attended=yes", [], id="nobody was there"),
        pytest.param("?mode=online&status=withdrawn", ["Gone"], id="how they take part"),
        pytest.param("?invitation=7", [], id="came by a link"),
        pytest.param("?question=7&answer=x", [], id="an answer to no question"),
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

    assert (first.count("<bdi>Amina Person"), second.count("<bdi>Amina Person")) == (50, 1)
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
    assert [row["Organization"] for row in rows] == ["ECA", "'=1+1"]
    assert [row["State"] for row in rows] == ["withdrawn", "confirmed"]
    assert (rows[0]["Stakeholder group"], rows[0]["Country"]) == (
        "United Nations entity",
        "Senegal",
    )
    assert (entry.act, entry.changes) == (
        "registrations exported",
        {"rows": [None, 2], "filter": "", "needs": False},
    )


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


def test_export_is_the_list_as_it_was_looked_at(
    organizer_client: FlaskClient, event: Event
) -> None:
    query = "?status=confirmed&sort=name&q=example.org"

    answer = organizer_client.post(address(event, "export.csv") + query)

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [row["Given name"] for row in rows] == ["Zoë", "Bo"]
    # What was typed may be somebody's name, and history is kept for ever.
    assert list_history(event.id)[0].changes["filter"] == "q=…, status=confirmed"


def test_filters_in_force_are_chips_that_take_themselves_away(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = organizer_client.get(address(event) + "?group=UN&group=GOV&country=CN&sort=name").text

    chips = re.findall(r'<li class="chip"><a href="([^"]+)"><bdi>([^<]+)', page)
    assert [(words, unescape(link).partition("?")[2]) for link, words in chips] == [
        ("United Nations entity", "group=GOV&country=CN&sort=name"),
        ("Government", "group=UN&country=CN&sort=name"),
        ("China", "group=UN&group=GOV&sort=name"),
    ]


def test_access_needs_are_seen_found_and_exported_by_named_people_only(
    app: Flask, organizer_client: FlaskClient
) -> None:
    event = make_event()
    person = make_registration(event, access_needs="Captions in French")
    make_registration(event, given_name="Bo")

    before = seen_of_needs(organizer_client, event, person)
    with transaction():
        account = db.session.scalars(db.select(Account)).one()
        db.session.add(TeamMember(event_id=event.id, account_id=account.id, sees_access_needs=True))

    assert before == (False, ["Amina", "Bo"], False)
    assert seen_of_needs(organizer_client, event, person) == (True, ["Amina"], True)


def seen_of_needs(
    client: FlaskClient, event: Event, person: Registration
) -> tuple[bool, list[str], bool]:
    """On the person's page, by the filter, in the export."""
    needs = "Captions in French"
    return (
        needs in client.get(address(event, str(person.id))).text,
        in_order(client.get(address(event) + "?needs=yes&sort=name").text, "Amina", "Bo"),
        needs in client.post(address(event, "export.csv")).text,
    )


def test_answers_are_found_and_exported(organizer_client: FlaskClient) -> None:
    event = make_event()
    lunch = ask(event, "Lunch?", QuestionKind.SEVERAL_OF)
    hope = ask(event, "What do you hope for?", QuestionKind.TEXT)
    amina, bo = make_registration(event), make_registration(event, given_name="Bo")
    answer(amina, lunch, "Monday\nTuesday")
    answer(bo, lunch, "Tues")
    answer(bo, hope, "New ideas")

    def found(query: str) -> list[str]:
        return in_order(organizer_client.get(address(event) + query).text, "Amina", "Bo")

    csv_text = organizer_client.post(address(event, "export.csv") + "?sort=name").text
    rows = list(csv.DictReader(io.StringIO(csv_text.lstrip("\ufeff"), newline="")))
    assert found(f"?question={lunch.id}&sort=name") == ["Amina", "Bo"]
    assert found(f"?question={lunch.id}&answer=Tuesday") == ["Amina"]  # not a piece of an option
    assert found(f"?question={hope.id}&answer=IDEA") == ["Bo"]  # but a piece of what was typed
    assert [row["Lunch?"] for row in rows] == ["Monday\nTuesday", "Tues"]
    assert [row["What do you hope for?"] for row in rows] == ["", "New ideas"]


def ask(event: Event, label: str, kind: QuestionKind) -> Question:
    question = Question(event_id=event.id, position=0, kind=kind, label=label, options=[])
    with transaction():
        db.session.add(question)
    return question


def answer(registration: Registration, question: Question, value: str) -> None:
    row = Answer(
        registration_id=registration.id,
        question_id=question.id,
        asked=question.label,
        value=value,
        answered_at=NOON,
    )
    with transaction():
        db.session.add(row)


def test_pages_behind_the_middle_are_counted_from_the_end(organizer_client: FlaskClient) -> None:
    event = make_event()
    for number in range(120):
        make_registration(event, given_name=f"Person{number:03}", family_name="Z")

    pages = [
        re.findall(r"Person\d+", organizer_client.get(f"{address(event)}?sort=name&page={n}").text)
        for n in (1, 2, 3, 4)
    ]

    names = [list(dict.fromkeys(page)) for page in pages]
    assert [len(page) for page in names] == [50, 50, 20, 0]
    assert [*names[0], *names[1], *names[2]] == [f"Person{n:03}" for n in range(120)]


def test_page_of_a_person_shows_their_mails_and_what_was_done(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    registration = make_registration(event)
    organizer_client.post(address(event, f"{registration.id}/withdraw"))

    page = organizer_client.get(address(event, str(registration.id))).text

    assert "Registration confirmed" in page
    assert "Registration withdrawn" in page
    assert list_person_history(registration_id=registration.id)[0].changes == {
        "status": ["confirmed", "withdrawn"]
    }


def test_organizer_gives_a_seat_beyond_the_capacity_only_when_asked_to(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(capacity=1)
    make_registration(event)
    waiting = make_registration(event)
    path = address(event, f"{waiting.id}/promote")

    refused = organizer_client.post(path, follow_redirects=True)
    before = status_of(waiting)
    organizer_client.post(path, data={"beyond": "y"})

    assert "No seat is left" in refused.text
    assert (before, status_of(waiting)) == (WAITLISTED, CONFIRMED)
    assert seats_of(event) == (2, 0)


def test_export_is_never_a_link(organizer_client: FlaskClient) -> None:
    event = make_event()

    codes = [
        organizer_client.get(address(event, f"export.{kind}")).status_code
        for kind in ("csv", "xlsx")
    ]

    assert codes == [405, 405]
    assert db.session.scalar(db.select(db.func.count(Registration.id))) == 0


def test_page_never_tells_who_has_access_needs(organizer_client: FlaskClient) -> None:
    event = make_event()
    people = [make_registration(event, access_needs=needs) for needs in ("A ramp", None)]

    pages = [organizer_client.get(address(event, str(each.id))).text for each in people]

    assert [page.count("Seen by the people named for it only.") for page in pages] == [1, 1]
