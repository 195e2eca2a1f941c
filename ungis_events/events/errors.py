"""
EventNotFound            no such event, or not published yet
EventChangedMeanwhile    somebody saved a newer version while this form was open
ActNotPossible           not from the state the event is in
"""

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound

if TYPE_CHECKING:
    from .models import Event


class EventNotFound(NotFound):
    message = lazy_gettext("We could not find that event.")


class EventChangedMeanwhile(Conflict):
    message = lazy_gettext(
        "Somebody saved this event while you were editing. Below are your words with what is "
        "saved now beside them. Save again to keep yours."
    )

    def __init__(self, event: "Event") -> None:
        super().__init__()
        self.event = event


class ActNotPossible(Conflict):
    message = lazy_gettext("The event is in another state by now. Look again.")
