import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import make_limited, signed_in
from tests.factories import NOON, make_account, make_event
from tests.sign_in_links.steps import mails
from ungis_events.accounts.models import Account, Role, TeamMember
from ungis_events.accounts.queries import find_account, get_account, sees_access_needs
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.history.queries import list_history
from ungis_events.teams.service import join_team

TEAM = "/manage/events/here/team"


@pytest.fixture
def event() -> Event:
    return make_event(slug="here")


@pytest.fixture
def client(app: Flask, event: Event) -> FlaskClient:
    """Of an organizer who works on this event only."""
    return signed_in(app, make_limited(Role.ORGANIZER, event.id, name="Olga Organizer"))


def team(event: Event) -> list[int]:
    query = db.select(TeamMember.account_id).where(TeamMember.event_id == event.id)
    return sorted(db.session.scalars(query))


def test_colleague_is_added_by_exact_address(client: FlaskClient, event: Event) -> None:
    colleague = make_limited(Role.ORGANIZER, name="Bo Li")

    answer = client.post(f"{TEAM}/add", data={"email": colleague.email.upper()})

    assert answer.status_code == 303
    assert colleague.id in team(event)
    assert "Bo Li" in client.get(f"{TEAM}/").text
    assert mails() == []


def test_somebody_without_an_account_is_invited_as_a_helper_here(
    client: FlaskClient, event: Event
) -> None:
    client.post(f"{TEAM}/add", data={"email": "new@example.org", "name": "Nia New"})

    helper = find_account("new@example.org")
    assert helper
    assert (helper.role, helper.has_all_events) == (Role.HELPER, False)
    assert helper.id in team(event)
    assert [mail.to_address for mail in mails()] == ["new@example.org"]
    assert "Olga Organizer asks for your help" in mails()[0].text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"email": "nobody@example.org"}, "Nobody has this address yet"),
        ({"email": ""}, "Enter an e-mail address"),
        ({"email": "off@example.org"}, "This account is switched off"),
        ({"email": "member@example.org"}, "This is a member’s focal point"),
        ({"email": "no address", "name": "Nia"}, "Enter an e-mail address like"),
    ],
)
def test_who_cannot_be_added_is_said_beside_the_field(
    client: FlaskClient, event: Event, form: dict[str, str], sentence: str
) -> None:
    off = make_account(email="off@example.org")
    make_account(Role.MEMBER, email="member@example.org")
    with transaction():
        db.session.get_one(Account, off.id).is_active = False
    before = team(event)

    answer = client.post(f"{TEAM}/add", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "’")
    assert team(event) == before


def test_adding_somebody_twice_does_nothing(client: FlaskClient, event: Event) -> None:
    colleague = make_account()
    for _ in range(2):
        client.post(f"{TEAM}/add", data={"email": colleague.email})

    acts = [entry.act for entry in list_history(event.id)]
    assert acts.count("team member added") == 1


def test_who_is_removed_reaches_the_event_no_more(
    app: Flask, client: FlaskClient, event: Event
) -> None:
    colleague = make_limited(Role.ORGANIZER, event.id)
    theirs = signed_in(app, colleague)
    before = theirs.get("/manage/events/here/").status_code

    client.post(f"{TEAM}/{colleague.id}/remove")

    assert (before, theirs.get("/manage/events/here/").status_code) == (200, 403)


def test_who_takes_themselves_off_lands_on_the_list(client: FlaskClient, event: Event) -> None:
    answer = client.post(f"{TEAM}/{team(event)[0]}/remove")

    assert answer.location == "/manage/"
    assert client.get(f"{TEAM}/").status_code == 403


def test_access_needs_are_seen_by_who_is_named_and_no_longer(
    client: FlaskClient, event: Event
) -> None:
    colleague = make_limited(Role.HELPER, event.id)
    address = f"{TEAM}/{colleague.id}/access-needs"
    seen = []

    for named in ("y", ""):
        client.post(address, data={"named": named})
        seen.append(sees_access_needs(get_account(colleague.id), event.id))

    assert seen == [True, False]
    acts = [entry.act for entry in list_history(event.id)]
    assert acts[:2] == ["no longer sees access needs", "named to see access needs"]


