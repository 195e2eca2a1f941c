"""What the tests of this folder do again and again."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ungis_events.bulk_acts.models import BulkAct, BulkOutcome
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/registrations/{rest}"


def review(client: FlaskClient, event: Event, act: str, **more: Any) -> str:
    """The page's words, in one line."""
    page = client.get(address(event, "acts/review"), query_string={"act": act, **more}).text
    words = re.sub(r"<[^>]+>", " ", page.partition("<section>")[2])
    return " ".join(unescape(words).split())


def start(
    client: FlaskClient,
    event: Event,
    act: str,
    people: list[Registration] | None = None,
    *,
    form_key: str = "one form",
    **more: Any,
) -> TestResponse:
    """Press the button of the review."""
    ids = [str(each.id) for each in people or []]
    form = {"act": act, "id": ids, "form_key": form_key, "query": "", **more}
    return client.post(address(event, "acts/"), data=form)


def outcomes(event: Event) -> list[tuple[str | None, str | None, str | None]]:
    """(before, after, problem) of each row, of all acts in their order."""
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.execute(
        db.select(BulkOutcome.status_before, BulkOutcome.status_after, BulkOutcome.problem)
        .join(BulkAct, BulkAct.id == BulkOutcome.bulk_act_id)
        .where(BulkAct.event_id == event.id, BulkOutcome.done_at.is_not(None))
        .order_by(BulkOutcome.bulk_act_id, BulkOutcome.position)
    )
    return [(before, after, problem) for before, after, problem in rows]
