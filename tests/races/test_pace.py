"""Two workers and one provider: together they ask no faster than one may."""

from itertools import pairwise

from .pacers import A_SECOND
from .programs import environment, prepare, run

PROCESSES, REQUESTS = 2, 60


def test_workers_share_one_pace(database_url: str) -> None:
    prepare(database_url, seats=1)

    printed = run(
        *("-m", "tests.races.pacers", str(PROCESSES), str(REQUESTS)),
        settings=environment(database_url),
    )

    moments = sorted(map(float, printed.split()))
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert len(moments) == PROCESSES * REQUESTS
    assert min(gaps) > 1 / A_SECOND - 0.001
