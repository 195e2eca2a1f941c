"""Every page, as people with other eyes, hands, screens and scripts meet it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from .conftest import OpenPage, watched_context
from .pages import NOT_PAGES, PAGES, PageToVisit, one_of_each_view
from .people import Keys, fill
from .site import Site
from .walking import SAMPLE_PATH

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("axe.min.js")
ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# All that light or dark can change.
COLOUR_RULES = ("color-contrast", "link-in-text-block")
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


class Visitor:
    """One browser for many pages, because a new one for each takes longer than looking."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self._context, self.complaints = watched_context(browser, **options)
        self._context.add_init_script(path=AXE)
        self.page = self._context.new_page()

    def load(self, url: str) -> Page:
        self.complaints.clear()
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(color_scheme="light")
        answer = self.page.goto(url)
        assert answer
        assert (answer.status, answer.url) == (200, url)
        return self.page


@pytest.fixture(scope="module")
def stranger(browser: Browser) -> Visitor:
    return Visitor(browser)


@pytest.fixture(scope="module")
def organizer(browser: Browser, signed_in: StorageState) -> Visitor:
    return Visitor(browser, storage_state=signed_in)


@every_page
def test_page_is_accessible_in_light_in_dark_and_on_a_phone(
    visited: PageToVisit, site: Site, keys: Keys, stranger: Visitor, organizer: Visitor
) -> None:
    visitor = organizer if visited.needs_sign_in else stranger
    page = visitor.load(f"{site.url}{visited.path_with(keys)}")

    found = {"light": violations(page)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = violations(page, COLOUR_RULES)
    page.set_viewport_size(PHONE)
    found["phone"] = violations(page)

    assert found == {"light": [], "dark": [], "phone": []}
    assert_no_sideways_scrolling(page)
    assert visitor.complaints == []


@pytest.mark.parametrize("visited", one_of_each_view(), ids=lambda page: page.path)
def test_page_is_accessible_from_right_to_left(
    visited: PageToVisit, arabic_site: Site, keys: Keys, stranger: Visitor, organizer: Visitor
) -> None:
    visitor = organizer if visited.needs_sign_in else stranger
    page = visitor.load(f"{arabic_site.url}{visited.path_with(keys)}?lang=ar")

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert violations(page) == []
    assert_no_sideways_scrolling(page)
    assert visitor.complaints == []


@pytest.mark.parametrize(
    ("path", "button"),
    [
        (f"{SAMPLE_PATH}/register", "Register"),
        ("/events/hybrid/register", "Register"),
        (f"{SAMPLE_PATH}/resend", "Send my link"),
        ("/manage/events/new", "Save"),
        ("/manage/account", "Change password"),
    ],
)
def test_form_with_errors_is_accessible(
    path: str, button: str, site: Site, keys: Keys, organizer: Visitor
) -> None:
    page = organizer.load(f"{site.url}{path}")

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    assert_no_sideways_scrolling(page)


def test_public_pages_set_no_cookie(site: Site, keys: Keys, open_page: OpenPage) -> None:
    page = open_page()
    for visited in PAGES:
        if visited.is_public:
            page.goto(f"{site.url}{visited.path_with(keys)}", wait_until="commit")

    assert page.context.cookies() == []


def test_list_covers_every_view_that_shows_a_page(site: Site) -> None:
    with site.inside() as app:
        shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}

    assert {page.endpoint for page in PAGES} == shown - NOT_PAGES.keys()


def violations(page: Page, rules: Sequence[str] = ALL_RULES) -> list[str]:
    """What axe finds: its rule and the elements."""
    found: list[str] = page.evaluate(FIND, list(rules))
    return found


def assert_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]
