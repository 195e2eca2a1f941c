"""Every part of the site and where it lives."""

from flask import Flask

from ungis_events.accounts.manage_views import manage_accounts
from ungis_events.accounts.views import accounts
from ungis_events.api.views import api
from ungis_events.changes.manage_views import manage_changes
from ungis_events.circulars.manage_views import manage_circulars
from ungis_events.circulars.views import circulars
from ungis_events.core.health import health
from ungis_events.events.manage_views import manage_events
from ungis_events.events.views import events
from ungis_events.files.manage_views import manage_files
from ungis_events.mailing.manage_views import manage_mailing
from ungis_events.registrations.manage_views import manage_registrations
from ungis_events.registrations.views import registrations
from ungis_events.reminders.manage_views import manage_reminders
from ungis_events.speakers.manage_views import manage_speakers
from ungis_events.webinars.views import webinars
from ungis_events.zone_changes.manage_views import manage_zone_changes

EVENT = "/manage/events/<slug>"


def init_app(app: Flask) -> None:
    app.register_blueprint(events)
    app.register_blueprint(registrations)
    app.register_blueprint(webinars)
    app.register_blueprint(circulars)
    app.register_blueprint(accounts)
    app.register_blueprint(api, url_prefix="/api/v1")
    app.register_blueprint(health)

    app.register_blueprint(manage_accounts, url_prefix="/manage/account")
    app.register_blueprint(manage_mailing, url_prefix="/manage/mail")
    app.register_blueprint(manage_zone_changes, url_prefix="/manage/zone-changes")
    app.register_blueprint(manage_events, url_prefix="/manage")
    app.register_blueprint(manage_changes, url_prefix=EVENT)
    app.register_blueprint(manage_speakers, url_prefix=f"{EVENT}/speakers")
    app.register_blueprint(manage_registrations, url_prefix=f"{EVENT}/registrations")
    app.register_blueprint(manage_files, url_prefix=f"{EVENT}/links")
    app.register_blueprint(manage_reminders, url_prefix=f"{EVENT}/reminders")
    app.register_blueprint(manage_circulars, url_prefix=f"{EVENT}/circulars")
