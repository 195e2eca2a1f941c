from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from tests.accounts.steps import acts_about, reload, signed_in
from tests.conftest import Hands
from tests.factories import NOON, PASSWORD, make_account
from tests.sign_in_links.steps import ask, link_in, mails
from ungis_events.accounts.models import Account, Role, SignIn
from ungis_events.core.database import db, transaction
from ungis_events.mailing.models import OutgoingEmail

NEW_PASSWORD = "another long password"


@pytest.fixture
def member() -> Account:
    return make_account(Role.MEMBER, email="focal.point@itu.example")


def link_for(client: FlaskClient, account: Account) -> str:
    ask(client, account.email)
    return link_in(mails()[-1])


def test_focal_point_signs_in_by_a_mailed_link(client: FlaskClient, member: Account) -> None:
    page = client.get(link_for(client, member))
    answer = client.post(link_for(client, member))

    assert page.status_code == 200
    assert (answer.status_code, answer.location) == (303, "/members/files")
    assert client.get("/members/files").status_code == 200
    assert acts_about(member) == ["signed in with a link"]


def test_looking_at_a_link_uses_nothing_up(client: FlaskClient, member: Account) -> None:
    """Programs look at every link of a mail."""
    link = link_for(client, member)

    codes = [client.get(link).status_code for _ in range(3)]

    assert codes == [200, 200, 200]
    assert db.session.scalars(select(SignIn)).all() == []


def test_link_works_once(app: Flask, client: FlaskClient, member: Account) -> None:
    link = link_for(client, member)
    client.post(link)
    thief = app.test_client()

    codes = [thief.get(link).status_code, thief.post(link).status_code]

    assert codes == [404, 404]
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_links_that_do_not_work_all_look_the_same(
    app: Flask, client: FlaskClient, member: Account, clock_hands: Hands
) -> None:
    used, unused = link_for(client, member), link_for(client, member)
    app.test_client().post(used)
    pages = {
        "used": client.get(used),
        "revoked by the use of another": client.get(unused),
        "unknown": client.get("/sign-in/links/999-" + "a" * 32),
        "forged": client.get(unused[:-1] + ("a" if unused[-1] != "a" else "b")),
        "no link at all": client.get("/sign-in/links/x"),
    }
    late = link_for(client, member)
    clock_hands.set_to(NOON + timedelta(minutes=30))
    pages["too old"] = client.get(late)

    assert {page.status_code for page in pages.values()} == {404}
    assert len({page.text for page in pages.values()}) == 1
    assert "This link works no more" in pages["used"].text


def test_link_of_an_account_switched_off_works_no_more(
    client: FlaskClient, member: Account
) -> None:
    link = link_for(client, member)
    with transaction():
        db.session.get_one(Account, member.id).is_active = False

    assert (client.get(link).status_code, client.post(link).status_code) == (404, 404)


def test_answer_never_tells_who_has_an_account(client: FlaskClient, member: Account) -> None:
    off = make_account(Role.MEMBER)
    with transaction():
        db.session.get_one(Account, off.id).is_active = False
    asked = [member.email, off.email, "nobody@example.org"]

    answers = [client.post("/sign-in/link", data={"email": email}) for email in asked]

    assert {(answer.status_code, answer.location) for answer in answers} == {
        (303, "/sign-in/link/sent")
    }
    assert [mail.to_address for mail in mails()] == [member.email]


def statements_of(app: Flask, client: FlaskClient, email: str) -> list[str]:
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    ask(client, email)
    event.remove(db.engine, "before_cursor_execute", note)
    return statements


def test_the_same_is_done_whether_or_not_there_is_somebody(
    app: Flask, client: FlaskClient, member: Account
) -> None:
    """Statement by statement: so it takes the same time."""
    known = statements_of(app, client, member.email)
    for _ in range(2):
        ask(client, member.email)
    too_often = statements_of(app, client, member.email)
    unknown = statements_of(app, client, "nobody@example.org")

    assert len(known) >= 4
    assert known == unknown == too_often


def test_address_of_a_stranger_is_not_kept(client: FlaskClient) -> None:
    ask(client, "nobody@example.org")

    assert db.session.scalars(select(OutgoingEmail.to_address)).all() == [""]
    assert mails() == []


def test_three_mails_an_hour_and_not_one_more(
    client: FlaskClient, member: Account, clock_hands: Hands
) -> None:
    codes = [ask(client, member.email) for _ in range(5)]
    in_the_first_hour = len(mails())
    clock_hands.set_to(NOON + timedelta(hours=1))
    ask(client, member.email)

    assert codes == [303] * 5
    assert in_the_first_hour == 3
    assert len(mails(NOON + timedelta(hours=1))) == 1


