"""The link that stops news, for the reader and for their mail program."""

from ungis_events.core.site_links import personal_token, site_url
from ungis_events.registrations.models import Registration

UNSUBSCRIBE = "unsubscribe"


def unsubscribe_token(registration: Registration) -> str:
    return personal_token(UNSUBSCRIBE, registration.id, registration.link_version)


def unsubscribe_url(registration: Registration) -> str:
    return site_url("circulars.unsubscribe", token=unsubscribe_token(registration))
