"""
AttendanceNotFound    not (any longer) on this event's list: it was gathered anew meanwhile
AttendanceMatched     somebody did this, or something else, with that person already
ReportNotRead         the file as a whole is no report of who was there
ReportDropped         the uploaded report was taken in, dropped or replaced meanwhile
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, DomainError, NotFound


class AttendanceNotFound(NotFound):
    message = lazy_gettext("The list was gathered anew meanwhile. Look for the person again.")


class AttendanceMatched(Conflict):
    message = lazy_gettext("Somebody dealt with that person meanwhile.")


class ReportNotRead(DomainError):
    status_code = 422
    message = lazy_gettext("That file cannot be read as a report of who was in the room.")


class ReportDropped(Conflict):
    message = lazy_gettext("That report was taken in or dropped already. Upload it again.")
