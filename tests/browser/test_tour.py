"""The pictures of the README: each must show what it says. TOUR=1 takes them anew."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, StorageState, expect

from .conftest import OpenPage
from .pages import DESK
from .people import Keys, fill
from .site import ROOT, Site
from .walking import SAMPLE_PATH

pytestmark = pytest.mark.browser

FOLDER = ROOT / "docs" / "tour"
ANNOUNCEMENT = ROOT / "tests" / "announcements" / "notices" / "five-hour-week.txt"
LARGEST = 150_000
PHONE = {"viewport": {"width": 390, "height": 844}}
LOW = {"viewport": {"width": 1200, "height": 600}}
TITLE = "WSIS cooperation for accelerating progress on the SDGs (sample edition)"


class Picture(NamedTuple):
    name: str
    path: str
    heading: str
    options: dict[str, Any] = {}
    language: str = "en"


PICTURES = [
    Picture("event", SAMPLE_PATH, TITLE),
    Picture("list", "/", "Side events"),
    Picture("register", f"{SAMPLE_PATH}/register", "Register"),
    Picture("phone", SAMPLE_PATH, TITLE, PHONE),
    Picture("dark", SAMPLE_PATH, TITLE, {"color_scheme": "dark"}),
    Picture("arabic", f"{SAMPLE_PATH}?lang=ar", TITLE, language="ar"),
    Picture("own", "/registrations/{own}", "Your registration"),
    Picture("desk", "/manage/", "Events", LOW),
    Picture("roster", f"{DESK}/speakers/", TITLE),
    Picture("registrations", f"{DESK}/registrations/", TITLE),
    Picture("reminders", f"{DESK}/reminders/", TITLE),
    Picture("review", f"{DESK}/cancel", TITLE),
    Picture("circular", DESK + "/circulars/{circular}", TITLE),
    Picture("webinar", "/manage/events/webinar/webinar", "A webinar that is there"),
    Picture("live", "/manage/events/webinar-over/live", "Who was there"),
    Picture("attendance", "/manage/events/webinar-over/attendance/", "Who was there"),
    Picture("speaker", "/speakers/{speaker_invited}", "You are invited to speak"),
]


@pytest.fixture(scope="module")
def keys(site: Site) -> Keys:
    with site.inside():
        return fill(datetime.now(UTC))


@pytest.fixture(scope="module")
def arabic_site(folder: Path, site: Site) -> Iterator[Site]:
    with Site(folder).serving("tests.browser.arabic_app:app") as arabic_site:
        yield arabic_site


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_picture_shows_its_page(
    picture: Picture,
    site: Site,
    arabic_site: Site,
    keys: Keys,
    signed_in: StorageState,
    open_page: OpenPage,
) -> None:
    server = arabic_site if picture.language == "ar" else site
    cookies = signed_in if picture.path.startswith("/manage") else None
    page = open_page(storage_state=cookies, **picture.options)

    page.goto(server.url + picture.path.format_map(vars(keys)))
    expect(page.get_by_role("heading", level=1)).to_have_text(picture.heading)

    take(page, picture.name)


def test_picture_shows_an_announcement_beside_what_was_read(
    site: Site, signed_in: StorageState, open_page: OpenPage
) -> None:
    page = open_page(storage_state=signed_in, viewport={"width": 1200, "height": 900})

    page.goto(f"{site.url}/manage/announcements/new")
    page.get_by_label("Announcement").fill(ANNOUNCEMENT.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Read the announcement").click()
    expect(page.get_by_text("five-hour weeks").first).to_be_visible()

    take(page, "announcement")


def take(page: Page, name: str) -> None:
    if os.environ.get("TOUR") == "1":
        FOLDER.mkdir(parents=True, exist_ok=True)
        file = FOLDER / f"{name}.png"
        page.screenshot(path=file)
        assert file.stat().st_size < LARGEST
