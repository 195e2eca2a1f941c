"""Eight processes and 200 people for 100 seats: nobody oversells, and the test can tell."""

from collections import Counter

from sqlalchemy import create_engine, text

from .programs import SLUG, environment, prepare, run

PROCESSES, PEOPLE, SEATS = 8, 200, 100


def race(database_url: str, **more: str) -> tuple[Counter[str], int, int]:
    """(registrations by status, `taken`, `waiting`) after everybody has registered."""
    prepare(database_url, seats=SEATS)
    run(
        *("-m", "tests.races.visitors", SLUG, str(PROCESSES), str(PEOPLE)),
        settings=environment(database_url, **more),
    )

    engine = create_engine(database_url)
    with engine.connect() as connection:
        statuses = connection.scalars(text("SELECT status FROM registrations")).all()
        taken, waiting = connection.execute(text("SELECT taken, waiting FROM event_modes")).one()
    engine.dispose()
    return Counter(statuses), taken, waiting


def test_the_last_seat_is_given_once(database_url: str) -> None:
    statuses, taken, waiting = race(database_url)

    assert statuses == {"confirmed": SEATS, "waitlisted": PEOPLE - SEATS}
    assert (taken, waiting) == (SEATS, PEOPLE - SEATS)


def test_without_the_guard_seats_are_sold_twice(database_url: str) -> None:
    """Proof that the test above can fail."""
    statuses, taken, _ = race(database_url, NAIVE_SEATS="1")

    assert statuses["confirmed"] > SEATS
    assert taken == statuses["confirmed"]
