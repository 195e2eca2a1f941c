"""Headers every answer carries. No nonces: they would change the bytes of cached pages."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'{extra}; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_PLAIN_POLICY = _POLICY.format(extra="")


def allow_form_to(response: Response, *urls: str) -> None:
    """Let a form on this page end at one of them: browsers apply form-action to redirects too."""
    places = [urlsplit(url) for url in urls]
    origins = dict.fromkeys(f" {place.scheme}://{place.netloc}" for place in places)
    response.headers["Content-Security-Policy"] = _POLICY.format(extra="".join(origins))


def init_app(app: Flask) -> None:
    is_https = str(app.config["BASE_URL"]).startswith("https:")

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _PLAIN_POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        # Not no-referrer: over https Flask-WTF checks the Referer of every form.
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in headers and request.endpoint != "static":
            # Deny unless allowed: only public answers say that they may be kept.
            headers["Cache-Control"] = "no-store"
        return response
