"""The desk's pages of an event's online room."""

from flask import Blueprint

from ungis_events.accounts.access import require_organizer
from ungis_events.admissions import models as admissions_models  # noqa: F401 - for the tables

manage_webinars = Blueprint("manage_webinars", __name__)
manage_webinars.before_request(require_organizer)
