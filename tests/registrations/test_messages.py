"""The mails about registrations, read back from their bytes by parsers that are not ours."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOON, make_event, make_registration
from ungis_events import workflows
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.desk_service import approve_registration, reject_registration
from ungis_events.registrations.links import join_url, own_url
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import resend_link, withdraw_registration

from .steps import ReadMail, deliver, registration_of

WEBINAR = "https://webinar.example/j/81234567890?pwd=secret"
UGLY_TITLES = [
    pytest.param("التعاون الرقمي: من القمة إلى العمل", id="Arabic"),
    pytest.param("数字合作，加速实现可持续发展目标", id="Chinese"),
    pytest.param("Digital 🌍 cooperation 🤝 — now 🚀", id="emoji"),
    pytest.param('One, two; "three" \\ \\n four: <b>&amp;', id="punctuation"),
    pytest.param("=?utf-8?b?SGFja2Vk?= Bcc: x@example.org", id="looks like a header"),
    pytest.param("w" * 300, id="one word of 300"),
    pytest.param("信息社会" * 75, id="300 wide characters"),
]


def change(event: Event, **overrides: object) -> None:
    with transaction():
        event = get_event(event.slug)
        details = replace(EventDetails.of(event), **overrides)  # type: ignore[arg-type] # any field
        workflows.save_event(event, details, actor="test", now=NOON)


def cancel(event: Event) -> None:
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)


def publish(event: Event) -> None:
    with transaction():
        workflows.publish_event(get_event(event.slug), actor="test", now=NOON)


def again(registration: Registration) -> Registration:
    return get_registration(get_event(registration.event.slug), registration.id)


def withdraw(registration: Registration) -> None:
    with transaction():
        withdraw_registration(again(registration), now=NOON)


def reject(registration: Registration, note: str | None = None) -> None:
    with transaction():
        reject_registration(again(registration), note=note, now=NOON)


def structure(mail: ReadMail) -> list[str]:
    return [part.get_content_type() for part in mail.message.walk()]


def notes() -> list[tuple[str, str, str | None]]:
    """(kind, status, reason) of every row in the outbox."""
    rows = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id))
    return [(row.kind, row.status.value, row.note) for row in rows]


def every_kind(outbox: list[Email]) -> dict[str, ReadMail]:
    """One mail of each kind, each as it leaves in life."""
    mails = {}

    def send(kind: str) -> None:
        mails[kind] = deliver(outbox)[-1]

    event = make_event(capacity=1, join_url=WEBINAR, contact="desk@example.org")
    first = make_registration(event, email="first@example.org")
    send("registration_confirmed")
    second = make_registration(event, email="second@example.org")
    send("registration_waitlisted")
    make_registration(event, email="first@example.org")
    send("already_registered")
    with transaction():
        resend_link(get_event(event.slug), "second@example.org", now=NOON)
    send("link_resent")
    withdraw(first)
    leaving, moving_up = deliver(outbox)
    mails |= {"withdrawn": leaving, "promoted": moving_up}
    change(event, starts=datetime(2027, 1, 31, 10, 0), ends=datetime(2027, 1, 31, 11, 0))
    send("event_changed")
    reject(second, note="We have no room.\nSorry.")
    send("registration_rejected")
    make_registration(event, email="third@example.org")
    deliver(outbox)
    cancel(event)
    send("event_cancelled")
    approved = make_event(approval=True, join_url=WEBINAR)
    make_registration(approved)
    send("registration_pending")
    return mails


@pytest.fixture
def mails(outbox: list[Email]) -> dict[str, ReadMail]:
    return every_kind(outbox)


def test_every_kind_is_made_of_the_parts_calendars_and_readers_expect(
    mails: dict[str, ReadMail],
) -> None:
    plain = ["multipart/alternative", "text/plain", "text/html"]
    invitation = ["multipart/mixed", *plain, "text/calendar", "application/ics"]

    assert {kind: structure(mail) for kind, mail in mails.items()} == {
        "registration_confirmed": invitation,
        "promoted": invitation,
        "event_changed": invitation,
        "withdrawn": invitation,
        "registration_rejected": invitation,
        "event_cancelled": invitation,
        "registration_waitlisted": plain,
        "registration_pending": plain,
        "already_registered": plain,
        "link_resent": plain,
    }


def test_each_kind_has_the_method_that_fits(mails: dict[str, ReadMail]) -> None:
    methods = {kind: mail.method for kind, mail in mails.items() if mail.calendar}

    assert methods == {
        "registration_confirmed": "REQUEST",
        "promoted": "REQUEST",
        "event_changed": "REQUEST",
        "withdrawn": "CANCEL",
        "registration_rejected": "CANCEL",
        "event_cancelled": "CANCEL",
    }


def test_calendar_part_and_attachment_are_the_same_bytes_with_the_announced_method(
    mails: dict[str, ReadMail],
) -> None:
    for mail in mails.values():
        if mail.calendar is None:
            continue
        alternative, attachment = list(mail.message.walk())[4:]

        assert attachment.get_payload(decode=True) == mail.calendar
        assert (attachment.get_filename(), attachment.get_content_disposition()) == (
            "invite.ics",
            "attachment",
        )
        assert alternative.get_content_disposition() is None
        assert alternative.get_content_charset() == "utf-8"
        assert f"\r\nMETHOD:{mail.method}\r\n".encode() in mail.calendar
        assert b"\n" not in mail.calendar.replace(b"\r\n", b"")


def test_every_mail_tells_both_citys_times_with_their_zones(mails: dict[str, ReadMail]) -> None:
    for kind, mail in mails.items():
        hours = ("10:00–11:00", "16:00–17:00") if kind in (
            "event_changed", "registration_rejected", "event_cancelled"
        ) else ("08:30–09:45", "14:30–15:45")  # fmt: skip
        for words in (*hours, "New York", "Geneva", "EST, UTC−5", "CET, UTC+1", "Sun 31 Jan 2027"):
            assert words in mail.text, (kind, words)
            assert words in mail.html, (kind, words)


def test_every_mail_leads_to_the_events_page_and_to_the_own_one(
    mails: dict[str, ReadMail],
) -> None:
    for kind, mail in mails.items():
        slug = mail.text.split("http://localhost/events/")[1].split()[0]
        (own,) = {
            line for line in mail.text.splitlines() if "http://localhost/registrations/" in line
        }

        assert get_event(slug), kind
        assert f'href="{own}"' in mail.html, kind


def test_the_own_link_stands_in_no_calendar_object(mails: dict[str, ReadMail]) -> None:
    calendars = {kind: mail.unfolded_calendar for kind, mail in mails.items()}

    assert [kind for kind, text in calendars.items() if "registrations/" in text] == []


def test_only_the_confirmed_get_the_way_in(mails: dict[str, ReadMail]) -> None:
    inviting = {"registration_confirmed", "promoted", "event_changed"}
    leading_in = inviting | {"already_registered"}

    assert {kind for kind, mail in mails.items() if "/join/" in mail.text} == leading_in
    assert {kind for kind, mail in mails.items() if "/join/" in mail.html} == leading_in
    assert {kind for kind, mail in mails.items() if "/join/" in mail.unfolded_calendar} == inviting


def test_the_webinars_own_address_is_in_no_mail(mails: dict[str, ReadMail]) -> None:
    for kind, mail in mails.items():
        everything = mail.message.as_string() + mail.text + mail.html + mail.unfolded_calendar

        assert "webinar.example" not in everything, kind


def test_attendee_is_the_recipient_and_organizer_the_sender(mails: dict[str, ReadMail]) -> None:
    for mail in mails.values():
        if mail.calendar is None:
            continue
        (to,) = mail.message["To"].addresses
        (sender,) = mail.message["From"].addresses

        (attendee,) = mail.entry.contents["attendee"]
        assert attendee.value == f"mailto:{to.addr_spec}"
        assert mail.entry.organizer.value == f"mailto:{sender.addr_spec}"


def test_the_attendee_of_an_address_outside_ascii_is_the_recipient_too(
    outbox: list[Email],
) -> None:
    make_registration(make_event(), email="amina@bücher.example")

    (mail,) = deliver(outbox)

    (to,) = mail.message["To"].addresses
    assert mail.entry.attendee.value == f"mailto:{to.addr_spec}"
    assert to.addr_spec == "amina@xn--bcher-kva.example"


def test_answers_go_to_the_events_contact(mails: dict[str, ReadMail]) -> None:
    assert mails["registration_confirmed"].message["Reply-To"] == "desk@example.org"
    assert mails["registration_pending"].message["Reply-To"] is None


def test_words_about_a_calendar_stand_only_where_a_calendar_is(
    mails: dict[str, ReadMail],
) -> None:
    speaking = {kind for kind, mail in mails.items() if "in this mail" in mail.text}

    assert speaking <= {kind for kind, mail in mails.items() if mail.calendar}
    assert speaking >= {"registration_confirmed", "promoted", "withdrawn", "event_cancelled"}


def test_who_left_the_line_hears_nothing_about_their_calendar(outbox: list[Email]) -> None:
    """Also when they had a seat once before."""
    event = make_event(capacity=1)
    person = make_registration(event, email="amina@example.org")
    make_registration(event)
    withdraw(person)
    make_registration(event, email="amina@example.org", now=NOON + timedelta(minutes=1))
    deliver(outbox)

    withdraw(registration_of(event, "amina@example.org"))
    (mail,) = deliver(outbox)

    assert mail.calendar is None
    assert "calendar" not in mail.text
    assert "calendar" not in mail.html


def test_the_place_in_line_is_told(outbox: list[Email]) -> None:
    event = make_event(capacity=1)
    for _ in range(3):
        make_registration(event)

    *_, last = deliver(outbox)

    assert "Your place in line: 2." in last.text
    assert "Your place in line: 2." in last.html


def test_a_cancel_is_above_the_request_and_the_next_request_above_the_cancel(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=5)
    person = make_registration(event, email="amina@example.org")
    (invitation,) = deliver(outbox)
    withdraw(person)
    (cancellation,) = deliver(outbox)
    make_registration(event, email="amina@example.org")
    (second_invitation,) = deliver(outbox)

    messages = (invitation, cancellation, second_invitation)

    assert [mail.method for mail in messages] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [mail.sequence for mail in messages] == [0, 1, 2]
    assert {mail.entry.uid.value for mail in messages} == {event.uid}
    assert cancellation.entry.status.value == "CANCELLED"


def test_who_comes_back_to_the_line_and_is_promoted_gets_a_higher_sequence(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1)
    first = make_registration(event, email="first@example.org")
    second = make_registration(event, email="second@example.org")
    withdraw(first)
    make_registration(event, email="first@example.org")
    deliver(outbox)

    withdraw(again(second))
    messages = {mail.message["To"].addresses[0].addr_spec: mail for mail in deliver(outbox)}

    assert (messages["first@example.org"].method, messages["first@example.org"].sequence) == (
        "REQUEST",
        2,
    )


def test_a_moved_event_updates_the_same_entry_and_names_old_and_new_times(
    outbox: list[Email],
) -> None:
    event = make_event()
    make_registration(event)
    (invitation,) = deliver(outbox)

    change(event, starts=datetime(2027, 3, 16, 10, 0), ends=datetime(2027, 3, 16, 11, 0))
    (update,) = deliver(outbox)

    assert update.method == "REQUEST"
    assert update.entry.uid.value == invitation.entry.uid.value
    assert update.sequence > invitation.sequence
    assert update.entry.dtstart.value.isoformat() == "2027-03-16T10:00:00-04:00"
    for words in ("10:00–11:00", "EDT, UTC−4", "15:00–16:00", "CET, UTC+1", "Tue 16 Mar 2027",
                  "08:30–09:45", "14:30–15:45", "Sun 31 Jan 2027", "5 hours ahead"):  # fmt: skip
        assert words in update.text
        assert words in update.html
    before = update.text.partition("The time before, no longer valid:")[2]
    assert ("08:30–09:45" in before, "10:00–11:00" in before) == (True, False)


def test_a_moved_room_names_the_old_and_the_new_place(outbox: list[Email]) -> None:
    event = make_event(format=EventFormat.IN_PERSON, venue="Room 7", platform=None)
    make_registration(event)
    deliver(outbox)

    change(event, venue="Room 8")
    (update,) = deliver(outbox)

    assert (update.method, update.sequence) == ("REQUEST", 1)
    assert update.entry.location.value == "Room 8"
    assert "The place before, no longer valid:\nRoom 7" in update.text
    assert "Room 8" in update.text


def test_who_waits_gets_words_about_a_change_and_a_cancellation_but_no_calendar(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1)
    make_registration(event)
    make_registration(event, email="waiting@example.org")
    deliver(outbox)

    change(event, starts=datetime(2027, 1, 31, 8, 0))
    changed = deliver(outbox)
    cancel(event)
    cancelled = deliver(outbox)

    for mails, subject in ((changed, "Changed: "), (cancelled, "Cancelled: ")):
        (mail,) = [each for each in mails if "waiting@" in each.message["To"]]
        assert mail.calendar is None
        assert mail.message["Subject"] == f"{subject}{event.title}"


def test_a_cancelled_event_leaves_the_calendar_of_the_confirmed_and_comes_back_above(
    outbox: list[Email],
) -> None:
    event = make_event()
    make_registration(event)
    deliver(outbox)

    cancel(event)
    (cancellation,) = deliver(outbox)
    publish(event)
    (revival,) = deliver(outbox)

    assert (cancellation.method, cancellation.sequence) == ("CANCEL", 1)
    assert (revival.method, revival.sequence) == ("REQUEST", 2)
    assert "This event takes place after all." in revival.text


def test_nobody_without_a_seat_ever_gets_a_request(outbox: list[Email]) -> None:
    event = make_event(capacity=1, approval=True)
    people = {
        name: make_registration(event, email=f"{name}@example.org")
        for name in ("confirmed", "waiting", "pending", "rejected", "withdrawn")
    }
    for name in ("confirmed", "waiting"):
        with transaction():
            approve_registration(again(people[name]), now=NOON)
    reject(people["rejected"])
    withdraw(people["withdrawn"])
    mails = deliver(outbox)
    change(event, starts=datetime(2027, 1, 31, 8, 0))
    mails += deliver(outbox)
    cancel(event)
    mails += deliver(outbox)

    methods: dict[str, list[str]] = {}
    for mail in mails:
        name = mail.message["To"].addresses[0].username
        methods.setdefault(name, []).extend([mail.method] if mail.method else [])

    assert methods == {
        "confirmed": ["REQUEST", "REQUEST", "CANCEL"],
        "waiting": [],
        "pending": [],
        "rejected": [],
        "withdrawn": [],
    }


def test_overtaken_mails_are_dropped_with_the_reason(outbox: list[Email]) -> None:
    event = make_event(capacity=5)
    person = make_registration(event)

    withdraw(person)
    (mail,) = deliver(outbox)

    assert mail.method == "CANCEL"
    assert notes() == [
        ("registration_confirmed", "dropped", "a newer message about the same seat follows"),
        ("withdrawn", "sent", None),
    ]


def test_news_of_waiting_is_dropped_when_a_seat_was_given_meanwhile(outbox: list[Email]) -> None:
    event = make_event(capacity=1)
    first = make_registration(event)
    deliver(outbox)
    second = make_registration(event)

    withdraw(first)
    mails = deliver(outbox)

    assert [mail.method for mail in mails] == ["CANCEL", "REQUEST"]
    assert second.email in mails[1].message["To"]
    assert notes()[1][:2] == ("registration_waitlisted", "dropped")


def test_news_of_waiting_for_approval_is_dropped_when_the_answer_was_no(
    outbox: list[Email],
) -> None:
    event = make_event(approval=True)
    person = make_registration(event)

    reject(person)
    (mail,) = deliver(outbox)

    assert "could not accept" in mail.text
    assert notes() == [
        ("registration_pending", "dropped", "the registration has changed since"),
        ("registration_rejected", "sent", None),
    ]


def test_who_came_back_to_the_line_gets_words_about_a_change_and_no_request(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1)
    person = make_registration(event, email="amina@example.org")
    make_registration(event)
    withdraw(person)
    make_registration(event, email="amina@example.org")
    deliver(outbox)

    change(event, starts=datetime(2027, 1, 31, 8, 0))
    (mail,) = [each for each in deliver(outbox) if "amina@" in each.message["To"]]

    assert mail.calendar is None
    assert "invitation" not in mail.text


def test_only_the_last_word_about_a_cancelled_event_reaches_who_waits(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1)
    make_registration(event)
    deliver(outbox)
    make_registration(event, email="waiting@example.org")
    change(event, starts=datetime(2027, 1, 31, 8, 0))
    cancel(event)

    subjects = [
        mail.message["Subject"].split(":")[0]
        for mail in deliver(outbox)
        if "waiting@" in mail.message["To"]
    ]

    assert subjects == ["Cancelled"]


def test_a_cancellation_taken_back_before_the_mail_left_is_not_announced(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1)
    make_registration(event)
    make_registration(event, email="waiting@example.org")
    deliver(outbox)
    cancel(event)
    publish(event)

    texts = [mail.text for mail in deliver(outbox)]

    assert ["takes place after all" in text for text in texts] == [True, True]


def test_two_changes_before_the_mail_leaves_are_one_update(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    deliver(outbox)

    change(event, starts=datetime(2027, 1, 31, 8, 0))
    change(event, starts=datetime(2027, 1, 31, 7, 0))
    (mail,) = deliver(outbox)

    assert "07:00–09:45" in mail.text
    assert [status for _, status, _ in notes()] == ["sent", "dropped", "sent"]


def test_a_larger_room_at_another_time_tells_who_gets_in_that_they_do(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1)
    make_registration(event, email="first@example.org")
    make_registration(event, email="second@example.org")
    deliver(outbox)

    change(event, capacity=2, starts=datetime(2027, 1, 31, 8, 0))
    mails = {mail.message["To"].addresses[0].username: mail for mail in deliver(outbox)}

    assert {name: mail.message["Subject"].split(":")[0] for name, mail in mails.items()} == {
        "first": "Changed",
        "second": "A place for you",
    }
    assert mails["second"].entry.dtstart.value.isoformat() == "2027-01-31T08:00:00-05:00"


def test_the_own_links_of_a_mail_are_those_of_its_reader(outbox: list[Email]) -> None:
    event = make_event(join_url=WEBINAR)
    first, second = make_registration(event), make_registration(event)

    mails = deliver(outbox)

    for mail, person, other in ((mails[0], first, second), (mails[1], second, first)):
        assert own_url(person) in mail.text
        assert str(join_url(person)) in mail.unfolded_calendar
        assert own_url(other) not in mail.text + mail.html
        assert str(join_url(other)) not in mail.text + mail.html + mail.unfolded_calendar


def test_an_event_in_a_room_has_no_way_in_by_link(outbox: list[Email]) -> None:
    event = make_event(format=EventFormat.IN_PERSON, venue="Room 7", join_url=WEBINAR)
    make_registration(event)

    (mail,) = deliver(outbox)

    assert "/join/" not in mail.text + mail.html + mail.unfolded_calendar


def test_who_comes_to_the_room_of_a_hybrid_event_gets_the_link_too(outbox: list[Email]) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", join_url=WEBINAR)
    make_registration(event, attendance=Mode.ROOM)

    (mail,) = deliver(outbox)

    assert "Room 7" in mail.text
    assert "/join/" in mail.text


def test_the_registrants_own_zone_is_a_third_clock(outbox: list[Email]) -> None:
    make_registration(make_event(), zone="Asia/Kathmandu")

    (mail,) = deliver(outbox)

    assert "19:15–20:30" in mail.text
    assert "UTC+5:45" in mail.html


@pytest.mark.parametrize("title", UGLY_TITLES)
def test_an_ugly_title_arrives_whole_and_its_subject_is_one_line(
    outbox: list[Email], title: str
) -> None:
    event = make_event(title=title)
    make_registration(event, given_name='Amina "A,"; <x>', family_name="ديالو")

    (mail,) = deliver(outbox)

    assert mail.message["Subject"] == f"You are registered: {title}"
    assert mail.entry.summary.value == title
    assert title in mail.text
    assert mail.message.defects == []
    assert (
        mail.message["To"].addresses[0].addr_spec
        == registration_of(event, mail.message["To"].addresses[0].addr_spec).email
    )


def test_markup_in_names_and_titles_stays_text(outbox: list[Email]) -> None:
    event = make_event(title="<script>alert(1)</script>")
    make_registration(event, given_name="<img src=x>", honorific="<b>")

    (mail,) = deliver(outbox)

    assert "<script>" not in mail.html
    assert "<img" not in mail.html
    assert "<script>alert(1)</script>" in mail.text


def test_a_second_try_is_the_same_message(outbox: list[Email]) -> None:
    """Same Message-ID and Date, so that a reader's program sees one."""
    make_registration(make_event())
    (first,) = deliver(outbox)
    with transaction():
        row = db.session.scalars(select(OutgoingEmail)).one()
        row.status, row.due_at = type(row.status)("waiting"), NOON

    (second,) = deliver(outbox)

    for name in ("Message-ID", "Date", "Subject", "To"):
        assert first.message[name] == second.message[name]


def test_a_mail_whose_registration_is_gone_is_dropped(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    with transaction():
        row = db.session.scalars(select(OutgoingEmail)).one()
        row.registration_id = None

    assert deliver(outbox) == []
    assert notes() == [("registration_confirmed", "dropped", "the registration was removed")]
