"""Who may open which pages."""

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user

from ungis_events.core import clock
from ungis_events.core.errors import NotAllowed
from ungis_events.core.extensions import login

from .models import Account, SignIn
from .queries import find_sign_in
from .rules import hash_key, is_current


class SignedIn(UserMixin):
    """A person in one browser; the cookie carries the browser's key, not the person's id."""

    def __init__(self, key: str, sign_in: SignIn) -> None:
        self._key = key
        self.sign_in = sign_in

    def get_id(self) -> str:
        return self._key


# The key alone decides: people of one mission change addresses between two requests.
login.session_protection = None


@login.user_loader
def load_signed_in(key: str) -> SignedIn | None:
    """Asked on every page of the desk, so that a session ended elsewhere ends at once."""
    sign_in = find_sign_in(hash_key(key))
    return SignedIn(key, sign_in) if sign_in and is_current(sign_in, clock.now()) else None


def require_organizer() -> ResponseReturnValue | None:
    """Guard a whole blueprint: `manage_x.before_request(require_organizer)`."""
    account = current_account()
    if account is None:
        return redirect(url_for("accounts.sign_in", next=_path_to_return_to()))
    if not account.can_manage:
        raise NotAllowed
    g.account = account  # for the desk's templates
    return None


def current_account() -> Account | None:
    """None for strangers. Looks at the session: never ask on a public page."""
    return current_user.sign_in.account if current_user.is_authenticated else None


def own_account() -> Account:
    """Whose desk this is; only behind `require_organizer`."""
    return own_sign_in().account


def own_sign_in() -> SignIn:
    """This browser's; only behind `require_organizer`."""
    sign_in: SignIn = current_user.sign_in
    return sign_in


def actor() -> str:
    """The name that history shows; only behind `require_organizer`."""
    return own_account().name


def remember(key: str) -> None:
    """Sign this browser in. What the session held before stays behind."""
    session.clear()
    login_user(load_signed_in(key))


def forget() -> None:
    logout_user()
    session.clear()


def _path_to_return_to() -> str:
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return url_for("manage_events.index")
