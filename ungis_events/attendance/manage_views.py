"""Who was in the online room: the list, an uploaded report, and what no rule could match."""

from flask import Blueprint

from ungis_events.accounts.access import require_organizer

from . import models as models

manage_attendance = Blueprint("manage_attendance", __name__)
manage_attendance.before_request(require_organizer)
