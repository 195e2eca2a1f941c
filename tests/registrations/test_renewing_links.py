from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import NOON, make_event, make_registration
from ungis_events.core.database import db, transaction
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.desk_service import renew_links
from ungis_events.registrations.links import join_token, manage_token
from ungis_events.registrations.queries import get_registration_by_id


def test_links_given_out_stop_working_when_new_ones_are_made(client: FlaskClient) -> None:
    registration = make_registration(make_event())
    old = [f"/registrations/{manage_token(registration)}", f"/join/{join_token(registration)}"]

    with transaction():
        renew_links(get_registration_by_id(registration.id), now=NOON)

    renewed = get_registration_by_id(registration.id)
    new = [f"/registrations/{manage_token(renewed)}", f"/join/{join_token(renewed)}"]
    assert [client.get(path).status_code for path in old] == [404, 404]
    assert [client.get(path).status_code for path in new] == [200, 200]


def test_new_links_are_mailed_with_an_invitation_the_calendar_takes_over(
    client: FlaskClient,
) -> None:
    registration = make_registration(make_event())

    with transaction():
        renew_links(get_registration_by_id(registration.id), now=NOON)

    mails = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()
    assert [(mail.kind, mail.facts["sequence"]) for mail in mails] == [
        ("registration_confirmed", 0),
        ("registration_confirmed", 1),
    ]


def test_an_organizer_makes_new_links(organizer_client: FlaskClient) -> None:
    event = make_event()
    registration = make_registration(event)
    path = f"/manage/events/{event.slug}/registrations/{registration.id}/renew"

    answer = organizer_client.post(path)

    assert answer.status_code == 303
    assert get_registration_by_id(registration.id).link_version == 2
