"""
BulkActNotFound       not one of this event's
NobodyChosen          no row was ticked, or nobody fits any more
OthersFitNow          since the review people came or went: look again
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class BulkActNotFound(NotFound):
    message = lazy_gettext("There is no such act at this event.")


class NobodyChosen(Conflict):
    message = lazy_gettext("Nobody is chosen. Tick some people, or choose all who fit.")


class OthersFitNow(Conflict):
    message = lazy_gettext(
        "Meanwhile other people fit the search. Nothing was done: this is how it is now."
    )
