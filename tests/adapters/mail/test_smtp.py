"""Sending over SMTP, to a real server on this machine."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from ungis_events.adapters.mail import MailError, mailer_from_url, to_bytes
from ungis_events.adapters.mail import smtp as smtp_module
from ungis_events.adapters.mail.smtp import SmtpMailer

from .test_mime import make_email


class Postman:
    """A handler that keeps envelopes, and answers as a test tells it to."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.envelopes: list[Envelope] = []
        self.peers: set[object] = set()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 - aiosmtpd's name
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if "data" in self.answers:
            return self.answers["data"]
        self.envelopes.append(envelope)
        self.peers.add(session.peer)
        return "250 OK"


class ClosingPostman(Postman):
    """Takes one e-mail on each connection, then says good-bye."""

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:  # noqa: N802 - aiosmtpd's name
        if session.peer in self.peers:
            return "421 too many messages"
        envelope.mail_from = address
        return "250 OK"


@contextmanager
def server(handler: Postman, port: int | None = None, **options) -> Iterator[Controller]:
    controller = Controller(handler, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mailer_for(controller: Controller, **options) -> Iterator[SmtpMailer]:
    mailer = SmtpMailer("127.0.0.1", controller.port, **options)
    try:
        yield mailer
    finally:
        mailer.close()


def failure_of(mailer: SmtpMailer, **overrides) -> tuple[str, bool]:
    with pytest.raises(MailError) as raised:
        mailer.send(make_email(**overrides))
    return raised.value.reason, raised.value.retryable


def test_email_arrives_as_written():
    postman = Postman()
    email = make_email(html=None, text="one\n.\n..two\n")

    with server(postman) as controller, mailer_for(controller) as mailer:
        mailer.send(email)

    (envelope,) = postman.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == (email.from_address, [email.to_address])
    assert envelope.content == to_bytes(email)


def test_several_emails_use_one_connection():
    postman = Postman()

    with server(postman) as controller, mailer_for(controller) as mailer:
        for _ in range(3):
            mailer.send(make_email())

    assert (len(postman.envelopes), len(postman.peers)) == (3, 1)


def test_server_that_restarted_gets_the_next_email():
    first, second = Postman(), Postman()

    with server(first) as controller:
        mailer = SmtpMailer("127.0.0.1", controller.port)
        mailer.send(make_email())
    with server(second, port=mailer.port):
        mailer.send(make_email())
        mailer.close()

    assert (len(first.envelopes), len(second.envelopes)) == (1, 1)


def test_server_that_closes_after_one_email_gets_the_next_on_a_new_connection():
    postman = ClosingPostman()

    with server(postman) as controller, mailer_for(controller) as mailer:
        mailer.send(make_email())
        mailer.send(make_email())

    assert (len(postman.envelopes), len(postman.peers)) == (2, 2)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(
            {"rcpt": "550 5.1.1 <jane@mission.example>: user jane unknown"},
            ("SMTP 550 5.1.1 …: user … unknown", False),
            id="no such mailbox",
        ),
        pytest.param(
            {"rcpt": "450 4.2.0 greylisted"}, ("SMTP 450 4.2.0 greylisted", True), id="later"
        ),
        pytest.param(
            {"data": "554 5.7.1 spam, see https://x.example/Your-seat"},
            ("SMTP 554 5.7.1 spam, see …", False),
            id="message refused",
        ),
        pytest.param({"data": "452 4.3.1 full"}, ("SMTP 452 4.3.1 full", True), id="disk full"),
        pytest.param({"rcpt": "421 busy"}, ("SMTP 421 busy", True), id="server goes away"),
    ],
)
def test_refusal_says_whether_to_try_again_and_names_nobody(answers, expected):
    with server(Postman(**answers)) as controller, mailer_for(controller) as mailer:
        assert failure_of(mailer) == expected


def test_refused_email_does_not_spoil_the_next():
    postman = Postman(rcpt="550 no")

    with server(postman) as controller, mailer_for(controller) as mailer:
        failure_of(mailer)
        postman.answers.clear()
        mailer.send(make_email())

    assert len(postman.envelopes) == 1


def test_server_that_is_away_is_worth_another_try():
    mailer = SmtpMailer("127.0.0.1", free_port())

    assert failure_of(mailer) == ("no connection to the mail server: Connection refused", True)


def test_address_that_cannot_be_written_is_not_tried():
    assert failure_of(SmtpMailer("127.0.0.1", 1), to_address="nobody") == (
        "the e-mail cannot be written as a message",
        False,
    )


def test_local_part_outside_ascii_needs_smtputf8():
    modern, old = Postman(), Postman()
    email = make_email(to_address="josé@mission.example")

    with server(modern, enable_SMTPUTF8=True) as controller, mailer_for(controller) as mailer:
        mailer.send(email)
    with server(old, enable_SMTPUTF8=False) as controller, mailer_for(controller) as mailer:
        failure = failure_of(mailer, to_address="josé@mission.example")

    assert [envelope.rcpt_tos for envelope in modern.envelopes] == [["josé@mission.example"]]
    assert failure == ("the mail server cannot take addresses outside ASCII", False)


def authenticator(server, session, envelope, mechanism, auth_data) -> AuthResult:
    return AuthResult(success=auth_data.password == b"p@ss", handled=False)  # not yet answered


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(
    ("password", "expected"),
    [
        pytest.param("p%40ss", None, id="right password"),
        pytest.param(
            "wrong",
            ("the mail server did not accept the user and password", True),
            id="wrong password",
        ),
    ],
)
def test_password_is_used_on_this_machine_without_tls(password, expected):
    options = {"authenticator": authenticator, "auth_required": True, "auth_require_tls": False}

    with server(Postman(), **options) as controller:
        url = f"smtp://me:{password}@127.0.0.1:{controller.port}"
        mailer = mailer_from_url(url, Path("/srv/instance"))
        result = failure_of(mailer) if expected else mailer.send(make_email())
        mailer.close()

    assert result == expected


def test_password_is_not_sent_to_another_machine_without_tls(monkeypatch):
    # The only server at hand is on loopback, so loopback is called far away.
    monkeypatch.setattr(smtp_module, "_is_loopback", lambda host: False)

    with (
        server(Postman()) as controller,
        mailer_for(controller, user="me", password="secret") as mailer,
    ):
        failure = failure_of(mailer)

    assert failure == ("the mail server offers no TLS, so the password was not sent", False)
