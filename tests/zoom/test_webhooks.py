"""What the stand-in tells by itself, in any order, and its commands and pages over HTTP."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from .control import ZoomControl
from .standin import ZoomStandIn
from .state import HOST, Webinar
from .test_standin import Ask, ask, number

__all__ = ["ask", "number"]


@pytest.fixture
def posted(zoom: ZoomStandIn) -> Iterator[list[str]]:
    """The events that arrive where the webhooks go."""
    arrived: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.append(json.loads(body)["event"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    zoom.webhook_url = f"http://127.0.0.1:{server.server_port}/"
    yield arrived
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_is_signed_over_its_time_and_its_bytes(zoom: ZoomStandIn, number: str) -> None:
    zoom.host_starts(number)
    headers, body = zoom.take_webhooks("webinar.started")[0]

    secret = zoom.settings["ZOOM_WEBHOOK_SECRET"].encode()
    signed = f"v0:{headers['x-zm-request-timestamp']}:".encode() + body
    expected = hmac.new(secret, signed, hashlib.sha256).hexdigest()
    assert headers["x-zm-signature"] == f"v0={expected}"
    assert json.loads(body)["payload"]["object"]["id"] == number


def test_the_number_is_a_text_in_some_events_and_a_number_in_others(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    person = {"email": "a@example.org", "first_name": "A"}
    added = ask("POST", f"/webinars/{number}/registrants", json=person).json()
    zoom.host_starts(number)
    zoom.joins(number, added["registrant_id"])
    zoom.host_ends(number)

    kinds = {
        each.event: type(json.loads(each.body)["payload"]["object"]["id"]).__name__
        for each in zoom.webhooks
    }

    assert kinds == {
        "webinar.created": "int",
        "webinar.registration_created": "int",
        "webinar.started": "str",
        "webinar.participant_joined": "str",
        "webinar.participant_left": "str",
        "webinar.ended": "str",
    }


def test_they_are_posted_as_they_happen_or_held_and_turned_around(
    zoom: ZoomStandIn, posted: list[str], number: str
) -> None:
    zoom.flush_webhooks()
    posted.clear()

    zoom.host_starts(number, practice=True)
    as_it_happened = list(posted)
    zoom.hold_webhooks()
    zoom.host_starts(number)
    zoom.host_ends(number)
    while_held = list(posted)
    zoom.deliver(order=[2, 0, 1, 1])

    assert as_it_happened == while_held == ["webinar.started"]
    assert posted[1:] == ["webinar.ended", "webinar.ended", "webinar.started", "webinar.started"]
    assert set(zoom.webhook_answers) == {204}


def test_other_processes_command_it_over_http(zoom: ZoomStandIn, number: str) -> None:
    control = ZoomControl(zoom.base)

    control.host_starts(number)
    presence = control.joins(number, name="N", email="n@example.org")
    control.misbehave("getWebinar", status=500, times=2)
    control.webhook_url = "http://127.0.0.1:9/"

    assert control.webinars[number]["presences"][0]["user_id"] == presence
    assert control.count_asked("createWebinar") == 1
    assert zoom.webhook_url == control.webhook_url == "http://127.0.0.1:9/"
    assert zoom.faults.take("getWebinar") is not None
    with pytest.raises(AssertionError):
        control.host_starts(number)


def test_a_registrant_goes_in_and_out_by_their_own_link(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    person = {"email": "a@example.org", "first_name": "Amina"}
    link = ask("POST", f"/webinars/{number}/registrants", json=person).json()["join_url"]
    webinar: Webinar = zoom.webinars[number]

    before = requests.post(link, data={"act": "join"}, timeout=5)
    requests.post(f"{zoom.base}/h/{number}/start", timeout=5)
    inside = requests.post(link, data={"act": "join"}, timeout=5)
    there = [(each.name, each.email) for each in webinar.present()]
    requests.post(link, data={"act": "leave"}, timeout=5)

    assert "has not opened the webinar yet" in before.text
    assert "You are in the room as" in inside.text
    assert there == [("Amina", "a@example.org")]
    assert webinar.present() == []
    assert [presence.left_at for presence in webinar.presences] == [zoom.now()]


def test_the_page_of_the_host_lists_who_is_there(zoom: ZoomStandIn, ask: Ask, number: str) -> None:
    zoom.host_starts(number)
    zoom.joins(number, name="Amina", email="a@example.org")

    page = requests.get(f"{zoom.base}/h/{number}", timeout=5).text
    index = requests.get(f"{zoom.base}/", timeout=5).text
    gone = requests.get(f"{zoom.base}/h/1", timeout=5).status_code

    assert "In the room: 1" in page
    assert "webinar.participant_joined" in index
    assert gone == 404
    assert zoom.webinars[number].host.email == HOST
