"""Who is signed in, with what password, and where they may go next. Pure."""

import hashlib
import re
from datetime import datetime, timedelta

from .models import Account, Role, SignIn

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
SIGN_IN_LASTS = timedelta(days=14)

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
             ("CriOS", "Chrome"), ("FxiOS", "Firefox"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
            ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def is_current(sign_in: SignIn, now: datetime) -> bool:
    """Whether this browser still counts as signed in."""
    return (
        sign_in.ended_at is None
        and sign_in.account.is_active
        and now < sign_in.signed_in_at + SIGN_IN_LASTS
    )


def signs_in_by_link(account: Account) -> bool:
    """Focal points need no password: a link to their mailbox will do."""
    return account.role is Role.MEMBER


def has_arrived(account: Account) -> bool:
    """Whether they have answered their invitation."""
    return account.password_hash is not None or account.last_signed_in_at is not None


def hash_key(key: str) -> str:
    """What is kept of a session's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_local_path(target: str) -> bool:
    """Whether a redirect to `target` stays on this site.

    Browsers read a backslash as a slash and drop tabs and line ends, so /\\evil and /<tab>/evil
    lead away as //evil does.
    """
    return re.fullmatch(r"/(?!/)[^\\\x00-\x1f\x7f]*", target) is not None


def browser_name(user_agent: str) -> str:
    """`Firefox on Windows`: enough to know one's own session again, and nothing more is kept."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)
