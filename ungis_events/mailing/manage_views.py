"""Organizers' page of mails that could not be sent, or not yet."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import own_account, require_organizer
from ungis_events.accounts.queries import own_event_ids
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.errors import Conflict
from ungis_events.events.desk_queries import events_by_id

from .models import EmailStatus
from .queries import SHOWN_AT_MOST, count_emails, get_email, list_unsent
from .rules import can_retry
from .service import retry_email

manage_mailing = Blueprint("manage_mailing", __name__)
manage_mailing.before_request(require_organizer)


@manage_mailing.get("")
def index() -> ResponseReturnValue:
    now, among = clock.now(), own_event_ids(own_account())
    failed = list_unsent(EmailStatus.FAILED, among)
    waiting = list_unsent(EmailStatus.WAITING, among)
    return render_template(
        "manage_mailing/index.html",
        failed=failed,
        waiting=waiting,
        retriable={mail.id for mail in (*failed, *waiting) if can_retry(mail, now)},
        counts=count_emails(among),
        events=events_by_id(mail.event_id for mail in (*failed, *waiting) if mail.event_id),
        shown_at_most=SHOWN_AT_MOST,
    )


@manage_mailing.post("/<int:email_id>/retry")
def retry(email_id: int) -> ResponseReturnValue:
    try:
        with transaction():
            retry_email(get_email(email_id, own_event_ids(own_account())), clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("It leaves with the next round of the worker."))
    return redirect(url_for(".index"), code=303)
