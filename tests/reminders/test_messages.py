"""The two mails, read back from their bytes."""

from datetime import timedelta

import pytest

from tests.conftest import Hands
from tests.factories import NOON, make_registration
from tests.registrations.steps import ReadMail, deliver
from ungis_events.adapters.mail import Email
from ungis_events.core.database import transaction
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.registrations.links import join_url
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import get_registration
from ungis_events.reminders.service import ReminderDetails, change_reminder, send_test

from .steps import (
    DAY,
    END,
    HOUR,
    MINUTE,
    START,
    add_recording,
    let_it_be,
    locked,
    make_reminded_event,
    move,
    states,
)


def write(event: Event, kind: str, words: str) -> None:
    with transaction():
        event, reminder = locked(event, kind)
        before = ReminderDetails.of(reminder)
        details = ReminderDetails(before.number, before.unit, words)
        change_reminder(event, reminder, details, actor="test", now=NOON)


def sent(clock_hands: Hands, outbox: list[Email], moment: object) -> ReadMail:
    """The one mail about the event that leaves then; what waited before has left."""
    deliver(outbox)
    let_it_be(clock_hands, moment)  # type: ignore[arg-type] # a datetime
    (mail,) = deliver(outbox)
    return mail


def join_address(registration: Registration) -> str:
    event = get_event(registration.event.slug)
    return str(join_url(get_registration(event, registration.id)))


def test_reminder_says_how_long_when_and_where(clock_hands: Hands, outbox: list[Email]) -> None:
    event = make_reminded_event(title="Digital cooperation", access="Captions in English.")
    person = make_registration(event, given_name="Amina", family_name="Diallo")

    mail = sent(clock_hands, outbox, START - HOUR)

    assert mail.message["Subject"] == "In 1 hour: Digital cooperation"
    assert mail.text.splitlines()[:9] == [
        "Dear Amina Diallo,",
        "",
        "A reminder: the event you registered for begins in 1 hour.",
        "",
        "Digital cooperation",
        "",
        "New York  Sun 31 Jan 2027, 08:30–09:45 (EST, UTC−5)",
        "Geneva    Sun 31 Jan 2027, 14:30–15:45 (CET, UTC+1)",
        "Online: Zoom",
    ]
    assert f"\n{join_address(person)}\n" in mail.text
    assert "Captions in English." in mail.text
    assert mail.calendar is None


def test_the_join_page_is_a_button(clock_hands: Hands, outbox: list[Email]) -> None:
    person = make_registration(make_reminded_event())

    mail = sent(clock_hands, outbox, START - HOUR)

    button = mail.html.split(">Join the webinar</a>")[0].rpartition("<a ")[2]
    assert f'href="{join_address(person)}"' in button


def test_times_come_in_the_readers_own_zone_too(clock_hands: Hands, outbox: list[Email]) -> None:
    make_registration(make_reminded_event(), zone="Asia/Kathmandu")

    mail = sent(clock_hands, outbox, START - HOUR)

    lines = [line for line in mail.text.splitlines() if "2027, " in line][:3]
    assert lines == [
        "New York               Sun 31 Jan 2027, 08:30–09:45 (EST, UTC−5)",
        "Geneva                 Sun 31 Jan 2027, 14:30–15:45 (CET, UTC+1)",
        "Your time (Kathmandu)  Sun 31 Jan 2027, 19:15–20:30 (UTC+5:45)",
    ]


@pytest.mark.parametrize(
    ("language", "subject", "date"),
    [
        ("fr", "Dans 1 heure: Event", "dim. 31 janv. 2027"),
        ("ru", "Через 1 час: Event", "вс 31 янв. 2027"),
        ("zh", "1小时后: Event", "2027年1月31日 周日"),
        ("ar", "خلال ساعة واحدة: Event", "الأحد 31 يناير 2027"),
    ],
)
def test_mail_speaks_the_readers_language(
    clock_hands: Hands, outbox: list[Email], language: str, subject: str, date: str
) -> None:
    """Times and dates by Babel's data; our own words as far as they are translated."""
    make_registration(make_reminded_event(title="Event"), language=language)

    mail = sent(clock_hands, outbox, START - HOUR)

    assert mail.message["Subject"].replace("\xa0", " ") == subject
    assert date in mail.text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("late", "subject"),
    [
        pytest.param(timedelta(seconds=30), "In 1 hour: Event", id="half a minute"),
        pytest.param(20 * MINUTE, "In 40 minutes: Event", id="twenty minutes"),
    ],
)
def test_a_late_mail_says_how_long_it_is_really(
    clock_hands: Hands, outbox: list[Email], late: timedelta, subject: str
) -> None:
    make_registration(make_reminded_event(title="Event"))

    mail = sent(clock_hands, outbox, START - HOUR + late)

    assert mail.message["Subject"] == subject


