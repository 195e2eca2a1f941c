"""A registrant's whole path: from the list to withdrawing, with the mails in between."""

from email.message import EmailMessage

import pytest
from playwright.sync_api import Locator, Page, expect

from ungis_events.sample import SAMPLE_EVENT

from .conftest import OpenPage
from .site import Site
from .walking import AMINA, SAMPLE_PATH, fill_registration, link_in_mail, newest_text, tab_to

pytestmark = pytest.mark.browser

SAMPLE_TITLE = "WSIS cooperation for accelerating progress on the SDGs (sample edition)"


def test_path_with_the_keyboard_alone(site: Site, open_page: OpenPage) -> None:
    page = open_page(timezone_id="Africa/Nairobi")

    page.goto(site.url)
    press(page.get_by_role("link", name=SAMPLE_TITLE))
    expect(page.get_by_role("heading", level=1)).to_have_text(SAMPLE_TITLE)
    see_three_clocks(page)
    press(page.get_by_role("link", name="Register", exact=True))
    send_wrong_form(page)
    follow_links_of_the_summary(page)
    type_registration(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Now look in your mail")

    site.send_mail()
    assert "Your time (Nairobi)" in newest_text(site, AMINA["email"])
    page.goto(link_in_mail(site, AMINA["email"], "registrations"))
    expect(page.locator(".banner")).to_have_text("You are registered: your place is confirmed.")
    expect(page.locator(".clock.yours .hours")).to_have_text("16:30–17:45")

    press(page.get_by_role("link", name="Change", exact=True))
    tab_to(page.locator("#organization"))
    page.keyboard.press("Control+A")
    page.keyboard.type("African Union")
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("status")).to_have_text("Your changes are saved.")
    expect(page.locator(".facts")).to_contain_text("African Union")

    press(page.get_by_role("link", name="Join the webinar"))
    expect(page.locator(".banner")).to_contain_text("The doors are not open yet.")
    page.goto(link_in_mail(site, AMINA["email"], "registrations"))
    press(page.get_by_role("link", name="Withdraw"))
    press(page.get_by_role("button", name="Withdraw"))
    expect(page.locator(".banner")).to_have_text("You have withdrawn your registration.")
    site.send_mail()
    assert [method_of(mail) for mail in site.mails_to(AMINA["email"])] == ["REQUEST", "CANCEL"]


def press(target: Locator) -> None:
    tab_to(target)
    target.page.keyboard.press("Enter")


def see_three_clocks(page: Page) -> None:
    clocks = page.locator(".clock")
    expect(clocks).to_have_count(3)
    expect(clocks.locator("dt")).to_have_text(["New York", "Geneva", "Your time (Nairobi)"])
    expect(clocks.locator(".hours")).to_have_text(["08:30–09:45", "14:30–15:45", "16:30–17:45"])
    zones = [text.rpartition("· ")[2] for text in clocks.locator(".zone").all_text_contents()]
    assert zones == ["EST, UTC−5", "CET, UTC+1", "UTC+3"]


def send_wrong_form(page: Page) -> None:
    """Nothing but a name and half an address."""
    tab_to(page.locator("#given_name"))
    page.keyboard.type("Amina")
    tab_to(page.locator("#email"))
    page.keyboard.type("amina@")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 422
    expect(page.locator("#given_name")).to_have_value("Amina")
    expect(page.locator("#email")).to_have_value("amina@")


def follow_links_of_the_summary(page: Page) -> None:
    """Each leads to the field it speaks of."""
    links = page.get_by_role("alert").get_by_role("link")
    expect(links).to_have_text(
        [
            "Enter an e-mail address like name@example.org",
            "Enter your organization, or “independent”",
            "Choose the group you belong to",
            "Choose your country, or “none”",
            "Please confirm that you have read the notice",
        ]
    )
    for place, name in enumerate(
        ("email", "organization", "stakeholder_group", "country", "data_notice")
    ):
        links.nth(place).focus()
        page.keyboard.press("Enter")
        field = page.locator(f"#{name}")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        assert links.nth(place).text_content() in field_error(page, name)