def test_asking_is_limited(app: Flask, client: FlaskClient) -> None:
    app.config["RATE_LIMITS"] = True
    app.extensions["rate_limiter"].storage.reset()

    codes = [ask(client, "amina@example.org") for _ in range(11)]

    app.config["RATE_LIMITS"] = False
    assert codes == [303] * 10 + [429]


@pytest.mark.parametrize("email", ["", "x" * 300, "a\x07b@example.org"])
def test_what_is_no_address_is_said_beside_the_field(client: FlaskClient, email: str) -> None:
    answer = client.post("/sign-in/link", data={"email": email})

    assert answer.status_code == 422
    assert 'id="link-email-error"' in answer.text


def test_mailbox_alone_opens_no_desk(client: FlaskClient) -> None:
    """Whoever has a password gets a link to choose a new one, not a way past it."""
    organizer = make_account(Role.ORGANIZER)

    page = client.get(link_for(client, organizer))
    answer = client.post(link_for(client, organizer))

    assert mails()[-1].subject == "Choose a new password"
    assert "Choose a password" in page.text
    assert (answer.status_code, client.get("/manage/").status_code) == (422, 302)


def test_new_password_ends_every_session_and_every_other_link(
    app: Flask, client: FlaskClient
) -> None:
    organizer = make_account(Role.ORGANIZER)
    elsewhere = signed_in(app, organizer)
    first, second = link_for(client, organizer), link_for(client, organizer)

    answer = client.post(second, data={"password": NEW_PASSWORD})

    assert (answer.status_code, answer.location) == (303, "/manage/")
    assert [each.get("/manage/").status_code for each in (client, elsewhere)] == [200, 302]
    assert app.test_client().get(first).status_code == 404
    codes = [
        app.test_client().post("/sign-in", data={"email": organizer.email, "password": each})
        for each in (PASSWORD, NEW_PASSWORD)
    ]
    assert [each.status_code for each in codes] == [422, 303]
    assert acts_about(organizer) == ["password chosen"]


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Enter a new password"),
        ("short", "Use at least 12 characters"),
        ("x" * 201, "Use at most 200 characters"),
    ],
)
def test_password_that_will_not_do_leaves_the_link_as_it_is(
    client: FlaskClient, password: str, sentence: str
) -> None:
    link = link_for(client, make_account(Role.ORGANIZER))

    answer = client.post(link, data={"password": password})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert client.get(link).status_code == 200


def test_new_password_does_not_switch_the_second_factor_off(client: FlaskClient) -> None:
    organizer = make_account(Role.ORGANIZER)
    with transaction():
        db.session.get_one(Account, organizer.id).totp_secret = "A" * 32

    answer = client.post(link_for(client, organizer), data={"password": NEW_PASSWORD})

    assert answer.location == "/sign-in/code"
    assert client.get("/manage/").status_code == 302


def test_link_begins_a_new_session(client: FlaskClient, member: Account) -> None:
    link = link_for(client, member)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    client.post(link)

    with client.session_transaction() as session:
        assert "planted" not in session


def test_mail_holds_the_link_and_says_how_long_it_lasts(
    client: FlaskClient, member: Account
) -> None:
    ask(client, member.email)

    mail = mails()[0]

    assert (mail.to_address, mail.subject) == (member.email, "Your link to sign in")
    assert "12:30 UTC" in mail.text or "07:30" in mail.text
    assert mail.html.count("/sign-in/links/") == 1
    assert reload(member).last_signed_in_at is None


def test_link_leads_to_the_page_they_had_wanted(client: FlaskClient, member: Account) -> None:
    wanted = "/files/12/minutes.pdf"
    locked = client.get(f"/sign-in?next={wanted}").text
    asked = client.get(f"/sign-in/link?next={wanted}").text

    client.post("/sign-in/link", data={"email": member.email, "next": wanted})
    answer = client.post(link_in(mails()[-1]))

    field = f'<input id="link-next" name="next" type="hidden" value="{wanted}">'
    assert (locked.count(field), asked.count(field)) == (1, 1)
    assert (answer.status_code, answer.location) == (303, wanted)


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/" + "x" * 500, ""])
def test_link_never_leads_away_from_the_site(
    client: FlaskClient, member: Account, target: str
) -> None:
    client.post("/sign-in/link", data={"email": member.email, "next": target})

    answer = client.post(link_in(mails()[-1]))

    assert answer.location == "/members/files"
