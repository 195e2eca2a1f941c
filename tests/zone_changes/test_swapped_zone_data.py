"""Zone data swapped under the real programs: nobody comes at the wrong hour, nothing flaps.

This process and one site have the ordinary data. The other site is the same database after the
update: its programs read a folder in which clocks in Nairobi are an hour behind from 2036 on.
"""

import re
import shutil
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
import vobject
from sqlalchemy import select

from tests.browser.site import Site
from tests.factories import PASSWORD, make_account, make_event, make_registration
from tests.races import programs
from ungis_events.core import clock
from ungis_events.core.database import Model, db
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.models import Registration

from .steps import IS_AT, MISSING, STARTS, WAS_AT, make_event_in_nairobi, save
from .zone_files import NAIROBI

URL = "http://127.0.0.1:1"
ORGANIZER = "organizer@example.org"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # the programs have the real clock
AN_HOUR, DURATION = timedelta(hours=1), timedelta(minutes=75)


class Sites(NamedTuple):
    """The site before the update of zone data and after it, on one database."""

    before: Site
    after: Site


def make_tables_and_events() -> None:
    Model.metadata.create_all(db.engine)
    make_account(email=ORGANIZER, name="Amina Diallo")
    event = make_event_in_nairobi(slug="nairobi", title="Data for all", capacity=1, now=LONG_AGO)
    make_registration(event, email="seat@example.org", now=LONG_AGO)
    make_registration(event, email="waits@example.org", now=LONG_AGO)
    far = {"starts": datetime(2040, 2, 10, 8, 30), "ends": datetime(2040, 2, 10, 9, 45)}
    make_event_in_nairobi(slug="far", now=LONG_AGO, **far)
    make_event(slug="new-york", now=LONG_AGO)
    make_event(slug="off-the-clock", now=LONG_AGO, **MISSING)


@pytest.fixture(scope="module")
def prepared_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    with Site(folder, url=URL).inside():
        make_tables_and_events()
    return folder / "site.db"


@pytest.fixture
def sites(tmp_path: Path, prepared_database: Path, zone_folder: Path) -> Sites:
    shutil.copy(prepared_database, tmp_path)
    return Sites(Site(tmp_path, url=URL), Site(tmp_path, url=URL, PYTZ_TZDATADIR=str(zone_folder)))


class State(NamedTuple):
    starts: datetime
    starts_at: datetime
    lasts: timedelta
    version: int
    sequence: int
    zone_data: str


def state(site: Site, slug: str) -> State:
    with site.inside():
        event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
        lasts = event.ends_at - event.starts_at
        return State(
            event.starts, event.starts_at, lasts, event.version, event.sequence, event.zone_data
        )


def own_sequences(site: Site) -> dict[str, int | None]:
    with site.inside():
        people = db.session.scalars(select(Registration))
        return {person.email: person.calendar_sequence for person in people}


def news(site: Site) -> list[tuple[str, str, str]]:
    """(event, kind, address) of every mail besides the outcomes of registering."""
    with site.inside():
        query = select(OutgoingEmail, Event.slug).join(Event, Event.id == OutgoingEmail.event_id)
        rows = [(slug, row.kind, row.to_address) for row, slug in db.session.execute(query)]
        return sorted(row for row in rows if not row[1].startswith("registration_"))


