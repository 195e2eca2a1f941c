"""What providers of online rooms tell us by themselves: kept within their three seconds."""

import logging

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from ungis_events.adapters.webinar import Challenge, WebinarProvider, WrongNotice
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import proves_itself
from ungis_events.core.errors import NotFound
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.webinars.providers import all_providers

from .errors import NotGenuine
from .service import is_of_interest, store

webhooks = Blueprint("webhooks", __name__)
log = logging.getLogger(__name__)

LARGEST = 256 * 1024
_PATIENCE_SECONDS = 2.0
"""Zoom waits three, then tells it again five minutes later: rather that than every thread of ours
waiting for a database that is busy."""


@webhooks.post("/<provider_name>")
@proves_itself
def receive(provider_name: str) -> ResponseReturnValue:
    """Raises NotFound, NotGenuine, TooManyRequests (who forges), Busy."""
    provider = _get_provider(provider_name)
    now = clock.now()
    request.max_content_length = LARGEST
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        told = provider.read_notice(headers, request.get_data(cache=False), now)
    except WrongNotice as error:
        check_rate_limit("wrong_notice_network")
        log.warning("refused what came to /webhooks/%s: %s", provider.name, error.reason)
        raise NotGenuine from None
    if isinstance(told, Challenge):
        return jsonify(told.answer)
    if is_of_interest(provider.name, told):
        with transaction(patience_seconds=_PATIENCE_SECONDS):
            store(provider.name, told, now=now)
    return "", 204


def _get_provider(name: str) -> WebinarProvider:
    providers = all_providers()
    provider = providers.get(name)
    if provider is None or not provider.is_remote:
        raise NotFound
    return provider
