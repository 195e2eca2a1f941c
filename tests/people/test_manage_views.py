import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import (
    acts_about,
    administrator_client,
    make_focal_point,
    make_limited,
    reload,
    signed_in,
)
from tests.conftest import Hands
from tests.factories import NOON, make_account, make_event
from tests.organizations.steps import make_organization
from tests.second_factors.steps import make_account_with_second_factor
from tests.sign_in_links.steps import link_in, mails
from ungis_events.accounts.models import Account, Role, TeamMember
from ungis_events.accounts.queries import find_account
from ungis_events.core.database import db

NEW_PASSWORD = "another long password"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return administrator_client(app)


def person_form(**given: object) -> dict[str, object]:
    return {
        "name": "Bo Li",
        "email": "bo.li@example.org",
        "role": "organizer",
        "scope": "all",
    } | given


def version_on(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\w+)"', page)
    assert found
    return found[1]


def change(client: FlaskClient, account: Account, **given: object) -> int:
    """Open the person's page and send it with what is given instead."""
    address = f"/manage/people/{account.id}"
    form = {
        "version": version_on(client.get(address).text),
        "name": account.name,
        "email": account.email,
        "role": account.role.value,
        "scope": "all" if account.has_all_events else "named",
    }
    return client.post(address, data=form | given).status_code


def invite(client: FlaskClient, **given: object) -> Account:
    answer = client.post("/manage/people/invite", data=person_form(**given))
    assert answer.status_code == 303
    account = find_account(str(person_form(**given)["email"]))
    assert account
    return account


def test_invited_organizer_chooses_a_password_and_is_in(app: Flask, client: FlaskClient) -> None:
    account = invite(client)
    browser = app.test_client()
    link = link_in(mails()[0])

    page = browser.get(link).text
    answer = browser.post(link, data={"password": NEW_PASSWORD})

    assert "Choose a password" in page
    assert (answer.status_code, answer.location) == (303, "/manage/")
    assert browser.get("/manage/").status_code == 200
    assert acts_about(account) == ["account invited", "password chosen"]


def test_invited_focal_point_just_signs_in(app: Flask, client: FlaskClient) -> None:
    make_organization("ITU")
    invite(client, role="member", organization="ITU")
    browser = app.test_client()

    answer = browser.post(link_in(mails()[0]))

    assert (answer.status_code, answer.location) == (303, "/members/files")
    assert find_account("bo.li@example.org").password_hash is None


def test_invitation_says_who_invites_to_what(client: FlaskClient) -> None:
    make_organization("ITU", name="International Telecommunication Union")
    invite(client, role="member", organization="ITU")

    mail = mails()[0]

    assert mail.to_address == "bo.li@example.org"
    assert "Anna Admin has made an account for you as the focal point of International" in mail.text
    assert "29 Nov" in mail.text or "29 November" in mail.text


def test_invitation_works_for_seven_days(
    app: Flask, client: FlaskClient, clock_hands: Hands
) -> None:
    invite(client)
    link = link_in(mails()[0])

    clock_hands.set_to(NOON + timedelta(days=7, seconds=-1))
    in_time = app.test_client().get(link).status_code
    clock_hands.set_to(NOON + timedelta(days=7))
    too_late = app.test_client().get(link).status_code

    assert (in_time, too_late) == (200, 404)


def test_invitation_sent_again_replaces_the_first(app: Flask, client: FlaskClient) -> None:
    account = invite(client)
    first = link_in(mails()[0])

    client.post(f"/manage/people/{account.id}/invite-again")

    second = link_in(mails()[-1])
    codes = [app.test_client().get(link).status_code for link in (first, second)]
    assert codes == [404, 200]


