"""Asking for a mailed link, and opening the newest one."""

import re
from datetime import datetime

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import NOON
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.sign_in_links.messages import build


def ask(client: FlaskClient, email: str) -> int:
    return client.post("/sign-in/link", data={"email": email}).status_code


def mails(now: datetime = NOON) -> list[Email]:
    """Those that would leave now, the oldest first."""
    built = []
    for row in db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)):
        try:
            built.append(build(row, now))
        except Overtaken:
            pass
    return built


def link_in(mail: Email) -> str:
    """The path of the link that lets somebody in."""
    found = re.search(rf"{current_app.config['BASE_URL']}(/sign-in/links/\S+)", mail.text)
    assert found
    return found[1]
