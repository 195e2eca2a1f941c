"""Organizers' pages of the certificates of an event."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.adapters.documents import missing_letters
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.registrations.queries import get_registration_by_id

from . import queries, service
from .composing import certificate_pdf
from .errors import CertificateNotFound
from .forms import MinimumForm, NameForm
from .queries import CertificatesWanted, get_certificate
from .rules import spaced_code

manage_certificates = Blueprint("manage_certificates", __name__)
manage_certificates.before_request(require_organizer)


@manage_certificates.route("/", methods=["GET", "POST"])
@answers_stale_forms
def index(slug: str) -> ResponseReturnValue:
    form = MinimumForm(minutes=get_event(slug).certificate_minutes)
    if form.validate_on_submit():
        with transaction():
            service.set_minimum(get_event(slug), form.minutes.data, actor=actor(), now=clock.now())
        flash(gettext("Saved. Certificates that were issued stay."))
        return redirect(url_for(".index", slug=slug), code=303)
    return _page(get_event(slug), form), 422 if form.errors else 200


def _page(event: Event, form: MinimumForm) -> str:
    asked = request.args
    wanted = CertificatesWanted(
        q=asked.get("q", "").strip()[:200],
        page=min(max(asked.get("page", 1, type=int), 1), 100_000),
    )
    certificates, has_more = queries.list_certificates(event, wanted)
    standing, revoked = queries.count_certificates(event)
    return render_template(
        "manage_certificates/index.html",
        event=event,
        form=form,
        is_stay_known=queries.is_stay_known(event),
        wanted=wanted,
        certificates=certificates,
        has_more=has_more,
        standing=standing,
        revoked=revoked,
        without=queries.count_attendees_without(event),
        is_over=event.ends_at <= clock.now() and event.status == "published",
        spaced_code=spaced_code,
    )


@manage_certificates.post("/issue")
def issue(slug: str) -> ResponseReturnValue:
    """A thousand at a time: should the connection break, the rest is one more click."""
    number = 0
    try:
        while True:
            with transaction():
                issued = service.issue_certificates(get_event(slug), actor=actor(), now=clock.now())
            number += issued
            if issued < service.BATCH:
                break
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(
            ngettext("%(num)d certificate issued.", "%(num)d certificates issued.", number)
            if number
            else gettext("Everybody who was there has one already.")
        )
    return redirect(url_for(".index", slug=slug), code=303)


@manage_certificates.get("/<int:certificate_id>.pdf")
def document(slug: str, certificate_id: int) -> ResponseReturnValue:
    certificate = get_certificate(get_event(slug), certificate_id)
    if certificate.registration_id is None or certificate.name is None:
        raise CertificateNotFound
    language = get_registration_by_id(certificate.registration_id).language
    name = f"certificate-{certificate.code}.pdf"
    return Response(
        certificate_pdf(certificate, language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@manage_certificates.post("/<int:certificate_id>/revoke")
def revoke(slug: str, certificate_id: int) -> ResponseReturnValue:
    with transaction():
        certificate = get_certificate(get_event(slug), certificate_id)
        service.revoke_certificate(certificate, actor=actor(), now=clock.now())
    flash(gettext("Revoked: whoever checks its code is told so."))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_certificates.route("/<int:certificate_id>/name", methods=["GET", "POST"])
@answers_stale_forms
def name(slug: str, certificate_id: int) -> ResponseReturnValue:
    """Correct the name, or issue a revoked one anew: both are a new certificate."""
    event = get_event(slug)
    certificate = get_certificate(event, certificate_id)
    if certificate.registration_id is None:  # replaced, or its person's data are gone
        raise CertificateNotFound
    form = NameForm(name=certificate.name)
    if form.validate_on_submit():
        with transaction():
            certificate = get_certificate(get_event(slug), certificate_id)
            if certificate.registration_id is None:
                raise CertificateNotFound
            service.issue_again(certificate, form.name.data, actor=actor(), now=clock.now())
        flash(gettext("Issued anew with another code. The old one says that it was replaced."))
        return redirect(url_for(".index", slug=slug), code=303)
    page = render_template(
        "manage_certificates/name.html",
        event=event,
        certificate=certificate,
        form=form,
        unprintable=missing_letters(form.name.data or ""),
    )
    return page, 422 if form.is_submitted() else 200
