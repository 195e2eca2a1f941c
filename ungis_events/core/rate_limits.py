"""Limits on what strangers can repeat: counted per network, wide enough for a whole mission."""

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from .errors import TooManyRequests

LIMITS: dict[str, tuple[RateLimitItem, ...]] = {
    # A mission of several hundred people behind one address, all told of the event at once.
    "register_network": (parse("120/minute"), parse("1500/hour")),
    "resend_network": (parse("30/minute"), parse("300/hour")),
    "own_page_network": (parse("300/minute"),),
    "sign_in_network": (parse("30/minute"), parse("200/hour")),
    "sign_in_account": (parse("10/minute"), parse("50/hour")),
}


def network_of_visitor() -> str:
    """An IPv4 address, or the /64 that one IPv6 subscriber has."""
    address = request.remote_addr or "unknown"
    return ":".join(address.split(":")[:4]) if ":" in address else address


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
