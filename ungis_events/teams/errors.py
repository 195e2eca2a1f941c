"""
NotOnTeam    somebody was faster: they are no longer on the team
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotFound


class NotOnTeam(NotFound):
    message = lazy_gettext("They are no longer on the team.")
