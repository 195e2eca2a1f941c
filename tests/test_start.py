"""`flask --app app start`, the heart of `make run`, as a person meets it."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.services.ports import free_port
from ungis_events import launch

ROOT = Path(__file__).parent.parent


class Site:
    """The running command and what it says."""

    def __init__(self, folder: Path) -> None:
        # A clone made of links has an instance folder of its own.
        for name in ("app.py", "ungis_events", "templates", "migrations", "gunicorn.conf.py"):
            (folder / name).symlink_to(ROOT / name)
        self.folder, self.port = folder, free_port()
        self.first_sign_in = folder / "instance" / launch.FIRST_SIGN_IN
        self._log = folder / "said.txt"

    def start(self) -> str:
        """What it said until people can use it."""
        command = [sys.executable, "-m", "flask", "--app", "app", "start", "--port"]
        settings = {"PATH": os.environ["PATH"], "BASE_URL": f"http://127.0.0.1:{self.port}"}
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, str(self.port)],
                cwd=self.folder,
                env=settings,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return self.wait_for("Ctrl-C ends it.")

    def wait_for(self, words: str) -> str:
        deadline = time.monotonic() + 60
        while words not in self._log.read_text():
            assert self.process.poll() is None, self._log.read_text()
            assert time.monotonic() < deadline, self._log.read_text()
            time.sleep(0.05)
        return self._log.read_text()

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)

    def children(self) -> dict[str, int]:
        pid = self.process.pid
        pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        names = {"web": b"gunicorn", "worker": b"worker"}
        return {
            name: int(each)
            for each in pids
            for name, word in names.items()
            if word in Path(f"/proc/{each}/cmdline").read_bytes().split(b"\0")
        }

    def answers(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    if site.process.poll() is None:
        site.stop(signal.SIGTERM)


def test_first_start_serves_the_sample_and_tells_the_password_once(site: Site) -> None:
    said = site.start()

    shown = re.search(r"E-mail (\S+)  password (\S+)", said)
    assert shown
    assert site.first_sign_in.read_text() == f"E-mail: {shown[1]}\nPassword: {shown[2]}\n"
    assert stat.S_IMODE(site.first_sign_in.stat().st_mode) == 0o600
    addresses = re.findall(rf"http://127\.0\.0\.1:{site.port}(\S*)", said)
    assert len(addresses) == 4
    assert [site.answers(path) for path in addresses] == [200] * 4
    children = site.children()
    assert site.stop(signal.SIGINT) == 0
    assert [pid for pid in children.values() if Path(f"/proc/{pid}").exists()] == []

    said = site.start()

    assert shown[2] not in said
    assert "kept in instance/first-sign-in.txt" in said
    assert site.stop(signal.SIGTERM) == 0


def test_a_dead_worker_is_replaced_and_a_dead_web_server_ends_all(site: Site) -> None:
    site.start()
    before = site.children()

    os.kill(before["worker"], signal.SIGKILL)
    site.wait_for("restarting it")
    while "worker" not in (after := site.children()):
        assert site.process.poll() is None
    os.kill(before["web"], signal.SIGKILL)
    code = site.process.wait(40)

    assert after["worker"] != before["worker"]
    assert code not in (0, None)
    assert not Path(f"/proc/{after['worker']}").exists()


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(SystemExit) as stopped:
            launch.check_port(port)

    assert str(stopped.value) == (
        f"Port {port} is in use: end what listens there, or choose another, "
        f"as in: make run PORT={port + 1}"
    )
