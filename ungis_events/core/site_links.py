"""Addresses for mails, files and other sites: from BASE_URL, never from the Host header."""

from flask import current_app, url_for

from .signed_links import make_token


def site_url(endpoint: str, **values: object) -> str:
    """The full address of a page. Needs a request context; the worker makes one."""
    path = url_for(endpoint, **values)  # type: ignore[arg-type] # any value it can format
    return f"{current_app.config['BASE_URL']}{path}"


def personal_token(purpose: str, row_id: int, version: int) -> str:
    return make_token(str(current_app.config["SECRET_KEY"]), purpose, row_id, version)
