"""An announcement becomes an event, with script and without."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from ungis_events.agenda.queries import list_items
from ungis_events.events.queries import get_event
from ungis_events.speakers.queries import list_speakers

from .conftest import OpenPage
from .site import Site
from .test_accessibility import AXE, assert_no_sideways_scrolling, violations
from .walking import tab_to

pytestmark = pytest.mark.browser

YEAR = datetime.now(UTC).year + 1
TITLE = "Open skies for small countries"
PADDING = "\n".join(f"It asks question number {number}, which is long." for number in range(60))
NOTICE = f"""Title: {TITLE}

Date and time: 14 July {YEAR}, 10:00-11:30 EST, New York time
Platform: Zoom
Language: English

{PADDING}

Panellists
• H.E. Mr. Omar Sy, Permanent Representative of Senegal
• Ms. Vera Lind, Editor, The Fjord Times
"""


def read(page: Page, site: Site, text: str = NOTICE) -> None:
    page.goto(f"{site.url}/manage/announcements/new")
    page.get_by_label("Announcement").fill(text)
    page.get_by_role("button", name="Read the announcement").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look through the announcement")


def is_within(inner: Locator, outer: Locator) -> bool:
    box, frame = inner.bounding_box(), outer.bounding_box()
    assert box
    assert frame
    return frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"]


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_announcement_becomes_an_event(
    site: Site, signed_in: StorageState, open_page: OpenPage, has_script: bool
) -> None:
    title = f"Open skies {'with' if has_script else 'without'} script"
    page = open_page(storage_state=signed_in, java_script_enabled=has_script)

    page.goto(f"{site.url}/manage/")
    page.get_by_role("link", name="Paste an announcement").click()
    page.get_by_label("Announcement").fill(NOTICE)
    page.get_by_role("button", name="Read the announcement").click()
    expect(page.get_by_label("Title", exact=True).first).to_have_value(
        "Open skies for small countries"
    )
    page.locator("#title").fill(title)
    page.locator("#kind").fill("side event")  # which it does not say
    page.get_by_role("button", name="Go on to the event’s form").click()
    expect(page.locator("#title")).to_have_value(title)
    expect(page.locator(".along")).to_contain_text("Added when you save: 2 speakers")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("status").first).to_contain_text("Saved as a draft")
    with site.inside():
        event = get_event(title.lower().replace(" ", "-"))
        assert event.starts.date().isoformat() == f"{YEAR}-07-14"
        assert [speaker.name for speaker in list_speakers(event)] == ["Omar Sy", "Vera Lind"]
        assert list_items(event) == []


def test_field_with_the_focus_lights_its_words_and_scrolls_them_into_view(
    site: Site, signed_in: StorageState, open_page: OpenPage
) -> None:
    page = open_page(storage_state=signed_in)
    read(page, site)
    text = page.get_by_role("region", name="The text")
    words = text.locator("mark", has_text="Vera Lind")
    assert not is_within(words, text)

    page.locator("#people-1-name").focus()

    expect(words).to_have_class("lit")
    assert is_within(words, text)
    page.locator("#title").hover()
    expect(text.locator("mark.lit").first).to_contain_text("Open skies")
    page.mouse.move(0, 0)
    expect(words).to_have_class("lit")


def test_words_lead_to_their_field_and_back(
    site: Site, signed_in: StorageState, open_page: OpenPage
) -> None:
    page = open_page(storage_state=signed_in)
    read(page, site)

    page.get_by_role("link", name="Speaker 2", exact=True).press("Enter")
    expect(page.locator("#people-1-is_taken")).to_be_focused()
    quote = page.locator("[data-source=title] .quote")
    quote.focus()
    tab_to(page.locator("#theme"))
    quote.press("Enter")

    expect(page.locator("mark:target")).to_contain_text("Open skies")


def test_answer_fills_its_fields_and_what_is_typed_later_holds(
    site: Site, signed_in: StorageState, open_page: OpenPage
) -> None:
    page = open_page(storage_state=signed_in)
    read(page, site)
    question = page.locator(".question.contradiction").first
    expect(page.get_by_role("link", name="before you go on")).to_be_visible()
    before = page.locator("#starts").input_value()

    for choice in question.locator("[data-answer]").all():
        choice.check()
        values = choice.evaluate("choice => JSON.parse(choice.value)")
        for name in values.keys() & {"starts", "ends", "zone"}:
            assert page.locator(f"#{name}").input_value() == values[name]
    page.locator("#starts").fill(f"{before[:11]}08:00")
    page.locator("#starts").blur()

    expect(question.locator("[data-left]")).to_be_checked()
    expect(page.locator("#times")).to_contain_text("08:00")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 800, 360])
def test_pages_are_accessible(
    site: Site, signed_in: StorageState, open_page: OpenPage, scheme: str, width: int
) -> None:
    page = open_page(
        storage_state=signed_in, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page.context.add_init_script(path=AXE)
    read(page, site)
    page.locator("#people-1-name").focus()

    found = violations(page)
    assert_no_sideways_scrolling(page)
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("button", name="Go on to the event’s form").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New event")
    found += violations(page)

    assert found == []
    assert_no_sideways_scrolling(page)
