"""Who gets a certificate once it is known how long people were in the online room."""

import pytest
from flask.testing import FlaskClient

from tests.adapters.documents.reading import text_of
from tests.attendance.known import make_known
from tests.certificates.steps import attend, certificates_of, make_over
from tests.conftest import Hands
from tests.factories import make_registration
from ungis_events.certificates.service import issue_certificates, set_minimum
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_latest
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration


def page_of(event: Event) -> str:
    return f"/manage/events/{event.slug}/certificates/"


def issue(event: Event, minimum: int | None = None) -> list[tuple[str | None, int | None]]:
    """(name, minutes) of every certificate there is afterwards."""
    with transaction():
        set_minimum(get_event(event.slug), minimum, actor="Bo Li", now=event.ends_at)
        issue_certificates(get_event(event.slug), actor="Bo Li", now=event.ends_at)
    return [(each.name, each.minutes) for each in certificates_of(event)]


def check_in(person: Registration, event: Event) -> None:
    with transaction():
        db.session.get_one(Registration, person.id).checked_in_at = event.starts_at


@pytest.fixture
def people(clock_hands: Hands) -> tuple[Event, dict[str, Registration]]:
    """Ana clicked Join and stayed, Ben clicked and was never in the room, Cem came another way
    for a little while, Dia sat in the room, Eva in the room with the webinar open beside her."""
    event, amina = make_over(clock_hands)
    clock_hands.set_to(event.starts_at)
    found = {"ana": amina, "ben": attend(event, given_name="Ben", family_name="Ng")}
    for name, family_name in (("cem", "Oz"), ("dia", "Rey"), ("eva", "Sol")):
        found[name] = make_registration(
            event, given_name=name.title(), family_name=family_name, honorific=None
        )
    for name in ("dia", "eva"):
        check_in(found[name], event)
    clock_hands.set_to(event.ends_at)
    return event, found


def test_being_in_the_room_decides_and_not_the_click(
    people: tuple[Event, dict[str, Registration]],
) -> None:
    event, who = people
    make_known(event, (who["ana"], 71), (who["cem"], 4), (who["eva"], 2), ("Telephone", 60))

    assert issue(event) == [
        ("Ms. Amina Diallo", 71),
        ("Cem Oz", 4),
        ("Dia Rey", None),
        ("Eva Sol", None),
    ]


def test_until_it_is_known_who_clicked_was_there(
    people: tuple[Event, dict[str, Registration]],
) -> None:
    event, _ = people

    assert issue(event) == [
        ("Ms. Amina Diallo", None),
        ("Ben Ng", None),
        ("Dia Rey", None),
        ("Eva Sol", None),
    ]


@pytest.mark.parametrize(
    ("minimum", "names"),
    [
        (None, ["Ms. Amina Diallo", "Cem Oz", "Dia Rey", "Eva Sol"]),
        (4, ["Ms. Amina Diallo", "Cem Oz", "Dia Rey", "Eva Sol"]),
        (5, ["Ms. Amina Diallo", "Dia Rey", "Eva Sol"]),
        (72, ["Dia Rey", "Eva Sol"]),
    ],
)
def test_who_stayed_online_for_less_than_the_minimum_gets_none(
    people: tuple[Event, dict[str, Registration]], minimum: int | None, names: list[str]
) -> None:
    event, who = people
    make_known(event, (who["ana"], 71), (who["cem"], 4), (who["eva"], 2))

    assert [name for name, _minutes in issue(event, minimum)] == names


def test_with_a_minimum_nobody_online_gets_one_before_it_is_known_and_the_desk_says_so(
    organizer_client: FlaskClient, people: tuple[Event, dict[str, Registration]]
) -> None:
    event, who = people

    before = [name for name, _minutes in issue(event, 30)]
    page = organizer_client.get(page_of(event)).text
    make_known(event, (who["ana"], 71))
    after = [name for name, _minutes in issue(event, 30)]

    assert before == ["Dia Rey", "Eva Sol"]
    assert "Nobody who came online gets one yet" in page
    assert after == ["Dia Rey", "Eva Sol", "Ms. Amina Diallo"]
    assert "gets one yet" not in organizer_client.get(page_of(event)).text


def test_the_minimum_is_set_at_the_desk_and_taken_away_again(
    organizer_client: FlaskClient, people: tuple[Event, dict[str, Registration]]
) -> None:
    event, _ = people

    for typed in ("30", "30", ""):
        assert organizer_client.post(page_of(event), data={"minutes": typed}).status_code == 303

    entries = [each for each in list_latest(event.id) if each.act == "certificates limited"]
    assert [each.changes for each in entries] == [
        {"certificate_minutes": [30, None]},
        {"certificate_minutes": [None, 30]},
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "Enter minutes between 1 and 1440"),
        ("1441", "Enter minutes between 1 and 1440"),
        ("half", "Enter a whole number, or leave it empty"),
    ],
)
def test_a_minimum_that_is_none_is_asked_again(
    organizer_client: FlaskClient,
    people: tuple[Event, dict[str, Registration]],
    typed: str,
    sentence: str,
) -> None:
    event, _ = people

    answer = organizer_client.post(page_of(event), data={"minutes": typed})

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert f'value="{typed}"' in answer.text
    assert get_event(event.slug).certificate_minutes is None


def test_the_minutes_stand_on_the_paper_and_where_its_code_is_checked(
    client: FlaskClient, people: tuple[Event, dict[str, Registration]]
) -> None:
    event, who = people
    make_known(event, (who["ana"], 71))
    issue(event)
    known, room = certificates_of(event)[:2]

    paper = {
        name: text_of(client.get(f"/registrations/{manage_token(who[name])}/certificate.pdf").data)
        for name in ("ana", "dia")
    }

    assert "Attended for 71 minutes." in paper["ana"]
    assert "Attended for" not in paper["dia"]
    assert "71 minutes" in client.get(f"/certificates/{known.code}").text
    assert " minutes" not in client.get(f"/certificates/{room.code}").text.split("<main")[1]
