"""Which language an answer is in: `?lang=` on public pages, never a cookie."""

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, LazyString, get_locale
from markupsafe import Markup, escape

from .extensions import babel

_PUBLIC = (
    "events.", "registrations.", "invitations.", "webinars.", "circulars.", "speakers.",
    "certificates.", "privacy.", "files.", "check_in.",
)  # fmt: skip


def gettext_noop(text: str) -> str:
    """Marks an English sentence for translation where it is stored: it is translated when shown."""
    return text


def chosen_language() -> str:
    """`?lang=` if it is offered, else English: the same address is the same bytes for all."""
    if not has_request_context():
        return "en"
    language = request.args.get("lang", "")
    if language not in current_app.config["OFFERED_LANGUAGES"]:
        language = g.get("language", "en")
    return language


def _keep_language(endpoint: str, values: dict[str, object]) -> None:
    """Links on a page in Arabic lead to pages in Arabic, those in mails too."""
    language = str(get_locale() or "en")
    if endpoint.startswith(_PUBLIC) and language != "en":
        values.setdefault("lang", language)


def _escaped(text: LazyString) -> Markup:
    """Flask-Babel calls its lazy texts safe HTML; what people typed may stand in them."""
    return escape(str(text))


def init_app(app: Flask) -> None:
    LazyString.__html__ = _escaped
    app.url_defaults(_keep_language)
    extension: Babel = babel
    extension.init_app(app, locale_selector=chosen_language)
