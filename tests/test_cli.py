import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import PASSWORD, make_event, make_registration
from ungis_events.accounts.models import Role
from ungis_events.accounts.queries import find_account
from ungis_events.accounts.service import check_credentials
from ungis_events.adapters.mail import Email

ROOT = Path(__file__).parents[1]
KEY = "a key for tests, long enough"
A_SITE = "give http:// or https:// and a host, without a path"
A_MAILBOX = "give a real mailbox when BASE_URL is https"
HTTPS = {
    "BASE_URL": "https://events.example",
    "SECRET_KEY": KEY,
    "MAIL_FROM": "UNGIS <events@un.example>",
}
CREATE = [
    "accounts",
    "create",
    "amina@example.org",
    "--name",
    "Amina Diallo",
    "--role",
    "organizer",
]


def test_an_account_is_made_with_the_password_from_standard_input(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=CREATE, input=f"{PASSWORD}\n")

    account = find_account("amina@example.org")
    assert (result.exit_code, result.output) == (0, "amina@example.org can sign in as organizer\n")
    assert account is not None
    assert (account.name, account.role) == ("Amina Diallo", Role.ORGANIZER)
    assert check_credentials("amina@example.org", PASSWORD) is account


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("amina", PASSWORD, "Enter an e-mail address like name@example.org"),
        ("amina@example.org", "short", "Use at least 12 characters"),
        ("amina@example.org", "", "Use at least 12 characters"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_a_sentence(
    app: Flask, email: str, password: str, sentence: str
) -> None:
    args = [*CREATE[:2], email, *CREATE[3:]]

    result = app.test_cli_runner().invoke(args=args, input=f"{password}\n")

    assert (result.exit_code, result.output) == (1, f"Error: {sentence}\n")
    assert find_account(email) is None


def test_the_worker_sends_what_is_due_and_ends(app: Flask, outbox: list[Email]) -> None:
    make_registration(make_event())

    first = app.test_cli_runner().invoke(args=["worker", "--once"])
    again = app.test_cli_runner().invoke(args=["worker", "--once"])

    assert (first.output, again.output) == ("1 e-mails worked\n", "0 e-mails worked\n")
    assert len(outbox) == 1


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"BASE_URL": "events.example"}, "BASE_URL='events.example' cannot be used: " + A_SITE),
        (
            {"BASE_URL": "https://x.example/path"},
            "BASE_URL='https://x.example/path' cannot be used: " + A_SITE,
        ),
        (
            {"BASE_URL": "http://x.example?a=b"},
            "BASE_URL='http://x.example?a=b' cannot be used: " + A_SITE,
        ),
        (
            {"BASE_URL": "http://x.example:port"},
            "BASE_URL='http://x.example:port' cannot be used: " + A_SITE,
        ),
        ({"BASE_URL": "http://[x"}, "BASE_URL='http://[x' cannot be used: " + A_SITE),
        (
            HTTPS | {"SECRET_KEY": ""},
            "SECRET_KEY='' cannot be used: it is required when BASE_URL is https",
        ),
        ({"SECRET_KEY": "short"}, "SECRET_KEY='…' cannot be used: give at least 16 characters"),
        ({"MAIL_URL": "ftp://user:secret@host"}, "MAIL_URL='ftp:…' cannot be used: "),
        (
            HTTPS | {"MAIL_FROM": "UNGIS <events@example.org>"},
            "MAIL_FROM='UNGIS <events@example.org>' cannot be used: " + A_MAILBOX,
        ),
        (HTTPS | {"MAIL_FROM": ""}, "MAIL_FROM='' cannot be used: " + A_MAILBOX),
        (
            {"MAIL_FROM": "events"},
            "MAIL_FROM='events' cannot be used: give a name and an address: Name <name@host>",
        ),
        (
            {"DATABASE_URL": "mysql://user:secret@host/db"},
            "DATABASE_URL='mysql://user:…@host/db' cannot be used: "
            "give sqlite:///… or postgresql://…",
        ),
        (
            HTTPS | {"RATE_LIMITS": "off"},
            "RATE_LIMITS='off' cannot be used: limits stay on when BASE_URL is https",
        ),
        ({"RATE_LIMITS": "none"}, "RATE_LIMITS='none' cannot be used: give on or off"),
        (
            {"HOME_CITIES": "Geneva=Europe/Geneva"},
            "HOME_CITIES='Geneva=Europe/Geneva' cannot be used: give City=IANA/Zone,City=IANA/Zone",
        ),
        (
            {"RETENTION_DAYS": "ninety"},
            "RETENTION_DAYS='ninety' cannot be used: give a whole number",
        ),
        ({"RETENTION_DAYS": "-1"}, "RETENTION_DAYS='-1' cannot be used: give a whole number"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(settings: dict[str, str], line: str) -> None:
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": KEY, "LANG": "C.UTF-8", **settings}

    program = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "worker", "--once"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert (program.returncode, program.stdout) == (1, "")
    assert len(program.stderr.splitlines()) == 1
    assert program.stderr.startswith(line)
    assert "secret" not in program.stderr.replace("secret_key", "")


def test_an_announcement_is_printed_as_json(app: Flask) -> None:
    notice = ROOT / "tests" / "data" / "ungis-side-event-2023.txt"

    result = app.test_cli_runner().invoke(args=["announcements", "read", str(notice)])

    read = json.loads(result.output)
    assert result.exit_code == 0
    assert (read["utc_start"], read["utc_end"]) == ("2023-01-31T13:30Z", "2023-01-31T14:45Z")
    assert read["speakers"][0] == {
        "honorific": "Mr.",
        "name": "Tomas Lamanauskas",
        "role": "Deputy Secretary-General",
        "organization": "ITU",
        "panel_role": "speaker",
    }


def test_an_announcement_is_explained_field_by_field(app: Flask) -> None:
    notice = ROOT / "tests" / "data" / "ungis-side-event-2023.txt"

    result = app.test_cli_runner().invoke(args=["announcements", "read", str(notice), "--explain"])

    lines = result.output.splitlines()
    at = lines.index("platform: Zoom")
    assert lines[at + 1].strip().startswith("platform.")
    assert lines[at + 2].strip().startswith("line 9: Zoom")


def test_a_file_without_text_is_refused_with_a_sentence(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(b"\x00\x01\x02\x03" * 100)

    result = app.test_cli_runner().invoke(args=["announcements", "read", str(file)])

    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
