"""Opening what belongs to an event, for those it is for."""

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ungis_events.accounts.access import actor, current_account
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.events.models import EventStatus
from ungis_events.registrations.links import MANAGE, registration_of
from ungis_events.uploads.serving import send_upload

from .access import reader_of
from .errors import LinkNotFound, SignInNeeded
from .models import Link, Visibility
from .queries import get_link_to_open
from .rules import check_may_open, is_for_everybody, is_for_registrants
from .service import note_opened

files = Blueprint("files", __name__)


@files.get("/files/<int:link_id>/<name>")
def open_file(link_id: int, name: str) -> ResponseReturnValue:
    """`name` is for people to read; the number decides, so that old addresses last."""
    link, event = get_link_to_open(link_id)
    is_draft = event.status is EventStatus.DRAFT
    if is_for_everybody(link.visibility, is_draft=is_draft):
        return _answer(link, is_public=True)  # and never looks at who is asking
    account = current_account()
    try:
        check_may_open(link.visibility, reader_of(account, event), is_draft=is_draft)
    except SignInNeeded:
        return redirect(url_for("accounts.sign_in", next=request.path))
    if account and link.visibility is Visibility.MEMBERS and request.method == "GET":
        with transaction():
            link, event = get_link_to_open(link_id)
            note_opened(event, link, actor=actor(), account_id=account.id, now=clock.now())
    return _answer(link, is_public=False)


@files.get("/registrations/<token>/files/<int:link_id>/<name>")
def open_own(token: str, link_id: int, name: str) -> ResponseReturnValue:
    """What somebody with a seat opens from their own page."""
    check_rate_limit("own_page_network")
    registration = registration_of(MANAGE, token, str(current_app.config["SECRET_KEY"]))
    link, event = get_link_to_open(link_id)
    is_theirs = registration.is_confirmed and registration.event_id == event.id
    if not is_theirs or not is_for_registrants(link.visibility):
        raise LinkNotFound
    return _answer(link, is_public=False)


def _answer(link: Link, *, is_public: bool) -> ResponseReturnValue:
    if link.upload is None:
        return redirect(link.url)
    return send_upload(link.upload, is_public=is_public)