def invitation(mail: EmailMessage) -> Any:
    """The VEVENT of a REQUEST, read by vobject."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    return vobject.readOne(part.get_payload(decode=True).decode()).vevent  # type: ignore[union-attr] # bytes, as decoded


def test_an_update_of_zone_data_moves_moments_once_and_tells_everybody(sites: Sites) -> None:
    old, new = sites
    was, far_was = state(old, "nairobi"), state(old, "far")
    sequences = own_sequences(old)

    output = new.flask("times", "check")

    assert output.splitlines() == [
        "nairobi: 2036-02-10 08:30 Africa/Nairobi moved from 2036-02-10T05:30Z to "
        "2036-02-10T06:30Z; 2 people and 1 organizers told",
        "far: 2040-02-10 08:30 Africa/Nairobi moved from 2040-02-10T05:30Z to "
        "2040-02-10T06:30Z; 0 people and 1 organizers told",
        "off-the-clock: 2036-02-10 10:30 Asia/Kathmandu stays where it was, a time is not on the "
        "clock: choose one; 0 people and 1 organizers told",
    ]
    assert was == (STARTS, WAS_AT, DURATION, was.version, 0, clock.ZONE_DATA_EDITION)
    assert state(old, "nairobi") == (STARTS, IS_AT, DURATION, was.version + 1, 1, "2099a")
    assert state(old, "far").starts_at == far_was.starts_at + AN_HOUR
    assert own_sequences(old) == {
        "seat@example.org": (sequences["seat@example.org"] or 0) + 1,
        "waits@example.org": None,
    }
    assert news(old) == [
        ("far", "zone_changed", ORGANIZER),
        ("nairobi", "event_changed", "seat@example.org"),
        ("nairobi", "event_changed", "waits@example.org"),
        ("nairobi", "zone_changed", ORGANIZER),
        ("off-the-clock", "zone_changed", ORGANIZER),
    ]


def test_a_second_check_and_one_with_older_data_change_nothing(sites: Sites) -> None:
    old, new = sites
    new.flask("times", "check")
    slugs = ("nairobi", "far", "new-york", "off-the-clock")
    moved, mails = [state(old, slug) for slug in slugs], news(old)

    again = new.flask("times", "check")
    older = old.flask("times", "check")

    assert again == "nothing moved by zone data 2099a\n"
    assert older == f"nothing moved by zone data {clock.ZONE_DATA_EDITION}\n"
    assert [state(old, slug) for slug in slugs] == moved
    assert news(old) == mails


def test_a_typo_saved_with_older_data_moves_nothing_back(sites: Sites) -> None:
    old, new = sites
    new.flask("times", "check")
    moved = state(old, "nairobi")

    with old.inside():
        save(get_event("nairobi"), title="Without the typo")

    assert state(old, "nairobi") == moved._replace(version=moved.version + 1)
    assert new.flask("times", "check") == "nothing moved by zone data 2099a\n"


def test_times_set_with_older_data_are_looked_at_again(sites: Sites) -> None:
    old, new = sites
    new.flask("times", "check")
    with old.inside():
        save(get_event("nairobi"), starts=datetime(2036, 2, 10, 9, 0))
    wrong = state(old, "nairobi")

    output = new.flask("times", "check")

    right = state(old, "nairobi")
    assert (wrong.starts_at, wrong.zone_data) == (WAS_AT + AN_HOUR / 2, clock.ZONE_DATA_EDITION)
    assert (right.starts_at, right.zone_data) == (IS_AT + AN_HOUR / 2, "2099a")
    assert "nairobi: 2036-02-10 09:00 Africa/Nairobi moved" in output


def change_told_to(site: Site, name: str) -> EmailMessage:
    mails = site.mails_to(f"{name}@example.org")
    (mail,) = [mail for mail in mails if mail["Subject"] == "Changed: Data for all"]
    return mail


def test_the_mails_that_leave_hold_the_new_moments(sites: Sites) -> None:
    sites.before.send_mail()  # everybody has heard of the old moment
    sites.after.send_mail()  # the worker checks when it starts

    seat, waits = (change_told_to(sites.after, name) for name in ("seat", "waits"))
    entry = invitation(seat)
    assert (entry.dtstart.value, entry.dtend.value) == (IS_AT, IS_AT + DURATION)
    assert entry.sequence.value == "1"
    assert [part.get_content_type() for part in waits.walk() if not part.is_multipart()] == [
        "text/plain", "text/html",
    ]  # fmt: skip
    for mail in (seat, waits):
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one
        assert "The rules for the clocks of Africa/Nairobi have changed." in text
    subjects = {str(mail["Subject"]) for mail in sites.after.mails_to(ORGANIZER)}
    assert len(subjects) == 3
    assert "New rules for the clocks: Data for all" in subjects


def test_page_calendar_file_and_desk_show_the_new_moment(sites: Sites) -> None:
    site = sites.after
    with site.serving():
        client = build_opener(HTTPCookieProcessor(CookieJar()))

        def ask(path: str, form: dict[str, str] | None = None) -> str:
            data = urlencode(form).encode() if form else None
            with client.open(f"http://127.0.0.1:{site.port}{path}", data, timeout=20) as answer:
                return str(answer.read().decode())

        before = ask("/events/nairobi")
        site.flask("times", "check")
        page, calendar = ask("/events/nairobi"), ask("/events/nairobi/calendar.ics")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', ask("/sign-in"))
        assert token
        ask("/sign-in", {"csrf_token": token[1], "email": ORGANIZER, "password": PASSWORD})
        desk = ask("/manage/zone-changes")

    assert 'data-starts="2036-02-10T05:30:00Z"' in before
    assert 'data-starts="2036-02-10T06:30:00Z"' in page
    entry = vobject.readOne(calendar).vevent
    assert (entry.dtstart.value, entry.dtend.value) == (
        IS_AT,
        datetime(2036, 2, 10, 7, 45, tzinfo=UTC),
    )
    assert "TZID" not in calendar
    assert "Data for all" in desk
    assert "nairobi/reschedule?starts=2036-02-10T07:30" in desk
    assert "10:30 does not exist on 10 February 2036 in Asia/Kathmandu" in desk


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def shared_sites(request: pytest.FixtureRequest, tmp_path: Path, zone_folder: Path) -> Sites:
    """On each database in turn."""
    old, new = (
        Site(tmp_path, url=URL, **more) for more in ({}, {"PYTZ_TZDATADIR": str(zone_folder)})
    )
    if request.param == "postgresql":
        old.database_url = request.getfixturevalue("postgresql_url")
        new._settings["DATABASE_URL"] = old.database_url
    with old.inside():
        make_tables_and_events()
    return Sites(old, new)


def test_two_workers_that_start_together_tell_everybody_once(shared_sites: Sites) -> None:
    old, new = shared_sites
    arguments = ("-m", "flask", "--app", "app", "times", "check")
    checks = [programs.start(*arguments, settings=new._settings) for _ in range(2)]

    output = "".join(check.communicate(timeout=60)[0] for check in checks)

    assert [check.returncode for check in checks] == [0, 0]
    assert output.count(f"nairobi: 2036-02-10 08:30 {NAIROBI} moved") == 1
    assert "could not be checked" not in output
    assert [kind for _, kind, _ in news(old)].count("event_changed") == 2
    assert state(old, "nairobi").sequence == 1
