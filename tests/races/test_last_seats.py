"""Eight processes and 200 people for 100 seats: nobody oversells, and the test can tell."""

import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from .programs import environment, migrate, publish_event, start

PROCESSES, PEOPLE, SEATS = 8, 200, 100
SLUG = "race-for-seats"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'race.db'}"
    return str(request.getfixturevalue("postgresql_url"))


def race(database_url: str, folder: Path, **more: str) -> tuple[Counter[str], int, int]:
    """(registrations by status, `taken`, `waiting`) after everybody has registered."""
    settings = environment(database_url, **more)
    migrate(settings)
    publish_event(settings, folder, SLUG, SEATS)
    gate = folder / "gate"
    share = PEOPLE // PROCESSES
    racers = [
        start(
            *("-m", "tests.races.visitors", SLUG, str(first), str(first + share), str(gate)),
            settings=settings,
        )
        for first in range(0, PEOPLE, share)
    ]
    deadline = time.monotonic() + 60
    while len(list(folder.glob("gate.*.waits"))) < PROCESSES and time.monotonic() < deadline:
        time.sleep(0.02)
    gate.touch()
    outputs = [racer.communicate(timeout=120)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * PROCESSES, "\n".join(outputs)

    engine = create_engine(database_url)
    with engine.connect() as connection:
        statuses = connection.scalars(text("SELECT status FROM registrations")).all()
        taken, waiting = connection.execute(text("SELECT taken, waiting FROM event_modes")).one()
    engine.dispose()
    return Counter(statuses), taken, waiting


def test_the_last_seat_is_given_once(database_url: str, tmp_path: Path) -> None:
    statuses, taken, waiting = race(database_url, tmp_path)

    assert statuses == {"confirmed": SEATS, "waitlisted": PEOPLE - SEATS}
    assert (taken, waiting) == (SEATS, PEOPLE - SEATS)


def test_without_the_guard_seats_are_sold_twice(database_url: str, tmp_path: Path) -> None:
    """Proof that the test above can fail."""
    statuses, taken, _ = race(database_url, tmp_path, NAIVE_SEATS="1")

    assert statuses["confirmed"] > SEATS
    assert taken == statuses["confirmed"]
