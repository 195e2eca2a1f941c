from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import acts_about, reload
from tests.conftest import Hands
from tests.factories import NOON
from tests.second_factors.steps import (
    code_at,
    give_code,
    give_password,
    make_account_with_second_factor,
)
from ungis_events.accounts.models import Account, SignIn
from ungis_events.core.database import db, transaction

LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def later(clock_hands: Hands) -> None:
    """The code of setting it up is used up."""
    clock_hands.set_to(LATER)


@pytest.mark.usefixtures("later")
def test_signing_in_takes_two_steps(client: FlaskClient) -> None:
    account, _codes = make_account_with_second_factor()

    led_to = give_password(client, account)
    between = client.get("/manage/").status_code
    answer = client.post("/sign-in/code", data={"code": code_at(LATER)})

    assert (led_to, between) == ("/sign-in/code", 302)
    assert (answer.status_code, answer.location) == (303, "/manage/mail")
    assert client.get("/manage/").status_code == 200


@pytest.mark.usefixtures("later")
def test_password_alone_opens_no_session(client: FlaskClient) -> None:
    give_password(client, make_account_with_second_factor()[0])

    assert db.session.scalars(db.select(SignIn)).all() == []


@pytest.mark.usefixtures("later")
def test_code_counts_once(app: Flask, client: FlaskClient) -> None:
    account, _codes = make_account_with_second_factor()
    give_password(client, account)
    give_code(client, code_at(LATER))
    thief = app.test_client()
    give_password(thief, account)

    assert give_code(thief, code_at(LATER)) == 422


def test_code_of_setting_it_up_does_not_count_again(client: FlaskClient) -> None:
    give_password(client, make_account_with_second_factor()[0])

    assert give_code(client, code_at(NOON)) == 422


@pytest.mark.usefixtures("later")
def test_recovery_code_counts_once(app: Flask, client: FlaskClient) -> None:
    account, codes = make_account_with_second_factor()
    give_password(client, account)
    first = give_code(client, codes[3].upper())
    thief = app.test_client()
    give_password(thief, account)

    assert (first, give_code(thief, codes[3])) == (303, 422)
    assert len(reload(account).recovery_hashes) == 9
    assert acts_about(account) == ["second factor switched on", "recovery code used"]


def test_only_hashes_of_recovery_codes_are_kept() -> None:
    account, codes = make_account_with_second_factor()

    kept = str(reload(account).recovery_hashes)

    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


@pytest.mark.parametrize("typed", ["000000", "", "١٢٣٤٥٦", "abcd-efgh-ijkl-mnop", "x" * 70])
@pytest.mark.usefixtures("later")
def test_wrong_code_is_refused_with_a_sentence(client: FlaskClient, typed: str) -> None:
    give_password(client, make_account_with_second_factor()[0])

    answer = client.post("/sign-in/code", data={"code": typed})

    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert client.get("/manage/").status_code == 302


def test_between_the_steps_five_minutes_may_pass(client: FlaskClient, clock_hands: Hands) -> None:
    account, _codes = make_account_with_second_factor(now=NOON - timedelta(hours=1))
    give_password(client, account)

    clock_hands.set_to(NOON + timedelta(minutes=5))
    in_time = client.get("/sign-in/code").status_code
    clock_hands.set_to(NOON + timedelta(minutes=5, seconds=1))
    answer = client.post("/sign-in/code", data={"code": code_at(NOON + timedelta(minutes=5))})

    assert in_time == 200
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "Please begin again" in client.get("/sign-in").text


@pytest.mark.usefixtures("later")
def test_account_switched_off_between_the_steps_stays_out(client: FlaskClient) -> None:
    account, _codes = make_account_with_second_factor()
    give_password(client, account)
    with transaction():
        db.session.get_one(Account, account.id).is_active = False

    assert give_code(client, code_at(LATER)) == 303
    assert client.get("/manage/").status_code == 302


def test_without_the_first_step_there_is_no_second(client: FlaskClient) -> None:
    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.post("/sign-in/code", data={"code": "123456"}).location == "/sign-in"


@pytest.mark.usefixtures("later")
def test_second_step_keeps_nothing_of_an_older_session(client: FlaskClient) -> None:
    account, _codes = make_account_with_second_factor()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    give_password(client, account)
    give_code(client, code_at(LATER))

    with client.session_transaction() as session:
        assert session.keys() & {"planted", "half_signed_in"} == set()


@pytest.mark.usefixtures("later")
def test_guessing_is_limited_wherever_it_comes_from(app: Flask, client: FlaskClient) -> None:
    account, _codes = make_account_with_second_factor()
    give_password(client, account)
    app.config["RATE_LIMITS"] = True
    app.extensions["rate_limiter"].storage.reset()

    codes = [
        client.post(
            "/sign-in/code",
            data={"code": "000000"},
            environ_overrides={"REMOTE_ADDR": f"192.0.2.{number}"},
        ).status_code
        for number in range(6)
    ]

    app.config["RATE_LIMITS"] = False
    assert codes == [422] * 5 + [429]
