"""Links, history and outcomes name rows by their numbers: no number is given twice."""

from flask.testing import FlaskClient
from sqlalchemy import delete

from tests.factories import make_event, make_registration
from ungis_events.core.database import db, transaction
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration


def test_the_link_of_a_removed_person_opens_nobody_elses_page(client: FlaskClient) -> None:
    event = make_event()
    gone = make_registration(event)
    old_link = f"/registrations/{manage_token(gone)}"
    with transaction():
        db.session.execute(delete(OutgoingEmail))
        db.session.execute(delete(Registration).where(Registration.id == gone.id))

    newcomer = make_registration(event)

    assert newcomer.id > gone.id
    assert client.get(old_link).status_code == 404
