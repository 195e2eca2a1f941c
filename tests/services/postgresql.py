"""A PostgreSQL of our own: a new cluster in a temporary folder, on a free loopback port."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from .parts import postgresql_folder
from .ports import free_port

_number = count(1)
# Nothing here must survive a power cut, so the disk is never waited for.
_SETTINGS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=100"


@contextmanager
def running_postgresql() -> Iterator[str]:
    """The address of the cluster's maintenance database, for `fresh_database`."""
    programs = postgresql_folder()
    assert programs, "PostgreSQL is not installed"
    folder = Path(tempfile.mkdtemp(prefix="ungis-postgresql-"))
    as_owner = _not_as_root(folder)
    port = free_port()
    log = folder / "server.log"
    data = folder / "data"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    try:
        _run(
            [
                *as_owner,
                str(programs / "initdb"),
                *("-D", str(data), "-U", "ungis", "-A", "trust"),
                *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            ],
            folder,
        )
        control = [*as_owner, str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
        _run([*control, "-l", str(log), "-o", f"{options} {_SETTINGS}", "start"], folder)
        try:
            yield f"postgresql://ungis@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh_database(server_url: str) -> str:
    """The address of a new, empty database in the cluster."""
    name = f"test_{os.getpid()}_{next(_number)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{server_url.rpartition('/')[0].replace('postgresql:', 'postgresql+psycopg:')}/{name}"


def _not_as_root(folder: Path) -> list[str]:
    """initdb and pg_ctl refuse root: then Debian's `postgres` user runs them."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str], folder: Path) -> None:
    # pg_ctl's server would hold a pipe open for ever, so the output goes nowhere.
    subprocess.run(
        command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
