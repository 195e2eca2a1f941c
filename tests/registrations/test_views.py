"""The public pages: what they answer to anybody, and what a personal page does."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import NOON, make_event, make_past_event, make_registration
from ungis_events import workflows
from ungis_events.core.database import transaction
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.registrations.links import join_token, manage_token
from ungis_events.registrations.models import Registration, RegistrationStatus

from .steps import (
    SeparateClient,
    form_data,
    people,
    queued,
    registration_of,
    seats_of,
    send_form,
    settings,
    visitor,
)

_TOKEN = re.compile(r'(name="csrf_token"[^>]*value=")([^"]*)"')
OWN_PAGES = ("", "/change", "/withdraw", "/calendar.ics")


@pytest.fixture
def client(app: Flask, database: None) -> SeparateClient:
    return visitor(app)


def csrf_token_in(page: str) -> str:
    found = _TOKEN.search(page)
    assert found is not None
    return found[2]


def form_key_in(page: str) -> str:
    found = re.search(r'name="form_key"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


def shown(answer: TestResponse) -> tuple[int, str | None, str]:
    """All that a visitor can see: status, where it leads, the page without their own token."""
    return answer.status_code, answer.headers.get("Location"), _TOKEN.sub(r'\1"', answer.text)


def whole_way(client: FlaskClient, event: Event, email: str) -> list[tuple[int, str | None, str]]:
    """The answer to the form and the page it leads to."""
    answers = [send_form(client, event, email=email)]
    if answers[0].location:
        answers.append(client.get(answers[0].location))
    return [shown(answer) for answer in answers]


def own(registration: Registration, rest: str = "") -> str:
    return f"/registrations/{manage_token(registration)}{rest}"


def sentence_beside(page: str, field: str) -> str:
    found = re.search(rf'id="{field}-error"[^>]*>(.*?)</p>', page, re.S)
    return " ".join(re.sub(r"<[^>]*>", "", found[1]).split()) if found else ""


def test_the_form_is_sent_and_the_answer_points_to_the_mail(client: SeparateClient) -> None:
    event = make_event()

    answer = send_form(client, event)

    assert (answer.status_code, answer.location) == (303, f"/registrations/sent/{event.slug}")
    assert people(event) == [("amina@example.org", "confirmed")]
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "event_is",
    [
        pytest.param({"capacity": 100}, id="free"),
        pytest.param({"capacity": None}, id="no limit"),
        pytest.param({"capacity": 4}, id="full, nobody waits yet"),
        pytest.param({"capacity": 4, "waitlist": False}, id="full, without a waiting list"),
        pytest.param({"capacity": 100, "approval": True}, id="with approval"),
        pytest.param({"capacity": 3}, id="full, people waiting"),
    ],
)
def test_the_answer_is_the_same_whoever_registers(
    client: SeparateClient, event_is: dict[str, object]
) -> None:
    event = make_event(**event_is)
    for name in ("known", "other", "another", "waiting"):
        make_registration(event, email=f"{name}@example.org")

    strangers = whole_way(client, event, "stranger@example.org")
    known = whole_way(client, event, "known@example.org")
    in_capitals = whole_way(client, event, "KNOWN@EXAMPLE.ORG")
    waiting = whole_way(client, event, "waiting@example.org")

    assert known == strangers
    assert in_capitals == strangers
    assert waiting == strangers


def test_the_answer_is_the_same_for_who_withdrew_or_was_rejected(client: SeparateClient) -> None:
    event = make_event(capacity=100)
    for status in (RegistrationStatus.WITHDRAWN, RegistrationStatus.REJECTED):
        email = f"{status.value}@example.org"
        make_registration(event, email=email, status=status)

    stranger = whole_way(client, event, "stranger@example.org")

    assert whole_way(client, event, "withdrawn@example.org") == stranger
    assert whole_way(client, event, "rejected@example.org") == stranger


def test_no_public_page_shows_an_address(client: SeparateClient) -> None:
    event = make_event(capacity=1)
    make_registration(event, email="known@example.org", given_name="Known")

    pages = [page for *_, page in whole_way(client, event, "known@example.org")]
    pages += [client.get(f"/events/{event.slug}{rest}").text for rest in ("", "/register")]

    assert [page for page in pages if "known@example.org" in page or "Known" in page] == []


def test_a_full_event_without_a_waiting_list_says_so_and_mails_the_known_their_link(
    client: SeparateClient,
) -> None:
    event = make_event(capacity=1, waitlist=False)
    make_registration(event, email="known@example.org")

    codes = [send_form(client, event, email=f"{name}@example.org").status_code
             for name in ("known", "stranger")]  # fmt: skip

    assert codes == [409, 409]
    assert queued(event)[1:] == [("known@example.org", "link_resent")]
    assert seats_of(event) == (1, 0)


def test_a_full_event_offers_the_waiting_list(client: SeparateClient) -> None:
    event = make_event(capacity=1)
    make_registration(event)

    page = client.get(f"/events/{event.slug}/register").text
    answer = send_form(client, event)

    assert "Join the waiting list" in page
    assert answer.location == f"/registrations/sent/{event.slug}?full=y"
    assert people(event)[1:] == [("amina@example.org", "waitlisted")]


def test_the_same_address_in_capitals_takes_no_second_seat(client: SeparateClient) -> None:
    event = make_event(capacity=5)
    send_form(client, event)

    send_form(client, event, email=" AMINA@Example.Org ")

    assert seats_of(event) == (1, 0)
    assert queued(event)[-1] == ("amina@example.org", "already_registered")


def test_a_double_click_on_the_last_seat_is_no_refusal(client: SeparateClient) -> None:
    event = make_event(capacity=1, waitlist=False)
    data = form_data(form_key="the form of this visitor")

    codes = [client.post(f"/events/{event.slug}/register", data=data).status_code for _ in "12"]

    assert codes == [303, 303]
    assert queued(event) == [("amina@example.org", "registration_confirmed")]


def test_a_form_sent_twice_is_one_registration_and_one_mail(client: SeparateClient) -> None:
    event = make_event(capacity=5)
    key = form_key_in(client.get(f"/events/{event.slug}/register").text)

    answers = [send_form(client, event, form_key=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert people(event) == [("amina@example.org", "confirmed")]
    assert queued(event) == [("amina@example.org", "registration_confirmed")]


def test_every_form_has_a_key_of_its_own(client: SeparateClient) -> None:
    event = make_event()

    keys = {form_key_in(client.get(f"/events/{event.slug}/register").text) for _ in range(3)}

    assert len(keys) == 3


def test_who_withdrew_and_sends_the_old_form_again_is_registered_again(
    client: SeparateClient,
) -> None:
    event = make_event(capacity=5)
    send_form(client, event, form_key="once")
    client.post(own(registration_of(event, "amina@example.org"), "/withdraw"))

    send_form(client, event, form_key="once")

    assert people(event) == [("amina@example.org", "confirmed")]


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    client: SeparateClient,
) -> None:
    event = make_event()
    typed = {
        "given_name": "https://spam.example",
        "email": "amina@",
        "organization": "",
        "country": "XX",
        "stakeholder_group": "",
        "data_notice": None,
        "job_title": "Chief of <Protocol>",
        "question": "Why & how?",
        "form_key": "kept",
    }

    answer = send_form(client, event, **typed)

    assert answer.status_code == 422
    fields = ("given_name", "email", "organization", "stakeholder_group", "country", "data_notice")
    assert [sentence_beside(answer.text, field) for field in fields] == [
        "Error: Leave web addresses out of this field",
        "Error: Enter an e-mail address like name@example.org",
        "Error: Enter your organization, or “independent”",
        "Error: Choose the group you belong to",
        "Error: Choose your country, or “none”",
        "Error: Please confirm that you have read the notice",
    ]
    for value in ("https://spam.example", "amina@", "Diallo", "Chief of &lt;Protocol&gt;",
                  "Why &amp; how?", "kept"):  # fmt: skip
        assert value in answer.text
    assert people(event) == []


def test_a_country_that_was_chosen_stays_chosen(client: SeparateClient) -> None:
    answer = send_form(client, make_event(), email="", country="SN", stakeholder_group="UN")

    assert re.findall(r'<option value="(\w+)" selected', answer.text) == ["SN"]
    assert re.findall(r'<option selected value="(\w+)"', answer.text) == ["UN"]


@pytest.mark.parametrize("country", ["none", "SN"])
def test_country_may_be_none(client: SeparateClient, country: str) -> None:
    event = make_event()

    send_form(client, event, country=country)

    assert registration_of(event, "amina@example.org").country == country


@pytest.mark.parametrize(("given", "family"), [("Suharto", ""), ("", "Suharto")])
def test_one_name_is_enough(client: SeparateClient, given: str, family: str) -> None:
    event = make_event()

    send_form(client, event, given_name=given, family_name=family)

    assert registration_of(event, "amina@example.org").full_name == "Suharto"


def test_a_machine_that_fills_the_trap_is_thanked_and_forgotten(
    app: Flask, client: SeparateClient
) -> None:
    event = make_event()
    person = shown(send_form(client, event, email="person@example.org"))

    with settings(app, RATE_LIMITS=True):
        machine = shown(send_form(client, event, website="https://spam.example"))

    assert machine == person
    assert people(event) == [("person@example.org", "confirmed")]


@pytest.mark.parametrize("attendance", list(Mode))
def test_a_hybrid_event_keeps_the_chosen_way_to_take_part(
    client: SeparateClient, attendance: Mode
) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", room_capacity=1)

    answer = send_form(client, event, attendance=attendance.value)

    assert answer.status_code == 303
    assert seats_of(event, attendance) == (1, 0)
    assert registration_of(event, "amina@example.org").mode.mode is attendance


def test_a_hybrid_form_without_an_answer_how_is_shown_again(client: SeparateClient) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7")

    answer = send_form(client, event)

    assert answer.status_code == 422
    assert sentence_beside(answer.text, "attendance") == "Error: Choose online or in the room"


def test_a_full_room_is_no_reason_to_wait_online(client: SeparateClient) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", room_capacity=1)
    make_registration(event, attendance=Mode.ROOM)

    online = send_form(client, event, attendance="online", email="online@example.org")
    room = send_form(client, event, attendance="room", email="room@example.org")

    assert online.location == f"/registrations/sent/{event.slug}"
    assert room.location == f"/registrations/sent/{event.slug}?full=y"


@pytest.mark.parametrize("token", ["missing", "forged", "expired"])
def test_a_form_with_a_bad_token_is_shown_again_filled_in(
    app: Flask, client: SeparateClient, token: str
) -> None:
    event = make_event()

    with settings(app, WTF_CSRF_ENABLED=True):
        page = client.get(f"/events/{event.slug}/register").text
        given = {"missing": None, "forged": "x", "expired": csrf_token_in(page)}[token]
        with settings(app, WTF_CSRF_TIME_LIMIT=-1):
            answer = send_form(client, event, csrf_token=given, job_title="Protocol officer")
        again = csrf_token_in(answer.text)
        second = send_form(client, event, csrf_token=again)

    assert answer.status_code == 422
    assert "This page was open for a long time, so nothing was saved yet." in answer.text
    for value in ("Amina", "Diallo", "amina@example.org", "Protocol officer"):
        assert f'value="{value}"' in answer.text
    assert second.status_code == 303
    assert len(people(event)) == 1


def test_a_form_with_its_token_is_taken(app: Flask, client: SeparateClient) -> None:
    event = make_event()

    with settings(app, WTF_CSRF_ENABLED=True):
        page = client.get(f"/events/{event.slug}/register").text
        answer = send_form(client, event, csrf_token=csrf_token_in(page))

    assert answer.status_code == 303
    assert people(event) == [("amina@example.org", "confirmed")]


def test_a_token_of_another_visitor_is_refused(app: Flask, client: SeparateClient) -> None:
    event = make_event()

    with settings(app, WTF_CSRF_ENABLED=True):
        client.get(f"/events/{event.slug}/register")
        stolen = csrf_token_in(visitor(app).get(f"/events/{event.slug}/register").text)
        answer = send_form(client, event, csrf_token=stolen)

    assert answer.status_code == 422
    assert people(event) == []


@pytest.mark.parametrize("page", ["/resend", "/register"])
def test_the_form_page_is_not_kept_by_anybody(client: SeparateClient, page: str) -> None:
    """It holds the visitor's token."""
    answer = client.get(f"/events/{make_event().slug}{page}")

    assert answer.headers["Cache-Control"] == "no-store"


