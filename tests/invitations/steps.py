"""What the tests of this folder do again and again: make a link, register by it, look at seats."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import NOON, registration_details
from tests.registrations.steps import form_data
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, Mode
from ungis_events.events.queries import get_event
from ungis_events.invitations.details import InvitationDetails
from ungis_events.invitations.links import invitation_token
from ungis_events.invitations.models import Invitation
from ungis_events.invitations.queries import get_invitation
from ungis_events.registrations import kept_places
from ungis_events.registrations.models import Registration
from ungis_events.registrations.service import register_attendee


def make_invitation(event: Event, kept: int = 0, **overrides: Any) -> Invitation:
    details = InvitationDetails(**{"label": "Missions", "kept": kept} | overrides)
    with transaction():
        return kept_places.add_invitation(get_event(event.slug), details, actor="test", now=NOON)


def change(event: Event, invitation: Invitation, **overrides: Any) -> None:
    with transaction():
        event = get_event(event.slug)
        invitation = get_invitation(event, invitation.id)
        before = InvitationDetails.of(invitation)
        values = {name: getattr(before, name) for name in before.__dataclass_fields__}
        details = InvitationDetails(**values | overrides)
        kept_places.change_invitation(event, invitation, details, actor="test", now=NOON)


def act(event: Event, invitation: Invitation, name: str) -> None:
    acts = {
        "renew": kept_places.renew_invitation,
        "revoke": kept_places.revoke_invitation,
        "release": kept_places.release_places,
    }
    with transaction():
        event = get_event(event.slug)
        acts[name](event, get_invitation(event, invitation.id), actor="test", now=NOON)


def join(event: Event, invitation: Invitation, **overrides: Any) -> Registration:
    """Somebody of the group registers."""
    details = registration_details(**overrides)
    with transaction():
        event = get_event(event.slug)
        group = get_invitation(event, invitation.id)
        return register_attendee(event, details, now=NOON, invitation=group)


def path_of(invitation: Invitation) -> str:
    return f"/invitations/{invitation_token(fresh(invitation))}"


def send_form(client: FlaskClient, invitation: Invitation, **overrides: str | None) -> TestResponse:
    return client.post(path_of(invitation), data=form_data(**overrides))


def fresh(invitation: Invitation) -> Invitation:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Invitation, invitation.id)


def places(invitation: Invitation) -> tuple[int, int]:
    """(kept, used)."""
    invitation = fresh(invitation)
    return invitation.kept, invitation.used


def counts(event: Event, mode: Mode = Mode.ONLINE) -> tuple[int, int, int]:
    """(taken, waiting, kept)."""
    db.session.rollback()
    db.session.expire_all()
    (row,) = [each for each in get_event(event.slug).modes if each.mode is mode]
    return row.taken, row.waiting, row.kept
