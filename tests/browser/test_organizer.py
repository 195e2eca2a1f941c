"""An organizer's working day at the desk."""

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, StorageState, expect

from tests.factories import make_event, make_registration, make_speaker
from ungis_events.events.models import Event

from .conftest import OpenPage
from .site import Site
from .walking import fill_registration, tab_to

pytestmark = pytest.mark.browser

_number = count(1)


@pytest.fixture
def event(site: Site) -> Event:
    """One of the test's own, half a year ahead."""
    now, slug = datetime.now(UTC), f"desk-{next(_number)}"
    day = datetime(now.year + 1, 6, 15, 8, 30)
    with site.inside():
        return make_event(slug=slug, title=slug, starts=day, ends=day.replace(hour=10), now=now)


def desk_of(site: Site, event: Event) -> str:
    return f"{site.url}/manage/events/{event.slug}"


def press_and_confirm(page: Page, name: str, notice: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text(notice)


def test_sign_in_leads_to_the_page_asked_for_and_sign_out_closes_the_desk(
    site: Site, open_page: OpenPage
) -> None:
    email, password = "new@example.org", "a very long password"
    site.flask(
        *("accounts", "create", email, "--name", "Bo Li", "--role", "organizer"), typed=password
    )
    page = open_page()

    page.goto(f"{site.url}/manage/mail")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.locator("#email").fill(email)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mail")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    for path in ("/manage/", "/manage/events/new", "/manage/account"):
        page.goto(f"{site.url}{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_event_is_created_and_published(
    site: Site, signed_in: StorageState, open_page: OpenPage
) -> None:
    page = open_page(storage_state=signed_in)
    year = datetime.now(UTC).year + 1

    page.goto(f"{site.url}/manage/")
    page.get_by_role("link", name="New event").click()
    page.locator("#starts").fill(f"{year}-01-15T09:00")
    page.locator("#ends").fill(f"{year}-01-15T08:00")
    expect(page.locator("#times")).to_contain_text("The end must be after the start")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").get_by_role("link").first).to_have_text("Enter a title")
    expect(page.locator("#ends")).to_have_value(f"{year}-01-15T08:00")
    page.locator("#title").fill("Data for development")
    page.locator("#ends").fill(f"{year}-01-15T10:30")
    expect(page.locator("#times .hours")).to_have_text(["09:00–10:30", "15:00–16:30"])
    expect(page.locator("#times dt")).to_have_text(["New York", "Geneva"])
    page.get_by_label("SDG 4").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved as a draft.")

    assert page.request.get(f"{site.url}/events/data-for-development").status == 404
    press_and_confirm(page, "Publish", "Published")
    page.get_by_role("link", name=f"{site.url}/events/data-for-development", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data for development")
    expect(page.get_by_role("link", name="Register", exact=True)).to_be_visible()


def test_speakers_are_added_and_put_in_order(
    site: Site, event: Event, signed_in: StorageState, open_page: OpenPage
) -> None:
    page = open_page(storage_state=signed_in)
    page.goto(f"{desk_of(site, event)}/speakers/")
    for honorific, name, role, organization in [
        ("Ms.", "Amina Diallo", "Founder", "Jokkolabs"),
        ("Mr.", "Bo Li", "Director", "ITU"),
        ("H.E. Ms.", "Carla Paz", "Minister of Communications", "Peru"),
    ]:
        page.get_by_role("link", name="Add speaker").click()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.locator("#honorific").fill(honorific)
        page.locator("#name").fill(name)
        page.locator("#role").fill(role)
        page.locator("#organization").fill(organization)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").first).to_contain_text("is on the roster")
    names = page.locator("tbody b")
    expect(names).to_have_text(["Ms. Amina Diallo", "Mr. Bo Li", "H.E. Ms. Carla Paz"])

    page.get_by_role("button", name="Move Mr. Bo Li up").click()
    expect(names).to_have_text(["Mr. Bo Li", "Ms. Amina Diallo", "H.E. Ms. Carla Paz"])
    page.get_by_role("button", name="Move Mr. Bo Li down").click()
    expect(names).to_have_text(["Ms. Amina Diallo", "Mr. Bo Li", "H.E. Ms. Carla Paz"])
    handles = page.locator(".handle")
    handles.nth(0).drag_to(handles.nth(2))
    expect(page.get_by_role("status").first).to_have_text("The new order is saved.")
    expect(names).to_have_text(["Mr. Bo Li", "H.E. Ms. Carla Paz", "Ms. Amina Diallo"])
    press_and_confirm(page, "Order by protocol", "Ordered by protocol")
    expect(names).to_have_text(["H.E. Ms. Carla Paz", "Mr. Bo Li", "Ms. Amina Diallo"])
    page.goto(f"{site.url}/events/{event.slug}")
    expect(page.locator(".person strong")).to_have_text(
        ["H.E. Ms. Carla Paz", "Mr. Bo Li", "Ms. Amina Diallo"]
    )


def test_speakers_move_without_script(
    site: Site, event: Event, signed_in: StorageState, open_page: OpenPage
) -> None:
    with site.inside():
        for name in ("Amina", "Bo"):
            make_speaker(event, honorific=None, name=name)
    page = open_page(storage_state=signed_in, java_script_enabled=False)

    page.goto(f"{desk_of(site, event)}/speakers/")
    page.get_by_role("button", name="Move Amina down").click()

    expect(page.locator("tbody b")).to_have_text(["Bo", "Amina"])
    expect(page.locator(".handle").first).to_be_hidden()


def test_two_people_editing_see_both_texts(
    site: Site, event: Event, signed_in: StorageState, open_page: OpenPage
) -> None:
    first = open_page(storage_state=signed_in)
    second = open_page(storage_state=signed_in)
    for page in (first, second):
        page.goto(f"{desk_of(site, event)}/edit")

    first.locator("#theme").fill("What the first wrote")
    press_and_confirm(first, "Save", "Saved.")
    second.locator("#theme").fill("What the second wrote")
    second.get_by_role("button", name="Save").click()

    expect(second.get_by_role("alert")).to_contain_text("Somebody saved this")
    expect(second.locator("#theme")).to_have_value("What the second wrote")
    expect(second.locator(".now-saved")).to_have_text(["Now saved: What the first wrote"])
    press_and_confirm(second, "Save", "Saved.")
    second.get_by_role("link", name="History").click()
    expect(second.locator(".history li").first).to_contain_text("What the second wrote")


def test_registrations_are_found_sorted_and_taken_away(
    site: Site, event: Event, signed_in: StorageState, open_page: OpenPage
) -> None:
    with site.inside():
        for name in ("Bo", "Amina", "Carla"):
            make_registration(
                event, given_name=name, family_name="Li", organization=f"={name}", now=_now()
            )
    page = open_page(storage_state=signed_in)
    page.goto(f"{desk_of(site, event)}/registrations/")
    names = page.locator("#found tbody b")

    page.get_by_role("link", name="Name").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name")
    ascending = names.all_text_contents()
    page.get_by_role("link", name="Name").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Name")
    assert (names.all_text_contents(), ascending) == (ascending[::-1], sorted(ascending))
    page.get_by_role("searchbox").fill("carl")
    expect(names).to_have_text(["Carla Li"])
    assert organizations_in_csv(page) == ["'=Carla"]
    page.get_by_role("searchbox").fill("nobody at all")
    expect(page.locator("#found")).to_contain_text("Nobody fits.")
    page.get_by_role("searchbox").fill("")
    expect(names).to_have_count(3)

    assert organizations_in_csv(page) == ["'=Amina", "'=Bo", "'=Carla"]
    assert len(rows_in_xlsx(page)) == 1 + 3


def organizations_in_csv(page: Page) -> list[str]:
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    return sorted(row["Organization"] for row in csv.DictReader(io.StringIO(text)))


def rows_in_xlsx(page: Page) -> list[tuple[object, ...]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    file = io.BytesIO(download.value.path().read_bytes())
    return list(load_workbook(file).active.iter_rows(values_only=True))


def test_person_is_withdrawn_by_an_organizer(
    site: Site, event: Event, signed_in: StorageState, open_page: OpenPage
) -> None:
    with site.inside():
        make_registration(event, now=_now())
    page = open_page(storage_state=signed_in)

    page.goto(f"{desk_of(site, event)}/registrations/")
    page.locator("#found tbody a").click()
    press_and_confirm(page, "Withdraw", "They are being told by mail.")

    expect(page.locator("h2 .state")).to_have_text("Withdrawn")


def test_cancelled_event_tells_those_registered_and_leaves_a_copy_to_work_on(
    site: Site, event: Event, signed_in: StorageState, open_page: OpenPage
) -> None:
    page, email = open_page(storage_state=signed_in), "told@example.org"
    page.goto(f"{site.url}/events/{event.slug}/register")
    fill_registration(page, email=email)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("look in your mail")
    page.goto(f"{site.url}/manage/mail")
    expect(page.get_by_role("region", name="Waiting")).to_contain_text(email)
    site.send_mail()

    page.goto(f"{desk_of(site, event)}/")
    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("status").first).to_contain_text("This is the copy, a draft.")
    page.goto(f"{desk_of(site, event)}/")
    page.get_by_role("link", name="Cancel the event").click()
    press_and_confirm(page, "Cancel the event", "Cancelled.")
    site.send_mail()

    methods = [
        part.get_param("method")
        for mail in site.mails_to(email)
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert methods == ["REQUEST", "CANCEL"]
    page.get_by_role("link", name="History").click()
    expect(page.locator(".history b").nth(0)).to_have_text("people told")
    expect(page.locator(".history b").nth(1)).to_have_text("cancelled")
    page.goto(f"{site.url}/events/{event.slug}")
    expect(page.locator(".banner.bad")).to_contain_text("This event has been cancelled.")
    page.goto(f"{site.url}/manage/mail")
    expect(page.get_by_text("No mail is waiting.")).to_be_visible()


def test_a_move_is_seen_before_it_is_saved_and_reaches_the_calendar(
    site: Site, event: Event, signed_in: StorageState, open_page: OpenPage
) -> None:
    page, email = open_page(storage_state=signed_in), "moved@example.org"
    page.goto(f"{site.url}/events/{event.slug}/register")
    fill_registration(page, email=email)
    page.get_by_role("button", name="Register").click()
    site.send_mail()

    page.goto(f"{desk_of(site, event)}/")
    page.get_by_role("link", name="Reschedule").click()
    later = event.starts + timedelta(hours=2)
    page.get_by_label("Starts").fill(f"{later:%Y-%m-%dT%H:%M}")
    page.get_by_label("Ends").fill(f"{later + timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("1 person will be told by mail:")).to_be_visible()
    page.get_by_label("A word of yours for them").fill("The speaker is still on the train.")
    page.get_by_role("button", name="Show the mail with this word").click()
    mail = page.frame_locator("iframe")
    expect(mail.get_by_text("The speaker is still on the train.")).to_be_visible()
    expect(mail.get_by_text("This event has changed.")).to_be_visible()
    page.get_by_role("button", name="Save and tell them").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    site.send_mail()

    calendars = [
        part.get_content().replace("\r\n ", "")
        for mail in site.mails_to(email)
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert [line_of(each, "SEQUENCE") for each in calendars] == ["SEQUENCE:0", "SEQUENCE:1"]
    assert len({line_of(each, "UID") for each in calendars}) == 1
    assert line_of(calendars[1], "DTSTART").endswith(f"{later:%Y%m%dT%H%M%S}")


def line_of(calendar: str, name: str) -> str:
    """Of the VEVENT, which comes after the time zone."""
    lines = calendar.partition("BEGIN:VEVENT")[2].splitlines()
    return next(line for line in lines if line.startswith(name))


def test_many_are_approved_with_the_keyboard_alone_and_without_script(
    site: Site, signed_in: StorageState, open_page: OpenPage
) -> None:
    now, slug = datetime.now(UTC), f"desk-{next(_number)}"
    day = datetime(now.year + 1, 6, 15, 8, 30)
    with site.inside():
        event = make_event(
            slug=slug, starts=day, ends=day.replace(hour=10), now=now, approval=True, capacity=1
        )
        for name in ("Amina", "Bo", "Carla"):
            make_registration(event, given_name=name, family_name="Li", now=now)
    page = open_page(storage_state=signed_in, java_script_enabled=False)

    page.goto(f"{desk_of(site, event)}/registrations/?sort=name")
    for name in ("Amina Li", "Bo Li"):
        tab_to(page.get_by_role("checkbox", name=name, exact=True))
        page.keyboard.press("Space")
    tab_to(page.get_by_label("With those ticked:"))
    page.keyboard.type("App")
    tab_to(page.get_by_role("button", name="Look at it first"))
    page.keyboard.press("Enter")
    expect(page.locator(".forecast b")).to_have_text(["2"])
    tab_to(page.locator("main form .button").first)
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Done for 2")
    outcomes = page.get_by_role("region", name="What became of each").locator("tbody tr")
    expect(outcomes.locator("td:nth-child(3) b")).to_have_text(["Confirmed", "On the waiting list"])
    page.goto(f"{desk_of(site, event)}/registrations/?sort=name")
    expect(page.locator("#found tbody td:nth-child(7)")).to_have_text(
        ["Confirmed", "On the waiting list", "Waiting for approval"]
    )


def _now() -> datetime:
    return datetime.now(UTC)
