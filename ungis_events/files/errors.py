"""
LinkNotFound    not one of this event's links (any longer)
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotFound


class LinkNotFound(NotFound):
    message = lazy_gettext("That link is no longer there.")
