"""
NotOnTeam       somebody was faster: they are no longer on the team
NamesOneself    to see access needs takes two: who asks for it and who gives it
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotAllowed, NotFound


class NotOnTeam(NotFound):
    message = lazy_gettext("They are no longer on the team.")


class NamesOneself(NotAllowed):
    message = lazy_gettext("Nobody names themselves to see access needs: ask a colleague.")
