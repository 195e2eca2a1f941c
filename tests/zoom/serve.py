"""`python -m tests.zoom.serve --port N [--app-url URL] [--plan pro]`: the stand-in as a program.

Its webhooks go to APP_URL/webhooks/zoom; tests.zoom.control reaches it from other processes.
"""

import argparse
import signal
import threading

from .server import serving_zoom


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--app-url", help="where the webhooks go")
    parser.add_argument("--plan", choices=["free", "pro", "business"], help="whose limits hold")
    arguments = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with serving_zoom(arguments.port) as zoom:
        zoom.set_plan(arguments.plan)
        if arguments.app_url:
            zoom.webhook_url = f"{arguments.app_url.rstrip('/')}/webhooks/zoom"
        print(zoom.base, flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
