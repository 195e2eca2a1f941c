"""
CodeRefused    not the code of this moment, used already, or no recovery code: never says which
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import DomainError


class CodeRefused(DomainError):
    status_code = 422
    message = lazy_gettext(
        "This code is not right, or was used already. Wait for the next one, then try again."
    )