def test_invitation_taken_back_works_no_more(app: Flask, client: FlaskClient) -> None:
    account = invite(client)
    link = link_in(mails()[0])

    client.post(f"/manage/people/{account.id}/take-back")

    assert app.test_client().get(link).status_code == 404
    assert mails() == []
    assert acts_about(account) == ["account invited", "invitation taken back"]


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"name": " "}, "name", "Enter a name"),
        ({"email": "nobody"}, "email", "Enter an e-mail address like name@example.org"),
        ({"email": "taken@example.org"}, "email", "This e-mail address has an account already"),
        ({"role": ""}, "role", "Choose a role"),
        ({"role": "king"}, "role", "Not a valid choice."),
        ({"role": "member"}, "organization", "Choose whose focal point this is"),
    ],
)
def test_bad_input_keeps_everything_typed(
    client: FlaskClient, given: dict[str, str], field: str, sentence: str
) -> None:
    make_account(email="taken@example.org")

    answer = client.post("/manage/people/invite", data=person_form(**given))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{field}-error"' in answer.text
    kept = given.get("email", "bo.li@example.org")
    assert f'value="{kept}"' in answer.text
    assert find_account("bo.li@example.org") is None


def test_helper_is_invited_for_named_events(client: FlaskClient) -> None:
    here, _elsewhere = make_event(), make_event()

    account = invite(client, role="helper", scope="named", events=[here.id])

    teams = db.session.scalars(
        db.select(TeamMember.event_id).where(TeamMember.account_id == account.id)
    ).all()
    assert (account.has_all_events, teams) == (False, [here.id])


def test_changed_role_counts_from_the_next_click(app: Flask, client: FlaskClient) -> None:
    account = make_account()
    theirs = signed_in(app, account)
    before = theirs.get("/manage/").status_code

    code = change(client, account, role="helper")

    assert (code, before, theirs.get("/manage/").status_code) == (303, 200, 403)
    assert acts_about(account) == ["account changed"]


def test_person_switched_off_is_out_with_the_next_click(app: Flask, client: FlaskClient) -> None:
    account = make_account()
    browsers = [signed_in(app, account) for _ in range(2)]

    client.post(f"/manage/people/{account.id}/off")
    while_off = [browser.get("/manage/").status_code for browser in browsers]
    client.post(f"/manage/people/{account.id}/on")

    assert while_off == [302, 302]
    assert [browser.get("/manage/").status_code for browser in browsers] == [302, 302]
    assert acts_about(account) == ["account switched off", "account switched on"]


def test_one_session_is_ended_and_the_other_stays(app: Flask, client: FlaskClient) -> None:
    account = make_account()
    first, second = signed_in(app, account), signed_in(app, account)
    page = client.get(f"/manage/people/{account.id}").text
    addresses = re.findall(r'action="(/manage/people/\d+/sign-ins/\d+/end)"', page)

    client.post(min(addresses, key=lambda each: int(each.split("/")[-2])))

    assert [each.get("/manage/").status_code for each in (first, second)] == [302, 200]


def test_all_sessions_are_ended_at_once(app: Flask, client: FlaskClient) -> None:
    account = make_account()
    browsers = [signed_in(app, account) for _ in range(2)]

    client.post(f"/manage/people/{account.id}/sign-ins/end")

    assert [browser.get("/manage/").status_code for browser in browsers] == [302, 302]


def test_session_of_somebody_else_is_not_ended_by_a_wrong_address(
    app: Flask, client: FlaskClient
) -> None:
    signed_in(app, make_account())
    other = make_account()

    assert client.post(f"/manage/people/{other.id}/sign-ins/2/end").status_code == 404


def test_last_administrator_stays_one(app: Flask) -> None:
    account = make_account(Role.ADMINISTRATOR)
    client = signed_in(app, account)

    switched_off = client.post(f"/manage/people/{account.id}/off", follow_redirects=True)
    demoted = change(client, account, role="organizer")

    assert "This is the last administrator" in switched_off.text
    assert demoted == 422
    assert (reload(account).is_active, reload(account).role) == (True, Role.ADMINISTRATOR)


def test_administrator_who_never_came_does_not_count(app: Flask) -> None:
    account = make_account(Role.ADMINISTRATOR)
    client = signed_in(app, account)
    invite(client, role="administrator")

    client.post(f"/manage/people/{account.id}/off")

    assert reload(account).is_active


