"""What Zoom posts by itself: proven, fresh, and read without trust."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.webinar.scripted import MemoryTokens, Wall, make_zoom
from tests.factories import NOON
from ungis_events.adapters.webinar import Challenge, Notice, NoticeKind, WrongNotice
from ungis_events.adapters.webinar.providers.zoom import ZoomProvider

SECRET = "webhook-secret"
STAMP = str(int(NOON.timestamp()))
TS = int(NOON.timestamp() * 1000)
WHO = {
    "user_id": "16778240",
    "user_name": "Amina Diallo",
    "id": "",
    "participant_uuid": "uuid-of-hers",
    "registrant_id": "r1",
    "email": "amina@example.org",
    "join_time": "2026-11-22T11:59:30Z",
}
ROOM = {"id": "85746065123", "uuid": "m3WqMkvuRXyYqH+eKWhk9w==", "topic": "Oceans"}


@pytest.fixture(scope="module")
def receiver() -> ZoomProvider:
    return make_zoom("http://127.0.0.1:9", MemoryTokens(), Wall(NOON))


def signed(body: bytes, stamp: str = STAMP, secret: str = SECRET) -> dict[str, str]:
    signature = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {"x-zm-request-timestamp": stamp, "x-zm-signature": f"v0={signature.hexdigest()}"}


def told(event: str, room: object = ROOM, **more: object) -> bytes:
    payload = {"account_id": "account-1", "object": room}
    return json.dumps({"event": event, "event_ts": TS, "payload": payload, **more}).encode()


def read(receiver: ZoomProvider, body: bytes, now: datetime = NOON) -> Notice | Challenge:
    return receiver.read_notice(signed(body), body, now)


def why(receiver: ZoomProvider, headers: dict[str, str], body: bytes, now: datetime = NOON) -> str:
    with pytest.raises(WrongNotice) as caught:
        receiver.read_notice(headers, body, now)
    return caught.value.reason


def test_somebody_came(receiver: ZoomProvider) -> None:
    body = told("webinar.participant_joined", ROOM | {"participant": WHO})

    assert read(receiver, body) == Notice(
        kind=NoticeKind.JOINED,
        number="85746065123",
        at=NOON - timedelta(seconds=30),
        key=f"webinar.participant_joined|{TS}|85746065123|m3WqMkvuRXyYqH+eKWhk9w==|16778240"
        "|uuid-of-hers|r1|",
        session="m3WqMkvuRXyYqH+eKWhk9w==",
        participant="16778240",
        name="Amina Diallo",
        email="amina@example.org",
        external_id="r1",
    )


def test_who_leaves_is_who_came(receiver: ZoomProvider) -> None:
    who = {**WHO, "leave_time": "2026-11-22T12:30:00Z"}

    notice = read(receiver, told("webinar.participant_left", ROOM | {"participant": who}))

    assert isinstance(notice, Notice)
    assert (notice.kind, notice.participant, notice.at) == (
        NoticeKind.LEFT,
        "16778240",
        NOON + timedelta(minutes=30),
    )


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("webinar.started", NoticeKind.STARTED),
        ("webinar.ended", NoticeKind.ENDED),
        ("webinar.updated", NoticeKind.CHANGED),
        ("webinar.deleted", NoticeKind.DELETED),
        ("webinar.created", NoticeKind.OTHER),
        ("webinar.sharing_started", NoticeKind.OTHER),
    ],
)
@pytest.mark.parametrize("number", [85746065123, "85746065123"])
def test_what_happens_to_the_room(
    receiver: ZoomProvider, event: str, kind: NoticeKind, number: object
) -> None:
    notice = read(receiver, told(event, ROOM | {"id": number}))

    assert isinstance(notice, Notice)
    assert (notice.kind, notice.number, notice.at) == (kind, "85746065123", NOON)


@pytest.mark.parametrize(
    ("was_practice", "kind"),
    [
        (True, NoticeKind.PRACTICE_ENDED),
        (False, NoticeKind.ENDED),
        (None, NoticeKind.ENDED),
        ("true", NoticeKind.ENDED),
    ],
)
def test_the_end_of_a_practice_session_is_not_the_end(
    receiver: ZoomProvider, was_practice: object, kind: NoticeKind
) -> None:
    notice = read(receiver, told("webinar.ended", ROOM | {"practice_session": was_practice}))

    assert isinstance(notice, Notice)
    assert notice.kind is kind


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("webinar.registration_created", NoticeKind.ADMITTED),
        ("webinar.registration_approved", NoticeKind.ADMITTED),
        ("webinar.registration_cancelled", NoticeKind.REFUSED),
        ("webinar.registration_denied", NoticeKind.REFUSED),
    ],
)
def test_a_registrant_changes(receiver: ZoomProvider, event: str, kind: NoticeKind) -> None:
    registrant = {"id": "r1", "first_name": "Amina", "last_name": "Diallo", "email": "a@x.org"}

    notice = read(receiver, told(event, ROOM | {"registrant": registrant}))

    assert isinstance(notice, Notice)
    assert (notice.kind, notice.external_id, notice.email, notice.name) == (
        kind,
        "r1",
        "a@x.org",
        "Amina Diallo",
    )


def test_what_is_told_again_has_the_same_key(receiver: ZoomProvider) -> None:
    body = told("webinar.participant_joined", ROOM | {"participant": WHO})
    later = NOON + timedelta(hours=1)
    stamp = str(int(later.timestamp()))

    again = receiver.read_notice(signed(body, stamp), body, later)

    assert again == read(receiver, body)


@pytest.mark.parametrize(
    "change",
    [
        {"event_ts": TS + 1},
        {"event": "webinar.participant_left"},
        {"payload": {"object": ROOM | {"participant": WHO | {"user_id": "7"}}}},
        {"payload": {"object": ROOM | {"participant": WHO | {"registrant_id": "r2"}}}},
        {"payload": {"object": ROOM | {"participant": WHO, "uuid": "other"}}},
        {"payload": {"object": ROOM | {"participant": WHO, "id": "1"}}},
    ],
)
def test_what_else_happened_has_another_key(
    receiver: ZoomProvider, change: dict[str, object]
) -> None:
    body = told("webinar.participant_joined", ROOM | {"participant": WHO})

    one, other = (
        read(receiver, body),
        read(receiver, json.dumps(json.loads(body) | change).encode()),
    )

    assert isinstance(one, Notice)
    assert isinstance(other, Notice)
    assert one.key != other.key


def test_a_long_key_is_hashed(receiver: ZoomProvider) -> None:
    keys = []
    for tail in ("1", "2"):
        who = WHO | {"registrant_id": "r" * 90 + tail, "participant_uuid": "u" * 90}
        notice = read(receiver, told("webinar.participant_joined", ROOM | {"participant": who}))
        assert isinstance(notice, Notice)
        keys.append(notice.key)

    assert [len(key) <= 200 for key in keys] == [True, True]
    assert keys[0] != keys[1]


def test_zoom_asks_whether_the_secret_is_known(receiver: ZoomProvider) -> None:
    body = json.dumps(
        {"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}}
    ).encode()

    answer = hmac.new(SECRET.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert read(receiver, body) == Challenge(
        {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": answer}
    )


def test_nobody_else_is_answered(receiver: ZoomProvider) -> None:
    """Or anybody could have signatures made here, of a text of their choice."""
    body = b'{"event": "endpoint.url_validation", "payload": {"plainToken": "v0:1:{}"}}'

    assert why(receiver, {}, body) == "no time"
    assert why(receiver, signed(body, secret="guessed"), body) == "wrong signature"


@pytest.mark.parametrize("plain", ["", None, 5, "x" * 201, "é"])
def test_a_challenge_that_is_none(receiver: ZoomProvider, plain: object) -> None:
    body = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": plain}})

    assert why(receiver, signed(body.encode()), body.encode()) == "no challenge"


def test_names_of_headers_have_no_case(receiver: ZoomProvider) -> None:
    body = told("webinar.started")
    headers = {name.title(): value for name, value in signed(body).items()}

    assert isinstance(receiver.read_notice(headers, body, NOON), Notice)


def test_the_very_bytes_are_signed(receiver: ZoomProvider) -> None:
    body = told("webinar.started")
    headers = signed(body)

    assert why(receiver, headers, body + b" ") == "wrong signature"
    assert why(receiver, headers, body.replace(b'": "', b'":"')) == "wrong signature"
    assert why(receiver, headers | {"x-zm-signature": "v0=é"}, body) == "wrong signature"
    assert why(receiver, {"x-zm-request-timestamp": STAMP}, body) == "wrong signature"


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-301, False), (-300, True), (300, True), (301, False)]
)
def test_old_and_early_ones_are_refused(
    receiver: ZoomProvider, seconds: int, is_taken: bool
) -> None:
    body = told("webinar.started")
    headers = signed(body, str(int(STAMP) + seconds))

    if is_taken:
        assert isinstance(receiver.read_notice(headers, body, NOON), Notice)
    else:
        assert why(receiver, headers, body) == "too old, or of the future"


@pytest.mark.parametrize("stamp", ["", "now", "-1", "1e9", "٣", "9" * 13, " 1", "1.5"])
def test_a_time_that_is_none(receiver: ZoomProvider, stamp: str) -> None:
    body = told("webinar.started")

    assert why(receiver, signed(body, stamp), body) == "no time"


def test_without_a_secret_everything_is_refused(tokens: MemoryTokens, wall: Wall) -> None:
    receiver = make_zoom("http://127.0.0.1:9", tokens, wall, ZOOM_WEBHOOK_SECRET="")
    body = told("webinar.started")

    assert why(receiver, signed(body, secret=""), body) == "no secret is set"


def test_another_accounts_webinars_are_refused(receiver: ZoomProvider) -> None:
    body = told("webinar.started", payload={"account_id": "other", "object": ROOM})

    assert why(receiver, signed(body), body) == "of another account"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not a JSON object"),
        (b"[]", "not a JSON object"),
        (b"\xff", "not a JSON object"),
        (b"[" * 200_000, "not a JSON object"),
        (b'{"event_ts": ' + b"9" * 5000 + b"}", "not a JSON object"),
        (b"{}", "no event"),
        (b'{"event": ["webinar.started"]}', "no event"),
        (b'{"event": "webinar.started"}', "no number of a webinar"),
        (b'{"event": "webinar.started", "payload": []}', "no number of a webinar"),
        (told("webinar.started", {"id": "../x"}), "no number of a webinar"),
        (told("webinar.started", {"id": True}), "no number of a webinar"),
        (told("webinar.started", {"id": -5}), "no number of a webinar"),
        (b" " * 300_000, "too long"),
    ],
)
def test_what_cannot_be_read_is_refused(receiver: ZoomProvider, body: bytes, reason: str) -> None:
    assert why(receiver, signed(body), body) == reason


def test_what_is_of_no_webinar_is_nothing_of_ours(receiver: ZoomProvider) -> None:
    notice = read(receiver, told("meeting.started"))

    assert isinstance(notice, Notice)
    assert (notice.kind, notice.number) == (NoticeKind.OTHER, "")


def test_what_a_database_or_a_page_could_choke_on_is_left_out(receiver: ZoomProvider) -> None:
    who = WHO | {"user_name": "A\x00m\ud800i\nna", "email": ["x"], "registrant_id": 7}

    notice = read(receiver, told("webinar.participant_joined", ROOM | {"participant": who}))

    assert isinstance(notice, Notice)
    assert (notice.name, notice.email, notice.external_id) == ("Amina", None, "7")


@pytest.mark.parametrize("stamp", [None, "soon", 10**30, -(10**30), True, 1.5])
def test_a_time_that_cannot_be_is_when_it_came(receiver: ZoomProvider, stamp: object) -> None:
    notice = read(receiver, told("webinar.started", event_ts=stamp))

    assert isinstance(notice, Notice)
    assert notice.at == NOON


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_NAMES = st.sampled_from(
    ["id", "uuid", "participant", "registrant", "user_id", "join_time", "email", "user_name"]
)
_ROOMS = st.dictionaries(
    _NAMES, _ANYTHING | st.dictionaries(_NAMES, _ANYTHING) | st.just("85746065123")
)
_TOLD = st.fixed_dictionaries(
    {},
    optional={
        "event": st.sampled_from(
            ["webinar.started", "webinar.participant_joined", "endpoint.url_validation"]
        )
        | _ANYTHING,
        "event_ts": _ANYTHING,
        "payload": st.fixed_dictionaries(
            {},
            optional={
                "account_id": st.just("account-1"),
                "object": _ROOMS,
                "plainToken": _ANYTHING,
            },
        )
        | _ANYTHING,
    },
)


def _is_read_or_refused(receiver: ZoomProvider, headers: dict[str, str], body: bytes) -> None:
    try:
        notice = receiver.read_notice(headers, body, NOON)
    except WrongNotice:
        return
    if isinstance(notice, Notice):
        texts = (notice.key, notice.number, notice.session, notice.participant, notice.name)
        assert "".join(texts).isprintable()
        assert (0 < len(notice.key) <= 200, len(notice.number) <= 40) == (True, True)
        assert notice.at.tzinfo is UTC


@given(told=_TOLD)
def test_any_signed_json_is_read_or_refused(told: dict[str, object]) -> None:
    body = json.dumps(told).encode()

    _is_read_or_refused(_RECEIVER, signed(body), body)


@given(body=st.binary(max_size=300), stamp=st.text(max_size=20), signature=st.text(max_size=90))
def test_any_bytes_are_read_or_refused(body: bytes, stamp: str, signature: str) -> None:
    _is_read_or_refused(_RECEIVER, signed(body), body)
    _is_read_or_refused(
        _RECEIVER, {"x-zm-request-timestamp": stamp, "x-zm-signature": signature}, body
    )


_RECEIVER = make_zoom("http://127.0.0.1:9", MemoryTokens(), Wall(NOON))
