"""Organizers see who will be told, and the mail, before they save what people must hear of."""

from datetime import datetime
from html import unescape

import pytest
from flask import current_app
from flask.testing import FlaskClient

from tests.factories import NOON, make_event, make_past_event, make_registration
from tests.registrations.steps import queued
from ungis_events import jobs
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, EventStatus, Mode
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.links import join_token, manage_token
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import withdraw_registration

NEW_TIMES = {
    "zone": "Europe/Zurich",
    "starts": "2027-03-16T15:00",
    "ends": "2027-03-16T16:15",
}
NEW_PLACE = {"format": "in-person", "venue": "Palais des Nations, Room XX", "platform": "Zoom"}


def address(event: Event, page: str) -> str:
    return f"/manage/events/{event.slug}/{page}"


def saved(event: Event) -> Event:
    db.session.rollback()
    db.session.expire_all()
    return get_event(event.slug)


def with_version(event: Event, values: dict[str, str], **more: str) -> dict[str, str]:
    return {"version": str(saved(event).version)} | values | more


def notes_in_outbox() -> list[object]:
    db.session.rollback()
    return [row.facts.get("note") for row in db.session.query(OutgoingEmail).all()[1:]]


def make_watched_event(**overrides: object) -> Event:
    """Two with a seat, one who waits, one who withdrew; all have their mails."""
    event = make_event(capacity=2, **overrides)
    for name in ("first", "second", "waiting"):
        make_registration(event, email=f"{name}@example.org", given_name=name.title())
    gone = make_registration(event, email="gone@example.org", given_name="Gone")
    with transaction():
        withdraw_registration(get_registration(get_event(event.slug), gone.id), now=NOON)
    deliver_all()
    return event


def deliver_all() -> None:
    jobs.deliver_mail(current_app.extensions["mailer"])


def test_rescheduling_shows_who_is_told_and_both_times_and_saves_nothing(
    organizer_client: FlaskClient,
) -> None:
    event = make_watched_event()
    before = queued()

    page = organizer_client.post(address(event, "reschedule"), data=with_version(event, NEW_TIMES))

    text = unescape(page.text)
    assert page.status_code == 200
    assert "3 people will be told by mail:" in text
    assert "2 with a seat" in text
    assert "1 on the waiting list" in text
    for hours in ("08:30–09:45", "14:30–15:45", "10:00–11:15", "15:00–16:15"):
        assert hours in text
    assert "Geneva is 5 hours ahead of New York" in text
    assert saved(event).starts == datetime(2027, 1, 31, 8, 30)
    assert queued() == before


