"""
NotAdmitted    the person cannot be checked in as things are
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict


class NotAdmitted(Conflict):
    message = lazy_gettext("This person cannot be checked in.")
