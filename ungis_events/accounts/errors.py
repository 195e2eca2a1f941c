"""
WrongCredentials    no such account, another password, or switched off: never says which
SignInNotFound      no such session of this person
AccountNotFound     no such account
OpenIdNotUsed       no provider is set: there is no such page
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import DomainError, NotFound


class WrongCredentials(DomainError):
    status_code = 422
    message = lazy_gettext("The e-mail address or the password is not right.")


class SignInNotFound(NotFound):
    message = lazy_gettext("That session has ended already.")


class AccountNotFound(NotFound):
    message = lazy_gettext("There is no such account.")


class OpenIdNotUsed(NotFound):
    pass
