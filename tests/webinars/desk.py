"""What the tests of the desk's pages do again and again."""

import html
import re

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import NOON
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.webinars.models import CallKind, Webinar, WebinarCall
from ungis_events.webinars.queries import find_webinar

SETTINGS = {
    "host": "webinars@example.org",
    "alternative_hosts": "amina@example.org\r\nbo@example.org",
    "passcode": "Geneva27",
    "practice_session": "y",
    "question_and_answer": "y",
    "recording": "cloud",
}


def page(event: Event, part: str = "") -> str:
    return f"/manage/events/{event.slug}/webinar{part and '/' + part}"


def words_of(client: FlaskClient, path: str) -> str:
    """What stands on the page, without marks and line breaks."""
    answer = client.get(path)
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def version_in(text: str) -> str:
    found = re.search(r'name="version" type="hidden" value="([^"]*)"', text)
    assert found is not None
    return found[1]


def webinar_of(event: Event) -> Webinar:
    db.session.expire_all()
    webinar = find_webinar(get_event(event.slug))
    assert webinar is not None
    return webinar


def calls_of(event: Event) -> list[CallKind]:
    db.session.expire_all()
    return list(
        db.session.scalars(
            select(WebinarCall.kind)
            .join(WebinarCall.webinar)
            .where(Webinar.event_id == event.id, WebinarCall.due_at <= NOON)
            .order_by(WebinarCall.id)
        )
    )
