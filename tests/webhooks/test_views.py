import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import monotonic

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from tests.conftest import Hands
from tests.factories import NOON, make_event
from tests.webinars.rooms import make_room
from ungis_events.core.database import db, transaction
from ungis_events.webhooks.models import WebhookDelivery
from ungis_events.webhooks.views import LARGEST
from ungis_events.webinars import providers

from .told import (
    ENDED,
    JOINED,
    SECRET,
    STARTED,
    Webhook,
    count_deliveries,
    notice,
    post,
    signed,
)

FIVE_MINUTES = timedelta(minutes=5)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _room() -> None:
    make_room(make_event())


def test_what_zoom_tells_of_a_room_of_ours_is_kept_until_it_is_worked(client: FlaskClient) -> None:
    body = notice(JOINED, NOON, who="r-1", email="amina@example.org")

    answer = post(client, signed(body))

    assert (answer.status_code, answer.data) == (204, b"")
    delivery = db.session.scalars(select(WebhookDelivery)).one()
    assert (delivery.kind, delivery.happened_at, delivery.due_at) == ("joined", NOON, NOON)
    assert delivery.facts == {
        "session": "the-session",
        "participant": "u-r-1",
        "name": "Amina Diallo",
        "email": "amina@example.org",
        "external_id": "r-1",
    }


def test_the_answer_sets_no_cookie_and_is_kept_nowhere(client: FlaskClient) -> None:
    answer = post(client, signed(notice(STARTED)))

    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_needs_no_token_of_a_form(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert post(client, signed(notice(STARTED))).status_code == 204
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def reformatted(webhook: Webhook) -> Webhook:
    return Webhook(webhook.headers, json.dumps(json.loads(webhook.body), indent=1).encode())


def without(webhook: Webhook, name: str) -> Webhook:
    headers = {key: value for key, value in webhook.headers.items() if key != name}
    return Webhook(headers, webhook.body)


def with_stamp(webhook: Webhook, stamp: str) -> Webhook:
    return Webhook(webhook.headers | {"x-zm-request-timestamp": stamp}, webhook.body)


FORGED = {
    "the same JSON in other bytes": reformatted(signed(notice(STARTED))),
    "another secret": signed(notice(STARTED), secret="not the secret"),
    "no secret": signed(notice(STARTED), secret=""),
    "no signature": without(signed(notice(STARTED)), "x-zm-signature"),
    "no time": without(signed(notice(STARTED)), "x-zm-request-timestamp"),
    "another time than was signed": with_stamp(signed(notice(STARTED)), f"{NOON.timestamp():.0f}0"),
    "a time that is none": with_stamp(signed(notice(STARTED)), "yesterday"),
    "too old": signed(notice(STARTED), NOON - FIVE_MINUTES - SECOND),
    "of the future": signed(notice(STARTED), NOON + FIVE_MINUTES + SECOND),
    "no JSON": signed(b"{"),
    "no object": signed(b"[]"),
    "nothing": signed(b""),
    "of another account": signed(notice(STARTED).replace(b'"account"', b'"somebody"')),
}


@pytest.mark.parametrize("webhook", FORGED.values(), ids=FORGED.keys())
def test_what_is_not_zooms_own_and_fresh_is_refused_and_told_nothing(
    client: FlaskClient, webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = post(client, webhook)

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "That did not work",
        "status": 401,
        "detail": "This is not signed as it should be.",
    }
    assert count_deliveries() == 0
    assert len(caplog.records) == 1
    assert SECRET not in caplog.text
    assert "example.org" not in caplog.text


def test_five_minutes_are_fresh(client: FlaskClient) -> None:
    webhooks = [
        signed(notice(STARTED), NOON - FIVE_MINUTES),
        signed(notice(ENDED), NOON + FIVE_MINUTES),
    ]

    assert [post(client, webhook).status_code for webhook in webhooks] == [204, 204]


def test_what_is_posted_again_is_one_delivery_and_later_refused(
    client: FlaskClient, clock_hands: Hands
) -> None:
    webhook = signed(notice(STARTED))

    answers = [post(client, webhook).status_code for _ in range(3)]
    clock_hands.set_to(NOON + FIVE_MINUTES + SECOND)
    answers.append(post(client, webhook).status_code)

    assert (answers, count_deliveries()) == ([204, 204, 204, 401], 1)


def test_what_zoom_tells_again_itself_is_signed_anew_and_still_one(client: FlaskClient) -> None:
    body = notice(STARTED, NOON - timedelta(minutes=90))

    answers = [post(client, signed(body, NOON - minutes * SECOND)) for minutes in (0, 60)]

    assert ([answer.status_code for answer in answers], count_deliveries()) == ([204, 204], 1)


def test_a_challenge_is_answered_with_what_only_the_secret_gives(client: FlaskClient) -> None:
    asked = {
        "event": "endpoint.url_validation",
        "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"},
    }

    answer = post(client, signed(json.dumps(asked).encode()))

    assert (answer.status_code, answer.get_json()) == (
        200,
        {
            "plainToken": "qgg8vlvZRS6UYooatFL8Aw",
            "encryptedToken": "ada1df7cf62af41eb532982bbc3e6555ba079fed6bd1e9311387924497a4801b",
        },
    )


