"""`make demo-zoom`: the whole site beside a pretended Zoom, and nothing left of it afterwards."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import requests

from tests.services.ports import free_port

ROOT = Path(__file__).parents[2]
LAST_LINE = "Ctrl-C ends it."


def test_the_demo_runs_site_and_stand_in_until_it_is_stopped() -> None:
    port, zoom_port = free_port(), free_port()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = ["-m", "tests.zoom.demo", "--port", str(port), "--zoom-port", str(zoom_port)]
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=kept, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout
        said = ""
        for line in demo.stdout:
            said += line
            if line.strip() == LAST_LINE:
                break
        addresses = re.findall(r"http://\S+", said)
        statuses = {
            requests.get(address, timeout=20, allow_redirects=False).status_code
            for address in addresses
        }
        unsigned = requests.post(f"http://127.0.0.1:{port}/webhooks/zoom", json={}, timeout=20)
        kept_in = re.search(r"kept in (\S+)/first-sign-in\.txt", said)
        demo.send_signal(signal.SIGINT)

    assert len(addresses) == 9
    assert statuses == {200, 302}
    assert unsigned.status_code == 401
    assert demo.returncode == 0
    assert kept_in
    assert not Path(kept_in[1]).exists()
