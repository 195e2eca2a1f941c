"""A registrant's personal links: managing and joining have different tokens."""

from ungis_events.core.signed_links import check_token
from ungis_events.core.site_links import personal_token, site_url
from ungis_events.events.models import EventStatus

from .models import Registration
from .queries import find_link_version, get_registration_by_id

PUBLISHED = EventStatus.PUBLISHED
MANAGE = "manage"
JOIN = "join"


def manage_token(registration: Registration) -> str:
    return personal_token(MANAGE, registration.id, registration.link_version)


def join_token(registration: Registration) -> str:
    return personal_token(JOIN, registration.id, registration.link_version)


def own_url(registration: Registration) -> str:
    return site_url("registrations.own", token=manage_token(registration))


def join_url(registration: Registration) -> str | None:
    """Only confirmed people have one, and only for what happens online."""
    event = registration.event
    if not registration.is_confirmed or not event.is_online or event.status is not PUBLISHED:
        return None
    return site_url("webinars.join", token=join_token(registration))


def registration_of(purpose: str, token: str, secret: str) -> Registration:
    """Raises NotFound, with one answer for unknown, forged and revoked."""
    return get_registration_by_id(check_token(secret, purpose, token, find_link_version))
