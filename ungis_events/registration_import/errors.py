"""
ImportNotFound        not (any longer) one of this event's
ImportDone            taken in or dropped meanwhile
ImportChanged         somebody chose other columns since this preview
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class ImportNotFound(NotFound):
    message = lazy_gettext("That import is no longer there.")


class ImportDone(Conflict):
    message = lazy_gettext("This file was taken in or dropped already.")


class ImportChanged(Conflict):
    message = lazy_gettext("Other columns were chosen meanwhile. Look at the rows again.")
