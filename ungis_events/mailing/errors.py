"""
EmailNotFound    no such mail in the outbox
Overtaken        something newer happened: what a mail says is no longer so
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotFound


class EmailNotFound(NotFound):
    message = lazy_gettext("That mail is no longer in the outbox.")


class Overtaken(Exception):
    """The mail must not leave any more; the text says why, for organizers."""