def test_registration_that_is_closed_says_so(client: SeparateClient) -> None:
    events = [
        make_past_event(),
        make_event(registration_opens=datetime(2027, 1, 1, 9, 0)),
        make_event(registration_closes=datetime(2026, 11, 1, 9, 0)),
    ]

    answers = [client.get(f"/events/{event.slug}/register") for event in events]
    answers += [send_form(client, event) for event in events]

    assert {answer.status_code for answer in answers} == {409}
    assert all("Registration for this event is closed." in answer.text for answer in answers)
    assert [people(event) for event in events] == [[], [], []]


def test_a_form_that_was_open_when_the_event_was_cancelled_registers_nobody(
    client: SeparateClient,
) -> None:
    event = make_event()
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)

    answer = send_form(client, event)

    assert (answer.status_code, people(event)) == (409, [])


def resend(client: FlaskClient, event: Event, email: str) -> TestResponse:
    return client.post(f"/events/{event.slug}/resend", data={"email": email})


def test_asking_for_a_lost_link_is_answered_alike_to_everybody(client: SeparateClient) -> None:
    event = make_event()
    make_registration(event, email="known@example.org")

    known = resend(client, event, "Known@Example.org")
    stranger = resend(client, event, "stranger@example.org")

    assert shown(known) == shown(stranger)
    assert known.status_code == 200
    assert queued(event)[1:] == [("known@example.org", "link_resent")]


