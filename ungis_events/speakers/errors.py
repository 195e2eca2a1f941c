"""
SpeakerNotFound          not on this event's roster (any longer)
SpeakerActNotPossible    not from the state the speaker is in
NoAddress                nobody can be invited by mail without one
EventOver                nobody is asked for an event that is over or cancelled
EntryFrozen              the organizers have closed the entry: only they change it now
OnTheRoster              who is taken over from another event stands on this roster already
RosterChanged            somebody added or removed a speaker while this order was made
SpeakerChangedMeanwhile  somebody saved this entry while the form was open
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class SpeakerNotFound(NotFound):
    message = lazy_gettext("That speaker is no longer on the roster.")


class SpeakerActNotPossible(Conflict):
    message = lazy_gettext("The answer has changed meanwhile. Look again.")


class NoAddress(Conflict):
    message = lazy_gettext("There is no e-mail address to write to. Add one first.")


class EventOver(Conflict):
    message = lazy_gettext("The event is over or cancelled, so nobody is asked for it any more.")


class EntryFrozen(Conflict):
    message = lazy_gettext(
        "The organizers have closed your entry because it is being printed. Write to them to "
        "have it changed."
    )


class OnTheRoster(Conflict):
    message = lazy_gettext("Somebody of that name stands on the roster already.")


class RosterChanged(Conflict):
    message = lazy_gettext(
        "Somebody changed the roster meanwhile, so the new order was not saved. Look again."
    )


class SpeakerChangedMeanwhile(Conflict):
    message = lazy_gettext("Somebody saved this entry while you were editing it. Look again.")
