from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts import steps as accounts
from tests.conftest import Hands
from tests.factories import NOON, PASSWORD, make_account, make_event, make_registration
from tests.files.steps import make_file, make_link, put_version
from tests.uploads import samples
from ungis_events.accounts.models import Account, Role
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.files.models import Link, Visibility
from ungis_events.files.queries import list_files_for_members
from ungis_events.history.queries import list_history
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import RegistrationStatus

PUBLIC, REGISTRANTS, MEMBERS, ORGANIZERS = Visibility


def address(link: Link, name: str = "any-name") -> str:
    return f"/files/{link.id}/{name}"


def signed_in(app: Flask, role: Role, *, has_all_events: bool = True) -> FlaskClient:
    account = make_account(role)
    with transaction():
        found = db.session.get_one(Account, account.id)
        found.has_all_events = has_all_events
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    assert answer.status_code == 303
    return client


def test_public_file_is_the_same_for_everybody(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    link = make_file(make_event())

    answers = [each.get(address(link)) for each in (client, organizer_client)]

    for answer in answers:
        assert (answer.status_code, answer.data) == (200, samples.PDF)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert {"Set-Cookie", "Vary"} & set(answer.headers.keys()) == set()
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]


def test_old_address_leads_to_the_newest_version(client: FlaskClient) -> None:
    event = make_event()
    link = make_file(event)
    old = address(link, link.address_name)
    put_version(event, link, samples.PDF + b"2", "Final.pdf")

    answer = client.get(old)

    assert answer.data == samples.PDF + b"2"
    assert "Final.pdf" in answer.headers["Content-Disposition"]


def test_recording_is_read_from_the_middle(client: FlaskClient) -> None:
    content = samples.MP4.ljust(300_000, b"x")
    link = make_file(make_event(), name="talk.mp4", content=content)

    answer = client.get(address(link), headers={"Range": "bytes=262140-262149"})

    assert (answer.status_code, answer.data) == (206, content[262140:262150])


