"""A mailer that writes files: for development, and for handing mail to another program."""

import re
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from .email import Email, MailError
from .mime import message_id, sendable_bytes

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_NAME = 100


class FolderMailer:
    """Writes each e-mail to one .eml file, readable by the owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, email: Email) -> None:
        """Write the file, whole or not at all; the same e-mail again writes the same file.

        Raises MailError, retryable, where the folder cannot be written.
        """
        data = sendable_bytes(email)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self.folder / _file_name(email), data)
        except OSError as error:
            reason = f"the mail folder cannot be written: {error.strerror}"
            raise MailError(reason, retryable=True) from error

    def _write(self, path: Path, data: bytes) -> None:
        # A temporary file is made with mode 0o600; renaming it is the one visible step.
        with NamedTemporaryFile(dir=self.folder, prefix=".", suffix=".tmp", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(data)
                file.close()
                temporary.replace(path)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise


def _file_name(email: Email) -> str:
    """Made of date and Message-ID alone, both fixed when the e-mail is queued."""
    identity = message_id(email)
    local = identity.rpartition("@")[0]
    name = _UNSAFE.sub("_", local)[:_LONGEST_NAME]
    if name != local:  # two Message-IDs may now look alike
        name = f"{name}-{sha256(identity.encode()).hexdigest()[:12]}"
    return f"{email.date.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{name}.eml"
