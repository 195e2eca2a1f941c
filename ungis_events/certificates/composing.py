"""A certificate on paper, in the language of whom it is for."""

from flask import current_app
from flask_babel import force_locale, gettext, ngettext

from ungis_events.adapters.documents import certificate as typeset
from ungis_events.adapters.documents import paper
from ungis_events.core.clock_faces import city_times
from ungis_events.core.site_links import site_url

from .models import Certificate
from .rules import spaced_code


def certificate_pdf(certificate: Certificate, language: str) -> bytes:
    """`language`: of the registration; English where the site does not speak it."""
    if language not in current_app.config["OFFERED_LANGUAGES"]:
        language = "en"
    event = certificate.event
    with force_locale(language):
        cities = current_app.config["HOME_CITIES"]
        return typeset(
            paper.Certificate(
                language=language,
                name=certificate.name or "",
                event_title=event.title,
                times=tuple(city_times(event.starts_at, event.ends_at, cities, language)),
                organizers=tuple(event.organizers),
                check_url=site_url("certificates.show", code=certificate.code),
                code=spaced_code(certificate.code),
                attended=_attended(certificate.minutes),
                words=paper.CertificateWords(
                    heading=gettext("Certificate of attendance"),
                    before_name=gettext("This is to certify that"),
                    before_event=gettext("attended"),
                    organized_by=gettext("Organized by"),
                    check=gettext("Anyone can check this certificate at"),
                    code=gettext("Code"),
                ),
            )
        )


def _attended(minutes: int | None) -> str | None:
    if minutes is None:
        return None
    return ngettext("Attended for %(num)d minute.", "Attended for %(num)d minutes.", minutes)
