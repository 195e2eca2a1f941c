import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import acts_about, reload, signed_in
from tests.conftest import Hands
from tests.factories import NOON, PASSWORD, make_account
from tests.second_factors.steps import (
    SECRET,
    code_at,
    codes_on,
    give_code,
    give_password,
    make_account_with_second_factor,
)
from ungis_events.accounts.models import Account

ADDRESS = "/manage/account/second-factor"
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def account() -> Account:
    return make_account()


@pytest.fixture
def client(app: Flask, account: Account) -> FlaskClient:
    return signed_in(app, account)


def secret_on(page: str) -> str:
    found = re.search(r'name="secret"[^>]*value="([A-Z2-7]{32})"', page)
    assert found
    return found[1]


def test_setting_it_up_shows_picture_and_letters(client: FlaskClient) -> None:
    page = client.get(ADDRESS).text

    secret = secret_on(page)
    groups = " ".join(secret[place : place + 4] for place in range(0, 32, 4))
    assert groups in page
    assert 'src="data:image/svg+xml' in page


def test_looking_switches_nothing_on(client: FlaskClient, account: Account) -> None:
    client.get(ADDRESS)

    assert reload(account).totp_secret is None


def test_it_is_on_once_the_app_has_shown_the_right_code(
    client: FlaskClient, account: Account
) -> None:
    secret = secret_on(client.get(ADDRESS).text)
    form = {"secret": secret, "code": code_at(NOON, secret), "password": PASSWORD}

    answer = client.post(f"{ADDRESS}/on", data=form)

    assert answer.status_code == 200
    assert len(codes_on(answer.text)) == 10
    assert reload(account).totp_secret == secret
    assert acts_about(account) == ["second factor switched on"]


def test_recovery_codes_are_shown_this_once(client: FlaskClient) -> None:
    form = {"secret": SECRET, "code": code_at(), "password": PASSWORD}
    client.post(f"{ADDRESS}/on", data=form)

    pages = [client.get(ADDRESS).text, client.get("/manage/account").text]

    assert [codes_on(page) for page in pages] == [[], []]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"code": "000000"}, "code"),
        ({"code": ""}, "code"),
        ({"password": "not my password"}, "password"),
        ({"password": ""}, "password"),
        ({"secret": "of my own making"}, "code"),
    ],
)
def test_it_stays_off(
    client: FlaskClient, account: Account, form: dict[str, str], field: str
) -> None:
    given = {"secret": SECRET, "code": code_at(), "password": PASSWORD} | form

    answer = client.post(f"{ADDRESS}/on", data=given)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert reload(account).totp_secret is None


def test_wrong_code_keeps_the_key_that_the_app_has(client: FlaskClient) -> None:
    answer = client.post(
        f"{ADDRESS}/on", data={"secret": SECRET, "code": "000000", "password": PASSWORD}
    )

    assert secret_on(answer.text) == SECRET


@pytest.fixture
def protected(app: Flask, clock_hands: Hands) -> tuple[FlaskClient, Account, list[str]]:
    """Signed in with password and code; that code is used up."""
    account, codes = make_account_with_second_factor(now=NOON - timedelta(hours=1))
    client = app.test_client()
    give_password(client, account)
    assert give_code(client, code_at(NOON)) == 303
    clock_hands.set_to(LATER)
    return client, account, codes


def test_switching_off_takes_password_and_code(
    protected: tuple[FlaskClient, Account, list[str]],
) -> None:
    client, account, _codes = protected

    answer = client.post(f"{ADDRESS}/off", data={"code": code_at(LATER), "password": PASSWORD})

    assert answer.status_code == 303
    assert (reload(account).totp_secret, reload(account).recovery_hashes) == (None, [])


@pytest.mark.parametrize(
    "form",
    [
        {"code": "000000", "password": PASSWORD},
        {"code": "", "password": PASSWORD},
        {"code": code_at(NOON), "password": PASSWORD},
        {"code": code_at(LATER), "password": "not my password"},
    ],
)
@pytest.mark.parametrize("act", ["off", "renew"])
def test_nothing_is_done_without_both(
    protected: tuple[FlaskClient, Account, list[str]], act: str, form: dict[str, str]
) -> None:
    client, account, _codes = protected
    before = list(reload(account).recovery_hashes)

    answer = client.post(f"{ADDRESS}/{act}", data=form)

    assert answer.status_code == 422
    assert reload(account).totp_secret == SECRET
    assert reload(account).recovery_hashes == before


def test_new_recovery_codes_make_the_old_ones_worthless(
    protected: tuple[FlaskClient, Account, list[str]],
) -> None:
    client, account, old = protected

    page = client.post(f"{ADDRESS}/renew", data={"code": code_at(LATER), "password": PASSWORD}).text
    client.post("/sign-out")
    give_password(client, account)

    assert (give_code(client, old[0]), give_code(client, codes_on(page)[0])) == (422, 303)


def test_second_one_is_not_set_up_over_the_first(
    protected: tuple[FlaskClient, Account, list[str]],
) -> None:
    client, account, _codes = protected
    other = "A" * 32

    client.post(
        f"{ADDRESS}/on", data={"secret": other, "code": code_at(LATER, other), "password": PASSWORD}
    )

    assert reload(account).totp_secret == SECRET
