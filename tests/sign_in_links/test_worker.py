"""From the button to the mailbox, by the worker."""

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import make_account
from tests.sign_in_links.steps import ask, link_in
from ungis_events import jobs
from ungis_events.accounts.models import Role
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db
from ungis_events.mailing.models import EmailStatus, OutgoingEmail


def statuses() -> list[EmailStatus]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingEmail.status).order_by(OutgoingEmail.id)))


def test_mailed_link_lets_its_owner_in(client: FlaskClient, outbox: list[Email]) -> None:
    member = make_account(Role.MEMBER)
    ask(client, member.email)

    jobs.deliver_mail(current_app.extensions["mailer"])

    assert [mail.to_address for mail in outbox] == [member.email]
    assert client.post(link_in(outbox[0])).location == "/members/files"


def test_mail_to_nobody_is_dropped_by_the_worker(client: FlaskClient, outbox: list[Email]) -> None:
    ask(client, "nobody@example.org")

    jobs.deliver_mail(current_app.extensions["mailer"])

    assert (outbox, statuses()) == ([], [EmailStatus.DROPPED])


def test_link_used_before_its_mail_left_is_not_sent(
    client: FlaskClient, outbox: list[Email]
) -> None:
    """Two were asked for, the first has been used: the second works no more."""
    member = make_account(Role.MEMBER)
    ask(client, member.email)
    jobs.deliver_mail(current_app.extensions["mailer"])
    ask(client, member.email)
    client.post(link_in(outbox[0]))

    jobs.deliver_mail(current_app.extensions["mailer"])

    assert statuses() == [EmailStatus.SENT, EmailStatus.DROPPED]
