"""The stand-in on a port of loopback: the API, its commands for other processes, and its pages."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from .pages import pages
from .standin import Answer, ZoomStandIn

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_READABLE = (
    "violations", "requests", "operations_asked", "settings", "webhook_answers", "webhook_url",
)  # fmt: skip
_COMMANDS = (
    "misbehave", "expire_tokens", "set_scopes", "remove_scopes", "without_webinar_plan",
    "with_webinar_plan", "add_host", "set_capacity", "set_plan", "forget_zone", "set_latency",
    "worst_second",
    "count_asked", "wait_until_asked", "hold_webhooks", "deliver", "flush_webhooks", "move_clock",
    "reset", "host_starts", "host_ends", "joins", "leaves", "host_deletes", "host_renames",
    "host_moves", "host_cancels_registrant", "host_asks",
)  # fmt: skip


def create_standin_app(zoom: ZoomStandIn) -> Flask:
    app = Flask("tests.zoom", template_folder=None, static_folder=None)
    app.url_map.merge_slashes = False

    @app.route("/v2/<path:_path>", methods=_METHODS)
    def api(_path: str) -> Response:
        return _asked(zoom, len("/v2"))

    @app.post("/oauth/token")
    def token() -> Response:
        return _asked(zoom, 0)

    @app.post("/_standin/<command>")
    def run(command: str) -> Response:
        given: dict[str, Any] = request.get_json(silent=True) or {}
        arguments = given.pop("arguments", [])
        if command == "set":
            for name, each in given.items():
                setattr(zoom, name, each)
            return jsonify(None)
        if command not in _COMMANDS:
            return jsonify({"error": f"no command {command}"}), 404  # type: ignore[return-value]
        try:
            return jsonify(getattr(zoom, command)(*arguments, **given))
        except (AssertionError, KeyError, TimeoutError, TypeError) as error:
            body = {"error": f"{type(error).__name__}: {error}"}
            return jsonify(body), 409  # type: ignore[return-value]

    @app.get("/_standin/<name>")
    def read(name: str) -> Response:
        if name == "webinars":
            return jsonify({number: asdict(each) for number, each in zoom.webinars.items()})
        if name not in _READABLE:
            return jsonify({"error": f"nothing called {name}"}), 404  # type: ignore[return-value]
        return jsonify(getattr(zoom, name))

    app.register_blueprint(pages(zoom))
    return app


def _asked(zoom: ZoomStandIn, prefix: int) -> Response:
    raw = request.environ["RAW_URI"].partition("?")[0]
    try:
        answer = zoom.answer(
            request.method,
            raw[prefix:],
            request.args.to_dict(),
            request.headers,
            request.get_data(),
        )
    except Exception as error:  # or a test would take our own mistake for a bad day of Zoom's
        zoom.violations.append(f"the stand-in failed at {raw}: {error!r}")
        raise
    if answer.is_lost:
        _hang_up()
    return _response(answer)


def _response(answer: Answer) -> Response:
    content = answer.content
    response = Response(content, answer.status, answer.headers)
    if content:
        response.content_type = "application/json;charset=UTF-8"
    if answer.is_cut:
        response.set_data(content[: len(content) // 2])
        response.automatically_set_content_length = False
        response.headers["Content-Length"] = str(len(content))
        response.headers["Connection"] = "close"
    return response


def _hang_up() -> None:
    # Both directions at once: the client sees the connection end before any answer.
    connection: socket.socket = request.environ["werkzeug.socket"]
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # the client was killed meanwhile


class _Handler(WSGIRequestHandler):
    # Connections stay open between requests, as Zoom's do.
    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        pass

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)  # type: ignore[attr-defined]

    def finish(self) -> None:
        self.server.connections.discard(self.connection)  # type: ignore[attr-defined]
        super().finish()


class _Server(ThreadedWSGIServer):
    request_queue_size = 128

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self.connections: set[socket.socket] = set()
        super().__init__(*arguments, **more)

    def end_connections(self) -> None:
        """Those that clients keep open would hold their threads for ever."""
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


@contextmanager
def serving_zoom(
    port: int = 0, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Iterator[ZoomStandIn]:
    """On a free port, or the one named, until the block ends."""
    zoom = ZoomStandIn("", clock)
    server = _Server("127.0.0.1", port, create_standin_app(zoom), handler=_Handler)
    zoom.base = f"http://127.0.0.1:{server.server_port}"
    zoom.reset()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield zoom
    finally:
        zoom.close()
        server.shutdown()
        server.end_connections()
        thread.join()
        server.server_close()
