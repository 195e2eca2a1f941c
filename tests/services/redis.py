"""A Redis of our own on a free loopback port, which keeps nothing."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from .ports import free_port, wait_for_port


@contextmanager
def running_redis() -> Iterator[str]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="ungis-redis-") as folder:
        server = subprocess.Popen(
            [
                *("redis-server", "--bind", "127.0.0.1", "--port", str(port)),
                *("--dir", folder, "--save", "", "--appendonly", "no"),
            ],
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()