def test_a_lost_link_is_mailed_after_the_event_too(client: SeparateClient, clock_hands) -> None:  # type: ignore[no-untyped-def] # Hands of conftest
    event = make_event()
    make_registration(event, email="known@example.org")
    clock_hands.set_to(event.ends_at + timedelta(days=3))

    answer = resend(client, event, "known@example.org")

    assert answer.status_code == 200
    assert queued(event)[1:] == [("known@example.org", "link_resent")]


def test_a_wrong_address_for_the_lost_link_is_said_beside_the_field(
    client: SeparateClient,
) -> None:
    answer = resend(client, make_event(), "amina@")

    assert answer.status_code == 422
    assert sentence_beside(answer.text, "email") == (
        "Error: Enter an e-mail address like name@example.org"
    )
    assert 'value="amina@"' in answer.text


def test_at_most_three_mails_reach_an_address_in_an_hour(client: SeparateClient) -> None:
    event = make_event(capacity=1, waitlist=False)

    for _ in range(3):
        send_form(client, event)
        resend(client, event, "amina@example.org")

    assert len(queued(event)) == 3


def test_the_own_page_shows_what_we_hold_and_where_it_stands(client: SeparateClient) -> None:
    event = make_event(capacity=1)
    make_registration(event)
    make_registration(event)
    registration = make_registration(event, email="amina@example.org", job_title="Officer")

    page = client.get(own(registration)).text

    assert "You are number 2 on the waiting list." in page
    for value in ("amina@example.org", registration.full_name, "ECA", "Officer", "Senegal"):
        assert value in page
    assert "/join/" not in page


