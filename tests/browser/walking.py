"""Steps that several paths take."""

import re

from playwright.sync_api import Locator, Page, expect

from ungis_events.sample import SAMPLE_EVENT

from .site import Site

SAMPLE_PATH = f"/events/{SAMPLE_EVENT}"
AMINA = {
    "given_name": "Amina",
    "family_name": "Diallo",
    "email": "amina@example.org",
    "organization": "Ministry of ICT",
}


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    page.goto(f"{url}/sign-in")
    page.locator("#email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{url}/manage/")


def fill_registration(page: Page, **changed: str) -> None:
    """All that must be filled in, as Amina or as somebody like her."""
    for name, text in (AMINA | changed).items():
        page.locator(f"#{name}").fill(text)
    page.locator("#stakeholder_group").select_option("GOV")
    page.locator("#country").select_option(label="Kenya")
    page.get_by_label("I have read how my data are used").check()


def link_in_mail(site: Site, address: str, path: str) -> str:
    """The address under `path` that stands in the newest mail's text."""
    text = newest_text(site, address)
    found = re.search(rf"{re.escape(site.url)}/{path}/\S+", text)
    assert found, text
    return found[0]


def newest_text(site: Site, address: str) -> str:
    body = site.mails_to(address)[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def tab_to(target: Locator) -> None:
    """With the Tab key alone, as people who cannot use a mouse do."""
    for _ in range(100):
        target.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    expect(target).to_be_focused(timeout=1)
