"""Sending one e-mail: what it is, how it is written, and the ways out.

`mailer_from_url` chooses the way out; a MailError says whether trying again can help.
"""

from .email import Email, MailError
from .mailer import Mailer, mailer_from_url
from .memory import MemoryMailer
from .mime import to_bytes, wire_address

__all__ = [
    "Email",
    "MailError",
    "Mailer",
    "MemoryMailer",
    "mailer_from_url",
    "to_bytes",
    "wire_address",
]
