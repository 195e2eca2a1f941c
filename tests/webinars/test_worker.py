"""The worker's calls: in order for each room, and beside the mails."""

import threading

import pytest
from flask import Flask

from tests.factories import make_event, make_registration, make_speaker
from tests.webinars.steps import change, want, want_room
from tests.zoom.standin import ZoomStandIn
from ungis_events import jobs
from ungis_events.adapters.mail import Email
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.webinars.calls import claim_call
from ungis_events.webinars.models import CallKind

pytestmark = pytest.mark.usefixtures("running", "zoom_app")


def claimed() -> CallKind | None:
    with transaction():
        claim = claim_call(["zoom"], now=clock.now())
    return claim.kind if claim else None


def test_a_later_call_waits_while_a_worker_holds_the_earlier_one() -> None:
    other = make_event(join_url=None)
    want_room(other)
    event = make_event(join_url=None)
    want(event)
    make_speaker(event)
    change(other, title="Another")

    kinds = [claimed(), claimed(), claimed()]

    # The panel of the first waits for its room; the second room waits for nothing.
    assert kinds == [CallKind.CREATE, CallKind.UPDATE, None]


def test_mails_leave_while_zoom_hangs(app: Flask, zoom: ZoomStandIn, outbox: list[Email]) -> None:
    event = make_event(join_url=None)
    want(event)
    zoom.misbehave("createWebinar", hang_seconds=60)
    stop = threading.Event()

    def work() -> None:
        with app.app_context():
            jobs.work(app.extensions["mailer"], stop)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        zoom.wait_until_asked("createWebinar")
        make_registration(event)
        while not outbox:
            stop.wait(0.05)
    finally:
        stop.set()
        zoom.closing.set()
        worker.join()
        zoom.closing.clear()

    assert len(outbox) == 1
