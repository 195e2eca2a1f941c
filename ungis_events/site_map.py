"""Every part of the site and where it lives."""

from flask import Flask

from ungis_events.accounts.manage_views import manage_accounts
from ungis_events.accounts.views import accounts
from ungis_events.agenda.manage_views import manage_agenda
from ungis_events.announcements.manage_views import manage_announcements
from ungis_events.api.views import api
from ungis_events.attendance.manage_views import manage_attendance
from ungis_events.bulk_acts.manage_views import manage_bulk_acts
from ungis_events.certificates.manage_views import manage_certificates
from ungis_events.certificates.views import certificates
from ungis_events.changes.manage_views import manage_changes
from ungis_events.check_in.manage_views import manage_check_in
from ungis_events.check_in.views import check_in
from ungis_events.circulars.manage_views import manage_circulars
from ungis_events.circulars.views import circulars
from ungis_events.core.health import health
from ungis_events.events.manage_views import manage_events
from ungis_events.events.views import events
from ungis_events.files.manage_views import manage_files
from ungis_events.files.views import files
from ungis_events.history.manage_views import manage_history
from ungis_events.invitations.manage_views import manage_invitations
from ungis_events.invitations.views import invitations
from ungis_events.live.manage_views import manage_live
from ungis_events.mailing.manage_views import manage_mailing
from ungis_events.organizations.manage_views import manage_organizations
from ungis_events.organizations.views import members
from ungis_events.paper.manage_views import manage_paper
from ungis_events.people.manage_views import manage_people
from ungis_events.privacy.manage_views import manage_privacy
from ungis_events.privacy.views import privacy
from ungis_events.questions.manage_views import manage_questions
from ungis_events.registration_import.manage_views import manage_registration_import
from ungis_events.registrations.manage_views import manage_registrations
from ungis_events.registrations.views import registrations
from ungis_events.reminders.manage_views import manage_reminders
from ungis_events.roster_import.manage_views import manage_roster_import
from ungis_events.saved_views.manage_views import manage_saved_views
from ungis_events.second_factors.manage_views import manage_second_factors
from ungis_events.sign_in_links.views import sign_in_links
from ungis_events.speakers.manage_views import manage_speakers
from ungis_events.speakers.views import speakers
from ungis_events.teams.manage_views import manage_teams
from ungis_events.webhooks.views import webhooks
from ungis_events.webinars.manage_views import manage_webinars
from ungis_events.webinars.views import webinars
from ungis_events.zone_changes.manage_views import manage_zone_changes

EVENT = "/manage/events/<slug>"


def init_app(app: Flask) -> None:
    app.register_blueprint(events)
    app.register_blueprint(registrations)
    app.register_blueprint(invitations)
    app.register_blueprint(certificates)
    app.register_blueprint(check_in)
    app.register_blueprint(privacy)
    app.register_blueprint(speakers)
    app.register_blueprint(webinars)
    app.register_blueprint(webhooks, url_prefix="/webhooks")
    app.register_blueprint(files)
    app.register_blueprint(circulars)
    app.register_blueprint(accounts)
    app.register_blueprint(sign_in_links)
    app.register_blueprint(members, url_prefix="/members")
    app.register_blueprint(api, url_prefix="/api/v1")
    app.register_blueprint(health)

    app.register_blueprint(manage_accounts, url_prefix="/manage/account")
    app.register_blueprint(manage_second_factors, url_prefix="/manage/account/second-factor")
    app.register_blueprint(manage_people, url_prefix="/manage/people")
    app.register_blueprint(manage_organizations, url_prefix="/manage/organizations")
    app.register_blueprint(manage_mailing, url_prefix="/manage/mail")
    app.register_blueprint(manage_zone_changes, url_prefix="/manage/zone-changes")
    app.register_blueprint(manage_history, url_prefix="/manage")
    app.register_blueprint(manage_events, url_prefix="/manage")
    app.register_blueprint(manage_announcements, url_prefix="/manage/announcements")
    app.register_blueprint(manage_changes, url_prefix=EVENT)
    app.register_blueprint(manage_teams, url_prefix=f"{EVENT}/team")
    app.register_blueprint(manage_speakers, url_prefix=f"{EVENT}/speakers")
    app.register_blueprint(manage_roster_import, url_prefix=f"{EVENT}/speakers/import")
    app.register_blueprint(manage_questions, url_prefix=f"{EVENT}/form")
    app.register_blueprint(manage_invitations, url_prefix=f"{EVENT}/invitations")
    app.register_blueprint(manage_paper, url_prefix=f"{EVENT}/paper")
    app.register_blueprint(manage_registrations, url_prefix=f"{EVENT}/registrations")
    app.register_blueprint(manage_agenda, url_prefix=f"{EVENT}/agenda")
    app.register_blueprint(manage_saved_views, url_prefix=f"{EVENT}/registrations/views")
    app.register_blueprint(manage_bulk_acts, url_prefix=f"{EVENT}/registrations/acts")
    app.register_blueprint(manage_registration_import, url_prefix=f"{EVENT}/registrations/import")
    app.register_blueprint(manage_check_in, url_prefix=f"{EVENT}/check-in")
    app.register_blueprint(manage_certificates, url_prefix=f"{EVENT}/certificates")
    app.register_blueprint(manage_webinars, url_prefix=f"{EVENT}/webinar")
    app.register_blueprint(manage_live, url_prefix=f"{EVENT}/live")
    app.register_blueprint(manage_attendance, url_prefix=f"{EVENT}/attendance")
    app.register_blueprint(manage_privacy, url_prefix=EVENT)
    app.register_blueprint(manage_files, url_prefix=f"{EVENT}/links")
    app.register_blueprint(manage_reminders, url_prefix=f"{EVENT}/reminders")
    app.register_blueprint(manage_circulars, url_prefix=f"{EVENT}/circulars")
