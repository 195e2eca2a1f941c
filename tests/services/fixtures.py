"""Fixtures of the real parts; tests/conftest.py imports them for all tests.

Each xdist worker starts what its own tests ask for, once.
"""

from collections.abc import Iterator

import pytest

from .postgresql import fresh_database, running_postgresql
from .redis import running_redis


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with running_postgresql() as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """The address of an empty database that nobody else uses."""
    return fresh_database(postgresql_server)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with running_redis() as url:
        yield url
