"""
RegistrationError
├─ RegistrationClosed       not open yet, closed, over, cancelled
│  └─ ByInvitationOnly      and no invitation was shown
├─ EventFull                no seat left and no waiting list
│  └─ KeptPlacesTaken       the group's places are, and its link has no others
├─ RegistrationNotFound
├─ RegistrationActNotPossible    not from the state the registration is in
├─ AlreadyRegistered        the address is
├─ NoSeatLeft               for an organizer's yes, unless beyond the capacity
├─ WaitingMakesNoSense      they would get the seat back at once
└─ NotEnoughFree            places cannot be kept that people have
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class RegistrationError(Conflict):
    """The attendee cannot be registered."""


class RegistrationClosed(RegistrationError):
    message = lazy_gettext("Registration for this event is closed.")


class ByInvitationOnly(RegistrationClosed):
    status_code = 403
    message = lazy_gettext(
        "Registration for this event is by invitation: use the link that was sent to you."
    )


class EventFull(RegistrationError):
    message = lazy_gettext("All places are taken, and this event keeps no waiting list.")


class KeptPlacesTaken(EventFull):
    message = lazy_gettext("All places that were kept for your group are taken.")


class RegistrationNotFound(NotFound):
    message = lazy_gettext("We could not find that registration.")


class RegistrationActNotPossible(RegistrationError):
    message = lazy_gettext("The registration is in another state by now. Look again.")


class AlreadyRegistered(RegistrationError):
    """For the desk only: the public never learns who is registered."""

    message = lazy_gettext("This address is registered already.")

    def __init__(self, registration_id: int) -> None:
        super().__init__()
        self.registration_id = registration_id


class NoSeatLeft(RegistrationError):
    message = lazy_gettext(
        "No seat is left. Confirm them beyond the capacity only if the room can take it."
    )


class WaitingMakesNoSense(RegistrationError):
    message = lazy_gettext("A seat is free: whoever waits first would get it at once.")


class NotEnoughFree(RegistrationError):
    """`free`: how many more could be kept."""

    def __init__(self, free: int) -> None:
        super().__init__(
            lazy_gettext(
                "Only %(n)s places are free here. Keep fewer, or raise the capacity first.", n=free
            )
            if free
            else lazy_gettext("No place is free here any more. Raise the capacity first.")
        )
        self.free = free
