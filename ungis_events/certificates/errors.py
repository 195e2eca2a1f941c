"""
CertificateNotFound    no such certificate, or not of this event
NotOverYet             certificates are for events that took place
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class CertificateNotFound(NotFound):
    message = lazy_gettext("There is no certificate with this code.")


class NotOverYet(Conflict):
    message = lazy_gettext("Certificates can be issued when the event is over.")