def test_one_of_two_administrators_may_go(app: Flask, client: FlaskClient) -> None:
    other = make_account(Role.ADMINISTRATOR)

    assert change(client, other, role="organizer") == 303


def test_second_factor_of_somebody_who_lost_it_is_switched_off(client: FlaskClient) -> None:
    account, _codes = make_account_with_second_factor()

    client.post(f"/manage/people/{account.id}/second-factor/off")

    assert reload(account).totp_secret is None
    assert acts_about(account)[-1] == "second factor switched off"


def test_list_is_searched_and_filtered(client: FlaskClient) -> None:
    organization = make_organization("ITU")
    make_account(name="Amina Diallo", email="amina@itu.example")
    make_account(Role.HELPER, name="Bo Li")
    make_focal_point("ITU", "Carla Díaz")
    wanted = {
        "?q=diallo": ["Amina Diallo"],
        "?q=ITU.EXAMPLE": ["Amina Diallo"],
        "?role=helper": ["Bo Li"],
        f"?organization={organization.id}": ["Carla Díaz"],
        "?q=bo&role=member": [],
        "?q=%25": [],
        "?role=king&page=x&organization=y": ["Amina Diallo", "Anna Admin", "Bo Li", "Carla Díaz"],
    }

    found = {
        query: re.findall(r"<b><bdi>(.*?)</bdi></b>", client.get(f"/manage/people{query}").text)
        for query in wanted
    }

    assert found == wanted


def test_list_takes_the_same_number_of_queries_for_any_number_of_people(
    client: FlaskClient,
) -> None:
    def queries() -> int:
        count = 0

        def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
            nonlocal count
            count += statement.startswith("SELECT")

        db.event.listen(db.engine, "before_cursor_execute", note)
        client.get("/manage/people")
        db.event.remove(db.engine, "before_cursor_execute", note)
        return count

    few = queries()
    for _ in range(12):
        make_account()

    assert queries() == few


def test_history_of_a_person_tells_what_they_did_and_what_was_done(
    app: Flask, client: FlaskClient
) -> None:
    account = make_account(name="Bo Li")
    theirs = signed_in(app, account)
    event = make_event(slug="here")
    theirs.post("/manage/events/here/team/add", data={"email": "anna@example.org", "name": "Anna"})
    change(client, account, role="helper", scope="named", events=[event.id])

    page = client.get(f"/manage/people/{account.id}/history").text

    assert page.count("<bdi>Bo Li</bdi> · <span") == 2  # invited a helper, put her on the team
    assert page.count("<bdi>Anna Admin</bdi> · <span") == 2  # changed, put on the team


def test_what_somebody_else_saved_meanwhile_is_not_lost(client: FlaskClient) -> None:
    account = make_account(name="Bo Li")
    address = f"/manage/people/{account.id}"
    old = version_on(client.get(address).text)
    change(client, account, name="Bo Li-Wang")

    answer = client.post(address, data=person_form(version=old, email=account.email, name="Bo"))

    assert answer.status_code == 422
    assert "Bo Li-Wang" in answer.text
    assert reload(account).name == "Bo Li-Wang"


def test_teams_of_who_gets_all_events_stay(client: FlaskClient) -> None:
    """They may be named there to see access needs."""
    event = make_event()
    account = make_limited(Role.ORGANIZER, event.id)

    change(client, account, scope="all")

    assert db.session.get(TeamMember, (event.id, account.id)) is not None


def test_new_address_makes_links_in_the_old_mailbox_worthless(
    app: Flask, client: FlaskClient
) -> None:
    account = invite(client)
    link = link_in(mails()[0])

    change(client, account, email="bo@example.net")

    assert app.test_client().get(link).status_code == 404


def test_nobody_is_where_nobody_is(client: FlaskClient) -> None:
    answers = [
        client.get("/manage/people/999"),
        client.get("/manage/people/999/history"),
        client.post("/manage/people/999/off"),
        client.post("/manage/people/999/invite-again"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
