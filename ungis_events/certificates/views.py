"""Public pages: check a certificate by its code; fetch one's own."""

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.registrations import links

from .composing import certificate_pdf
from .errors import CertificateNotFound
from .queries import find_certificate, find_certificate_of
from .rules import read_code, spaced_code

certificates = Blueprint("certificates", __name__)


@certificates.get("/certificates")
def index() -> ResponseReturnValue:
    typed = request.args.get("code")
    if typed is None:
        return _unlisted(render_template("certificates/index.html", typed="", problem=None))
    code = read_code(typed[:100])
    if code is None:
        return _form_again(typed[:100], "form", 422)
    return redirect(url_for(".show", code=code), code=303)


@certificates.get("/certificates/<code>")
def show(code: str) -> ResponseReturnValue:
    """Says whose it is only to who holds the code, and stops whoever tries codes."""
    check_rate_limit("certificate_network")
    read = read_code(code[:100])
    if read is None:
        return _form_again(code[:100], "form", 404)
    certificate = find_certificate(read)
    if certificate is None:
        return _form_again(spaced_code(read), "unknown", 404)
    page = render_template(
        "certificates/show.html", certificate=certificate, event=certificate.event,
        code=spaced_code(read),
    )  # fmt: skip
    return _unlisted(page)


def _form_again(typed: str, problem: str, status: int) -> Response:
    page = render_template("certificates/index.html", typed=typed, problem=problem)
    response = _unlisted(page)
    response.status_code = status
    return response


def _unlisted(page: str) -> Response:
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@certificates.get("/registrations/<token>/certificate.pdf")
def own(token: str) -> ResponseReturnValue:
    check_rate_limit("own_page_network")
    secret = str(current_app.config["SECRET_KEY"])
    registration = links.registration_of(links.MANAGE, token, secret)
    certificate = find_certificate_of(registration.id)
    if certificate is None:
        raise CertificateNotFound
    return Response(
        certificate_pdf(certificate, registration.language),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="certificate-{certificate.code}.pdf"',
            "X-Robots-Tag": "noindex",
        },
    )