def test_who_comes_to_the_room_reads_where_it_is(clock_hands: Hands, outbox: list[Email]) -> None:
    event = make_reminded_event(format=EventFormat.HYBRID, venue="Room XVII, Palais des Nations")
    person = make_registration(event, attendance=Mode.ROOM)

    mail = sent(clock_hands, outbox, START - HOUR)

    assert "\nYour place is in the room: Room XVII, Palais des Nations\n" in mail.text
    assert join_address(person) not in mail.text + mail.html


def test_own_words_stand_in_the_mail_and_nothing_in_them_is_markup(
    clock_hands: Hands, outbox: list[Email]
) -> None:
    event = make_reminded_event()
    make_registration(event)
    write(event, "before-60", "Bring <b>badges</b> & {{ config }}\nDoor 6")

    mail = sent(clock_hands, outbox, START - HOUR)

    assert "\nBring <b>badges</b> & {{ config }}\nDoor 6\n" in mail.text
    html = mail.html.replace("\r\n", "\n")
    assert "Bring &lt;b&gt;badges&lt;/b&gt; &amp; {{ config }}\nDoor 6" in html


def test_recording_comes_with_its_address(clock_hands: Hands, outbox: list[Email]) -> None:
    event = make_reminded_event(title="Event")
    make_registration(event)
    add_recording(event)

    mail = sent(clock_hands, outbox, END + 30 * MINUTE)

    assert mail.message["Subject"] == "The recording is there: Event"
    assert "\nhttps://example.org/recording?a=1&b=2\n" in mail.text
    assert 'href="https://example.org/recording?a=1&amp;b=2"' in mail.html
    assert "Join the webinar" not in mail.html


def test_a_mail_about_the_old_time_stays_behind(clock_hands: Hands, outbox: list[Email]) -> None:
    event = make_reminded_event()
    make_registration(event)
    deliver(outbox)
    let_it_be(clock_hands, START - HOUR)

    move(event, get_event(event.slug).starts + DAY, now=START - HOUR)
    subjects = [mail.message["Subject"] for mail in deliver(outbox)]

    assert [subject for subject in subjects if subject.startswith("In ")] == []
    assert states(event)["before-60"] == ("waiting", None)


@pytest.mark.parametrize("kind", ["before-60", "recording"])
def test_an_organizer_gets_a_test_as_often_as_they_like(
    clock_hands: Hands, outbox: list[Email], kind: str
) -> None:
    """Long before its moment, and without any registration."""
    event = make_reminded_event(title="Event")
    with transaction():
        event, reminder = locked(event, kind)
        for _ in range(2):
            send_test(
                reminder, event, to_address="o@example.org", name="Olga", language="en", now=NOON
            )

    mails = deliver(outbox)

    subject = {"before-60": "In 1 hour: Event", "recording": "The recording is there: Event"}[kind]
    assert [mail.message["Subject"] for mail in mails] == [subject, subject]
    assert mails[0].message["To"] == "Olga <o@example.org>"
    assert "A test, for your eyes" in mails[0].text


def test_neither_mail_touches_the_calendar(clock_hands: Hands, outbox: list[Email]) -> None:
    event = make_reminded_event()
    make_registration(event)
    add_recording(event)

    reminder = sent(clock_hands, outbox, START - HOUR)
    recording = sent(clock_hands, outbox, END + 30 * MINUTE)

    for mail in (reminder, recording):
        kinds = [part.get_content_type() for part in mail.message.walk() if not part.is_multipart()]
        assert kinds == ["text/plain", "text/html"]
