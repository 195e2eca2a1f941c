"""One-time codes by the clock (RFC 6238), and the codes for who lost their telephone. Pure."""

import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from datetime import datetime

import pyotp

SECONDS = 30
_DRIFT = 1
"""Steps that a clock may be wrong by."""
HOW_MANY_RECOVERY_CODES = 10
_SECRET = re.compile(r"[A-Z2-7]{32}")


def new_secret() -> str:
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    return _SECRET.fullmatch(text) is not None


def secret_in_groups(secret: str) -> str:
    """For reading aloud and typing."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def provisioning_uri(secret: str, account_name: str, issuer: str) -> str:
    """What the picture holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=account_name, issuer_name=issuer)


def matching_step(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """Which step's code it is, later than the last that was taken; None: it is not right.

    All candidates are compared, so that the time taken tells nothing.
    """
    this_step = int(now.timestamp()) // SECONDS
    totp = pyotp.HOTP(secret)
    steps = range(this_step - _DRIFT, this_step + _DRIFT + 1)
    fitting = [step for step in steps if hmac.compare_digest(totp.at(step), code)]
    return next((step for step in fitting if last_step is None or step > last_step), None)


def tidy_code(typed: str) -> str:
    """Without the blanks and hyphens that people and pages put in."""
    return re.sub(r"[\s\-–]", "", typed).lower()


def is_code(tidied: str) -> bool:
    """Of six digits, as an app shows it; all else may be a recovery code."""
    return re.fullmatch(r"[0-9]{6}", tidied) is not None


def new_recovery_codes() -> list[str]:
    """80 bits each, in four groups: `abcd-efgh-ijkl-mnop`."""
    return [_recovery_code() for _ in range(HOW_MANY_RECOVERY_CODES)]


def _recovery_code() -> str:
    letters = b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def hash_recovery_code(typed: str) -> str:
    """What is kept of one; long enough that nobody tries them all."""
    return hashlib.sha256(f"recovery:{tidy_code(typed)}".encode()).hexdigest()
