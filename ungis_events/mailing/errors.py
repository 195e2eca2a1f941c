"""
EmailNotFound    no such mail in the outbox
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotFound


class EmailNotFound(NotFound):
    message = lazy_gettext("That mail is no longer in the outbox.")
