"""Who may open which pages."""

from collections.abc import Callable

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user

from ungis_events.core import clock
from ungis_events.core.errors import NotAllowed
from ungis_events.core.extensions import login
from ungis_events.history.rules import Actor

from .models import Account, SignIn
from .queries import find_sign_in, works_on
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
    """Guard a whole blueprint: `manage_x.before_request(require_organizer)`.

    Pages below /manage/events/<slug> are for who works on that event.
    """
    return _require(lambda account: account.can_manage and _is_their_event(account))


def require_helper() -> ResponseReturnValue | None:
    """For checking people in: helpers too, at the events they help with."""
    return _require(lambda account: account.can_check_in and _is_their_event(account))


def require_administrator() -> ResponseReturnValue | None:
    return _require(lambda account: account.is_administrator)


def require_signed_in() -> ResponseReturnValue | None:
    """Whatever their role: one's own account."""
    return _require(lambda account: account.is_active)


def _require(is_allowed: Callable[[Account], bool]) -> ResponseReturnValue | None:
    account = current_account()
    if account is None:
        return redirect(url_for("accounts.sign_in", next=_path_to_return_to()))
    if not is_allowed(account):
        raise NotAllowed
    g.account = account  # for the desk's templates
    return None


def _is_their_event(account: Account) -> bool:
    slug = (request.view_args or {}).get("slug")
    return slug is None or works_on(account, slug)


def current_account() -> Account | None:
    """None for strangers. Looks at the session: never ask on a public page."""
    return current_user.sign_in.account if current_user.is_authenticated else None


def own_account() -> Account:
    """Whose desk this is; only behind one of the guards."""
    return own_sign_in().account


def own_sign_in() -> SignIn:
    """This browser's; only behind one of the guards."""
    sign_in: SignIn = current_user.sign_in
    return sign_in


def actor() -> Actor:
    """Whom history names; only behind one of the guards."""
    return Actor.of(own_account().name, own_account().id)


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
