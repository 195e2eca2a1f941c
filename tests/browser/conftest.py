"""A browser, a site of each file's own, and pages on which nothing may go wrong unseen."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    sync_playwright,
)

from tests.factories import PASSWORD, make_account
from tests.webinars.rooms import MAKER
from ungis_events.core.database import db

from .site import Site, make_database
from .walking import sign_in

ORGANIZER = "organizer@example.org"
OpenPage = Callable[..., Page]

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(autouse=True)
def clock_hands() -> None:
    """Nobody turns the clock here: servers and browser have the real one."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not for the whole session: Playwright keeps an event loop running while it is up.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "prepared.db"
    make_database(path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, prepared_database: Path) -> Path:
    """With a database that holds the sample, for one site."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(prepared_database, folder / "site.db")
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """Set up for a maker of online rooms, so that there are pages of them."""
    with Site(folder, **MAKER).serving() as site:
        yield site


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> StorageState:
    """The cookies of an organizer, for `open_page(storage_state=…)`."""
    with site.inside():
        make_account(email=ORGANIZER, name="Amina Diallo")
        db.session.remove()
    return cookies_of(browser, site, ORGANIZER)


def cookies_of(browser: Browser, site: Site, email: str) -> StorageState:
    """What somebody's browser keeps once they have signed in."""
    context = browser.new_context()
    sign_in(context.new_page(), site.url, email, PASSWORD)
    cookies = context.storage_state()
    context.close()
    return cookies


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own; whatever a page complains of fails the test."""
    opened, complaints = [], []

    def open_page(**options: Any) -> Page:
        context, told = watched_context(browser, **options)
        opened.append(context)
        complaints.append(told)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()
    assert complaints == [[] for _ in opened]


def watched_context(browser: Browser, **options: Any) -> tuple[BrowserContext, list[str]]:
    """Somebody's browser, and what its console and scripts complain of."""
    usual = {
        "locale": "en-GB",
        "timezone_id": "Africa/Nairobi",
        "reduced_motion": "reduce",  # colours are what they are at once
        "viewport": {"width": 1200, "height": 800},
    }
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # Chromium reports the status of a form that is shown again.
        if message.type in ("error", "warning") and "status of 422" not in message.text:
            complaints.append(f"{message.text} ({message.location['url']})")

    context = browser.new_context(**usual | options)
    context.set_default_timeout(10_000)
    context.on("console", note)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return context, complaints
