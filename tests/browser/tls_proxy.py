"""A reverse proxy as operators put in front: it ends TLS and says who asked and how."""

import http.client
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# Between two neighbours only (RFC 9110 7.6.1).
_OWN_OF_A_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "date", "server"}


@contextmanager
def tls_proxy(port: int, folder: Path, to_port: int) -> Iterator[None]:
    """https://127.0.0.1:`port` for the server on `to_port`."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, to_port))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(folder))
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key)),
            *("-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, to_port: int, *arguments: object) -> None:
        self._to_port = to_port
        super().__init__(*arguments)  # type: ignore[arg-type]

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in _OWN_OF_A_CONNECTION
        }
        headers["X-Forwarded-For"] = self.client_address[0]
        headers["X-Forwarded-Proto"] = "https"
        site = http.client.HTTPConnection("127.0.0.1", self._to_port, timeout=20)
        site.request(self.command, self.path, body, headers)
        answer = site.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OWN_OF_A_CONNECTION:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        site.close()

    do_GET = do_POST = _pass_on  # noqa: N815 - the names http.server calls

    def log_message(self, *_: object) -> None:
        """Say nothing."""
