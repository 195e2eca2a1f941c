"""
NotOverYet       personal data are needed until the event is over
MailsOnTheWay    what people must hear of has not left yet
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict


class NotOverYet(Conflict):
    message = lazy_gettext("The event is not over: its people are still needed.")


class MailsOnTheWay(Conflict):
    message = lazy_gettext(
        "Mails of this event wait to leave. Try again when they have: a cancellation among them "
        "takes the event out of people's calendars."
    )
