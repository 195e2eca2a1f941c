"""Who may open which pages."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user

from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import NotAllowed
from ungis_events.core.extensions import login
from ungis_events.core.rate_limits import check_rate_limit, network_of_visitor
from ungis_events.history.rules import Actor

from .models import Account, Role, SignIn
from .queries import find_sign_in, works_on
from .rules import browser_name, hash_key, is_current, is_local_path
from .service import open_sign_in

_HALF = "half_signed_in"
_HALF_LASTS = timedelta(minutes=5)


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


def require_member() -> ResponseReturnValue | None:
    """What is kept for members: focal points, and the secretariat that keeps it.

    Organizers of some events pass, and find what is kept at those.
    Focal points of observers see what those of members see: what rights observers have was
    never published.
    """
    return _require(lambda account: account.can_manage or account.role is Role.MEMBER)


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


class HalfSignedIn(NamedTuple):
    """Whose password was right and whose second factor is still asked for."""

    account: Account
    next_page: str


def enter(account: Account, next_page: str = "") -> str:
    """Sign this browser in; returns where it goes: first to the second factor, if they have one.

    Not for those whose provider looked at a second factor of its own.
    """
    if account.totp_secret is None:
        return enter_at_once(account, next_page)
    session.clear()
    session[_HALF] = [account.id, clock.now().timestamp(), next_page]
    return url_for("accounts.second_step")


def enter_at_once(account: Account, next_page: str = "") -> str:
    """Open a session, which is saved at once; returns where they go."""
    browser = browser_name(request.user_agent.string)
    with transaction():
        key = open_sign_in(account, browser=browser, now=clock.now())
    remember(key)
    return page_after_sign_in(account, next_page)


def half_signed_in(now: datetime) -> HalfSignedIn | None:
    """For five minutes after the password; None: they begin again."""
    account_id, since, next_page = session.get(_HALF) or (None, 0.0, "")
    if account_id is None or now.timestamp() - since > _HALF_LASTS.total_seconds():
        return None
    account = db.session.get(Account, account_id)
    return HalfSignedIn(account, next_page) if account and account.is_active else None


def page_after_sign_in(account: Account, next_page: str) -> str:
    if is_local_path(next_page):
        return next_page
    if account.can_manage:
        return url_for("manage_events.index")
    # A helper's own page names the events they help with.
    return url_for("members.files" if account.role is Role.MEMBER else "manage_accounts.index")


def check_sign_in_limits(email: str) -> None:
    """Raises TooManyRequests."""
    check_rate_limit("sign_in_network")
    # Hashed: what is typed here is personal and may be kept in Redis.
    account = hashlib.sha256(email.encode()).hexdigest()
    # From here, so that a stranger elsewhere cannot lock the owner out; and a wide one for all.
    check_rate_limit("sign_in_account", f"{account}@{network_of_visitor()}")
    check_rate_limit("sign_in_anywhere", account)


def check_code_limits(account: Account) -> None:
    """From everywhere: six digits are soon guessed. Raises TooManyRequests."""
    check_rate_limit("second_factor", str(account.id))


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