def field_error(page: Page, name: str) -> str:
    """What a screen reader says with the field."""
    described_by = page.locator(f"#{name}").get_attribute("aria-describedby")
    assert described_by
    return " ".join(page.locator(f"#{each}").inner_text() for each in described_by.split())


def type_registration(page: Page) -> None:
    for name in ("given_name", "family_name", "email", "organization"):
        tab_to(page.locator(f"#{name}"))
        page.keyboard.press("Control+A")
        page.keyboard.type(AMINA[name])
    tab_to(page.locator("#stakeholder_group"))
    page.keyboard.type("Gov")
    tab_to(page.locator("#country"))
    page.keyboard.type("Keny")
    tab_to(page.locator("#data_notice"))
    page.keyboard.press("Space")
    press(page.get_by_role("button", name="Register"))


def test_path_without_script(site: Site, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    email = "noscript@example.org"

    page.goto(site.url)
    page.get_by_role("link", name=SAMPLE_TITLE).click()
    expect(page.locator(".clock dt")).to_have_text(["New York", "Geneva"])
    page.goto(f"{site.url}{SAMPLE_PATH}?zone=Africa/Nairobi")
    expect(page.locator(".clock.yours .hours")).to_have_text("16:30–17:45")
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your name")
    fill_registration(page, email=email)
    page.get_by_text("More, if you like").click()
    page.locator("#access_needs").fill("Captions in French")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Now look in your mail")

    site.send_mail()
    own = link_in_mail(site, email, "registrations")
    see_that_the_invitation_may_be_passed_on(site, email)
    page.goto(own)
    expect(page.locator(".facts")).to_contain_text("Captions in French")
    page.get_by_role("link", name="Change", exact=True).click()
    page.locator("#organization").fill("African Union")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".facts")).to_contain_text("African Union")
    page.goto(link_in_mail(site, email, "join"))
    expect(page.locator(".banner")).to_contain_text("The doors are not open yet.")
    page.goto(own)
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_role("link", name="Keep my registration").click()
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".banner")).to_have_text("You have withdrawn your registration.")
    expect(page.get_by_role("link", name="Join the webinar")).to_have_count(0)


def test_lost_link_comes_again_by_mail(site: Site, open_page: OpenPage) -> None:
    page, email = open_page(), "forgetful@example.org"
    page.goto(f"{site.url}{SAMPLE_PATH}/register")
    fill_registration(page, email=email)
    page.get_by_role("button", name="Register").click()

    page.goto(f"{site.url}{SAMPLE_PATH}")
    page.get_by_role("link", name="Get your link again").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send my link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    site.send_mail()
    first, again = site.mails_to(email)
    assert f"{site.url}/registrations/" in newest_text(site, email)
    assert first["Message-ID"] != again["Message-ID"]


def test_calendar_menu_opens_and_its_file_is_served(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site.url}{SAMPLE_PATH}")

    page.get_by_text("Add to calendar").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Apple, Outlook or any app (.ics)").click()

    names = page.locator("details.menu a").all_text_contents()
    assert names[1:] == ["Google Calendar", "Outlook.com", "Microsoft 365", "Yahoo"]
    assert download.value.suggested_filename == f"{SAMPLE_EVENT}.ics"
    assert download.value.path().read_text().startswith("BEGIN:VCALENDAR")


def see_that_the_invitation_may_be_passed_on(site: Site, email: str) -> None:
    """Calendars are shared: the own link stands in the mail's text only."""
    invitation = calendar_part(site.mails_to(email)[0]).get_content()
    assert f"{site.url}/registrations/" not in invitation
    assert f"{site.url}/events/{SAMPLE_EVENT}" in invitation.replace("\r\n ", "")


def method_of(mail: EmailMessage) -> str | None:
    return calendar_part(mail).get_param("method")


def calendar_part(mail: EmailMessage) -> EmailMessage:
    parts = mail.walk()
    return next(part for part in parts if part.get_content_type() == "text/calendar")
