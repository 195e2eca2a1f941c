"""The desk while the event runs: its state, who is in the room, what people asked beforehand."""

from flask import Blueprint

from ungis_events.accounts.access import require_organizer

manage_live = Blueprint("manage_live", __name__)
manage_live.before_request(require_organizer)
