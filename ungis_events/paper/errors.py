"""
NothingToPrint   nobody is on the roster
TooMuchToPrint   more people or items than one document takes
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import DomainError


class NothingToPrint(DomainError):
    message = lazy_gettext("Nobody is on the roster yet: there is nothing to print.")


class TooMuchToPrint(DomainError):
    status_code = 422
    message = lazy_gettext("That is more than one document takes: at most 500.")
