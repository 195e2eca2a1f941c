"""One e-mail to one person, and what can go wrong with it."""

from dataclasses import dataclass
from datetime import datetime


class MailError(Exception):
    """The e-mail did not leave.

    `retryable`: may the same e-mail succeed later? `reason` is safe to log: it holds neither
    addresses nor anything of the message.
    """

    def __init__(self, reason: str, *, retryable: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable


@dataclass(frozen=True)
class Email:
    """An e-mail that is complete: nothing about it is decided later.

    `calendar` holds the bytes of an .ics file whose METHOD is `calendar_method`, "REQUEST" or
    "CANCEL"; both or neither are given. `message_id` is `<local@domain>`, `date` is aware. They
    are made once, when the e-mail is queued, so that a second attempt is the same e-mail.
    """

    to_address: str
    to_name: str
    from_address: str
    from_name: str
    reply_to: str | None
    subject: str
    text: str
    html: str | None
    calendar: bytes | None
    calendar_method: str | None
    message_id: str
    date: datetime
    headers: tuple[tuple[str, str], ...] = ()
