"""
LinkNotUsable    unknown, used, taken back or too old: never says which
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotFound


class LinkNotUsable(NotFound):
    message = lazy_gettext("This link works no more.")