def test_no_role_sees_access_needs_by_itself(event: Event) -> None:
    administrator = make_account(Role.ADMINISTRATOR)

    assert sees_access_needs(administrator, event.id) is False


def test_who_works_on_all_events_is_listed_beside_the_team(client: FlaskClient) -> None:
    make_account(Role.ADMINISTRATOR, name="Anna Admin")
    make_account(Role.HELPER, name="Hector Helper")
    make_limited(Role.ORGANIZER, make_event().id, name="Elsewhere Only")
    make_account(Role.MEMBER, name="Focal Point")

    page = client.get(f"{TEAM}/").text

    others = page[page.index("Who works on all events") :]
    assert re.findall(r"<li><bdi>(.*?)</bdi>", others) == ["Anna Admin", "Hector Helper"]


def test_history_of_the_event_tells_of_its_team(client: FlaskClient, event: Event) -> None:
    colleague = make_account(name="Bo Li")

    client.post(f"{TEAM}/add", data={"email": colleague.email})

    entry = list_history(event.id)[0]
    assert (entry.act, entry.changes, entry.account_id, str(entry.actor)) == (
        "team member added",
        {"account": [None, "Bo Li"]},
        colleague.id,
        "Olga Organizer",
    )


@pytest.mark.parametrize(
    ("role", "is_limited", "expected"),
    [
        (Role.ORGANIZER, True, True),
        (Role.ORGANIZER, False, False),
        (Role.ADMINISTRATOR, True, False),
    ],
)
def test_who_makes_an_event_and_would_not_see_it_joins_its_team(
    event: Event, role: Role, is_limited: bool, expected: bool
) -> None:
    account = make_limited(role) if is_limited else make_account(role)

    with transaction():
        join_team(event.id, get_account(account.id), actor="test", now=NOON)

    assert (account.id in team(event)) is expected


def test_nobody_who_is_not_on_the_team_is_changed(client: FlaskClient) -> None:
    other = make_account()

    answers = [
        client.post(f"{TEAM}/{other.id}/remove"),
        client.post(f"{TEAM}/{other.id}/access-needs", data={"named": "y"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def name_oneself(app: Flask, account: Account, event: Event) -> tuple[int, bool]:
    """(what was answered, whether they see them now), after asking for it oneself."""
    answer = signed_in(app, account).post(f"{TEAM}/{account.id}/access-needs", data={"named": "y"})
    return answer.status_code, sees_access_needs(get_account(account.id), event.id)


def test_nobody_names_themselves_to_see_access_needs(app: Flask, event: Event) -> None:
    organizer = make_limited(Role.ORGANIZER, event.id)
    make_account(Role.ADMINISTRATOR)
    administrator = make_limited(Role.ADMINISTRATOR, event.id)

    tried = [name_oneself(app, each, event) for each in (organizer, administrator)]

    assert tried == [(403, False), (403, False)]
    page = signed_in(app, organizer).get(f"{TEAM}/").text
    assert "A colleague can let you see them." in page
    assert f"{TEAM}/{organizer.id}/access-needs" not in page
    assert f"{TEAM}/{administrator.id}/access-needs" in page


def test_the_only_administrator_may_and_history_says_so(app: Flask, event: Event) -> None:
    administrator = make_limited(Role.ADMINISTRATOR, event.id, name="Anna Admin")

    assert name_oneself(app, administrator, event) == (303, True)
    entry = list_history(event.id)[0]
    assert (entry.act, str(entry.actor), entry.changes) == (
        "named to see access needs",
        "Anna Admin",
        {"account": "Anna Admin"},
    )


def test_who_is_named_may_step_back(app: Flask, client: FlaskClient, event: Event) -> None:
    colleague = make_limited(Role.ORGANIZER, event.id)
    address = f"{TEAM}/{colleague.id}/access-needs"
    client.post(address, data={"named": "y"})

    answer = signed_in(app, colleague).post(address, data={"named": ""})

    assert answer.status_code == 303
    assert sees_access_needs(get_account(colleague.id), event.id) is False
