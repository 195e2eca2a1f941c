"""Every part of the site and where it lives."""

from flask import Flask

from ungis_events.accounts.manage_views import manage_accounts
from ungis_events.accounts.views import accounts
from ungis_events.core.health import health
from ungis_events.events.manage_views import manage_events
from ungis_events.events.views import events
from ungis_events.files.manage_views import manage_files
from ungis_events.mailing.manage_views import manage_mailing
from ungis_events.registrations.manage_views import manage_registrations
from ungis_events.registrations.views import registrations
from ungis_events.speakers.manage_views import manage_speakers
from ungis_events.webinars.views import webinars

EVENT = "/manage/events/<slug>"


def init_app(app: Flask) -> None:
    app.register_blueprint(events)
    app.register_blueprint(registrations)
    app.register_blueprint(webinars)
    app.register_blueprint(accounts)
    app.register_blueprint(health)

    app.register_blueprint(manage_accounts, url_prefix="/manage/account")
    app.register_blueprint(manage_mailing, url_prefix="/manage/mail")
    app.register_blueprint(manage_events, url_prefix="/manage")
    app.register_blueprint(manage_speakers, url_prefix=f"{EVENT}/speakers")
    app.register_blueprint(manage_registrations, url_prefix=f"{EVENT}/registrations")
    app.register_blueprint(manage_files, url_prefix=f"{EVENT}/links")
