"""The countdown of the join page, live: it follows the server's clock and loads the page once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_event, make_registration
from ungis_events.registrations.links import join_token

from .conftest import OpenPage
from .site import Site

pytestmark = pytest.mark.browser

WRONG_CLOCK = """const real = Date.now;
Date.now = () => real() + 3 * 3600 * 1000;"""


def door(site: Site, *, opens_in: timedelta) -> str:
    """The address of a join page whose doors open soon."""
    with site.inside():
        now = datetime.now(UTC)
        starts = (now + opens_in + timedelta(minutes=15)).replace(microsecond=0, tzinfo=None)
        event = make_event(now=now, zone="UTC", starts=starts, ends=starts + timedelta(hours=1))
        return f"{site.url}/join/{join_token(make_registration(event, now=now))}"


def count_loads(page: Page) -> list[str]:
    loads: list[str] = []
    page.on(
        "request", lambda asked: loads.append(asked.url) if asked.is_navigation_request() else 0
    )
    return loads


def test_when_the_doors_open_the_button_appears_after_one_more_load(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page()
    loads = count_loads(page)

    page.goto(door(site, opens_in=timedelta(seconds=5)))

    expect(page.get_by_role("button", name="Join the webinar")).to_be_visible(timeout=15_000)
    page.wait_for_timeout(4_000)  # a page that loads for ever would do so again
    assert len(loads) == 2


def test_the_last_minute_counts_in_seconds_unless_motion_is_unwanted(
    site: Site, open_page: OpenPage
) -> None:
    address = door(site, opens_in=timedelta(seconds=55))
    moving, calm = open_page(reduced_motion="no-preference"), open_page(reduced_motion="reduce")

    moving.goto(address)
    calm.goto(address)

    timer = moving.get_by_role("timer")
    expect(timer).to_have_text(re.compile(r"^The doors open in \d+ seconds$"))
    expect(timer).not_to_have_text(timer.inner_text())  # it moves
    expect(timer).to_have_text(re.compile(r"^The doors open in \d+ seconds$"))
    expect(calm.get_by_role("timer")).to_have_text("The doors open in 1 minute")


def test_a_phone_with_a_wrong_clock_counts_right(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(WRONG_CLOCK)
    loads = count_loads(page)

    page.goto(door(site, opens_in=timedelta(hours=2, minutes=4, seconds=30)))
    page.wait_for_timeout(1_500)

    expect(page.get_by_role("timer")).to_have_text("The doors open in 2 hours 5 minutes")
    assert len(loads) == 1


def test_a_server_that_still_says_early_is_not_asked_for_ever(
    site: Site, open_page: OpenPage
) -> None:
    """Two web servers whose clocks differ, or a page kept somewhere on the way."""
    page = open_page()
    address = door(site, opens_in=timedelta(seconds=6))
    early: list[str] = []

    def keep_answering_early(route: object) -> None:
        if not early:
            early.append(route.fetch().text())  # type: ignore[attr-defined]
        route.fulfill(body=early[0], content_type="text/html; charset=utf-8")  # type: ignore[attr-defined]

    page.route(address, keep_answering_early)
    loads = count_loads(page)

    page.goto(address)

    expect(page.get_by_role("timer")).to_have_text(
        "The doors are about to open. Load this page again in a moment.", timeout=8_000
    )
    page.wait_for_timeout(9_000)
    assert len(loads) == 2
