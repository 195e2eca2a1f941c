"""
SpeakerNotFound    not on this event's roster (any longer)
RosterChanged      somebody added or removed a speaker while this order was made
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class SpeakerNotFound(NotFound):
    message = lazy_gettext("That speaker is no longer on the roster.")


class RosterChanged(Conflict):
    message = lazy_gettext(
        "Somebody changed the roster meanwhile, so the new order was not saved. Look again."
    )
