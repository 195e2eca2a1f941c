"""Over https behind a proxy, as in production."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.services.ports import free_port

from .conftest import OpenPage
from .site import Site
from .tls_proxy import tls_proxy
from .walking import SAMPLE_PATH, fill_registration

pytestmark = pytest.mark.browser

EMAIL = "https@example.org"


@pytest.fixture(scope="module")
def https_site(folder: Path) -> Iterator[Site]:
    port = free_port()
    site = Site(
        folder,
        url=f"https://127.0.0.1:{port}",
        RATE_LIMITS="on",
        MAIL_FROM="UNGIS events <events@ungis.test>",
    )
    with site.serving(), tls_proxy(port, folder, site.port):
        yield site


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(ignore_https_errors=True)


def test_registering_works(https_site: Site, page: Page) -> None:
    answer = page.goto(f"{https_site.url}{SAMPLE_PATH}/register")
    assert answer
    fill_registration(page, email=EMAIL)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Now look in your mail")

    https_site.send_mail()
    assert len(https_site.mails_to(EMAIL)) == 1
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    [cookie] = page.context.cookies()
    assert cookie["name"] == "__Host-session"
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")


@pytest.mark.parametrize("referer", ["https://evil.example/", None])
def test_form_sent_from_elsewhere_is_refused(
    referer: str | None, https_site: Site, page: Page
) -> None:
    """Even with cookie and token right."""
    form = page.request.get(f"{https_site.url}{SAMPLE_PATH}/register").text()
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token
    sent = {
        "csrf_token": token[1],
        "given_name": "Eve",
        "email": "eve@example.org",
        "organization": "independent",
        "stakeholder_group": "CSO",
        "country": "none",
        "data_notice": "y",
    }

    answer = page.request.post(
        f"{https_site.url}{SAMPLE_PATH}/register",
        form=sent,
        headers={"Referer": referer} if referer else {},
    )

    assert answer.status == 422
    https_site.send_mail()
    assert https_site.mails_to("eve@example.org") == []
