"""Turn errors that reach the top into pages, or into JSON problems for who asks for JSON."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from .database import db
from .errors import DomainError, NotFound
from .extensions import csrf

View = TypeVar("View", bound=Callable[..., object])

log = logging.getLogger(__name__)
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_JSON = ("application/json", "application/problem+json")


def answers_stale_forms(view: View) -> View:
    """Mark a view whose own form checks the token and is shown again, filled, when it failed."""
    view.answers_stale_forms = True  # type: ignore[attr-defined] # read by check_csrf_token
    return view


def proves_itself(view: View) -> View:
    """Mark a view that machines post to, without a cookie and so without a token: its
    unguessable address is the proof (RFC 8058)."""
    view.proves_itself = True  # type: ignore[attr-defined] # read by check_csrf_token
    return view


def error_answer(code: int, message: object) -> tuple[Response | str, int]:
    titles = {
        403: gettext("Not allowed"),
        404: gettext("Not found"),
        409: gettext("Changed meanwhile"),
        429: gettext("Please wait"),
    }
    title = titles.get(code, gettext("That did not work"))
    is_api = request.path.startswith(("/api/", "/webhooks/"))
    if is_api or request.accept_mimetypes.best_match(["text/html", *_JSON]) in _JSON:
        problem = jsonify(type="about:blank", title=title, status=code, detail=str(message))
        problem.mimetype = "application/problem+json"
        return problem, code
    page = render_template("errors/error.html", message=message, code=code, title=title)
    return page, code


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a larger one is no number of a row, and no page."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, max=2**31 - 1, **options)


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def check_address() -> None:
        # PostgreSQL refuses texts that hold a null, SQLite finds anything with them.
        if "\0" in request.path or b"%00" in request.query_string:
            raise NotFound

    @app.before_request
    def check_csrf_token() -> None:
        if request.method not in _CHANGING or request.endpoint is None:
            return
        if not app.config["WTF_CSRF_ENABLED"]:
            return
        view = app.view_functions[request.endpoint]
        if getattr(view, "proves_itself", False):
            return
        try:
            csrf.protect()
        except CSRFError as error:
            # A form can tell a stale token; that it came from another site it cannot.
            is_from_elsewhere = "referrer" in (error.description or "")
            if is_from_elsewhere or not getattr(view, "answers_stale_forms", False):
                raise

    _show_errors_as_pages(app)


def _show_errors_as_pages(app: Flask) -> None:
    @app.errorhandler(DomainError)
    def show_domain_error(error: DomainError) -> Response:
        response = app.make_response(error_answer(error.status_code, error.message))
        if error.status_code in (429, 503):
            response.headers["Retry-After"] = "60"
        return response

    @app.errorhandler(CSRFError)
    def show_csrf_error(error: CSRFError) -> tuple[Response | str, int]:
        message = gettext("This page was open for a long time. Go back, reload it and try again.")
        return error_answer(422, message)

    @app.errorhandler(HTTPException)
    def show_http_error(error: HTTPException) -> tuple[Response | str, int]:
        sentences = {
            404: gettext("We could not find that page."),
            405: gettext("That address does not take this kind of request."),
            413: gettext("That was too large to be sent."),
        }
        code = error.code or 500
        body, code = error_answer(code, sentences.get(code, gettext("That cannot be done.")))
        response = app.make_response((body, code))
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response, code

    @app.errorhandler(Exception)
    def show_failure(error: Exception) -> tuple[Response | str, int]:
        if app.testing:
            raise error
        db.session.rollback()
        # The endpoint, never the path: paths hold personal links.
        log.exception("request failed: %s %s", request.method, request.endpoint)
        return error_answer(500, gettext("Something went wrong on our side. Please try again."))
