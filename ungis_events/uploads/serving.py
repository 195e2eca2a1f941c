"""Sending what people gave us without trusting it."""

from urllib.parse import quote

from flask import Response, request

from .models import Upload
from .queries import stream_upload
from .rules import PICTURES, Kind

_SHOWN_BY_BROWSERS = {*PICTURES, Kind.PDF}
# Should a browser ever take it for a page: nothing runs in it, and it has no origin.
_POLICY = "default-src 'none'; sandbox"
# Not every browser's own PDF reader opens in a sandbox; it is no part of our origin.
_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


def send_upload(
    upload: Upload, *, is_public: bool = False, as_attachment: bool | None = None
) -> Response:
    """The bytes, in constant memory, whole or the range asked for (RFC 9110, 14).

    `as_attachment` None: pictures and PDF open in the browser, all else is downloaded. Only
    public files may be kept by caches, and are asked for again each time: who may see a file
    can change.
    """
    if as_attachment is None:
        as_attachment = upload.media_type not in _SHOWN_BY_BROWSERS
    response = Response(
        stream_upload(upload.id), content_type=_content_type(upload), direct_passthrough=True
    )
    headers = response.headers
    headers["Content-Length"] = str(upload.size)
    disposition = "attachment" if as_attachment else "inline"
    headers["Content-Disposition"] = f"{disposition}; {_file_name(upload.name)}"
    headers["Content-Security-Policy"] = _PDF_POLICY if upload.media_type == Kind.PDF else _POLICY
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if not is_public:
        headers["X-Robots-Tag"] = "noindex"
    headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    if is_public:
        response.set_etag(upload.sha256[:32])
    response.make_conditional(request, accept_ranges=True, complete_length=upload.size)
    return response


def _content_type(upload: Upload) -> str:
    """From our own table; text says how it is written, or accents come out wrong."""
    is_text = upload.media_type.startswith("text/")
    return f"{upload.media_type}; charset=utf-8" if is_text else upload.media_type


def _file_name(name: str) -> str:
    """The name twice (RFC 6266, 4.3): as it is, and in ASCII for old programs."""
    plain = "".join(c if c.isascii() and c not in '"\\' else "_" for c in name)
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
