"""
CircularNotFound            not (any longer) one of this event's
CircularChangedMeanwhile    somebody saved it while it was being edited or looked at
CircularActNotPossible      not from the state it is in
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class CircularNotFound(NotFound):
    message = lazy_gettext("That message is no longer there.")


class CircularChangedMeanwhile(Conflict):
    message = lazy_gettext(
        "Somebody changed this message while you were looking at it. This is how it is now."
    )


class CircularActNotPossible(Conflict):
    message = lazy_gettext("The message is in another state by now. Look again.")
