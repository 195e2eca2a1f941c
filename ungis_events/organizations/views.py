"""Pages for members: what is kept for them.

Focal points of observers see what those of members see: what rights observers have was never
published.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ungis_events.accounts.access import own_account, require_member
from ungis_events.accounts.models import Role
from ungis_events.accounts.queries import own_event_ids
from ungis_events.events.models import Event
from ungis_events.files.models import Link
from ungis_events.files.queries import list_files_for_members

members = Blueprint("members", __name__)
members.before_request(require_member)


@members.get("/files")
def files() -> ResponseReturnValue:
    """By event, in the order of each event's newest file; an organizer's own events."""
    newest: dict[int, tuple[Event, list[Link]]] = {}
    account = own_account()
    among = None if account.role is Role.MEMBER else own_event_ids(account)
    for link, event in list_files_for_members(among):
        newest.setdefault(event.id, (event, []))[1].append(link)
    return render_template("members/files.html", account=account, events=list(newest.values()))
