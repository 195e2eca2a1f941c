"""
QuestionNotFound
FormChanged         somebody changed the form meanwhile
QuestionInUse       another question depends on it
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import Conflict, NotFound


class QuestionNotFound(NotFound):
    message = lazy_gettext("We could not find that question.")


class FormChanged(Conflict):
    message = lazy_gettext("Somebody changed the form a moment ago. Look again and repeat.")


class QuestionInUse(Conflict):
    message = lazy_gettext("Another question is asked only after an answer to this one.")