def test_only_the_confirmed_find_the_way_in_on_their_page(client: SeparateClient) -> None:
    event = make_event()
    has_link = {}
    for status in RegistrationStatus:
        registration = make_registration(event, status=status)
        has_link[status] = f"/join/{join_token(registration)}" in client.get(own(registration)).text

    assert has_link == {status: status == "confirmed" for status in RegistrationStatus}


def test_looking_at_personal_pages_changes_nothing(client: SeparateClient) -> None:
    event = make_event(capacity=1)
    registration = make_registration(event, email="amina@example.org")
    make_registration(event)
    before = (people(event), queued(event), seats_of(event))

    codes = [client.get(own(registration, rest)).status_code for rest in OWN_PAGES]

    assert codes == [200, 200, 200, 200]
    assert (people(event), queued(event), seats_of(event)) == before


@pytest.mark.parametrize("rest", OWN_PAGES)
def test_personal_pages_are_kept_by_nobody(client: SeparateClient, rest: str) -> None:
    registration = make_registration(make_event())

    answer = client.get(own(registration, rest))

    assert answer.headers["Cache-Control"] == "no-store"


def test_changing_saves_what_was_typed(client: SeparateClient) -> None:
    event = make_event()
    registration = make_registration(event, email="amina@example.org", organization="ECA")
    data = form_data(organization="ITU", email="other@example.org", later_news="y")

    answer = client.post(own(registration, "/change"), data=data)

    assert (answer.status_code, answer.location) == (303, own(registration, "?saved=y"))
    saved = registration_of(event, "amina@example.org")
    assert (saved.organization, saved.later_news) == ("ITU", True)


def test_changing_into_nonsense_is_refused_beside_the_field(client: SeparateClient) -> None:
    event = make_event()
    registration = make_registration(event, email="amina@example.org", organization="ECA")

    answer = client.post(own(registration, "/change"), data=form_data(organization=""))

    assert answer.status_code == 422
    assert sentence_beside(answer.text, "organization") == (
        "Error: Enter your organization, or “independent”"
    )
    assert registration_of(event, "amina@example.org").organization == "ECA"


