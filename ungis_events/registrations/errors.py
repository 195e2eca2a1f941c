"""
RegistrationError
├─ RegistrationClosed       not open yet, closed, over, cancelled
├─ EventFull                no seat left and no waiting list
├─ RegistrationNotFound
└─ RegistrationActNotPossible    not from the state the registration is in
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class RegistrationError(Conflict):
    """The attendee cannot be registered."""


class RegistrationClosed(RegistrationError):
    message = lazy_gettext("Registration for this event is closed.")


class EventFull(RegistrationError):
    message = lazy_gettext("All places are taken, and this event keeps no waiting list.")


class RegistrationNotFound(NotFound):
    message = lazy_gettext("We could not find that registration.")


class RegistrationActNotPossible(RegistrationError):
    message = lazy_gettext("The registration is in another state by now. Look again.")
