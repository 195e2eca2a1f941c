"""What is wrong with something posted to /webhooks/.

DomainError
└─ NotGenuine    not signed by the provider    401
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import DomainError


class NotGenuine(DomainError):
    """The same whatever is wrong: who forges is told nothing."""

    status_code = 401
    message = lazy_gettext("This is not signed as it should be.")