def test_the_mail_shown_is_the_mail_that_leaves(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    form = with_version(event, NEW_TIMES, note="The room was taken.", again="y")

    page = unescape(organizer_client.post(address(event, "reschedule"), data=form).text)

    assert page.count("Dear First Diallo") == 2  # its HTML and its text
    assert "Changed: " in page
    assert page.count("The room was taken.") == 5  # two mails in two forms, and the field
    assert "The invitation in this mail updates your calendar." in page
    assert "Gone" not in page


def test_confirming_saves_once_and_tells_everyone_concerned(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    form = with_version(event, NEW_TIMES, note="The room was taken.", confirmed="y")
    before = len(queued())

    answer = organizer_client.post(address(event, "reschedule"), data=form)

    assert answer.status_code == 303
    assert saved(event).starts == datetime(2027, 3, 16, 15, 0)
    assert saved(event).sequence == 1
    assert sorted(queued()[before:]) == [
        ("first@example.org", "event_changed"),
        ("second@example.org", "event_changed"),
        ("waiting@example.org", "event_changed"),
    ]
    assert set(notes_in_outbox()[before - 1 :]) == {"The room was taken."}
    assert [entry.act for entry in list_history(saved(event).id)[:2]] == ["people told", "changed"]


def test_what_was_typed_is_carried_through_the_review(organizer_client: FlaskClient) -> None:
    event = make_watched_event()

    page = organizer_client.post(address(event, "reschedule"), data=with_version(event, NEW_TIMES))
    back = organizer_client.post(
        address(event, "reschedule"), data=with_version(event, NEW_TIMES, back="y")
    )

    for name, value in NEW_TIMES.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page.text
    assert 'value="2027-03-16T15:00"' in back.text
    assert "will be told by mail" not in back.text


def test_nobody_registered_needs_no_review(organizer_client: FlaskClient) -> None:
    event = make_event()

    answer = organizer_client.post(
        address(event, "reschedule"), data=with_version(event, NEW_TIMES)
    )

    assert answer.status_code == 303
    assert saved(event).zone == "Europe/Zurich"
    assert queued() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends": "2027-03-16T14:00"}, "The end must be after the start"),
        ({"starts": "2027-03-28T02:30", "ends": "2027-03-28T04:00"}, "does not exist on 28 March"),
        ({"zone": "Geneva"}, "Choose a time zone from the list"),
        ({"starts": "tomorrow"}, "Enter when it starts"),
    ],
)
def test_times_that_cannot_be_are_refused_beside_the_field(
    organizer_client: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    event = make_watched_event()
    before = queued()

    answer = organizer_client.post(
        address(event, "reschedule"), data=with_version(event, NEW_TIMES | wrong, confirmed="y")
    )

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert next(iter(wrong.values())) in answer.text  # what was typed stands there still
    assert (saved(event).version, queued()) == (event.version, before)


def test_a_colleagues_change_is_not_overwritten(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    form = with_version(event, NEW_TIMES, confirmed="y")
    organizer_client.post(address(event, "reschedule"), data=form)

    answer = organizer_client.post(
        address(event, "reschedule"), data=form | {"starts": "2027-03-16T14:00"}
    )

    assert answer.status_code == 422
    assert "Somebody saved this while you were editing." in answer.text
    assert "2027-03-16 15:00" in answer.text
    assert saved(event).starts == datetime(2027, 3, 16, 15, 0)


def test_a_new_place_is_reviewed_too(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    form = with_version(event, NEW_PLACE | {"capacity": "2"})

    page = unescape(organizer_client.post(address(event, "place"), data=form).text)
    organizer_client.post(address(event, "place"), data=form | {"confirmed": "y"})

    assert "Online (Zoom)" in page
    assert "Palais des Nations, Room XX" in page
    assert "3 people will be told by mail:" in page
    assert saved(event).venue == "Palais des Nations, Room XX"
    assert [kind for _, kind in queued()].count("event_changed") == 3


def test_a_new_address_of_the_webinar_is_saved_at_once_and_sends_nothing(
    organizer_client: FlaskClient,
) -> None:
    event = make_watched_event()
    form = {"format": "virtual", "platform": "Zoom", "capacity": "2"}
    before = queued()

    answer = organizer_client.post(
        address(event, "place"),
        data=with_version(event, form, join_url="https://webinar.example/j/99"),
    )

    assert answer.status_code == 303
    assert saved(event).join_url == "https://webinar.example/j/99"
    assert (saved(event).sequence, queued()) == (0, before)


def edit_form(event: Event, **changed: str) -> dict[str, str]:
    return with_version(
        event,
        {
            "title": event.title,
            "slug": event.slug,
            "kind": event.kind,
            "zone": event.zone,
            "starts": f"{event.starts:%Y-%m-%dT%H:%M}",
            "ends": f"{event.ends:%Y-%m-%dT%H:%M}",
            "format": event.format.value,
            "platform": event.platform or "",
            "join_url": event.join_url or "",
            "languages": "en",
            "description": event.description,
            "organizers": "UNGIS",
            "capacity": "2",
            "waitlist": "y",
        }
        | changed,
    )


def test_a_typo_mended_sends_nothing(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    before = queued()

    answer = organizer_client.post(
        address(event, "edit"), data=edit_form(event, title="A better title")
    )

    assert answer.status_code == 303
    assert (saved(event).title, queued()) == ("A better title", before)


def test_a_small_change_is_told_when_asked_and_seen_before(organizer_client: FlaskClient) -> None:
    event = make_watched_event(title="A bettr title")
    form = edit_form(event, title="A better title", is_told="y")

    page = organizer_client.post(address(event, "edit"), data=form)
    title_before = saved(event).title
    organizer_client.post(address(event, "edit"), data=form | {"confirmed": "y"})

    assert "3 people will be told by mail:" in page.text
    assert "Changed: A better title" in page.text
    assert (title_before, saved(event).title) == ("A bettr title", "A better title")
    assert [kind for _, kind in queued()].count("event_changed") == 3


def test_the_whole_form_is_reviewed_as_the_small_ones(organizer_client: FlaskClient) -> None:
    event = make_watched_event()

    page = organizer_client.post(
        address(event, "edit"), data=edit_form(event, ends="2027-01-31T10:00")
    )

    assert "3 people will be told by mail:" in page.text
    assert saved(event).ends == datetime(2027, 1, 31, 9, 45)


def test_cancelling_shows_first_who_is_told(organizer_client: FlaskClient) -> None:
    event = make_watched_event()

    page = organizer_client.get(address(event, "cancel"))
    asked = saved(event).status
    organizer_client.post(address(event, "cancel"), data={"note": "So sorry.", "confirmed": "y"})

    assert "3 people will be told by mail:" in page.text
    assert "takes the event out of your calendar" in page.text
    assert asked is EventStatus.PUBLISHED
    assert saved(event).status is EventStatus.CANCELLED
    assert [kind for _, kind in queued()].count("event_cancelled") == 3
    assert set(notes_in_outbox()[-3:]) == {"So sorry."}


def test_a_cancelled_event_comes_back_after_a_review(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    organizer_client.post(address(event, "cancel"), data={"confirmed": "y"})
    deliver_all()

    page = organizer_client.get(address(event, "revive"))
    asked = saved(event).status
    organizer_client.post(address(event, "revive"), data={"confirmed": "y"})

    assert "This event takes place after all." in page.text
    assert asked is EventStatus.CANCELLED
    assert (saved(event).status, saved(event).sequence) == (EventStatus.PUBLISHED, 2)


def test_the_button_for_drafts_brings_nothing_back_unseen(organizer_client: FlaskClient) -> None:
    event = make_event(status=EventStatus.CANCELLED)

    answer = organizer_client.post(address(event, "publish"))

    assert answer.location == address(event, "revive")
    assert saved(event).status is EventStatus.CANCELLED


@pytest.mark.parametrize(("page", "status"), [("cancel", "draft"), ("revive", "published")])
def test_an_act_from_the_wrong_state_leads_back_and_says_so(
    organizer_client: FlaskClient, page: str, status: str
) -> None:
    event = make_event(status=EventStatus(status))

    answers = [
        organizer_client.get(address(event, page), follow_redirects=True),
        organizer_client.post(address(event, page), follow_redirects=True),
    ]

    assert ["The event is in another state by now." in answer.text for answer in answers] == [
        True,
        True,
    ]
    assert saved(event).status == status


def test_the_record_of_a_past_event_is_corrected_without_a_word(
    organizer_client: FlaskClient,
) -> None:
    event = make_past_event()
    make_registration(event, now=datetime(2023, 1, 30, tzinfo=NOON.tzinfo))
    before = queued()

    answer = organizer_client.post(
        address(event, "reschedule"),
        data=with_version(
            event, NEW_TIMES | {"starts": "2023-01-31T09:00", "ends": "2023-01-31T10:00"}
        ),
    )

    assert (answer.status_code, queued()) == (303, before)


def test_a_link_may_propose_times(organizer_client: FlaskClient) -> None:
    event = make_event()

    page = organizer_client.get(address(event, "reschedule"), query_string=NEW_TIMES)
    nonsense = organizer_client.get(address(event, "reschedule"), query_string={"starts": "x"})

    assert 'value="2027-03-16T15:00"' in page.text
    assert "15:00–16:15" in page.text
    assert 'value="2027-01-31T08:30"' in nonsense.text


@pytest.mark.parametrize("page", ["reschedule", "place", "cancel", "revive"])
def test_members_and_strangers_stay_outside(
    client: FlaskClient, member_client: FlaskClient, page: str
) -> None:
    event = make_event()

    assert client.get(address(event, page)).status_code == 302
    assert member_client.get(address(event, page)).status_code == 403
    assert member_client.post(address(event, page)).status_code == 403


def test_one_mail_of_a_kind_is_shown_however_many_are_told(organizer_client: FlaskClient) -> None:
    event = make_event()
    for number in range(30):
        make_registration(event, email=f"person{number}@example.org")

    page = organizer_client.post(address(event, "reschedule"), data=with_version(event, NEW_TIMES))

    assert "30 people will be told by mail:" in page.text
    assert page.text.count("<iframe") == 1


def test_a_larger_room_shows_who_gets_a_seat_by_it(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    form = {
        "format": "virtual",
        "platform": "Webex",
        "capacity": "5",
        "join_url": "https://a.example",
    }

    page = unescape(
        organizer_client.post(address(event, "place"), data=with_version(event, form)).text
    )

    assert "3 people will be told by mail:" in page
    assert "2 with a seat" in page
    assert "1 who get a seat by it" in page
    assert "a place has become free, and it is yours" in page
    assert "on the waiting list" not in page


def test_a_new_link_is_told_when_asked(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    form = {"format": "virtual", "platform": "Zoom", "capacity": "2", "is_told": "y"}
    data = with_version(event, form, join_url="https://webinar.example/j/99")

    page = organizer_client.post(address(event, "place"), data=data)
    organizer_client.post(address(event, "place"), data=data | {"confirmed": "y"})

    assert "3 people will be told by mail:" in page.text
    assert "webinar.example" not in page.text.replace('value="https://webinar.example/j/99"', "")
    assert [kind for _, kind in queued()].count("event_changed") == 3


def test_the_return_of_a_moved_event_shows_both_times(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    organizer_client.post(address(event, "cancel"), data={"confirmed": "y"})
    deliver_all()
    organizer_client.post(address(event, "reschedule"), data=with_version(event, NEW_TIMES))

    page = organizer_client.get(address(event, "revive"))

    for hours in ("08:30–09:45", "14:30–15:45", "10:00–11:15", "15:00–16:15"):
        assert hours in page.text


def test_no_page_of_the_desk_shows_a_key_to_somebodys_registration(
    organizer_client: FlaskClient,
) -> None:
    event = make_watched_event()
    (registration,) = db.session.query(Registration).filter_by(email="first@example.org")

    page = organizer_client.post(address(event, "reschedule"), data=with_version(event, NEW_TIMES))

    assert "/join/…" in page.text
    for token in (join_token(registration), manage_token(registration)):
        assert token not in page.text


def test_the_review_names_who_gets_the_seat_and_who_waits_on(organizer_client: FlaskClient) -> None:
    event = make_event(
        format=EventFormat.HYBRID, venue="Room XX", capacity=1, room_capacity=1, platform="Zoom"
    )
    for name, mode in (("r1", "room"), ("o1", "online"), ("r2", "room"), ("o2", "online")):
        make_registration(
            event, email=f"{name}@example.org", given_name=name, attendance=Mode(mode)
        )
    deliver_all()
    form = {"format": "hybrid", "venue": "Room XXI", "platform": "Zoom", "room_capacity": "1"}

    page = unescape(
        organizer_client.post(
            address(event, "place"), data=with_version(event, form, capacity="2")
        ).text
    )

    assert "who get a seat by it, as o2 " in page
    assert "on the waiting list, as r2 " in page


def test_the_review_shows_what_people_missed_before(organizer_client: FlaskClient) -> None:
    event = make_watched_event()
    organizer_client.post(
        address(event, "reschedule"),
        data=with_version(event, NEW_TIMES, note="A first word.", confirmed="y"),
    )

    page = unescape(
        organizer_client.post(
            address(event, "reschedule"),
            data=with_version(
                event,
                NEW_TIMES | {"starts": "2027-03-16T17:00", "ends": "2027-03-16T18:00"},
                note="A second word.",
                again="y",
            ),
        ).text
    )

    assert "A first word." in page
    assert "08:30–09:45" in page
    assert "15:00–16:15" not in page[page.index("What changes") :].partition("<form")[0]
