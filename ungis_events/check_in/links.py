"""What the QR code of a registrant holds: a page of the desk, for the phone at the door."""

from ungis_events.core.signed_links import check_token
from ungis_events.core.site_links import personal_token, site_url
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import find_link_version, get_registration_by_id

CHECK_IN = "check-in"


def check_in_token(registration: Registration) -> str:
    """It opens nothing by itself: only who is signed in as a helper gets further."""
    return personal_token(CHECK_IN, registration.id, registration.link_version)


def check_in_url(registration: Registration) -> str:
    return site_url(
        "manage_check_in.scan",
        slug=registration.event.slug,
        token=check_in_token(registration),
    )


def registration_at_door(token: str, secret: str) -> Registration:
    """Raises NotFound, with one answer for unknown, forged and revoked."""
    return get_registration_by_id(check_token(secret, CHECK_IN, token, find_link_version))
