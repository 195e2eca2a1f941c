"""What Zoom posts to us by itself: proven, fresh, and read without trusting a byte of it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ungis_events.adapters.webinar import Challenge, Notice, NoticeKind, WrongNotice

from .bodies import is_number, moment

FRESH = timedelta(minutes=5)
"""Our own rule: Zoom names no window."""
_LARGEST = 256 * 1024

_KINDS = {
    # Of a practice session, too: only its end tells that it was one.
    "webinar.started": NoticeKind.STARTED,
    "webinar.ended": NoticeKind.ENDED,
    "webinar.participant_joined": NoticeKind.JOINED,
    "webinar.participant_left": NoticeKind.LEFT,
    "webinar.registration_created": NoticeKind.ADMITTED,
    "webinar.registration_approved": NoticeKind.ADMITTED,
    "webinar.registration_cancelled": NoticeKind.REFUSED,
    "webinar.registration_denied": NoticeKind.REFUSED,
    "webinar.updated": NoticeKind.CHANGED,
    "webinar.deleted": NoticeKind.DELETED,
}


def read_notice(
    headers: Mapping[str, str], body: bytes, now: datetime, *, secret: str, account_id: str
) -> Notice | Challenge:
    """Raises WrongNotice, and nothing else, whatever the bytes."""
    _check_signature(headers, body, now, secret)
    told = _json(body)
    event, payload = told.get("event"), _inner(told, "payload")
    if event == "endpoint.url_validation":
        return _answer(payload.get("plainToken"), secret)
    if not isinstance(event, str) or not event:
        raise WrongNotice("no event")
    if not event.startswith("webinar."):
        return Notice(NoticeKind.OTHER, "", _when(told, now), _key(event, told, {}))
    if payload.get("account_id", account_id) != account_id:
        raise WrongNotice("of another account")
    return _webinar_notice(event, told, _inner(payload, "object"), now)


def _webinar_notice(
    event: str, told: dict[str, Any], room: dict[str, Any], now: datetime
) -> Notice:
    kind = _KINDS.get(event, NoticeKind.OTHER)
    if kind is NoticeKind.ENDED and room.get("practice_session") is True:
        kind = NoticeKind.PRACTICE_ENDED
    number = str(room.get("id")) if is_number(room.get("id")) else ""
    if not number and kind is not NoticeKind.OTHER:
        raise WrongNotice("no number of a webinar")
    who, registrant = _inner(room, "participant"), _inner(room, "registrant")
    time = {NoticeKind.JOINED: "join_time", NoticeKind.LEFT: "leave_time"}.get(kind, "")
    full_name = f"{_text(registrant, 'first_name')} {_text(registrant, 'last_name')}".strip()
    return Notice(
        kind=kind,
        number=number,
        at=moment(who.get(time)) or _when(told, now),
        key=_key(event, told, room),
        session=_text(room, "uuid", length=100),
        participant=_text(who, "user_id", "participant_uuid", "id", length=200),
        name=_text(who, "user_name", length=300) or full_name,
        email=(_text(who, "email", length=254) or _text(registrant, "email", length=254)) or None,
        external_id=_text(who, "registrant_id", length=100)
        or _text(registrant, "id", length=100)
        or None,
    )


def _check_signature(headers: Mapping[str, str], body: bytes, now: datetime, secret: str) -> None:
    if not secret:
        raise WrongNotice("no secret is set")
    if len(body) > _LARGEST:
        raise WrongNotice("too long")
    named = {str(name).casefold(): str(value) for name, value in headers.items()}
    stamp = named.get("x-zm-request-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise WrongNotice("no time")
    signed = b"v0:" + stamp.encode() + b":" + body
    expected = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    given = named.get("x-zm-signature", "").encode("utf-8", "replace")
    if not hmac.compare_digest(expected.encode(), given):
        raise WrongNotice("wrong signature")
    if abs(now.timestamp() - int(stamp)) > FRESH.total_seconds():
        raise WrongNotice("too old, or of the future")


def _answer(plain: object, secret: str) -> Challenge:
    if not isinstance(plain, str) or not plain.isascii() or not 0 < len(plain) <= 200:
        raise WrongNotice("no challenge")
    digest = hmac.new(secret.encode(), plain.encode(), hashlib.sha256).hexdigest()
    return Challenge({"plainToken": plain, "encryptedToken": digest})


def _json(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise WrongNotice("not a JSON object")
    return told


def _inner(told: dict[str, Any], name: str) -> dict[str, Any]:
    inner = told.get(name)
    return inner if isinstance(inner, dict) else {}


def _text(told: dict[str, Any], *names: str, length: int = 100) -> str:
    """The first of them that says something: clean, as it goes into a database and onto pages."""
    for name in names:
        value = told.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int):
            continue
        text = value if isinstance(value, str) else _digits(value)
        clean = "".join(letter for letter in text if letter.isprintable()).strip()
        if clean:
            return clean[:length]
    return ""


def _digits(value: int) -> str:
    return str(value) if abs(value) < 10**40 else ""


def _when(told: dict[str, Any], now: datetime) -> datetime:
    stamp = told.get("event_ts")
    if isinstance(stamp, int) and not isinstance(stamp, bool):
        try:
            return datetime.fromtimestamp(stamp / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            pass
    return now


def _key(event: str, told: dict[str, Any], room: dict[str, Any]) -> str:
    """Zoom numbers no deliveries: the same happening has the same event, time, room and person."""
    who, registrant = _inner(room, "participant"), _inner(room, "registrant")
    parts = (
        event,
        _text(told, "event_ts"),
        _text(room, "id"),
        _text(room, "uuid"),
        _text(who, "user_id"),
        _text(who, "participant_uuid", "id"),
        _text(who, "registrant_id"),
        _text(registrant, "id"),
    )
    key = "|".join(parts)
    if len(key) <= 200 and key.isprintable():
        return key
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    return f"{''.join(letter for letter in event if letter.isprintable())[:100]}|{digest}"
