"""
ReminderNotFound         not one of this event's reminders (any longer)
ReminderActNotPossible   not from the state the reminder is in
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class ReminderNotFound(NotFound):
    message = lazy_gettext("That reminder is no longer there.")


class ReminderActNotPossible(Conflict):
    message = lazy_gettext("The reminder is in another state by now. Look again.")
