"""Organizers' page of events whose moment newer zone data moved."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ungis_events.accounts.access import own_account, require_organizer
from ungis_events.accounts.queries import own_event_ids
from ungis_events.core import clock

from . import rules
from .queries import SHOWN_AT_MOST, list_zone_changes

manage_zone_changes = Blueprint("manage_zone_changes", __name__)
manage_zone_changes.before_request(require_organizer)


@manage_zone_changes.get("")
def index() -> ResponseReturnValue:
    return render_template(
        "manage_zone_changes/index.html",
        changes=list_zone_changes(own_event_ids(own_account())),
        rules=rules,
        edition=clock.ZONE_DATA_EDITION,
        now=clock.now(),
        shown_at_most=SHOWN_AT_MOST,
    )
