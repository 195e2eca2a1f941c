"""
LastAdministrator    nobody could let people in any more
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict


class LastAdministrator(Conflict):
    message = lazy_gettext(
        "This is the last administrator who can sign in. Make somebody else one first."
    )
