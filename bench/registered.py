"""`python -m bench.registered COUNT`: people with a seat whose invitations have not left yet."""

import sys
from datetime import timedelta

from ungis_events import create_app, workflows
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.events.details import EventDetails
from ungis_events.registrations.rules import RegistrationDetails
from ungis_events.registrations.service import register_attendee


def main(count: int) -> None:
    now = clock.now()
    starts = (now + timedelta(days=30)).replace(tzinfo=None, hour=10, minute=0, second=0)
    details = EventDetails(
        slug="bench-invitations",
        title="Advancing WSIS cooperation on digital inclusion",
        theme="A side event of the ECOSOC Partnership Forum",
        zone="America/New_York",
        starts=starts.replace(microsecond=0),
        ends=starts.replace(microsecond=0) + timedelta(minutes=75),
        platform="Zoom",
        description="What the members of the group do together, and what is to come. " * 20,
        organizers=["UNGIS"],
        topics=["SDG9", "SDG17", "C1", "C11"],
    )
    with create_app().app_context(), transaction():
        event = workflows.save_event(None, details, actor="bench", now=now)
        workflows.publish_event(event, actor="bench", now=now)
        for number in range(count):
            person = RegistrationDetails(
                given_name="Amina",
                family_name=f"Diallo {number}",
                email=f"amina{number}@example.org",
                organization="ECA",
                stakeholder_group="UN",
                country="SN",
            )
            register_attendee(event, person, now=now)


if __name__ == "__main__":
    main(int(sys.argv[1]))
