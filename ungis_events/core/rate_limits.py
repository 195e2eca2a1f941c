"""Limits on what strangers can repeat: counted per network, wide enough for a whole mission."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from .errors import TooManyRequests

LIMITS: dict[str, tuple[RateLimitItem, ...]] = {
    # A mission of several hundred people behind one address, all told of the event at once.
    "register_network": (parse("120/minute"), parse("1500/hour")),
    # Each may be of 30 MB, and what comes with a wrong form is kept for a day.
    "upload_network": (parse("20/minute"), parse("200/hour")),
    "resend_network": (parse("30/minute"), parse("300/hour")),
    # Everybody in a headquarters joins through one address, all in the same five minutes.
    "certificate_network": (parse("30/minute"), parse("200/hour")),
    "own_page_network": (parse("3000/minute"),),
    # Only what is not signed by the provider counts: its own storms are as large as an event.
    "wrong_notice_network": (parse("60/minute"),),
    "second_factor": (parse("5/minute"), parse("20/hour")),
    "sign_in_network": (parse("30/minute"), parse("200/hour")),
    "sign_in_anywhere": (parse("300/hour"),),
    "sign_in_account": (parse("10/minute"), parse("50/hour")),
}


def network_of_visitor() -> str:
    """An IPv4 address, or the /64 that one IPv6 subscriber has."""
    given = request.remote_addr or "unknown"
    try:
        address = ip_address(given.partition("%")[0])
    except ValueError:
        return given  # a server behind a socket has no address to tell
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, 64), strict=False))


def check_rate_limit(name: str, key: str | None = None) -> None:
    """Count one more try. Raises TooManyRequests."""
    if not current_app.config["RATE_LIMITS"]:
        return
    limiter: FixedWindowRateLimiter = current_app.extensions["rate_limiter"]
    who = network_of_visitor() if key is None else key
    if not all(limiter.hit(limit, name, who) for limit in LIMITS[name]):
        raise TooManyRequests


def init_app(app: Flask) -> None:
    storage = storage_from_string(str(app.config["REDIS_URL"] or "memory://"))
    app.extensions["rate_limiter"] = FixedWindowRateLimiter(storage)
