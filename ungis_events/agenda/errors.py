"""
ItemNotFound    not in this event's agenda (any longer)
NoBriefing      nobody who has accepted has an address
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class ItemNotFound(NotFound):
    message = lazy_gettext("That item is no longer in the agenda.")


class NoBriefing(Conflict):
    message = lazy_gettext("There is nobody to brief: no confirmed speaker has an address.")
