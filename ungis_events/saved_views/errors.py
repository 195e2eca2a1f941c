"""
SavedViewNotFound     not (any longer) one of this event's
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotFound


class SavedViewNotFound(NotFound):
    message = lazy_gettext("That view is no longer there.")
