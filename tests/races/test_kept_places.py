"""Eight processes, the public and a group at once: each seat once, kept places for the group."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from sqlalchemy import create_engine, text

from ungis_events import create_app
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_public_event
from ungis_events.invitations.details import InvitationDetails
from ungis_events.registrations.kept_places import add_invitation

from .programs import SECRET_KEY, SLUG, environment, prepare, run

PROCESSES, PEOPLE, SEATS, KEPT = 8, 200, 100, 40
IS_CONFIRMED = "status = 'confirmed'"


class Outcome(NamedTuple):
    taken: int
    kept: int
    used: int
    of_group_in_kept: int
    of_public_in_kept: int
    confirmed: int


def keep(database_url: str) -> int:
    """KEPT places for a group; returns the number of its link."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": database_url, "SECRET_KEY": SECRET_KEY})
    with app.test_request_context():
        with transaction():
            details = InvitationDetails("Missions", kept=KEPT)
            now = datetime.now(UTC)
            group = add_invitation(get_public_event(SLUG), details, actor="test", now=now)
        db.session.remove()
        db.engine.dispose()
    return group.id


def race(database_url: str, **more: str) -> Outcome:
    prepare(database_url, seats=SEATS)
    group = keep(database_url)
    run(
        *("-m", "tests.races.visitors", SLUG, str(PROCESSES), str(PEOPLE), str(group)),
        settings=environment(database_url, **more),
    )

    def number(sql: str) -> str:
        return f"(SELECT count(*) FROM registrations WHERE {sql})"

    engine = create_engine(database_url)
    with engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT event_modes.taken, event_modes.kept, invitations.used,"
                f" {number('has_kept_place AND invitation_id IS NOT NULL')},"
                f" {number('has_kept_place AND invitation_id IS NULL')},"
                f" {number(IS_CONFIRMED)}"
                " FROM event_modes, invitations"
            )
        ).one()
    engine.dispose()
    return Outcome(*row)


@pytest.mark.parametrize(
    ("group_of", "expected"),
    [
        # A hundred of the group: forty in its own places, the others among everybody.
        pytest.param("2", Outcome(SEATS, 0, KEPT, KEPT, 0, SEATS), id="more than are kept"),
        # Twenty of the group: twenty places stay kept, and the public gets sixty, not one more.
        pytest.param("10", Outcome(80, 20, 20, 20, 0, 80), id="fewer than are kept"),
    ],
)
def test_kept_places_are_the_groups_and_every_seat_is_given_once(
    database_url: str, group_of: str, expected: Outcome
) -> None:
    assert race(database_url, GROUP_OF=group_of) == expected


def test_what_the_group_gives_back_is_never_lost_and_never_the_publics(database_url: str) -> None:
    outcome = race(database_url, GROUP_OF="4", LEAVING="1")

    assert outcome == Outcome(SEATS - KEPT, KEPT, 0, 0, 0, SEATS - KEPT)
