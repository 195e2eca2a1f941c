"""What organizers and people read when newer zone data moved an event."""

from collections.abc import Callable
from datetime import datetime

from tests.factories import make_event, make_registration
from tests.registrations.steps import deliver
from ungis_events import jobs
from ungis_events.adapters.mail import Email

from .steps import IS_AT, MISSING, make_event_in_nairobi, save

Swap = Callable[[], None]


def test_the_mail_to_organizers_says_what_stays_what_moved_and_what_can_be_done(
    swap: Swap, outbox: list[Email]
) -> None:
    event = make_event_in_nairobi(contact="focal@example.org", title="Data for all")
    make_registration(event)
    deliver(outbox)
    swap()
    jobs.check_times()

    mail = next(mail for mail in deliver(outbox) if "focal" in mail.message["To"])

    text = " ".join(mail.text.split())
    assert mail.message["Subject"] == "New rules for the clocks: Data for all"
    assert "The rules for the clocks of Africa/Nairobi have changed (zone data 2099a)." in text
    assert "\nSet: 2036-02-10 08:30–09:45 (Africa/Nairobi)\n" in mail.text
    assert "New York Sun 10 Feb 2036, 01:30–02:45 (EST, UTC−5)" in text
    assert "no longer valid: New York Sun 10 Feb 2036, 00:30–01:45 (EST, UTC−5)" in text
    assert "1 person registered is being told" in text
    assert (
        f"http://localhost/manage/events/{event.slug}/reschedule"
        "?starts=2036-02-10T07:30&ends=2036-02-10T08:45&zone=Africa/Nairobi"
    ) in text
    assert "http://localhost/manage/zone-changes" in text
    assert (mail.calendar, "/registrations/" in mail.html, "/join/" in mail.html) == (
        None, False, False,
    )  # fmt: skip


def test_the_mail_about_an_hour_that_is_gone_asks_for_another_one(
    swap: Swap, outbox: list[Email]
) -> None:
    make_event(**MISSING, contact="focal@example.org", title="Data for all")
    swap()
    jobs.check_times()

    (mail,) = deliver(outbox)

    text = " ".join(mail.text.split())
    assert mail.message["Subject"] == "Please choose a time: Data for all"
    assert "10:30 does not exist on 10 February 2036 in Asia/Kathmandu" in text
    assert "stays at the moment it had" in text
    assert "Nobody else is told of this." in text
    assert "?starts=2036-02-10T11:30&ends=2036-02-10T12:30&zone=Asia/Kathmandu" in text


def test_the_mail_stays_here_when_somebody_decided_before_it_left(
    swap: Swap, outbox: list[Email]
) -> None:
    event = make_event_in_nairobi(contact="focal@example.org")
    swap()
    jobs.check_times()
    save(event, starts=datetime(2036, 2, 10, 7, 30))

    assert deliver(outbox) == []


def test_people_are_told_why_and_at_what_time(swap: Swap, outbox: list[Email]) -> None:
    event = make_event_in_nairobi(capacity=1)
    make_registration(event, email="seat@example.org")
    make_registration(event, email="waits@example.org")
    deliver(outbox)
    swap()
    jobs.check_times()

    seat, waits = deliver(outbox)

    for mail in (seat, waits):
        text = " ".join(mail.text.split())
        assert "The rules for the clocks of Africa/Nairobi have changed." in text
        assert "The hour announced there stays; in other cities it is another one." in text
        assert "Geneva Sun 10 Feb 2036, 07:30–08:45 (CET, UTC+1)" in text
        assert "Geneva Sun 10 Feb 2036, 06:30–07:45 (CET, UTC+1)" in text
    assert (seat.method, seat.entry.dtstart.value, seat.sequence) == ("REQUEST", IS_AT, 1)
    assert waits.calendar is None
