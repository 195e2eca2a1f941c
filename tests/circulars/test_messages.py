"""The mails of circulars, read back from their bytes; whoever no longer fits gets none."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import settings
from ungis_events.adapters.mail import Email, to_bytes
from ungis_events.circulars import service
from ungis_events.circulars.links import unsubscribe_url
from ungis_events.circulars.models import Attendance, Circular, Purpose
from ungis_events.core.database import db, transaction
from ungis_events.events.models import EventFormat, EventStatus, Mode
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.links import join_url, own_url
from ungis_events.registrations.models import RegistrationStatus

from .steps import (
    WRITER,
    again,
    deliver,
    deliver_raw,
    mails,
    make_circular,
    schedule,
    send,
    set_columns,
)

EVERYTHING = """{given_name}|{family_name}|{full_name}|{honorific}|{organization}

{title}|{times}|{place}

[Join]({join_link}) or {own_link} or [page]({event_link})
"""


def queue_test(circular: Circular, language: str = "en") -> None:
    with transaction():
        service.queue_test(again(circular), writer=WRITER, language=language, now=NOON)


def test_every_placeholder_is_filled_for_each_reader(outbox: list[Email]) -> None:
    event = make_event(title="Our event", format=EventFormat.HYBRID, venue="Room 7", capacity=9)
    first = make_registration(
        event, given_name="Amina", family_name="Diallo", honorific="Ms.", organization="ECA",
        zone="Asia/Kathmandu", attendance=Mode.ONLINE,
    )  # fmt: skip
    second = make_registration(event, given_name="Bo", family_name="Li", attendance=Mode.ONLINE)

    circular = send(event, subject="{title} for {honorific} {full_name}", body=EVERYTHING)
    mail, other = deliver(outbox)

    assert mail.message["Subject"] == "Our event for Ms. Amina Diallo"
    assert other.message["Subject"] == "Our event for Bo Li"
    assert "Amina|Diallo|Amina Diallo|Ms.|ECA" in mail.text
    assert (
        "Our event|Sun 31 Jan 2027 · New York 08:30–09:45 EST · Geneva 14:30–15:45 CET · "
        "Your time (Kathmandu) Sun 31 Jan 2027 19:15–20:30 UTC+5:45|Online: Zoom / Room 7"
    ) in mail.text
    assert f"Join ({join_url(first)}) or {own_url(first)} or page (" in mail.text
    assert f'href="{join_url(first)}"' in mail.html
    assert f"events/{event.slug})" in mail.text
    assert str(join_url(second)) not in mail.text + mail.html
    assert mail.calendar is None
    assert [status for _, status, _ in mails(circular)] == ["sent", "sent"]


def test_markup_in_a_name_stays_text(outbox: list[Email]) -> None:
    event = make_event(title="<b>&")
    make_registration(event, given_name="*x* <b>", family_name="[a](http://b)")
    send(event, body="**{full_name}** {title}")

    (mail,) = deliver(outbox)

    assert "*x* &lt;b&gt; [a](http://b)" in mail.html
    assert "<b>" not in mail.html
    assert "*x* <b> [a](http://b) <b>&" in mail.text


def test_markup_of_the_author_is_cleaned(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    send(event, body="<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://a/b.png)")

    (mail,) = deliver(outbox)

    assert "<script" not in mail.html
    assert 'javascript:alert(1)"' not in mail.html
    assert "<img" not in mail.html


def test_a_subject_that_comes_out_empty_is_the_events_title(outbox: list[Email]) -> None:
    event = make_event(title="Our event")
    make_registration(event)
    send(event, subject="{honorific}")

    (mail,) = deliver(outbox)

    assert mail.message["Subject"] == "Our event"


def test_answers_go_to_the_organizer(outbox: list[Email]) -> None:
    event = make_event(contact="events@example.org")
    make_registration(event)
    make_registration(other := make_event())
    send(event)
    send(other)

    assert [mail.message["Reply-To"] for mail in deliver(outbox)] == [
        "events@example.org",
        "bo@example.org",
    ]


def test_mails_about_the_event_offer_no_way_to_stop_them(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    send(event)

    (mail,) = deliver(outbox)

    assert mail.message["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in mail.text + mail.html


def test_news_reach_only_who_asked_for_them_with_a_way_to_stop_them(
    outbox: list[Email], app: Flask
) -> None:
    event = make_event()
    asked = make_registration(event, later_news=True)
    make_registration(event)

    with settings(app, BASE_URL="https://events.example"):
        circular = send(event, purpose=Purpose.NEWS)
        (email,) = deliver_raw(outbox)
        url = unsubscribe_url(asked)

    source = to_bytes(email).decode().replace("\r\n ", " ").replace("\r\n\t", " ")
    assert f"\r\nList-Unsubscribe: <{url}>\r\n" in source
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in source
    assert f"No more news from us, please\n{url}" in email.text
    assert f'href="{url}"' in str(email.html)
    assert circular.recipients == 1


LEAVING: list[Any] = [
    pytest.param(
        {"status": RegistrationStatus.WITHDRAWN},
        {},
        "their registration is withdrawn by now",
        id="withdrew",
    ),
    pytest.param(
        {"later_news": False},
        {"purpose": Purpose.NEWS},
        "they want no more news",
        id="unsubscribed",
    ),
    pytest.param(
        {"stakeholder_group": "CSO"},
        {"groups": ["UN"]},
        "they are in another stakeholder group by now",
        id="another group",
    ),
    pytest.param(
        {"joined_at": NOON},
        {"attendance": Attendance.ABSENT},
        "they were there after all",
        id="joined",
    ),
]


@pytest.mark.parametrize(("meanwhile", "choice", "reason"), LEAVING)
def test_who_no_longer_fits_when_it_leaves_is_left_out_with_the_reason(
    outbox: list[Email], meanwhile: dict[str, Any], choice: dict[str, Any], reason: str
) -> None:
    event = make_event()
    person = make_registration(event, later_news=True, stakeholder_group="UN")
    circular = send(event, **choice)

    set_columns(person, **meanwhile)

    assert deliver(outbox) == []
    assert mails(circular) == [(person.email, "dropped", reason)]


def test_a_join_link_that_ended_meanwhile_is_not_sent(outbox: list[Email]) -> None:
    event = make_event()
    person = make_registration(event)
    circular = send(event, body="{join_link}")
    with transaction():
        get_event(event.slug).status = EventStatus.CANCELLED

    assert deliver(outbox) == []
    assert mails(circular) == [
        (person.email, "dropped", "there is no link to join for them any more")
    ]


def test_a_mail_whose_registration_was_removed_is_left_out(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    circular = send(event)
    with transaction():
        row = db.session.scalars(
            select(OutgoingEmail).where(OutgoingEmail.occasion == circular.occasion)
        ).one()
        row.registration_id = None

    assert deliver(outbox) == []
    assert mails(circular)[0][2] == "the registration was removed"


def test_a_test_goes_to_the_organizer_alone_and_says_so(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event, body="For {full_name}: {join_link}")

    queue_test(circular)
    (mail,) = deliver(outbox)

    assert mail.message["To"].addresses[0].addr_spec == "bo@example.org"
    assert "A test, for your eyes" in mail.text
    assert "For Bo Li: http://localhost/join/0-" in mail.text
    assert again(circular).state == "draft"
    assert mails(circular) == []


def test_a_test_of_a_draft_event_shows_its_join_link_too(outbox: list[Email]) -> None:
    circular = make_circular(make_event(status=EventStatus.DRAFT), body="{join_link}")

    queue_test(circular)

    assert len(deliver(outbox)) == 1


def test_a_test_of_what_was_deleted_is_dropped(outbox: list[Email]) -> None:
    circular = make_circular(make_event())
    queue_test(circular)
    with transaction():
        service.delete_circular(again(circular), actor="test", now=NOON)

    assert deliver(outbox) == []
    (row,) = db.session.scalars(select(OutgoingEmail))
    assert (row.status, row.note) == ("dropped", "the message was deleted")


def test_tests_can_be_repeated_and_do_not_count(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    queue_test(circular)
    queue_test(circular)
    schedule(circular)

    assert len(deliver(outbox)) == 2


def test_a_second_try_is_the_same_message(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    send(event)
    (first,) = deliver_raw(outbox)
    with transaction():
        row = db.session.scalars(select(OutgoingEmail)).one()
        row.status, row.due_at = type(row.status)("waiting"), NOON
    (second,) = deliver_raw(outbox)

    assert first == second


def test_the_reader_of_arabic_gets_the_frame_in_the_direction_of_arabic(
    outbox: list[Email],
) -> None:
    event = make_event()
    person = make_registration(event)
    set_columns(person, language="ar")
    send(event, body="للجميع {given_name}")

    (mail,) = deliver(outbox)

    assert 'dir="rtl"' in mail.html
    assert "للجميع Amina" in mail.text
