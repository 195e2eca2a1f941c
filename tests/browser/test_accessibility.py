"""Every page, as people with other eyes, hands, screens and scripts meet it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, StorageState, expect

from .conftest import OpenPage
from .pages import NOT_PAGES, PAGES, PageToVisit
from .people import Keys, fill
from .site import Site
from .walking import SAMPLE_PATH

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is wrong and where, said in the page: the whole report is long.
FIND = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(
  report => report.violations.flatMap(
    ({id, nodes}) => nodes.map(({html, failureSummary}) => `${id}: ${html} ${failureSummary}`)))"""
WIDE = {"width": 1200, "height": 800}
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}

every_page = pytest.mark.parametrize("visited", PAGES, ids=lambda page: page.path)


@pytest.fixture(scope="module")
def keys(site: Site) -> Keys:
    with site.inside():
        return fill(datetime.now(UTC))


@pytest.fixture(scope="module")
def arabic_site(folder: Path, site: Site) -> Iterator[Site]:
    """A second server on the same data that offers Arabic."""
    with Site(folder).serving("tests.browser.arabic_app:app") as arabic_site:
        yield arabic_site


@every_page
def test_page_is_accessible_in_light_in_dark_and_on_a_phone(
    visited: PageToVisit, site: Site, keys: Keys, signed_in: StorageState, open_page: OpenPage
) -> None:
    page = _open(open_page, site, visited, keys, signed_in)

    found = {"light": violations(page)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = violations(page)
    page.set_viewport_size(PHONE)
    found["phone"] = violations(page)

    assert found == {"light": [], "dark": [], "phone": []}
    assert_no_sideways_scrolling(page)
    if visited.is_public:
        assert page.context.cookies() == []


@every_page
def test_page_is_accessible_from_right_to_left(
    visited: PageToVisit,
    arabic_site: Site,
    keys: Keys,
    signed_in: StorageState,
    open_page: OpenPage,
) -> None:
    page = _open(open_page, arabic_site, visited, keys, signed_in, language="ar")

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert violations(page) == []
    assert_no_sideways_scrolling(page)


def test_forms_with_errors_are_accessible(
    site: Site, keys: Keys, signed_in: StorageState, open_page: OpenPage
) -> None:
    page = open_page(storage_state=signed_in)
    page.context.add_init_script(path=AXE)
    for path, button in [
        (f"{SAMPLE_PATH}/register", "Register"),
        ("/events/hybrid/register", "Register"),
        (f"{SAMPLE_PATH}/resend", "Send my link"),
        ("/manage/events/new", "Save"),
        ("/manage/account", "Change password"),
    ]:
        load(page, f"{site.url}{path}")
        page.get_by_role("button", name=button, exact=True).click()

        expect(page.get_by_role("alert")).to_be_visible()
        assert (path, violations(page)) == (path, [])
        assert_no_sideways_scrolling(page)
        page.set_viewport_size(WIDE)


def test_list_covers_every_view_that_shows_a_page(site: Site) -> None:
    with site.inside() as app:
        shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}

    assert {page.endpoint for page in PAGES} == shown - NOT_PAGES.keys()


def _open(
    open_page: OpenPage,
    site: Site,
    visited: PageToVisit,
    keys: Keys,
    signed_in: StorageState,
    language: str | None = None,
) -> Page:
    page = open_page(storage_state=signed_in if visited.needs_sign_in else None)
    page.context.add_init_script(path=AXE)
    path = visited.path_with(keys)
    if language:
        path += f"{'&' if '?' in path else '?'}lang={language}"
    load(page, f"{site.url}{path}")
    return page


def load(page: Page, url: str) -> None:
    answer = page.goto(url)
    assert answer
    assert answer.status == 200
    assert answer.url == url


def violations(page: Page) -> list[str]:
    """What axe finds: its rule and the elements."""
    found: list[str] = page.evaluate(FIND, RULES)
    return found


def assert_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]
