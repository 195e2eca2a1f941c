"""
InvitationNotFound
InvitationRevoked    it is of no use any more
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class InvitationNotFound(NotFound):
    message = lazy_gettext("We could not find that invitation.")


class InvitationRevoked(Conflict):
    message = lazy_gettext("This link was revoked. Make a new one.")
