"""The adapter and a Zoom that keeps what it is told, holds it to Zoom's API, and misbehaves."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.factories import NOON
from tests.zoom.standin import ZoomStandIn
from ungis_events.adapters.webinar import (
    Admitted,
    Challenge,
    Interpreter,
    Notice,
    NoticeKind,
    Person,
    Problem,
    ProviderError,
    Recording,
    Room,
    RoomWanted,
    WebinarProvider,
)

WANTED = RoomWanted(
    reference="UNGIS-7F3K",
    topic="Oceans and space",
    agenda="Satellites see the sea.",
    starts=datetime(2026, 12, 1, 9, 30),
    zone="Europe/Zurich",
    minutes=90,
    host="",
    alternative_hosts=("host@example.org",),
    passcode="sea-2026",
    recording=Recording.CLOUD,
    interpreters=(Interpreter("i@example.org", ("en", "ar")),),
    contact_name="UNGIS",
    contact_email="events@example.org",
)
PEOPLE = [
    Person(f"person{n}@example.org", f"Given{n}", "Family", "ITU", "CH", "Engineer", "zh")
    for n in range(30)
]


@pytest.fixture
def provider(zoom_app: Flask) -> WebinarProvider:
    found: WebinarProvider = zoom_app.extensions["webinar_providers"]["zoom"]
    return found


@pytest.fixture
def room(provider: WebinarProvider) -> Room:
    return provider.create_room(WANTED)


def test_a_room_lives_from_its_making_to_its_end(
    zoom: ZoomStandIn, provider: WebinarProvider, room: Room
) -> None:
    assert (room.reference, room.passcode, room.host) == (
        "UNGIS-7F3K",
        "sea-2026",
        "host@example.org",
    )
    assert provider.fetch_room(room.number) == room
    assert provider.find_room("UNGIS-7F3K", "") == room
    assert provider.find_room("UNGIS-7F3", "") is None

    provider.update_room(room.number, replace(WANTED, topic="Space and oceans", minutes=60))
    changed = provider.fetch_room(room.number)
    assert (changed.topic, changed.minutes) == ("Space and oceans", 60)

    provider.delete_room(room.number)
    provider.delete_room(room.number)
    assert zoom.webinars[room.number].deleted
    with pytest.raises(ProviderError) as caught:
        provider.fetch_room(room.number)
    assert caught.value.problem is Problem.NOT_FOUND


def test_zoom_sends_no_mail_of_its_own(zoom: ZoomStandIn, room: Room) -> None:
    settings = zoom.webinars[room.number].settings
    mails = {
        name: value["enable"] if isinstance(value, dict) else value
        for name, value in settings.items()
        if name.endswith(("_notification", "confirmation_email"))
    }

    assert len(mails) == 6
    assert set(mails.values()) == {False}


def test_people_come_and_go(zoom: ZoomStandIn, provider: WebinarProvider, room: Room) -> None:
    amina = Person("Amina@Example.org", "Amina", "Diallo", language="ar")

    first = provider.add_person(room.number, amina)
    again = provider.add_person(room.number, amina)
    many = provider.add_people(room.number, PEOPLE)

    listed = {each for page in provider.list_people(room.number) for each in page}
    assert first == again
    assert {each.email for each in many} == {person.email for person in PEOPLE}
    assert listed == {first, *many}

    provider.remove_people(room.number, many)
    provider.remove_people(room.number, many)
    assert [each.email for each in zoom.webinars[room.number].approved] == ["amina@example.org"]

    provider.forget_person(room.number, first.external_id)
    provider.forget_person(room.number, first.external_id)
    assert list(provider.list_people(room.number)) == []


def test_speakers_have_places_of_their_own(provider: WebinarProvider, room: Room) -> None:
    speakers = [(f"Speaker {n}", f"Speaker{n}@example.org") for n in range(31)]

    provider.add_panelists(room.number, speakers)
    places = provider.list_panelists(room.number)
    provider.remove_panelist(room.number, places[0].external_id)
    provider.remove_panelist(room.number, places[0].external_id)

    assert {each.email for each in places} == {email.casefold() for _, email in speakers}
    assert all(each.join_url for each in places)
    assert provider.list_panelists(room.number) == places[1:]


def test_who_was_there_is_told_afterwards(
    zoom: ZoomStandIn, provider: WebinarProvider, room: Room
) -> None:
    amina = provider.add_person(room.number, Person("amina@example.org", "Amina", "Diallo"))
    zoom.host_starts(room.number)
    zoom.joins(room.number, amina.external_id)
    zoom.move_clock(minutes=30)
    zoom.leaves(room.number, amina.external_id)
    zoom.host_ends(room.number)

    ((stay,),) = provider.list_stays(room.number)

    assert (stay.email, stay.external_id, stay.name) == (
        "amina@example.org",
        amina.external_id,
        "Amina Diallo",
    )
    assert stay.left_at - stay.joined_at == timedelta(minutes=30)


def test_a_room_that_fell_shut_and_was_opened_again_is_told_of_whole(
    zoom: ZoomStandIn, provider: WebinarProvider, room: Room
) -> None:
    for name in ("Before", "After"):
        zoom.host_starts(room.number)
        zoom.joins(room.number, name=name, email="guest@example.org")
        zoom.host_ends(room.number)

    pages = list(provider.list_stays(room.number))

    assert [stay.name for page in pages for stay in page] == ["Before", "After"]


def test_without_the_right_to_reports_the_past_is_asked_for(
    zoom: ZoomStandIn, provider: WebinarProvider, room: Room
) -> None:
    zoom.host_starts(room.number)
    zoom.joins(room.number, name="Guest", email="guest@example.org")
    zoom.host_ends(room.number)
    zoom.remove_scopes("report:read:list_webinar_participants:admin")
    zoom.expire_tokens()

    ((stay,),) = provider.list_stays(room.number)

    assert stay.name == "Guest"


def test_what_zoom_tells_is_understood(
    zoom: ZoomStandIn, provider: WebinarProvider, room: Room
) -> None:
    amina = provider.add_person(room.number, Person("amina@example.org", "Amina", "Diallo"))
    zoom.take_webhooks()
    zoom.host_starts(room.number, practice=True)
    zoom.host_starts(room.number)
    zoom.joins(room.number, amina.external_id)
    zoom.leaves(room.number, amina.external_id)
    zoom.host_ends(room.number)
    zoom.host_renames(room.number, "Another")
    zoom.host_cancels_registrant(room.number, amina.external_id)
    zoom.host_deletes(room.number)

    told = [provider.read_notice(each.headers, each.body, zoom.now()) for each in zoom.webhooks]
    notices = [each for each in told if isinstance(each, Notice)]
    assert [each.kind for each in notices] == [
        NoticeKind.STARTED,
        NoticeKind.PRACTICE_ENDED,
        NoticeKind.STARTED,
        NoticeKind.JOINED,
        NoticeKind.LEFT,
        NoticeKind.ENDED,
        NoticeKind.CHANGED,
        NoticeKind.REFUSED,
        NoticeKind.DELETED,
    ]
    assert {each.number for each in notices} == {room.number}
    assert len({each.key for each in notices}) == len(notices)
    joined, left = notices[3], notices[4]
    assert joined.external_id == amina.external_id
    assert (joined.participant, joined.session) == (left.participant, left.session)


def test_zooms_question_is_answered(zoom: ZoomStandIn, provider: WebinarProvider) -> None:
    asked = zoom.challenge("plain")

    answer = provider.read_notice(asked.headers, asked.body, NOON)

    assert isinstance(answer, Challenge)
    assert answer.answer["plainToken"] == "plain"


@pytest.mark.parametrize("trouble", ["lose_answer", "cut_answer"])
def test_a_room_whose_making_was_not_heard_is_found(
    zoom: ZoomStandIn, provider: WebinarProvider, trouble: str
) -> None:
    zoom.misbehave("createWebinar", **{trouble: True})  # type: ignore[arg-type] # either of them

    with pytest.raises(ProviderError) as caught:
        provider.create_room(WANTED)

    found = provider.find_room(WANTED.reference, "")
    assert caught.value.is_unsure
    assert found is not None
    assert list(zoom.webinars) == [found.number]


def test_a_room_beyond_the_first_page_is_found(
    zoom: ZoomStandIn, provider: WebinarProvider, room: Room
) -> None:
    """By its mark, though the list shows the beginning of the agenda only."""
    long = replace(WANTED, reference="UNGIS-LONG", agenda="sea " * 450)
    wanted = provider.create_room(long)

    assert provider.find_room("UNGIS-LONG", "host@example.org") == wanted


def test_a_zone_that_zoom_does_not_know_is_told_as_utc(
    zoom: ZoomStandIn, provider: WebinarProvider
) -> None:
    zoom.forget_zone("Europe/Zurich")

    room = provider.create_room(WANTED)

    assert (room.starts_at, len(zoom.webinars)) == (
        NOON.replace(month=12, day=1, hour=8, minute=30),
        1,
    )


def test_an_old_token_is_replaced(zoom: ZoomStandIn, provider: WebinarProvider, room: Room) -> None:
    zoom.expire_tokens()

    assert provider.fetch_room(room.number) == room
    assert zoom.count_asked("createToken") == 2


def test_a_wrong_secret_is_of_the_credentials(zoom: ZoomStandIn, zoom_app: Flask) -> None:
    from ungis_events.webinars import providers

    zoom_app.config["ZOOM_CLIENT_SECRET"] = "wrong"
    providers.init_app(zoom_app)

    with pytest.raises(ProviderError) as caught:
        zoom_app.extensions["webinar_providers"]["zoom"].create_room(WANTED)

    assert caught.value.problem is Problem.CREDENTIALS
    assert "wrong" not in str(caught.value)


def test_the_plan_the_scope_and_the_room_for_people_may_be_missing(
    zoom: ZoomStandIn, provider: WebinarProvider, room: Room
) -> None:
    problems = []
    zoom.set_capacity(0)
    problems.append(_problem_of(provider, room))
    zoom.remove_scopes("webinar:write:registrant:admin")
    zoom.expire_tokens()
    problems.append(_problem_of(provider, room))
    zoom.without_webinar_plan()
    with pytest.raises(ProviderError) as caught:
        provider.create_room(WANTED)
    problems.append(caught.value.problem)

    assert problems == [Problem.CAPACITY, Problem.SCOPE_MISSING, Problem.NO_PLAN]


def test_the_same_person_three_times_a_day(
    zoom: ZoomStandIn, provider: WebinarProvider, room: Room
) -> None:
    amina = Person("amina@example.org", "Amina")
    for _ in range(3):
        provider.add_person(room.number, amina)

    with pytest.raises(ProviderError) as caught:
        provider.add_person(room.number, amina)

    assert caught.value.problem is Problem.PERSON_LIMIT
    assert "amina" not in str(caught.value)


def _problem_of(provider: WebinarProvider, room: Room) -> Problem:
    with pytest.raises(ProviderError) as caught:
        provider.add_person(room.number, PEOPLE[0])
    return caught.value.problem


def test_nobody_is_let_in_who_was_not_answered(provider: WebinarProvider, room: Room) -> None:
    twice = [PEOPLE[0], PEOPLE[0]]

    admitted = provider.add_people(room.number, twice)

    assert {each.email for each in admitted} == {PEOPLE[0].email}
    assert all(isinstance(each, Admitted) for each in admitted)
