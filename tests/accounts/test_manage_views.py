import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from tests.factories import NOON, PASSWORD, make_account
from ungis_events.accounts.models import Account, SignIn
from ungis_events.accounts.rules import SIGN_IN_LASTS
from ungis_events.core.database import db, transaction

NEW_PASSWORD = "another long password"


def made_up(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def manage_requests(app: Flask) -> list[tuple[str, str]]:
    """(method, path) of every page under /manage, with made-up arguments."""

    def path(rule: Rule) -> str:
        values = {name: made_up(converter) for name, converter in rule._converters.items()}
        built = rule.build(values, append_unknown=False)
        assert built is not None
        return built[1]

    return [
        (method, path(rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("manage_")
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def test_strangers_are_sent_to_sign_in_from_every_page(app: Flask, client: FlaskClient) -> None:
    asked = manage_requests(app)

    answers = {(method, path): client.open(path, method=method) for method, path in asked}

    assert len(asked) > 30
    assert {
        request: answer.status_code
        for request, answer in answers.items()
        if answer.status_code != 302 or not answer.location.startswith("/sign-in?next=")
    } == {}


def test_members_are_refused_every_page(app: Flask, member_client: FlaskClient) -> None:
    asked = manage_requests(app)

    codes = {
        (method, path): member_client.open(path, method=method).status_code
        for method, path in asked
    }

    assert {request: code for request, code in codes.items() if code != 403} == {}


def signed_in(app: Flask, account: Account) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    return client


def codes_of_desk(*clients: FlaskClient) -> list[int]:
    return [client.get("/manage/").status_code for client in clients]


def sign_in_ids() -> list[int]:
    return list(db.session.scalars(db.select(SignIn.id).order_by(SignIn.id)))


def test_ended_session_is_out_with_its_next_request(app: Flask) -> None:
    account = make_account()
    here, elsewhere = signed_in(app, account), signed_in(app, account)

    before = codes_of_desk(here, elsewhere)
    answer = here.post(f"/manage/account/sign-ins/{sign_in_ids()[1]}/end")

    assert (before, answer.status_code) == ([200, 200], 303)
    assert codes_of_desk(here, elsewhere) == [200, 302]


def test_nobody_ends_another_persons_session(app: Flask) -> None:
    theirs = signed_in(app, make_account())
    mine = signed_in(app, make_account())

    answer = mine.post(f"/manage/account/sign-ins/{sign_in_ids()[0]}/end")

    assert answer.status_code == 404
    assert codes_of_desk(theirs) == [200]


def test_new_password_ends_the_other_sessions(app: Flask) -> None:
    account = make_account()
    here, elsewhere = signed_in(app, account), signed_in(app, account)

    form = {"current": PASSWORD, "new": NEW_PASSWORD}
    answer = here.post("/manage/account/password", data=form)

    assert answer.status_code == 303
    assert codes_of_desk(here, elsewhere) == [200, 302]
    again = app.test_client()
    codes = [
        again.post("/sign-in", data={"email": account.email, "password": each}).status_code
        for each in (PASSWORD, NEW_PASSWORD)
    ]
    assert codes == [422, 303]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"current": "not mine at all", "new": NEW_PASSWORD}, "This is not your password"),
        ({"current": PASSWORD, "new": "short"}, "Use at least 12 characters"),
    ],
)
def test_password_is_not_changed(
    organizer_client: FlaskClient, form: dict[str, str], sentence: str
) -> None:
    answer = organizer_client.post("/manage/account/password", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_session_does_not_last_for_ever(organizer_client: FlaskClient, clock_hands: object) -> None:
    before = codes_of_desk(organizer_client)
    clock_hands.set_to(NOON + SIGN_IN_LASTS)  # type: ignore[attr-defined]

    assert (before, codes_of_desk(organizer_client)) == ([200], [302])


def test_account_switched_off_is_out_at_once(app: Flask) -> None:
    account = make_account()
    client = signed_in(app, account)
    before = codes_of_desk(client)

    with transaction():
        db.session.get_one(Account, account.id).is_active = False

    assert (before, codes_of_desk(client)) == ([200], [302])


def test_account_page_lists_own_sessions_only(app: Flask) -> None:
    signed_in(app, make_account())
    client = signed_in(app, make_account())

    page = client.get("/manage/account").text

    assert page.count("End this session") == 1