def test_withdrawing_frees_the_seat_for_the_first_in_line(client: SeparateClient) -> None:
    event = make_event(capacity=1)
    first = make_registration(event, email="first@example.org")
    make_registration(event, email="second@example.org")

    answer = client.post(own(first, "/withdraw"))

    assert (answer.status_code, answer.location) == (303, own(first))
    assert people(event) == [
        ("first@example.org", "withdrawn"),
        ("second@example.org", "confirmed"),
    ]
    assert queued(event)[2:] == [
        ("first@example.org", "withdrawn"),
        ("second@example.org", "promoted"),
    ]


def test_who_withdrew_still_sees_it_and_cannot_withdraw_twice(client: SeparateClient) -> None:
    event = make_event(capacity=1)
    registration = make_registration(event)
    client.post(own(registration, "/withdraw"))

    page = client.get(own(registration))
    second = client.post(own(registration, "/withdraw"))

    assert page.status_code == 200
    assert "You have withdrawn your registration." in page.text
    assert (second.status_code, second.location) == (303, own(registration))
    assert seats_of(event) == (0, 0)
    assert queued(event) == [
        (registration.email, "registration_confirmed"),
        (registration.email, "withdrawn"),
    ]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        ("/change", "This page was open for a long time"),
        ("/withdraw", "Withdraw from this event?"),
    ],
)
def test_a_personal_form_with_a_bad_token_is_shown_again_and_changes_nothing(
    app: Flask, client: SeparateClient, act: str, message: str
) -> None:
    event = make_event()
    registration = make_registration(event, organization="ECA")

    with settings(app, WTF_CSRF_ENABLED=True):
        answer = client.post(own(registration, act), data=form_data(organization="ITU"))

    assert answer.status_code == 422
    assert message in answer.text
    saved = registration_of(event, registration.email)
    assert (saved.organization, saved.status.value) == ("ECA", "confirmed")


def test_the_two_personal_tokens_open_only_their_own_door(client: SeparateClient) -> None:
    registration = make_registration(make_event())
    manage, join = manage_token(registration), join_token(registration)

    codes = [
        client.get(f"/join/{manage}").status_code,
        client.post(f"/join/{manage}").status_code,
        *(client.get(f"/registrations/{join}{rest}").status_code for rest in OWN_PAGES),
        client.post(f"/registrations/{join}/withdraw").status_code,
        client.post(f"/registrations/{join}/change", data=form_data()).status_code,
    ]

    assert codes == [404] * 8
    assert registration_of(registration.event, registration.email).is_confirmed


def test_a_revoked_link_leads_nowhere(client: SeparateClient) -> None:
    event = make_event()
    registration = make_registration(event)
    manage, join = manage_token(registration), join_token(registration)
    with transaction():
        registration_of(event, registration.email).link_version += 1

    codes = [client.get(f"/registrations/{manage}{rest}").status_code for rest in OWN_PAGES]
    codes += [client.post(f"/registrations/{manage}/withdraw").status_code]
    codes += [client.get(f"/join/{join}").status_code, client.post(f"/join/{join}").status_code]

    assert codes == [404] * 7
    assert client.get(own(registration_of(event, registration.email))).status_code == 200


@pytest.mark.parametrize(
    "token", ["1", "1-", "-x", "0-abc", "1-" + "a" * 32, "x-y", "1-é", "9" * 30 + "-a", "²-a"]
)
def test_forged_links_are_answered_like_unknown_ones(client: SeparateClient, token: str) -> None:
    make_registration(make_event())

    forged = client.get(f"/registrations/{token}")

    assert forged.status_code == 404
    assert shown(forged)[2] == shown(client.get("/registrations/999999-" + "a" * 32))[2]


def test_an_own_link_of_one_person_does_not_open_anothers(client: SeparateClient) -> None:
    event = make_event()
    first, second = make_registration(event), make_registration(event)
    mixed = f"{second.id}-{manage_token(first).partition('-')[2]}"

    assert client.get(f"/registrations/{mixed}").status_code == 404


def test_the_own_calendar_file_is_an_invitation_for_the_confirmed_only(
    client: SeparateClient,
) -> None:
    event = make_event(capacity=1)
    confirmed, waiting = make_registration(event), make_registration(event)

    files = [client.get(own(each, "/calendar.ics")).text for each in (confirmed, waiting)]

    methods = [re.findall("METHOD:(.*)\r\n", file) for file in files]
    assert methods == [["REQUEST"], ["PUBLISH"]]
    assert "/join/" in files[0].replace("\r\n ", "")
    assert "/join/" not in files[1].replace("\r\n ", "")
    assert all("/registrations/" not in file.replace("\r\n ", "") for file in files)
