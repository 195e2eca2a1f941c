"""The makers of online rooms that this site is set up for."""

from collections.abc import Mapping

from flask import Flask, current_app

from ungis_events.adapters.webinar import WebinarProvider
from ungis_events.adapters.webinar.registry import load_providers
from ungis_events.core import clock
from ungis_events.events.models import Event

from .models import WebinarStatus
from .queries import find_webinar
from .tokens import DatabaseTokens
from .vocabulary import maker_label


def init_app(app: Flask) -> None:
    tokens = DatabaseTokens(str(app.config["SECRET_KEY"]))
    app.extensions["webinar_providers"] = load_providers(app.config, tokens, lambda: clock.now())
    app.jinja_env.globals["room_provider"] = room_provider


def all_providers() -> Mapping[str, WebinarProvider]:
    """{name: provider}. Handed to services by views and jobs."""
    providers: Mapping[str, WebinarProvider] = current_app.extensions["webinar_providers"]
    return providers


def room_provider(event: Event) -> str | None:
    """What the maker of the event's room is called, who is told who comes; None: nobody is."""
    webinar = find_webinar(event)
    if webinar is None or webinar.status is WebinarStatus.GONE:
        return None
    return maker_label(webinar.provider)
