"""The speakers' own calendar invitation, from accepting to the end."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.factories import NOON, make_event
from tests.registrations.steps import deliver
from tests.speakers.steps import (
    UGLY,
    change,
    do,
    mails,
    make_confirmed,
    make_invited,
    make_speaker_with_mail,
    saved,
)
from ungis_events import workflows
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.speakers import answering, service
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.queries import get_speaker

LATER = {"starts": datetime(2027, 2, 1, 10, 0), "ends": datetime(2027, 2, 1, 11, 15)}


def save(event: Event, **changes: Any) -> None:
    with transaction():
        fresh = get_event(event.slug)
        values = {
            name: getattr(EventDetails.of(fresh), name)
            for name in EventDetails.__dataclass_fields__
        }
        workflows.save_event(fresh, EventDetails(**values | changes), actor="test", now=NOON)


def cancel(event: Event, note: str | None = None) -> None:
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON, note=note)


def publish(event: Event) -> None:
    with transaction():
        workflows.publish_event(get_event(event.slug), actor="test", now=NOON)


def shown(outbox: list[Email]) -> list[tuple[str, str | None, int | None]]:
    """(first words of the subject, METHOD, SEQUENCE) of what leaves now."""
    return [
        (mail.message["Subject"].split(":")[0], mail.method, mail.sequence if mail.method else None)
        for mail in deliver(outbox)
    ]


def test_accept_move_decline_are_request_higher_request_cancel(outbox: list[Email]) -> None:
    speaker = make_invited()

    invited = shown(outbox)
    do(speaker, "accept", is_own=True)
    accepted = shown(outbox)
    save(speaker.event, **LATER)
    moved = shown(outbox)
    do(speaker, "decline", is_own=True)
    declined = shown(outbox)

    assert invited == [("Invitation to speak", None, None)]
    assert accepted == [("You speak", "REQUEST", 0)]
    assert moved == [("Changed", "REQUEST", 1)]
    assert declined == [("Your part has ended", "CANCEL", 2)]


def test_the_entry_is_the_speakers_own_and_tells_when_they_meet(outbox: list[Email]) -> None:
    event = make_event(title="Data for all")
    speaker = make_confirmed(event, email="Suela.Janina@example.org".lower())

    mail = deliver(outbox)[-1]

    entry = mail.entry
    assert entry.uid.value == f"speaker-{speaker.id}-{event.uid}"
    assert entry.summary.value == "Speaking: Data for all"
    assert entry.attendee.value == "mailto:suela.janina@example.org"
    assert "Speakers meet from: New York Sun 31 Jan 2027, 08:15 (EST)" in entry.description.value
    assert "/speakers/join/" in mail.unfolded_calendar
    assert "https://example.org/room" not in mail.unfolded_calendar + mail.text + mail.html
    assert mail.unfolded_calendar.count("/speakers/") == mail.unfolded_calendar.count(
        "/speakers/join/"
    )


def test_the_way_back_is_heard(outbox: list[Email]) -> None:
    speaker = make_confirmed()
    do(speaker, "decline", is_own=True)
    do(speaker, "ask_again")
    do(speaker, "accept", is_own=True)

    # What was overtaken before it left is not sent.
    assert shown(outbox) == [("You speak", "REQUEST", 2)]


def test_cancelling_the_event_and_switching_it_on_again(outbox: list[Email]) -> None:
    event = make_event()
    make_confirmed(event)
    make_invited(event, name="Bo Li", email="bo@example.org")
    deliver(outbox)

    cancel(event, note="The room is flooded.")
    off = shown(outbox)
    publish(event)
    on = shown(outbox)

    assert off == [("Cancelled", "CANCEL", 1), ("Cancelled", None, None)]
    assert on == [
        ("Takes place after all", "REQUEST", 2),
        ("Takes place after all", None, None),
    ]


def test_a_new_place_is_told_and_a_new_title_is_not(outbox: list[Email]) -> None:
    event = make_event()
    make_confirmed(event)
    deliver(outbox)

    save(event, title="Another title")
    quiet = shown(outbox)
    save(event, platform="Webex")
    mail = deliver(outbox)[0]

    assert (quiet, mail.method) == ([], "REQUEST")
    assert "The place before, no longer valid:\nZoom" in mail.text


def test_two_moves_in_a_minute_are_one_mail_with_what_was_known(outbox: list[Email]) -> None:
    event = make_event()
    make_confirmed(event)
    deliver(outbox)

    save(event, starts=datetime(2027, 3, 1, 10, 0), ends=datetime(2027, 3, 1, 11, 0))
    save(event, **LATER)
    (mail,) = deliver(outbox)

    assert mail.sequence == 2
    assert "New York  Sun 31 Jan 2027, 08:30–09:45 (EST, UTC−5)" in mail.text


def test_an_invitation_that_has_not_left_brings_the_new_time_itself(outbox: list[Email]) -> None:
    event = make_event()
    make_invited(event)

    save(event, **LATER)
    (mail,) = deliver(outbox)

    assert mail.message["Subject"].startswith("Invitation to speak")
    assert "Mon 1 Feb 2027" in mail.text


def test_speakers_of_a_draft_hear_of_a_move_too(outbox: list[Email]) -> None:
    event = make_event(status=EventStatus.DRAFT)
    make_confirmed(event)
    first = shown(outbox)

    save(event, **LATER)

    assert (first, shown(outbox)) == (
        [("You speak", "REQUEST", 0)],
        [("Changed", "REQUEST", 1)],
    )


def test_removed_speaker_is_told_though_the_row_is_gone(outbox: list[Email]) -> None:
    speaker = make_confirmed()
    deliver(outbox)

    with transaction():
        event = get_event(speaker.event.slug)
        row = get_speaker(event, speaker.id)
        service.remove_speaker(event, row, actor="test", now=NOON)

    (mail,) = deliver(outbox)
    assert (mail.method, mail.sequence) == ("CANCEL", 1)
    assert mail.entry.uid.value == f"speaker-{speaker.id}-{event.uid}"


def test_another_address_takes_the_entry_over(outbox: list[Email]) -> None:
    speaker = make_confirmed()
    deliver(outbox)

    with transaction():
        event = get_event(speaker.event.slug)
        row = get_speaker(event, speaker.id)
        details = SpeakerProfile.of(row)
        values = {name: getattr(details, name) for name in SpeakerProfile.__dataclass_fields__}
        changed = SpeakerProfile(**values | {"email": "office@example.org"})
        service.change_speaker(event, row, changed, actor="test", now=NOON)

    left = [
        (mail.message["To"].addresses[0].addr_spec, mail.method, mail.sequence)
        for mail in deliver(outbox)
    ]
    assert left == [("suela@example.org", "CANCEL", 1), ("office@example.org", "REQUEST", 2)]


def test_asked_twice_before_the_mail_has_left_is_one_mail(outbox: list[Email]) -> None:
    speaker = make_invited()
    do(speaker, "ask_again")

    assert shown(outbox) == [("Invitation to speak", None, None)]


def test_of_a_confirmation_and_its_newer_link_only_the_newer_leaves(outbox: list[Email]) -> None:
    speaker = make_confirmed()
    with transaction():
        event = get_event(speaker.event.slug)
        row = get_speaker(event, speaker.id)
        answering.tend(event, row, "renew", version=0, actor="test", now=NOON)

    assert shown(outbox) == [("Your new link", "REQUEST", 1)]


def test_an_overtaken_request_never_leaves_though_it_was_sent_again(outbox: list[Email]) -> None:
    speaker = make_confirmed()
    change(speaker, calendar_sequence=5)

    assert shown(outbox) == []


def test_a_failed_mail_does_not_count_as_heard(outbox: list[Email]) -> None:
    event = make_event()
    make_confirmed(event)
    with transaction():
        for row in db.session.scalars(db.select(OutgoingEmail)):
            row.status, row.due_at = EmailStatus.FAILED, None

    save(event, **LATER)

    assert shown(outbox) == [("You speak", "REQUEST", 1)]


@pytest.mark.parametrize("format", list(EventFormat))
def test_every_calendar_mail_pleases_the_strict_checker(
    outbox: list[Email], tmp_path: Path, format: EventFormat
) -> None:
    event = make_event(
        title=UGLY, format=format, venue='Room "XVII"; Palais, floor 3', access=UGLY * 3
    )
    speaker = make_confirmed(
        event, name='Ann "Nan" O\u2019Hara; de la Cruz, Jr.', zone="Asia/Tokyo"
    )
    mailed = deliver(outbox)
    save(event, **LATER)
    mailed += deliver(outbox)
    cancel(event, note="Line one.\n\nLine two; \\n.")
    mailed += deliver(outbox)

    methods = [mail.method for mail in mailed]

    assert methods[-3:] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [mail.sequence for mail in mailed[-3:]] == [0, 1, 2]
    assert saved(speaker).calendar_sequence == 2


def test_a_newer_state_keeps_the_older_mail_from_leaving(outbox: list[Email]) -> None:
    speaker = make_speaker_with_mail()
    do(speaker, "invite")
    do(speaker, "take_back")
    deliver(outbox)

    assert mails(speaker.event) == [
        ("speaker_invited", "suela@example.org", "dropped"),
        ("speaker_cancelled", "suela@example.org", "sent"),
    ]


def test_a_speaker_who_has_no_address_is_no_trouble(outbox: list[Email]) -> None:
    event = make_event()
    speaker = make_confirmed(event)
    change(speaker, email=None)

    save(event, **LATER)

    assert shown(outbox) == []
