"""`python -m bench.storm SOON LATER SECONDS`: people register for two events, evenly, in that time.

`python -m bench.storm --rooms`: the two events, and a webinar wanted for each.
"""

import random
import sys
import time
from datetime import datetime, timedelta

from flask import current_app

from ungis_events import create_app, workflows
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.queries import get_public_event
from ungis_events.registrations.rules import RegistrationDetails
from ungis_events.registrations.service import register_attendee
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.service import want_webinar

SOON, LATER = "storm-soon", "storm-later"
PAUSE_SECONDS = 0.004
"""At least between two of them: what a request does beside its transaction. SQLite has one writer
at a time, and who writes without a pause leaves no turn to the worker."""


def make_rooms() -> None:
    now = clock.now()
    for slug, start in ((SOON, timedelta(minutes=10)), (LATER, timedelta(days=30))):
        starts = (now + start).replace(tzinfo=None, second=0, microsecond=0)
        details = EventDetails(
            slug=slug, title=slug, zone="UTC", starts=starts, ends=starts + timedelta(hours=1)
        )
        with transaction():
            event = workflows.save_event(None, details, actor="bench", now=now)
            workflows.publish_event(event, actor="bench", now=now)
            provider = current_app.extensions["webinar_providers"]["zoom"]
            want_webinar(event, WebinarDetails(), provider=provider, actor="bench", now=now)


def register(slugs: list[str], seconds: float) -> None:
    """One person for each slug, in this order."""
    start = time.monotonic()
    run = f"{datetime.now():%H%M%S}"  # noqa: DTZ005 - a mark, not a moment
    for number, slug in enumerate(slugs):
        due = start + seconds * number / len(slugs)
        time.sleep(max(due - time.monotonic(), PAUSE_SECONDS))
        person = RegistrationDetails(
            given_name="Amina",
            family_name=f"Diallo {number}",
            email=f"amina{number}.{run}@example.org",
            organization="ECA",
            stakeholder_group="UN",
            country="SN",
        )
        with transaction():
            register_attendee(get_public_event(slug), person, now=clock.now())
        db.session.remove()


def main() -> None:
    with create_app().app_context():
        if sys.argv[1] == "--rooms":
            make_rooms()
            return
        soon, later, seconds = map(int, sys.argv[1:])
        slugs = [SOON] * soon + [LATER] * later
        random.Random(7).shuffle(slugs)
        register(slugs, seconds)


if __name__ == "__main__":
    main()
