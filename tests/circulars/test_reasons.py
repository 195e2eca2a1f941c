"""Why a message came back or somebody was left out: kept in English, read in any language."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import settings
from ungis_events import jobs, workflows
from ungis_events.adapters.mail import Email
from ungis_events.circulars.models import Circular
from ungis_events.circulars.rules import BY_NOW
from ungis_events.circulars.service import follow
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registrations.models import RegistrationStatus

from .french import french
from .steps import again, deliver, mails, make_circular, schedule, send, set_columns, state

CANCELLED = {"The event was cancelled.": "La manifestation a été annulée."}


def cancel(event: Event) -> None:
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)


def page_of(circular: Circular, rest: str = "") -> str:
    slug = again(circular).event.slug
    return f"/manage/events/{slug}/circulars/{circular.id}{rest}?lang=fr"


def page_of_all(event: Event) -> str:
    return f"/manage/events/{event.slug}/circulars/?lang=fr"


def leave_out(circular: Circular, note: str, status: EmailStatus = EmailStatus.DROPPED) -> None:
    with transaction():
        query = db.select(OutgoingEmail).where(OutgoingEmail.occasion == circular.occasion)
        row = db.session.scalars(query).one()
        row.status, row.due_at, row.note = status, None, note


@pytest.mark.parametrize("status", RegistrationStatus)
def test_each_state_has_a_sentence_of_its_own(
    outbox: list[Email], status: RegistrationStatus
) -> None:
    other = next(each for each in RegistrationStatus if each is not status)
    event = make_event()
    person = make_registration(event, status=other)
    circular = send(event, statuses=[other.value])

    set_columns(person, status=status)

    assert deliver(outbox) == []
    assert mails(circular) == [
        (person.email, "dropped", f"their registration is {status.value} by now")
    ]
    assert len({str(sentence) for sentence in BY_NOW.values()}) == len(RegistrationStatus)


def test_a_note_is_kept_in_english_whatever_the_organizer_reads(app: Flask) -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    schedule(circular)

    with french(app, CANCELLED), force_locale("fr"):
        with transaction():
            event = get_event(event.slug)
            event.cancelled_at = NOON.replace(hour=13)
            follow(event, now=NOON.replace(hour=13))
        kept = state(circular)

    assert kept == ("draft", "The event was cancelled.")


def test_a_note_is_shown_in_the_readers_language(app: Flask, organizer_client: FlaskClient) -> None:
    event = make_event()
    circular = make_circular(event)
    with transaction():
        again(circular).note = "The event was cancelled."
    page = page_of(circular)

    with french(app, CANCELLED):
        shown = [organizer_client.get(each).text for each in (page, page_of_all(event))]

    assert [CANCELLED["The event was cancelled."] in text for text in shown] == [True, True]


def test_why_somebody_was_left_out_is_shown_in_the_readers_language(
    app: Flask, organizer_client: FlaskClient
) -> None:
    event = make_event()
    make_registration(event)
    circular = send(event)
    leave_out(circular, "they were there after all")
    page = page_of(circular, "/delivery")

    with french(app, {"they were there after all": "cette personne est venue entre-temps"}):
        text = organizer_client.get(page).text

    assert "cette personne est venue entre-temps" in text


def test_why_somebody_would_get_no_mail_is_shown_in_the_readers_language(
    app: Flask, organizer_client: FlaskClient
) -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event, body="{join_link}")
    cancel(event)
    page = page_of(circular)

    with french(app, {"there is no link to join for them any more": "plus de lien"}):
        text = organizer_client.get(page).text

    assert "plus de lien" in text


def test_what_a_mail_server_answered_is_shown_as_it_is(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event)
    circular = send(event)
    leave_out(circular, "552 <b>100% full</b> %(x)s", EmailStatus.FAILED)

    text = organizer_client.get(page_of(circular, "/delivery")).text

    assert "552 &lt;b&gt;100% full&lt;/b&gt; %(x)s" in text


def test_mails_of_an_event_that_was_cancelled_meanwhile_do_not_leave(outbox: list[Email]) -> None:
    event = make_event()
    person = make_registration(event)
    circular = make_circular(event, now=NOON.replace(hour=11))
    schedule(circular, now=NOON.replace(hour=11))
    jobs.queue_due()

    cancel(event)

    assert deliver(outbox) == []
    assert mails(circular) == [(person.email, "dropped", "the event was cancelled")]


def test_mails_about_a_cancellation_leave(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event)
    cancel(event)

    circular = send(event, now=NOON)

    assert len(deliver(outbox)) == 1
    assert [status for _, status, _ in mails(circular)] == ["sent"]


def test_a_test_for_the_author_leaves_of_a_cancelled_event_too(
    outbox: list[Email], organizer_client: FlaskClient
) -> None:
    event = make_event(status=EventStatus.DRAFT)
    circular = make_circular(event, now=NOON.replace(hour=11))
    with transaction():
        get_event(event.slug).cancelled_at = NOON
    organizer_client.post(page_of(circular, "/send-test"))

    assert len(deliver(outbox)) == 1


def test_the_words_for_times_name_no_city(app: Flask, organizer_client: FlaskClient) -> None:
    page = f"/manage/events/{make_event().slug}/circulars/new"

    with settings(app, HOME_CITIES=(("Nairobi", "Africa/Nairobi"),)):
        text = organizer_client.get(page).text

    assert "<dd>when, in the home cities and where they are</dd>" in text
