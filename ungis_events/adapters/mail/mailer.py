"""The ways an e-mail can leave, and the setting that chooses one."""

from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from .email import Email, MailError
from .folder import FolderMailer
from .smtp import SmtpMailer

__all__ = ["MailError", "Mailer", "mailer_from_url"]

_ALLOWED = (
    "give folder://, folder:///some/path, smtp://user:password@host:587 or "
    "smtps://user:password@host:465 (special characters percent-encoded)"
)
_PORTS = {"smtp": 587, "smtps": 465}


class Mailer(Protocol):
    """Sends one e-mail at a time."""

    def send(self, email: Email) -> None:
        """Hand the e-mail over. Raises MailError when that failed."""


def mailer_from_url(url: str, instance_folder: Path) -> Mailer:
    """The mailer a setting names; nothing is connected or created yet.

    Raises ValueError with one sentence, which never repeats the password, for any other setting.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a port or an IPv6 address that is none
        raise ValueError(_ALLOWED) from None
    if parts.query or parts.fragment:
        raise ValueError(_ALLOWED)
    if parts.scheme == "folder":
        return _folder(parts, instance_folder)
    if parts.scheme not in _PORTS:
        raise ValueError(_ALLOWED)
    return _smtp(parts, _PORTS[parts.scheme] if port is None else port)


def _folder(parts: SplitResult, instance_folder: Path) -> FolderMailer:
    if parts.netloc or (parts.path and not parts.path.startswith("/")):
        raise ValueError("folder: give an absolute path with three slashes, folder:///some/path")
    path = unquote(parts.path)
    return FolderMailer(Path(path) if path.strip("/") else instance_folder / "outbox")


def _smtp(parts: SplitResult, port: int) -> SmtpMailer:
    if not parts.hostname or parts.path not in ("", "/") or not port:
        raise ValueError(_ALLOWED)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("smtp: give both user and password, or neither")
    return SmtpMailer(
        parts.hostname, port, user=user, password=password, tls_from_start=parts.scheme == "smtps"
    )
