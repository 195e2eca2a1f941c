"""
WebinarNotPossible   not for this event, or not in the state the room is in
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict


class WebinarNotPossible(Conflict):
    message = lazy_gettext("The webinar is in another state by now. Look again.")
