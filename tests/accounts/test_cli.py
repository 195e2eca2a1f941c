import pytest
from click.testing import Result
from flask import Flask

from tests.accounts.steps import reload
from tests.factories import PASSWORD
from tests.organizations.steps import make_organization
from ungis_events.accounts.errors import WrongCredentials
from ungis_events.accounts.models import Role
from ungis_events.accounts.queries import find_account
from ungis_events.accounts.service import check_credentials


def create(app: Flask, *arguments: str, typed: str = "") -> Result:
    command = ["accounts", "create", "amina@example.org", "--name", "Amina Diallo", *arguments]
    return app.test_cli_runner().invoke(args=command, input=typed)


@pytest.mark.parametrize("role", ["administrator", "organizer", "helper", "member"])
def test_password_is_read_from_standard_input(app: Flask, role: str) -> None:
    result = create(app, "--role", role, typed=PASSWORD + "\n")

    assert (result.exit_code, result.output) == (0, f"amina@example.org can sign in as {role}\n")
    assert check_credentials("amina@example.org", PASSWORD).role.value == role


def test_member_needs_no_password(app: Flask) -> None:
    make_organization("UN Women")

    result = create(app, "--role", "member", "--organization", "un women")

    account = find_account("amina@example.org")
    assert result.exit_code == 0
    assert account
    assert (account.role, account.password_hash) == (Role.MEMBER, None)
    assert reload(account).organization.acronym == "UN Women"
    with pytest.raises(WrongCredentials):
        check_credentials("amina@example.org", "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--role", "organizer"), "Use at least 12 characters"),
        (("--role", "member", "--organization", "NOBODY"), "No organization has this acronym"),
        (("--role", "king"), "'king' is not one of"),
    ],
)
def test_what_is_wrong_is_said(app: Flask, arguments: tuple[str, ...], sentence: str) -> None:
    result = create(app, *arguments)

    assert result.exit_code != 0
    assert sentence in result.output
    assert find_account("amina@example.org") is None
