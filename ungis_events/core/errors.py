"""Things people ask for that cannot be done.

DomainError       shown to the person        409
├─ NotFound       no such thing              404
├─ NotAllowed     not theirs to do           403
├─ Conflict       somebody was faster        409
├─ InvalidInput   what was typed is wrong    422
├─ TooManyRequests  wait a little            429
└─ Busy           the database is busy       503
"""

from flask_babel import LazyString, lazy_gettext


class DomainError(Exception):
    """`message` is written for the person using the site."""

    status_code = 409
    message: str | LazyString = lazy_gettext("That cannot be done.")

    def __init__(self, message: str | LazyString | None = None) -> None:
        self.message = message or self.message
        super().__init__(message)


class NotFound(DomainError):
    status_code = 404
    message = lazy_gettext("We could not find that page.")


class NotAllowed(DomainError):
    status_code = 403
    message = lazy_gettext("You do not have permission to do that.")


class Conflict(DomainError):
    message = lazy_gettext("Somebody changed this a moment ago. Look again and repeat.")


class InvalidInput(DomainError):
    """`fields` names what is wrong where, for a form to show beside the field."""

    status_code = 422
    message = lazy_gettext("Some of what was given cannot be used.")

    def __init__(self, fields: dict[str, str | LazyString]) -> None:
        super().__init__(next(iter(fields.values()), None))
        self.fields = fields


class TooManyRequests(DomainError):
    status_code = 429
    message = lazy_gettext("Too many tries from your network. Wait a few minutes, then try again.")


class Busy(DomainError):
    """Nothing was changed; asking again later helps."""

    status_code = 503
    message = lazy_gettext("Too much is going on here at this moment. Try again in a minute.")
