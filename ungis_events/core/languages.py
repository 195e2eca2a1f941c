"""Which language an answer is in: `?lang=` on public pages, never a cookie."""

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel

from .extensions import babel


def chosen_language() -> str:
    """`?lang=` if it is offered, else English: the same address is the same bytes for all."""
    if not has_request_context():
        return "en"
    language = request.args.get("lang", "")
    if language not in current_app.config["OFFERED_LANGUAGES"]:
        language = g.get("language", "en")
    return language


def init_app(app: Flask) -> None:
    extension: Babel = babel
    extension.init_app(app, locale_selector=chosen_language)
