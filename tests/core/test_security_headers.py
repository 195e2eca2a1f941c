import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.attendance.known import make_known
from tests.certificates.steps import certificates_of
from tests.circulars.steps import make_circular
from tests.factories import NOON, make_account, make_event, make_registration
from tests.files.steps import make_file
from tests.invitations.steps import make_invitation
from tests.organizations.steps import make_organization
from tests.privacy.steps import certificate_of
from tests.questions.steps import make_question
from tests.speakers.steps import make_confirmed
from tests.webinars.rooms import make_room
from ungis_events import create_app
from ungis_events.accounts.models import Role, SignInLink
from ungis_events.agenda.details import ItemDetails
from ungis_events.agenda.service import add_item
from ungis_events.attendance.models import Attendance
from ungis_events.bulk_acts.service import start_bulk_act
from ungis_events.check_in.links import check_in_token
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.invitations.links import invitation_token
from ungis_events.invitations.models import Invitation
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registration_import.rules import ImportOptions
from ungis_events.registration_import.service import keep_file, read_file
from ungis_events.registrations.links import join_token, manage_token
from ungis_events.registrations.models import Registration
from ungis_events.reminders.models import Reminder
from ungis_events.saved_views.service import save_view
from ungis_events.sign_in_links.links import link_token
from ungis_events.sign_in_links.service import ask_for_link
from ungis_events.speakers import links as speaker_links
from ungis_events.speakers.models import Speaker

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox"
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
"""Of what people have uploaded: it is no part of our pages, and a sandbox shows no PDF."""
INLINE = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style", re.I),
    "a handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a script of its own": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/ld\+json\")", re.I
    ),
    "something from elsewhere": re.compile(
        r"<(script|img|iframe|link rel=\"stylesheet\")[^>]*(src|href)=\"(https?:)?//", re.I
    ),
}


def address_of(rule: Rule, values: dict[str, object]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), rule.rule)


@pytest.fixture
def pages(zoom_app: Flask) -> list[str]:
    """The address of every page there is, for an event with everything."""
    event = make_event(description="**About**", access="Ramp", capacity=2)
    values = values_for(event, make_registration(event), make_confirmed(event))
    addresses = ["/nothing-here"]
    for rule in zoom_app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "events.forum":
            addresses.append(address_of(rule, values | values_of_view(rule.endpoint, values)))
    return addresses


def values_for(event: Event, registration: Registration, speaker: Speaker) -> dict[str, object]:
    """What the routes' arguments may be called."""
    link = make_file(event)
    question = make_question(event)
    organization = make_organization()
    account = make_account(Role.MEMBER)
    make_room(event)
    make_known(event, (registration, 60), ("Telephone", 5))
    with transaction():
        event, who = get_event(event.slug), {"actor": "test", "now": NOON}
        item = add_item(event, ItemDetails("Opening", 0, 10), **who)
        view = save_view(event, "From Senegal", "country=SN", made_by="test")
        act = start_bulk_act(event, "approve", [registration.id], form_key="one form", **who)
        table = read_file(b"E-mail,Surname\nbo@example.org,Li\n", "list.csv")
        kept = keep_file(event, table, "list.csv", ImportOptions(), **who)
        db.session.add(certificate_of(registration, 1))
        ask_for_link(account.email, now=NOON)
    (certificate,) = certificates_of(event)
    return {
        "slug": event.slug,
        "name": "1",
        "number": 1,
        "filename": "site.css",
        "token": manage_token(db.session.get_one(Registration, registration.id)),
        "code": certificate.code,
        "registration_id": registration.id,
        "speaker_id": speaker.id,
        "link_id": link.id,
        "item_id": item.id,
        "question_id": question.id,
        "invitation_id": make_invitation(event).id,
        "view_id": view.id,
        "bulk_act_id": act.id,
        "import_id": kept.id,
        "certificate_id": certificate.id,
        "circular_id": make_circular(event).id,
        "reminder_id": db.session.scalars(select(Reminder.id)).first(),
        "email_id": db.session.scalars(select(OutgoingEmail.id)).first(),
        "account_id": account.id,
        "organization_id": organization.id,
        "maker": "zoom",
        "attendance_id": db.session.scalars(select(Attendance.id)).first(),
    }


def values_of_view(endpoint: str, values: dict[str, object]) -> dict[str, object]:
    """Where an argument of the same name is something else."""
    registration = db.session.get_one(Registration, values["registration_id"])
    speaker = db.session.get_one(Speaker, values["speaker_id"])
    folder = endpoint.partition(".")[0]
    tokens = {
        "webinars": lambda: join_token(registration),
        "speakers": lambda: speaker_links.own_token(speaker),
        "speakers.join": lambda: speaker_links.join_token(speaker),
        "invitations": lambda: invitation_token(db.session.scalars(select(Invitation)).one()),
        "sign_in_links": lambda: link_token(db.session.scalars(select(SignInLink.id)).one()),
        "manage_check_in": lambda: check_in_token(registration),
    }
    if endpoint in tokens or folder in tokens:
        return {"token": (tokens.get(endpoint) or tokens[folder])()}
    return {"code": "SDG9"} if endpoint == "events.topic_feed" else {}


def test_every_answer_carries_the_policy_and_no_page_needs_more(
    administrator_client: FlaskClient, pages: list[str]
) -> None:
    problems, shown = [], 0
    for address in pages:
        answer = administrator_client.get(address)
        assert answer.status_code in (200, 302, 303, 308, 403, 404, 503), address
        shown += answer.status_code == 200
        of_files = {"application/pdf": PDF_POLICY}.get(answer.mimetype, FILE_POLICY)
        allowed = {POLICY} if answer.mimetype == "text/html" else {POLICY, of_files}
        if answer.headers["Content-Security-Policy"] not in allowed:
            problems.append((address, "another policy"))
        if answer.mimetype == "text/html":
            problems += [
                (address, name) for name, found in INLINE.items() if found.search(answer.text)
            ]

    assert problems == []
    assert shown > 100


def test_every_answer_carries_the_other_headers(client: FlaskClient) -> None:
    headers = client.get(f"/events/{make_event().slug}").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    assert "Strict-Transport-Security" not in headers


def test_pages_of_one_person_are_never_kept(
    organizer_client: FlaskClient, client: FlaskClient
) -> None:
    registration = make_registration(make_event())
    own = f"/registrations/{manage_token(registration)}"
    join = f"/join/{join_token(registration)}"

    kept = [client.get(own), client.get(join), organizer_client.get("/manage/")]

    assert [answer.status_code for answer in kept] == [200, 200, 200]
    assert [answer.headers["Cache-Control"] for answer in kept] == ["no-store"] * 3


def test_the_door_may_lead_to_the_webinar_and_nowhere_else(
    client: FlaskClient, clock_hands: object
) -> None:
    event = make_event(join_url="https://webinars.example.org/j/1?pwd=2")
    address = f"/join/{join_token(make_registration(event))}"
    early = client.get(address).headers["Content-Security-Policy"]

    clock_hands.set_to(event.starts_at)  # type: ignore[attr-defined]
    doors_open = client.get(address).headers["Content-Security-Policy"]

    assert early == POLICY
    assert doors_open == POLICY.replace(
        "form-action 'self'", "form-action 'self' https://webinars.example.org"
    )


@pytest.fixture
def https_client() -> Iterator[FlaskClient]:
    app = create_app(
        {"TESTING": True, "SECRET_KEY": "x" * 32, "BASE_URL": "https://events.example"}
    )
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_a_site_on_https_stays_on_https(https_client: FlaskClient) -> None:
    headers = https_client.get("/health/live").headers

    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
