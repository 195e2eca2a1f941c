"""The address a mail leads to: the link's number and a seal."""

from ungis_events.core.signed_links import check_token
from ungis_events.core.site_links import personal_token, site_url

_PURPOSE = "sign-in link"
_VERSION = 0
"""Each is used once: what is revoked is the row."""


def link_token(link_id: int) -> str:
    return personal_token(_PURPOSE, link_id, _VERSION)


def link_url(link_id: int) -> str:
    return site_url("sign_in_links.open_link", token=link_token(link_id))


def link_id_of(token: str, secret: str) -> int:
    """Raises NotFound for a forged one."""
    return check_token(secret, _PURPOSE, token, lambda _link_id: _VERSION)
