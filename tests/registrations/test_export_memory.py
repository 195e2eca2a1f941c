"""Thousands of rows leave a real server without staying in its memory."""

import csv
import io
import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import flask_migrate
import pytest
from openpyxl import load_workbook

from bench.servers import free_port, memory_mb, serving
from tests.factories import PASSWORD, make_account, make_event
from tests.races.programs import environment
from ungis_events import create_app
from ungis_events.config import MIGRATIONS_FOLDER
from ungis_events.core.database import db

from .steps_many import add_people

PEOPLE = 25_000
SLUG = "many"
MOST_MORE = 15
"""Megabytes: a small part of what the rows take as objects. A hundred thousand took 0.1 more."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Its address and the process that serves it."""
    folder, port = tmp_path_factory.mktemp("export"), free_port()
    url = f"sqlite:///{folder / 'many.db'}"
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": "a key for tests, long enough"})
    with app.test_request_context():
        flask_migrate.upgrade(str(MIGRATIONS_FOLDER))
        add_people(make_event(slug=SLUG), PEOPLE)
        make_account(email="organizer@example.org")
        db.session.remove()
        db.engine.dispose()
    base = f"http://127.0.0.1:{port}"
    settings = environment(url, BASE_URL=base, MAIL_URL=f"folder://{folder / 'outbox'}")
    with serving("app:app", port, settings) as pid:
        yield base, pid


class Organizer:
    def __init__(self, base: str) -> None:
        self._base = base
        self._open: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self._send("/sign-in", email="organizer@example.org", password=PASSWORD)

    def _token(self, path: str) -> str:
        with self._open.open(f"{self._base}{path}") as answer:
            found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
        assert found
        return found[1]

    def _send(self, path: str, form: str | None = None, **fields: str) -> bytes:
        fields["csrf_token"] = self._token(form or path)
        request = Request(f"{self._base}{path}", urlencode(fields).encode())
        with self._open.open(request, timeout=300) as answer:
            content: bytes = answer.read()
            return content

    def export(self, kind: str) -> bytes:
        place = f"/manage/events/{SLUG}/registrations/"
        return self._send(f"{place}export.{kind}?sort=name", place)


def test_csv_and_xlsx_of_thousands_take_no_more_memory(
    site: tuple[str, int], tmp_path: Path
) -> None:
    base, pid = site
    organizer = Organizer(base)
    organizer.export("csv")  # what a process loads with its first export
    before = memory_mb(pid)

    content = organizer.export("csv")
    after_csv = memory_mb(pid)
    workbook = organizer.export("xlsx")
    after_xlsx = memory_mb(pid)

    rows = sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(workbook), read_only=True).active
    assert sheet is not None
    assert (rows, sheet.max_row) == (PEOPLE + 1, PEOPLE + 1)
    assert after_csv - before < MOST_MORE
    assert after_xlsx - before < MOST_MORE
