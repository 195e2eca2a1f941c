"""A mailer that talks to an SMTP server (RFC 5321), over one connection that stays open."""

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock

from .email import Email, MailError
from .mime import sendable_bytes, wire_address

_TIMEOUT_SECONDS = 20
_PERMANENT = 500
_CLOSING = 421  # "service not available, closing transmission channel": nothing was accepted
_LONGEST_REASON = 200
# Servers like to repeat whom they refuse, and links may be the message's own.
_PERSONAL = re.compile(r"<[^>]*>|\S*@\S*|\w+://\S*")


class SmtpMailer:
    """Sends over SMTP; threads may share one, which then take turns.

    TLS is used from the start, or as soon as the server offers STARTTLS. A password never leaves
    this machine without it.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        user: str = "",
        password: str = "",
        tls_from_start: bool = False,
    ) -> None:
        self.host = host
        self.port = port
        self._user = user
        self._password = password
        self._tls_from_start = tls_from_start
        self._connection: smtplib.SMTP | None = None
        self._lock = Lock()

    def send(self, email: Email) -> None:
        """Hand the e-mail to the server.

        Raises MailError: not retryable where the server refuses this recipient or message for
        good (5xx), or cannot take the address; retryable for all else.
        """
        data = sendable_bytes(email)
        with self._lock:
            is_reused = self._connection is not None
            try:
                self._deliver(email, data)
            except _Closing as error:
                # Servers end a connection that idles, or after so many messages.
                if not is_reused:
                    raise MailError(error.reason, retryable=True) from None
                self._deliver(email, data)

    def close(self) -> None:
        """End the connection, if there is one; the next e-mail opens another."""
        with self._lock:
            self._drop(politely=True)

    def _deliver(self, email: Email, data: bytes) -> None:
        try:
            connection = self._connection or self._connect()
            self._transmit(connection, email, data)
        except _Closing:
            self._drop()
            raise
        except _GoneBefore:
            self._drop()
            raise _Closing("the mail server hung up", retryable=True) from None
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self._drop()
            raise MailError(_failure(error), retryable=True) from None

    def _transmit(self, connection: smtplib.SMTP, email: Email, data: bytes) -> None:
        sender, recipient = wire_address(email.from_address), wire_address(email.to_address)
        options = []
        if not data.isascii() or not (sender + recipient).isascii():
            if not connection.has_extn("smtputf8"):
                reason = "the mail server cannot take addresses outside ASCII"
                raise MailError(reason, retryable=False)
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        try:
            connection.sendmail(sender, [recipient], data, options)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = error.recipients[recipient]
            raise _refusal(code, text, email, is_about_this_email=True) from None
        except smtplib.SMTPResponseException as error:
            # A refused sender is a wrong setting, which someone can put right.
            about = not isinstance(error, smtplib.SMTPSenderRefused)
            raise _refusal(
                error.smtp_code, error.smtp_error, email, is_about_this_email=about
            ) from None

    def _connect(self) -> smtplib.SMTP:
        is_loopback = _is_loopback(self.host)
        context = ssl.create_default_context()
        if is_loopback:
            # A relay on this machine has a certificate for another name, and nobody listens.
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self._tls_from_start:
            connection: smtplib.SMTP = _TlsConnection(
                self.host, self.port, timeout=_TIMEOUT_SECONDS, context=context
            )
        else:
            connection = _Connection(self.host, self.port, timeout=_TIMEOUT_SECONDS)
        self._connection = connection
        connection.ehlo_or_helo_if_needed()
        is_private = self._tls_from_start
        if not is_private and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            is_private = True
        if self._user:
            self._log_in(connection, may_send_password=is_private or is_loopback)
        return connection

    def _log_in(self, connection: smtplib.SMTP, *, may_send_password: bool) -> None:
        if not may_send_password:
            self._drop(politely=True)
            reason = "the mail server offers no TLS, so the password was not sent"
            raise MailError(reason, retryable=False)
        try:
            connection.login(self._user, self._password)
        except smtplib.SMTPException:
            # A wrong setting, which someone can put right: the e-mail waits.
            self._drop()
            reason = "the mail server did not accept the user and password"
            raise MailError(reason, retryable=True) from None

    def _drop(self, *, politely: bool = False) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(smtplib.SMTPException, OSError):
            if politely:
                connection.quit()
        connection.close()


class _Closing(MailError):
    """The server hung up, having accepted nothing."""


class _GoneBefore(smtplib.SMTPServerDisconnected):
    """The connection was gone before the message began; in its midst nobody knows what arrived."""


class _AsksByMail:
    """MAIL is the question whether the server is still there: no NOOP before each message."""

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        try:
            return super().mail(sender, options)  # type: ignore[misc] # of the class beside it
        except smtplib.SMTPServerDisconnected as error:
            raise _GoneBefore(str(error)) from error


class _Connection(_AsksByMail, smtplib.SMTP):
    """In the clear, or by STARTTLS."""


class _TlsConnection(_AsksByMail, smtplib.SMTP_SSL):
    """TLS from the start."""


def _refusal(code: int, text: bytes | str, email: Email, *, is_about_this_email: bool) -> MailError:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    reason = f"SMTP {code} {_without_people(said, email)}".strip()
    if code == _CLOSING:
        return _Closing(reason, retryable=True)
    return MailError(reason, retryable=not (is_about_this_email and code >= _PERMANENT))


def _without_people(text: str, email: Email) -> str:
    text = _PERSONAL.sub("…", text)
    for address in (email.to_address, email.from_address):
        name = re.escape(address.rpartition("@")[0])
        text = re.sub(rf"(?<!\w){name}(?!\w)", "…", text, flags=re.IGNORECASE)
    return " ".join(text.split())[:_LONGEST_REASON]


def _failure(error: Exception) -> str:
    """Why there was no answer; never the server's words, which may quote the user name."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server refused the connection: SMTP {error.smtp_code}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the mail server's certificate is not valid: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "the mail server did not answer in time"
    if isinstance(error, smtplib.SMTPException):
        return f"the mail server broke off: {type(error).__name__}"
    strerror = error.strerror if isinstance(error, OSError) else None
    return f"no connection to the mail server: {strerror or type(error).__name__}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