def test_members_file_leads_a_stranger_to_signing_in(client: FlaskClient) -> None:
    link = make_file(make_event(), MEMBERS)

    answer = client.get(address(link, "note.pdf"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/sign-in?next=/files/{link.id}/note.pdf"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("role", "has_all_events"),
    [(Role.MEMBER, False), (Role.ORGANIZER, True), (Role.ADMINISTRATOR, False)],
)
def test_members_file_is_opened_by_members_and_the_secretariat(
    app: Flask, role: Role, has_all_events: bool
) -> None:
    link = make_file(make_event(), MEMBERS)

    answer = signed_in(app, role, has_all_events=has_all_events).get(address(link))

    assert (answer.status_code, answer.data) == (200, samples.PDF)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_who_organizes_some_events_opens_the_members_files_of_those(app: Flask) -> None:
    here, elsewhere = make_event(), make_event()
    links = [make_file(event, MEMBERS) for event in (here, elsewhere)]
    client = accounts.signed_in(app, accounts.make_limited(Role.ORGANIZER, here.id))

    assert [client.get(address(link)).status_code for link in links] == [200, 403]


def test_members_link_leads_to_the_other_site(app: Flask, client: FlaskClient) -> None:
    link = make_link(make_event(), MEMBERS, url="https://members.example.org/1")

    stranger, member = (each.get(address(link)) for each in (client, signed_in(app, Role.MEMBER)))

    assert stranger.headers["Location"].startswith("/sign-in")
    assert (member.status_code, member.headers["Location"]) == (
        302,
        "https://members.example.org/1",
    )


def test_who_helps_at_the_door_is_no_member(app: Flask) -> None:
    link = make_file(make_event(), MEMBERS)

    answer = signed_in(app, Role.HELPER).get(address(link))

    assert answer.status_code == 403
    assert "This is for the focal points of UNGIS members." in answer.text


def test_registrants_file_tells_others_where_it_stands(
    client: FlaskClient, member_client: FlaskClient
) -> None:
    link = make_file(make_event(), REGISTRANTS)

    for each in (client, member_client):
        answer = each.get(address(link))
        assert answer.status_code == 403
        assert "Open it from your own page" in answer.text


@pytest.mark.parametrize(
    ("visibility", "status"),
    [
        (ORGANIZERS, EventStatus.PUBLISHED),
        *((visibility, EventStatus.DRAFT) for visibility in Visibility),
    ],
)
def test_what_is_for_organizers_is_not_there_for_others(
    app: Flask, client: FlaskClient, visibility: Visibility, status: EventStatus
) -> None:
    link = make_file(make_event(status=status), visibility)
    others = [
        client,
        signed_in(app, Role.MEMBER),
        signed_in(app, Role.HELPER),
        signed_in(app, Role.ORGANIZER, has_all_events=False),
    ]

    answers = [each.get(address(link)) for each in others]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert signed_in(app, Role.ORGANIZER).get(address(link)).data == samples.PDF
    assert signed_in(app, Role.ADMINISTRATOR, has_all_events=False).get(address(link)).data


def test_there_is_no_file_of_that_number(client: FlaskClient) -> None:
    assert client.get("/files/999/note.pdf").status_code == 404
    assert client.get("/files/99999999999/note.pdf").status_code == 404


class TestOwnPage:
    """What stands behind a personal link."""

    @pytest.fixture
    def event(self) -> Event:
        return make_event()

    @pytest.fixture
    def token(self, event: Event) -> str:
        return manage_token(make_registration(event))

    def test_registrants_file_is_opened_from_it(
        self, client: FlaskClient, event: Event, token: str
    ) -> None:
        link = make_file(event, REGISTRANTS, name="Slides.pdf")
        target = f"/registrations/{token}/files/{link.id}/Slides.pdf"

        page, answer = client.get(f"/registrations/{token}"), client.get(target)

        assert f'<a href="{target}"><bdi>Concept note</bdi></a>' in page.text
        assert f"PDF, {len(samples.PDF)} bytes" in page.text
        assert (answer.data, answer.headers["Cache-Control"]) == (samples.PDF, "private, no-store")

    @pytest.mark.parametrize("visibility", [MEMBERS, ORGANIZERS])
    def test_other_files_are_not(
        self, client: FlaskClient, event: Event, token: str, visibility: Visibility
    ) -> None:
        link = make_file(event, visibility)

        answer = client.get(f"/registrations/{token}/files/{link.id}/x.pdf")

        assert answer.status_code == 404
        assert "Concept note" not in client.get(f"/registrations/{token}").text

    def test_files_of_other_events_are_not(self, client: FlaskClient, token: str) -> None:
        link = make_file(make_event(), REGISTRANTS)

        assert client.get(f"/registrations/{token}/files/{link.id}/x.pdf").status_code == 404

    def test_forged_link_opens_nothing(self, client: FlaskClient, event: Event) -> None:
        link = make_file(event, REGISTRANTS)

        assert client.get(f"/registrations/1-forged/files/{link.id}/x.pdf").status_code == 404

    @pytest.mark.parametrize(
        "status", [each for each in RegistrationStatus if each is not RegistrationStatus.CONFIRMED]
    )
    def test_only_people_with_a_seat_open_it(
        self, client: FlaskClient, event: Event, status: RegistrationStatus
    ) -> None:
        link = make_file(event, REGISTRANTS)
        token = manage_token(make_registration(event, status=status))

        assert client.get(f"/registrations/{token}/files/{link.id}/x.pdf").status_code == 404


def test_page_shows_locks_and_says_who_may_open_what(client: FlaskClient) -> None:
    event = make_event()
    note = make_file(event, title="Concept note")
    slides = make_file(event, MEMBERS, title="Members’ slides", name="s.pdf")
    minutes = make_link(event, MEMBERS, title="Minutes", url="https://members.example.org/1")
    make_file(event, REGISTRANTS, title="Handout")
    make_link(event, REGISTRANTS, title="Survey", url="https://survey.example.org")
    make_file(event, ORGANIZERS, title="Run of show")

    page = client.get(f"/events/{event.slug}").text
    text = client.get(f"/events/{event.slug}.txt").text

    assert f'<a href="/files/{note.id}/Concept-note.pdf"><bdi>Concept note</bdi></a>' in page
    assert f'<a href="/files/{slides.id}/s.pdf" rel="nofollow">' in page
    assert f'<a href="/files/{minutes.id}/Minutes" rel="nofollow">' in page
    assert page.count("UNGIS members only: sign in") == 2
    assert page.count("For those registered: on your own page") == 2
    assert "example.org/1" not in page + text
    assert "survey.example.org" not in page + text
    assert "Run of show" not in page + text
    assert f"- Concept note: http://localhost/files/{note.id}/Concept-note.pdf" in text
    assert f"sign in): http://localhost/files/{slides.id}/s.pdf" in text


def test_page_is_the_same_for_a_member(client: FlaskClient, member_client: FlaskClient) -> None:
    event = make_event()
    make_file(event, MEMBERS)

    answers = [each.get(f"/events/{event.slug}") for each in (client, member_client)]

    assert answers[0].data == answers[1].data


class TestDownloadsOfMembersFiles:
    def opened(self, event: Event) -> list[tuple[str, object]]:
        return [
            (entry.actor, entry.changes)
            for entry in list_history(event.id)
            if entry.act == "file opened"
        ]

    def test_who_opened_which_version_is_noted_once_a_day(
        self, member_client: FlaskClient, clock_hands: Hands
    ) -> None:
        event = make_event()
        link = make_file(event, MEMBERS)
        version = event.version

        for _ in range(3):
            member_client.get(address(link))
        once = self.opened(event)
        put_version(event, link, samples.PDF + b"2")
        member_client.get(address(link))
        clock_hands.set_to(NOON + timedelta(hours=11, minutes=59))
        member_client.get(address(link))
        same_day = len(self.opened(event))
        clock_hands.set_to(NOON + timedelta(hours=12))
        member_client.get(address(link))

        assert len(once) == 1
        assert once[0][1] == {"file": "Concept note", "version": 1}
        assert same_day == 2
        assert len(self.opened(event)) == 3
        db.session.expire_all()
        assert event.version == version + 1  # of the replacement: opening changes no page

    def test_each_account_is_noted(self, app: Flask) -> None:
        event = make_event()
        link = make_link(event, MEMBERS, title="Minutes")

        for role in (Role.MEMBER, Role.MEMBER, Role.ORGANIZER):
            signed_in(app, role).get(address(link))

        assert [changes for _, changes in self.opened(event)] == [{"link": "Minutes"}] * 3
        assert len({actor for actor, _ in self.opened(event)}) == 3

    def test_looking_whether_it_is_there_is_no_opening(self, member_client: FlaskClient) -> None:
        event = make_event()
        link = make_file(event, MEMBERS)

        answer = member_client.head(address(link))

        assert answer.status_code == 200
        assert self.opened(event) == []

    def test_files_for_others_are_not_noted(
        self, organizer_client: FlaskClient, client: FlaskClient
    ) -> None:
        event = make_event()
        links = [make_file(event, each) for each in (PUBLIC, REGISTRANTS, ORGANIZERS)]

        for link in links:
            organizer_client.get(address(link))
        client.get(address(make_file(event, MEMBERS)))

        assert self.opened(event) == []


def test_members_find_what_is_kept_for_them_newest_first() -> None:
    published = make_event()
    older = make_file(published, MEMBERS, title="Older")
    make_file(published, PUBLIC)
    newer = make_link(published, MEMBERS, title="Newer")
    make_file(make_event(status=EventStatus.DRAFT), MEMBERS)
    make_file(make_event(status=EventStatus.CANCELLED), MEMBERS)

    found = list_files_for_members()

    assert [(link.id, event.id) for link, event in found] == [
        (newer.id, published.id),
        (older.id, published.id),
    ]
