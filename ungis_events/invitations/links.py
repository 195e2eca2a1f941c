"""A group's link. Its address is a key, like those of personal pages."""

from ungis_events.core.signed_links import check_token
from ungis_events.core.site_links import personal_token, site_url

from .models import Invitation
from .queries import find_link_version, get_invitation_by_id

PURPOSE = "invitation"


def invitation_token(invitation: Invitation) -> str:
    return personal_token(PURPOSE, invitation.id, invitation.link_version)


def invitation_url(invitation: Invitation) -> str:
    return site_url("invitations.register", token=invitation_token(invitation))


def invitation_of(token: str, secret: str) -> Invitation:
    """Raises NotFound, with one answer for unknown, forged and revoked."""
    return get_invitation_by_id(check_token(secret, PURPOSE, token, find_link_version))
