"""`python -m tests.zoom.demo --port 5000`: the site of `make run` beside a pretended Zoom.

The settings lead the site to the stand-in, and the stand-in's webhooks to the site. Its database
is a new one with the sample events. Only for trying things out on this machine.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from ungis_events.core.clock import to_wall_time
from ungis_events.launch import check_port

from .server import serving_zoom

ROOT = Path(__file__).parents[2]
FLASK = [sys.executable, "-m", "flask", "--app", "app"]
SLUG, ZONE = "trying-out-the-webinar", "America/New_York"
_SECONDS_TO_END = 25
_WAY = """
The way through it, once the site runs:
  1. {site}/manage/events/{slug}/webinar
     sign in, make the webinar
  2. {site}/events/{slug}/register
     register; your own page is in the mail (the folder is named below), and leads in
  3. {zoom}/
     open and start the room as its host, and see who is there
  4. {site}/manage/events/{slug}/live
     watch people come and go; end the room after the event has begun (three minutes from
     now), and attendance follows
All of it is gone when it ends."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5000, help="of the site")
    parser.add_argument("--zoom-port", type=int, help="of the pretended Zoom; one more than that")
    arguments = parser.parse_args()
    port, zoom_port = arguments.port, arguments.zoom_port or arguments.port + 1
    check_port(port)
    check_port(zoom_port)
    # The pretended Zoom forgets its rooms when it ends, so the site forgets them too.
    folder = tempfile.TemporaryDirectory(prefix="ungis-demo-zoom-")
    with folder as place, serving_zoom(zoom_port) as zoom:
        zoom.webhook_url = f"http://127.0.0.1:{port}/webhooks/zoom"
        settings = os.environ | zoom.settings
        settings.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
        settings |= {"INSTANCE_FOLDER": place, "DATABASE_URL": ""}
        print(f"\nA pretended Zoom is at {zoom.base}/", flush=True)
        _make_event(Path(place), settings)
        print(_WAY.format(site=settings["BASE_URL"], slug=SLUG, zoom=zoom.base), flush=True)
        return _run_site(port, settings)


def _make_event(folder: Path, settings: dict[str, str]) -> None:
    """Soon: what ends before the event begins counts as a rehearsal."""
    starts = to_wall_time(datetime.now(UTC) + timedelta(minutes=3), ZONE)
    event = {
        "slug": SLUG,
        "title": "Trying out the webinar",
        "status": "published",
        "zone": ZONE,
        "starts": f"{starts:%Y-%m-%dT%H:%M}",
        "ends": f"{starts + timedelta(minutes=45):%Y-%m-%dT%H:%M}",
    }
    file = folder / "event.json"
    file.write_text(json.dumps(event))
    for command in (["db", "upgrade"], ["events", "import", str(file)]):
        subprocess.run(
            [*FLASK, *command], cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL
        )


def _run_site(port: int, settings: dict[str, str]) -> int:
    # In a group of its own: Ctrl-C reaches us alone, and we end it in good order.
    site = subprocess.Popen(
        [*FLASK, "start", "--port", str(port)], cwd=ROOT, env=settings, process_group=0
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        site.terminate()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        return site.wait()
    finally:
        if site.poll() is None:
            site.terminate()
            site.wait(_SECONDS_TO_END)


if __name__ == "__main__":
    sys.exit(main())
