"""Every page, as people with other eyes, hands, screens and scripts meet it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import PASSWORD, make_account
from tests.second_factors.steps import SECRET, code_at
from tests.webinars.rooms import MAKER
from ungis_events.core.database import transaction
from ungis_events.second_factors.service import switch_on

from .conftest import OpenPage, cookies_of, watched_context
from .desk_rows import ADMINISTRATOR
from .pages import DESK, NOT_PAGES, PAGES, PageToVisit, one_of_each_view
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
    with Site(folder, **MAKER).serving("tests.browser.arabic_app:app") as arabic_site:
        yield arabic_site


class Visitor:
    """One browser for many pages, because a new one for each takes longer than looking."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self._context, self._complaints = watched_context(browser, **options)
        self._context.add_init_script(path=AXE)
        self.page = self._context.new_page()

    def load(self, url: str, status: int = 200) -> Page:
        self._complaints.clear()
        self._status = status
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(color_scheme="light")
        answer = self.page.goto(url)
        assert answer
        assert (answer.status, answer.url) == (status, url)
        return self.page

    @property
    def complaints(self) -> list[str]:
        """But for the status that was asked for, which Chromium reports."""
        return [each for each in self._complaints if f"status of {self._status} " not in each]


@pytest.fixture(scope="module")
def stranger(browser: Browser) -> Visitor:
    return Visitor(browser)


@pytest.fixture(scope="module")
def administrator(browser: Browser, site: Site, keys: Keys) -> Visitor:
    """For whom all pages are."""
    return Visitor(browser, storage_state=cookies_of(browser, site, ADMINISTRATOR))


@every_page
def test_page_is_accessible_in_light_in_dark_and_on_a_phone(
    visited: PageToVisit, site: Site, keys: Keys, stranger: Visitor, administrator: Visitor
) -> None:
    visitor = administrator if visited.needs_sign_in else stranger
    page = visitor.load(f"{site.url}{visited.path_with(keys)}", visited.status)

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
    visited: PageToVisit, arabic_site: Site, keys: Keys, stranger: Visitor, administrator: Visitor
) -> None:
    visitor = administrator if visited.needs_sign_in else stranger
    path = visited.path_with(keys)
    in_arabic = f"{path}{'&' if '?' in path else '?'}lang=ar"
    page = visitor.load(f"{arabic_site.url}{in_arabic}", visited.status)

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
        ("/events/questions/register", "Register"),
        ("/manage/people/invite", "Send the invitation"),
        ("/manage/organizations/new", "Save"),
        (f"{DESK}/form/add", "Save"),
        (f"{DESK}/invitations/add", "Save"),
        (f"{DESK}/agenda/add", "Save"),
        ("/manage/events/no-webinar/webinar/adopt/zoom", "Take it over"),
        ("/manage/events/no-webinar/webinar/link", "Save the link"),
    ],
)
def test_form_with_errors_is_accessible(
    path: str, button: str, site: Site, keys: Keys, administrator: Visitor
) -> None:
    page = administrator.load(f"{site.url}{path}")

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    assert_no_sideways_scrolling(page)


def test_page_of_the_second_step_is_accessible(site: Site, stranger: Visitor) -> None:
    with site.inside():
        account = make_account(email="two-steps@example.org")
        with transaction():
            switch_on(account.id, SECRET, code_at(datetime.now(UTC)), now=datetime.now(UTC))
    page = stranger.load(f"{site.url}/sign-in")

    page.locator("#email").fill("two-steps@example.org")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page).to_have_url(f"{site.url}/sign-in/code")
    assert violations(page) == []
    assert_no_sideways_scrolling(page)
    page.context.clear_cookies()


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
