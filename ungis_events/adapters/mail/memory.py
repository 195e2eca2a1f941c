"""A mailer for tests: it keeps what it is given."""

from .email import Email
from .mime import sendable_bytes


class MemoryMailer:
    """Keeps every e-mail in `sent`, in order, and refuses what a real mailer would refuse."""

    def __init__(self) -> None:
        self.sent: list[Email] = []

    def send(self, email: Email) -> None:
        """Keep the e-mail. Raises MailError where it could not be written as a message."""
        sendable_bytes(email)
        self.sent.append(email)
