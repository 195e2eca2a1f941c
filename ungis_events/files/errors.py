"""
LinkNotFound          not one of this event's (any longer), or not to be spoken of
VersionNotFound       no such version of the file
OrderChanged          somebody added or removed one while this order was made
OnlyForRegistrants    it stands on the own page of everybody registered
OnlyForMembers        signed in, but for other work
SignInNeeded          members may open it: who is asking?
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotAllowed, NotFound


class LinkNotFound(NotFound):
    message = lazy_gettext("That link is no longer there.")


class VersionNotFound(NotFound):
    message = lazy_gettext("That version is no longer there.")


class OrderChanged(Conflict):
    message = lazy_gettext(
        "Somebody added or removed one meanwhile, so the new order was not saved. Look again."
    )


class OnlyForRegistrants(NotAllowed):
    message = lazy_gettext(
        "This is for people registered for the event. Open it from your own page: its address is "
        "in the e-mail that confirmed your registration."
    )


class OnlyForMembers(NotAllowed):
    message = lazy_gettext("This is for the focal points of UNGIS members.")


class SignInNeeded(NotAllowed):
    message = lazy_gettext("This is for UNGIS members: sign in to open it.")
