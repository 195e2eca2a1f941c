"""The organizers' pages: write, look at the mail as anyone, send, see what became of each."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import make_event, make_registration
from ungis_events import jobs
from ungis_events.adapters.mail import Email
from ungis_events.circulars.details import CircularDetails
from ungis_events.circulars.models import KIND, Circular, Purpose
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registrations.models import RegistrationStatus

from .steps import (
    addresses,
    again,
    deliver,
    mails,
    make_circular,
    schedule,
    send,
    set_columns,
    state,
)

FORM: dict[str, Any] = {
    "subject": "Practical information",
    "body": "Dear all,\r\n\r\nsee you at {title}.",
    "statuses": ["confirmed"],
    "groups": [],
    "attendance": "any",
    "purpose": "event",
    "send": "",
}


def address(event: Event, rest: object = "") -> str:
    return f"/manage/events/{event.slug}/circulars/{rest}"


def page_of(circular: Circular, rest: str = "") -> str:
    return address(again(circular).event, f"{circular.id}{rest}")


def saved(event: Event) -> list[Circular]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Circular).where(Circular.event_id == event.id)))


def hidden_version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def fail(circular: Circular, email_address: str) -> OutgoingEmail:
    with transaction():
        row = db.session.scalars(
            select(OutgoingEmail).where(
                OutgoingEmail.occasion == circular.occasion,
                OutgoingEmail.to_address == email_address,
            )
        ).one()
        row.status, row.due_at, row.note = EmailStatus.FAILED, None, "550 no such mailbox"
    return row


def test_what_was_written_is_a_draft_and_nobody_gets_it(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event)

    answer = organizer_client.post(
        address(event, "new"),
        data=FORM
        | {"statuses": ["confirmed", "waitlisted"], "groups": ["UN"], "send": "2026-11-23T09:00"},
    )

    (circular,) = saved(event)
    assert (answer.status_code, answer.location) == (303, page_of(circular))
    assert CircularDetails.of(circular) == CircularDetails(
        subject="Practical information",
        body="Dear all,\n\nsee you at {title}.",
        statuses=["confirmed", "waitlisted"],
        groups=["UN"],
        send=CircularDetails.of(circular).send,
    )
    assert f"{circular.send:%Y-%m-%d %H:%M}" == "2026-11-23 09:00"
    assert mails(circular) == []


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"subject": " "}, "subject", "Enter a subject"),
        ({"subject": "x" * 201}, "subject", "Use at most 200 characters"),
        ({"subject": "{join_link}"}, "subject", "A subject holds no links"),
        ({"body": ""}, "body", "Write the message"),
        ({"body": "x" * 20_001}, "body", "Use at most 20000 characters"),
        ({"body": "a\x07b"}, "body", "Remove the control characters"),
        ({"body": "{first_name}"}, "body", "There is no {first_name}. You can use: {given_name}"),
        ({"body": "{given_name"}, "body", "A { stands alone."),
        (
            {"body": "{join_link}", "statuses": ["waitlisted"]},
            "body",
            "Only confirmed people can join",
        ),
        ({"statuses": []}, "statuses", "Choose at least one state"),
        ({"statuses": ["gone"]}, "statuses", "not a valid choice"),
        ({"groups": ["X"]}, "groups", "not a valid choice"),
        ({"attendance": "maybe"}, "attendance", "Not a valid choice"),
        ({"purpose": "fun"}, "purpose", "Not a valid choice"),
        ({"send": "soon"}, "send", "Enter a date and a time"),
        ({"send": "2026-11-21T09:00"}, "send", "That moment has passed"),
        ({"send": "2027-03-14T02:30"}, "send", "02:30 does not exist on 14 March 2027"),
    ],
)
def test_what_cannot_be_is_shown_again_with_a_sentence_beside_the_field(
    organizer_client: FlaskClient, given: dict[str, Any], field: str, sentence: str
) -> None:
    event = make_event()

    answer = organizer_client.post(
        address(event, "new"), data={"subject": "Kept", "body": "Kept too"} | FORM | given
    )

    assert answer.status_code == 422
    assert sentence in answer.text.split(f'id="{field}-error"')[1].split("</p>")[0]
    assert ("Practical information" in answer.text) == ("subject" not in given)
    assert ("see you at {title}." in answer.text) == ("body" not in given)
    assert saved(event) == []


def test_a_typed_text_that_was_refused_is_kept(organizer_client: FlaskClient) -> None:
    answer = organizer_client.post(
        address(make_event(), "new"),
        data=FORM | {"body": "{oops} <b>", "statuses": ["pending"], "send": "2026-11-21T09:00"},
    )

    assert "{oops} &lt;b&gt;</textarea>" in answer.text
    assert 'value="pending" id="statuses-0" checked' not in answer.text
    assert 'value="pending" checked' in answer.text
    assert 'value="2026-11-21T09:00"' in answer.text


@pytest.mark.parametrize(
    ("code", "subject", "checked"),
    [
        ("practical", "Practical information: {title}", "confirmed"),
        ("thanks", "Thank you for coming: {title}", "confirmed"),
        ("seats", "More seats: {title}", "waitlisted"),
        ("", "", "confirmed"),
        ("unknown", "", "confirmed"),
    ],
)
@pytest.mark.parametrize("format", list(EventFormat))
def test_every_message_to_start_from_can_be_saved_as_it_is(
    organizer_client: FlaskClient, code: str, subject: str, checked: str, format: EventFormat
) -> None:
    event = make_event(format=format, venue="Room 7")

    page = organizer_client.get(address(event, f"new?from={code}")).text

    assert f'value="{subject}"' in page
    assert f'value="{checked}"' in page.split(" checked")[0].rsplit("<input", 1)[1]
    if subject:
        body = page.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0].lstrip()
        form = FORM | {"subject": subject, "body": body, "statuses": [checked]}
        assert organizer_client.post(address(event, "new"), data=form).status_code == 303


def test_only_hybrid_events_ask_how_people_take_part(organizer_client: FlaskClient) -> None:
    online, hybrid = make_event(), make_event(format=EventFormat.HYBRID, venue="Room 7")

    assert 'name="mode"' not in organizer_client.get(address(online, "new")).text
    organizer_client.post(address(hybrid, "new"), data=FORM | {"mode": "room"})

    assert saved(hybrid)[0].mode == "room"


def test_two_who_edit_see_each_others_words(organizer_client: FlaskClient) -> None:
    circular = make_circular(make_event())
    page = page_of(circular, "/edit")
    version = hidden_version(organizer_client.get(page).text)
    organizer_client.post(page, data=FORM | {"subject": "Theirs", "version": version})

    answer = organizer_client.post(page, data=FORM | {"subject": "Mine", "version": version})
    again_sent = organizer_client.post(
        page, data=FORM | {"subject": "Mine", "version": hidden_version(answer.text)}
    )

    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    assert "<bdi>Theirs</bdi>" in answer.text
    assert again_sent.status_code == 303
    assert again(circular).subject == "Mine"


def test_only_drafts_are_edited(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    schedule(circular)

    answer = organizer_client.get(page_of(circular, "/edit"), follow_redirects=True)
    posted = organizer_client.post(page_of(circular, "/edit"), data=FORM | {"version": "1"})

    assert "call the message back first" in answer.text
    assert posted.status_code == 303
    assert again(circular).subject == "Hello"


def test_the_mail_is_shown_as_any_one_recipient_gets_it(organizer_client: FlaskClient) -> None:
    event = make_event()
    people = [
        make_registration(event, given_name=given, family_name=family)
        for given, family in (("Zoë", "Adams"), ("Bo", "Li"), ("Amina", "Zidane"))
    ]
    circular = make_circular(event, body="Words for {given_name}.")

    first = organizer_client.get(page_of(circular)).text
    second = organizer_client.get(page_of(circular, f"?as={people[1].id}")).text
    last = organizer_client.get(page_of(circular, f"?as={people[2].id}")).text

    assert "Words for Zoë." in first
    assert "Words for Bo." in second
    assert "Words for Amina." in last
    assert ("Previous person" in first, "Next person" in first) == (False, True)
    assert ("Previous person" in second, "Next person" in second) == (True, True)
    assert ("Previous person" in last, "Next person" in last) == (True, False)
    assert f"as={people[2].id}#mail" in second


def test_a_recipient_is_found_by_name_or_address(organizer_client: FlaskClient) -> None:
    event = make_event()
    zoe = make_registration(event, given_name="ZOË", family_name="Adams")
    bo = make_registration(event, given_name="Bo", family_name="Li", email="li@example.org")
    circular = make_circular(event)

    by_name = organizer_client.get(page_of(circular, "?q=zoë+adams")).text
    by_address = organizer_client.get(page_of(circular, "?q=li@example")).text
    nobody = organizer_client.get(page_of(circular, "?q=carla")).text

    assert f"as={zoe.id}#mail" in by_name.split('id="people"')[1].split("</div>")[0]
    assert f"as={bo.id}#mail" in by_address.split('id="people"')[1].split("</div>")[0]
    assert "Nobody of them has that name." in nobody


def test_only_recipients_are_looked_at(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, given_name="Zoë")
    stranger = make_registration(make_event(), given_name="Bo")
    gone = make_registration(event, given_name="Cem")
    set_columns(gone, status=RegistrationStatus.WITHDRAWN)
    circular = make_circular(event)

    for person in (stranger, gone):
        page = organizer_client.get(page_of(circular, f"?as={person.id}")).text
        assert "Words for Zoë." in page


def test_while_nobody_fits_the_organizer_sees_their_own(organizer_client: FlaskClient) -> None:
    page = organizer_client.get(page_of(make_circular(make_event()))).text

    assert "Nobody fits at the moment, so this is how it would look for you." in page
    assert "Words for Account" in page
    assert "Send it to" not in page


def test_the_way_to_stop_news_is_shown_too(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, later_news=True)

    page = organizer_client.get(page_of(make_circular(event, purpose=Purpose.NEWS))).text

    assert "/unsubscribe/" in page


def test_the_button_names_how_many_people_get_it_and_sends_it(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    people = [make_registration(event), make_registration(event)]
    circular = make_circular(event)
    page = organizer_client.get(page_of(circular)).text

    answer = organizer_client.post(
        page_of(circular, "/schedule"), data={"version": hidden_version(page)}
    )
    jobs.queue_due()

    assert "Send it to 2 people now" in page
    assert answer.status_code == 303
    assert addresses(circular) == [person.email for person in people]


@pytest.mark.parametrize("version", [None, "", "0", "x", "9" * 30])
def test_sending_without_having_seen_what_is_saved_is_refused(
    organizer_client: FlaskClient, version: str | None
) -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)

    answer = organizer_client.post(
        page_of(circular, "/schedule"),
        data={} if version is None else {"version": version},
        follow_redirects=True,
    )

    assert "Somebody changed this message" in answer.text
    assert state(circular) == ("draft", None)


def test_what_cannot_be_sent_says_why(organizer_client: FlaskClient) -> None:
    circular = make_circular(make_event())

    answer = organizer_client.post(page_of(circular, "/schedule"), data={"version": "1"})

    assert answer.status_code == 422
    assert "Nobody fits: choose other people" in answer.text


def test_scheduling_shows_the_moment_in_both_cities_and_can_be_called_back(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    make_registration(event)
    organizer_client.post(address(event, "new"), data=FORM | {"send": "2026-11-23T09:00"})
    (circular,) = saved(event)

    draft = organizer_client.get(page_of(circular)).text
    organizer_client.post(page_of(circular, "/schedule"), data={"version": "1"})
    scheduled = organizer_client.get(page_of(circular)).text
    listed = organizer_client.get(address(event)).text
    answer = organizer_client.post(page_of(circular, "/call-back"), follow_redirects=True)

    assert "Schedule it for 1 person" in draft
    for page in (draft, scheduled, listed):
        assert "Mon 23 Nov 2026, 09:00 EST / 15:00 CET" in page
    assert "Call it back" in scheduled
    assert "it is a draft again" in answer.text
    assert state(circular) == ("draft", None)


def test_what_was_sent_cannot_be_called_back(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event)
    circular = send(event)

    for act in ("/call-back", "/delete", "/schedule"):
        answer = organizer_client.post(page_of(circular, act), follow_redirects=True)
        assert "The message is in another state by now." in answer.text

    assert state(circular) == ("sent", None)


def test_a_draft_can_be_deleted(organizer_client: FlaskClient) -> None:
    event = make_event()
    circular = make_circular(event)

    answer = organizer_client.post(page_of(circular, "/delete"))

    assert (answer.status_code, answer.location) == (303, address(event))
    assert saved(event) == []


def test_a_note_says_why_a_message_came_back(organizer_client: FlaskClient) -> None:
    event = make_event()
    circular = make_circular(event)
    with transaction():
        again(circular).note = "The event was cancelled."

    for page in (page_of(circular), address(event)):
        assert "The event was cancelled." in organizer_client.get(page).text


def test_people_of_a_cancelled_event_can_be_written_to(organizer_client: FlaskClient) -> None:
    event = make_event(status=EventStatus.CANCELLED)

    answer = organizer_client.post(address(event, "new"), data=FORM)

    assert answer.status_code == 303


def test_a_test_goes_to_the_organizers_own_address(
    organizer_client: FlaskClient, outbox: list[Email]
) -> None:
    circular = make_circular(make_event())

    answer = organizer_client.post(page_of(circular, "/send-test"), follow_redirects=True)
    (mail,) = deliver(outbox)

    own = mail.message["To"].addresses[0].addr_spec
    assert f"A test is on its way to {own}." in answer.text
    assert state(circular) == ("draft", None)


def test_delivery_is_told_for_each_person(
    organizer_client: FlaskClient, outbox: list[Email]
) -> None:
    event = make_event()
    make_registration(event, family_name="Adams", email="adams@example.org")
    left = make_registration(event, family_name="Li", email="li@example.org")
    make_registration(event, family_name="Zidane", email="zidane@example.org")
    circular = send(event)
    set_columns(left, status=RegistrationStatus.WITHDRAWN)
    fail(circular, "zidane@example.org")
    deliver(outbox)

    page = organizer_client.get(page_of(circular, "/delivery")).text
    rows = [row.split("</tr>")[0] for row in page.split("<tbody>")[1].split("<tr>")[1:]]

    assert len(rows) == 3
    for row, words in zip(
        rows,
        (
            ["adams@example.org", "Sent", "Sun 22 Nov 2026, 07:00 EST / 13:00 CET"],
            ["li@example.org", "Left out", "their registration is withdrawn by now"],
            ["zidane@example.org", "Failed", "550 no such mailbox"],
        ),
        strict=True,
    ):
        assert [word for word in words if word not in row] == []
    assert ["Send again" in row for row in rows] == [False, False, True]


def test_delivery_of_one_state_alone(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, email="one@example.org")
    make_registration(event, email="two@example.org")
    circular = send(event)
    fail(circular, "two@example.org")

    failed = organizer_client.get(page_of(circular, "/delivery?status=failed")).text
    sent = organizer_client.get(page_of(circular, "/delivery?status=sent")).text
    odd = organizer_client.get(page_of(circular, "/delivery?status=odd&page=-7")).text

    assert ("one@" in failed, "two@" in failed) == (False, True)
    assert "No mail fits." in sent
    assert ("one@" in odd, "two@" in odd) == (True, True)


def test_delivery_comes_in_pages_of_fifty(organizer_client: FlaskClient) -> None:
    event = make_event(capacity=100)
    for number in range(51):
        make_registration(event, family_name=f"N{number:02}", email=f"n{number:02}@example.org")
    circular = send(event)

    first = organizer_client.get(page_of(circular, "/delivery")).text
    second = organizer_client.get(page_of(circular, "/delivery?page=2")).text
    beyond = organizer_client.get(page_of(circular, "/delivery?page=99")).text

    assert (first.count("@example.org"), second.count("@example.org")) == (50, 1)
    assert "n50@example.org" in second
    assert "n50@example.org" in beyond


def test_a_failed_mail_is_sent_again(organizer_client: FlaskClient, outbox: list[Email]) -> None:
    event = make_event()
    person = make_registration(event)
    circular = send(event)
    row = fail(circular, person.email)

    answer = organizer_client.post(page_of(circular, f"/delivery/{row.id}/retry"))
    deliver(outbox)

    assert answer.status_code == 303
    assert mails(circular) == [(person.email, "sent", None)]


def test_a_mail_of_another_message_is_not_found(organizer_client: FlaskClient) -> None:
    event = make_event()
    person = make_registration(event)
    circular, other = send(event), make_circular(event)
    row = fail(circular, person.email)

    answer = organizer_client.post(page_of(other, f"/delivery/{row.id}/retry"))

    assert answer.status_code == 404


def test_the_list_counts_what_became_of_the_mails(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, email="one@example.org")
    make_registration(event, email="two@example.org")
    circular = send(event, subject="To both")
    fail(circular, "two@example.org")

    page = organizer_client.get(address(event)).text

    assert "To both" in page
    assert "1 waiting" in page
    assert "1 failed" in page


def test_a_message_of_another_event_is_not_found(organizer_client: FlaskClient) -> None:
    circular, other = make_circular(make_event()), make_event()

    for rest in ("", "/edit", "/delivery"):
        page = address(other, f"{circular.id}{rest}")
        assert organizer_client.get(page).status_code == 404
    for act in ("/schedule", "/call-back", "/send-test", "/delete"):
        page = address(other, f"{circular.id}{act}")
        assert organizer_client.post(page).status_code == 404


def test_only_organizers_get_in(client: FlaskClient, member_client: FlaskClient) -> None:
    circular = make_circular(make_event())
    pages = [page_of(circular, rest) for rest in ("", "/edit", "/delivery")]
    acts = [page_of(circular, act) for act in ("/schedule", "/call-back", "/send-test", "/delete")]

    assert {client.get(page).status_code for page in pages} == {302}
    assert {client.post(page).status_code for page in acts} == {302}
    assert {member_client.get(page).status_code for page in pages} == {403}
    assert {member_client.post(page).status_code for page in acts} == {403}
    assert state(circular) == ("draft", None)
    assert not db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == KIND)).all()
