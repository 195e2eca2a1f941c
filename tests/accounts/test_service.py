import pytest
from argon2 import extract_parameters

from tests.factories import NOON, PASSWORD, make_account
from ungis_events.accounts.errors import WrongCredentials
from ungis_events.accounts.models import Account, Role, SignIn
from ungis_events.accounts.service import check_credentials, create_account, open_sign_in
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import InvalidInput


def test_password_is_kept_as_argon2id_of_the_agreed_strength() -> None:
    account = make_account()

    parameters = extract_parameters(account.password_hash)

    assert (
        parameters.type.name,
        parameters.memory_cost,
        parameters.time_cost,
        parameters.parallelism,
    ) == ("ID", 19456, 2, 1)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        pytest.param({"email": "nobody"}, {"email"}, id="no address"),
        pytest.param({"email": "TAKEN@example.org "}, {"email"}, id="an address in use"),
        pytest.param({"name": "  "}, {"name"}, id="no name"),
        pytest.param({"password": "elevenchars"}, {"password"}, id="a short password"),
        pytest.param({"password": "x" * 201}, {"password"}, id="an endless password"),
    ],
)
def test_account_is_refused(given: dict[str, str], wrong: set[str]) -> None:
    make_account(email="taken@example.org")
    details = {"email": "new@example.org", "name": "New", "password": PASSWORD} | given

    with pytest.raises(InvalidInput) as caught, transaction():
        create_account(**details, role=Role.ORGANIZER, now=NOON)

    assert caught.value.fields.keys() == wrong


@pytest.mark.parametrize(
    ("email", "password", "is_active"),
    [
        pytest.param("nobody@example.org", PASSWORD, True, id="unknown address"),
        pytest.param("amina@example.org", "another password", True, id="wrong password"),
        pytest.param("amina@example.org", PASSWORD, False, id="switched off"),
    ],
)
def test_wrong_credentials_say_the_same_whatever_is_wrong(
    email: str, password: str, is_active: bool
) -> None:
    account = make_account(email="amina@example.org")
    with transaction():
        db.session.get_one(Account, account.id).is_active = is_active

    with pytest.raises(WrongCredentials) as caught:
        check_credentials(email, password)

    assert str(caught.value.message) == "The e-mail address or the password is not right."


def test_only_the_hash_of_a_session_key_is_kept() -> None:
    account = make_account()

    with transaction():
        key = open_sign_in(account, browser="Firefox", now=NOON)

    kept = db.session.scalars(db.select(SignIn.key_hash)).all()
    assert len(kept) == 1
    assert key not in kept[0]