def test_a_challenge_that_is_not_signed_is_not_answered(client: FlaskClient) -> None:
    asked = {"event": "endpoint.url_validation", "payload": {"plainToken": "plain"}}

    assert post(client, signed(json.dumps(asked).encode(), secret="x")).status_code == 401


@pytest.mark.parametrize("length", [LARGEST + 1, 3 * 2**20])
def test_what_is_too_long_is_refused_unread(client: FlaskClient, length: int) -> None:
    answer = post(client, signed(b" " * length))

    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_what_is_long_enough_for_a_large_notice_is_taken(client: FlaskClient) -> None:
    body = notice(STARTED, agenda="x" * (LARGEST - 300))

    assert (len(body) > LARGEST - 200, post(client, signed(body)).status_code) == (True, 204)


@pytest.mark.parametrize("provider", ["manual", "webex", "Zoom"])
def test_nobody_else_tells_us_anything(client: FlaskClient, provider: str) -> None:
    assert post(client, signed(notice(STARTED)), provider).status_code == 404


def test_a_site_without_zoom_has_no_such_address(app: Flask, client: FlaskClient) -> None:
    app.config["ZOOM_ACCOUNT_ID"] = None
    providers.init_app(app)

    assert post(client, signed(notice(STARTED))).status_code == 404


def test_it_is_only_posted_to(client: FlaskClient) -> None:
    answers = [client.open("/webhooks/zoom", method=method) for method in ("GET", "PUT", "DELETE")]

    assert [answer.status_code for answer in answers] == [405, 405, 405]


UNWANTED = {
    "a room of somebody else": notice(
        JOINED, who="r-1", email="x@example.org", number="91111111111"
    ),
    "nothing of interest": notice("webinar.sharing_started"),
    "a meeting": notice("meeting.participant_joined", number="85746065123"),
}


@pytest.mark.parametrize("body", UNWANTED.values(), ids=UNWANTED.keys())
def test_of_what_is_not_ours_nothing_is_kept(client: FlaskClient, body: bytes) -> None:
    assert (post(client, signed(body)).status_code, count_deliveries()) == (204, 0)


@pytest.fixture
def limited(app: Flask) -> Flask:
    app.config["RATE_LIMITS"] = True
    app.extensions["rate_limiter"].storage.reset()
    yield app
    app.config["RATE_LIMITS"] = False
    app.extensions["rate_limiter"].storage.reset()


def test_who_forges_is_slowed_down_and_zoom_is_not(limited: Flask, client: FlaskClient) -> None:
    forged, genuine = signed(notice(STARTED), secret="x"), signed(notice(STARTED))

    refused = [post(client, forged).status_code for _ in range(61)]
    taken = [post(client, genuine).status_code for _ in range(200)]

    assert (refused, taken) == ([401] * 60 + [429], [204] * 200)


def test_a_storm_of_the_same_from_many_threads_is_one_delivery_each(app: Flask) -> None:
    webhooks = [signed(notice(JOINED, NOON, who=f"r-{number}")) for number in range(50)]

    def send(webhook: Webhook) -> int:
        return post(FlaskClient(app, Response), webhook).status_code

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, webhooks * 6))

    assert (set(answers), count_deliveries()) == ({204}, 50)


def test_while_the_database_is_busy_zoom_is_told_to_come_back_and_does(
    app: Flask, client: FlaskClient
) -> None:
    """Somebody writes for longer than Zoom waits; on PostgreSQL, the same delivery."""
    webhook = signed(notice(STARTED))
    post(client, webhook)
    with transaction():
        row = db.session.scalars(select(WebhookDelivery)).one()
        columns = WebhookDelivery.__table__.columns
        told = {column.key: getattr(row, column.key) for column in columns}
        db.session.delete(row)
    with db.engine.connect() as somebody_else, somebody_else.begin() as writing:
        somebody_else.execute(insert(WebhookDelivery), told)
        began = monotonic()

        answer = post(client, webhook)

        waited = monotonic() - began
        writing.rollback()
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "60"
    assert waited < 3
    assert (post(client, webhook).status_code, count_deliveries()) == (204, 1)


def test_while_a_thread_of_ours_writes_for_long_it_is_the_same(app: Flask) -> None:
    writes, done = Event(), Event()

    def write() -> None:
        with app.app_context(), transaction():
            db.session.scalars(select(WebhookDelivery)).all()
            writes.set()
            done.wait(10)

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)
        writes.wait(10)
        answer = post(FlaskClient(app, Response), signed(notice(STARTED)))
        done.set()
        writing.result()

    # On PostgreSQL nobody waits for who writes something else.
    assert answer.status_code == (204 if db.engine.dialect.name == "postgresql" else 503)
    assert post(FlaskClient(app, Response), signed(notice(STARTED))).status_code == 204
