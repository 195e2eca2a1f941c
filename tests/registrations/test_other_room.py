"""When an event gives up its room, or is cancelled: nobody is lost and nobody is misled."""

from dataclasses import replace

from sqlalchemy import select

from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import queued
from ungis_events import jobs, workflows
from ungis_events.adapters.mail import Email, MemoryMailer
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, EventMode, Mode
from ungis_events.events.queries import get_event
from ungis_events.registrations.desk_service import renew_links
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import resend_link


def move_online(event: Event) -> None:
    with transaction():
        event = get_event(event.slug)
        details = replace(EventDetails.of(event), format=EventFormat.VIRTUAL)
        workflows.save_event(event, details, actor="test", now=NOON)


def modes(event: Event) -> list[tuple[str, int, int, bool]]:
    query = select(EventMode).where(EventMode.event_id == event.id)
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return [(row.mode.value, row.taken, row.waiting, row.is_open) for row in rows]


def statuses(event: Event) -> list[str]:
    query = select(Registration.status).where(Registration.event_id == event.id)
    return [status.value for status in db.session.scalars(query.order_by(Registration.id))]


def test_people_of_a_room_that_is_taken_away_keep_their_seats_online() -> None:
    event = make_event(format=EventFormat.HYBRID, room_capacity=1, capacity=5, venue="Room XX")
    for mode in (Mode.ROOM, Mode.ROOM, Mode.ONLINE):
        make_registration(event, attendance=mode)

    move_online(event)

    assert modes(event) == [("online", 3, 0, True)]
    assert statuses(event) == ["confirmed", "confirmed", "confirmed"]


def test_publishing_again_offers_only_what_the_event_offers() -> None:
    event = make_event(format=EventFormat.HYBRID, room_capacity=1, capacity=5, venue="Room XX")
    make_registration(event, attendance=Mode.ROOM)
    move_online(event)

    for act in (workflows.cancel_event, workflows.publish_event):
        with transaction():
            act(get_event(event.slug), actor="test", now=NOON)

    assert modes(event) == [("online", 1, 0, True)]


def cancelled_with_a_guest(mailer: MemoryMailer) -> tuple[Event, Registration]:
    event = make_event()
    registration = make_registration(event)
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)
    jobs.deliver_mail(mailer)
    mailer.sent.clear()
    return event, registration


def only(mails: list[Email]) -> Email:
    (mail,) = mails
    return mail


def test_a_lost_link_of_a_cancelled_event_says_so_and_leads_to_no_webinar() -> None:
    mailer = MemoryMailer()
    event, registration = cancelled_with_a_guest(mailer)

    with transaction():
        resend_link(get_event(event.slug), registration.email, now=NOON)
    jobs.deliver_mail(mailer)

    mail = only(mailer.sent)
    assert "This event has been cancelled." in mail.text
    assert "/join/" not in mail.text


def test_new_links_of_a_cancelled_event_are_mailed_without_an_invitation() -> None:
    mailer = MemoryMailer()
    event, registration = cancelled_with_a_guest(mailer)

    with transaction():
        renew_links(get_registration(get_event(event.slug), registration.id), now=NOON)
    jobs.deliver_mail(mailer)

    assert only(mailer.sent).calendar is None
    assert queued(event)[-1] == (registration.email, "link_resent")


def test_who_waits_gets_one_mail_about_two_quick_cancellations() -> None:
    mailer = MemoryMailer()
    event = make_event(capacity=1)
    make_registration(event)
    waiting = make_registration(event)
    jobs.deliver_mail(mailer)
    mailer.sent.clear()

    for act in (workflows.cancel_event, workflows.publish_event, workflows.cancel_event):
        with transaction():
            act(get_event(event.slug), actor="test", now=NOON)
    jobs.deliver_mail(mailer)

    assert [mail.to_address for mail in mailer.sent].count(waiting.email) == 1
