"""Organizers' paper of an event: nameplates, run of show, speaker list, and the way to register.

GET only reads: nothing is kept of a document once it is sent.
"""

from io import BytesIO

from flask import Blueprint, Response, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from ungis_events.accounts.access import require_organizer
from ungis_events.adapters import documents
from ungis_events.adapters.documents.paper import RegisterSlide
from ungis_events.core import clock
from ungis_events.core.clock_faces import Cities
from ungis_events.core.site_links import site_url
from ungis_events.core.templating import language
from ungis_events.events.queries import get_event

from . import sheets
from .queries import list_coming_speakers, list_timed_items, photos_of

manage_paper = Blueprint("manage_paper", __name__)
manage_paper.before_request(require_organizer)

_PDF = "application/pdf"


@manage_paper.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    speakers = list_coming_speakers(event)
    return render_template(
        "manage_paper/index.html",
        event=event,
        speakers=len(speakers),
        items=len(list_timed_items(event)),
        unprintable=sheets.unprintable_names(speakers),
        address=_address(slug),
    )


@manage_paper.get("/nameplates.pdf")
def nameplates(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    document = sheets.nameplates(event, list_coming_speakers(event), language())
    return _file(documents.nameplates(document), f"{slug}-nameplates.pdf", _PDF)


@manage_paper.get("/run-of-show.pdf")
def run_of_show(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    document = sheets.run_of_show(
        event, list_timed_items(event), _cities(), language(), clock.now()
    )
    return _file(documents.run_of_show(document), f"{slug}-run-of-show.pdf", _PDF)


@manage_paper.get("/speakers.pdf")
def speakers(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    coming = list_coming_speakers(event)
    photos = photos_of(coming) if len(coming) <= sheets.MOST_PHOTOS else {}
    document = sheets.speaker_list(event, coming, photos, _cities(), language(), clock.now())
    return _file(documents.speaker_list(document), f"{slug}-speakers.pdf", _PDF)


@manage_paper.get("/qr.pdf")
def qr_pdf(slug: str) -> ResponseReturnValue:
    return _file(documents.slide_pdf(_slide(slug)), f"{slug}-register.pdf", _PDF)


@manage_paper.get("/qr.png")
def qr_png(slug: str) -> ResponseReturnValue:
    return _file(documents.slide_png(_slide(slug)), f"{slug}-register.png", "image/png")


@manage_paper.get("/qr.svg")
def qr_svg(slug: str) -> ResponseReturnValue:
    return _file(documents.slide_svg(_slide(slug)), f"{slug}-register.svg", "image/svg+xml")


def _slide(slug: str) -> RegisterSlide:
    return sheets.register_slide(get_event(slug), _address(slug), _cities(), language())


def _address(slug: str) -> str:
    return site_url("registrations.register", slug=slug)


def _cities() -> Cities:
    cities: Cities = current_app.config["HOME_CITIES"]
    return cities


def _file(content: bytes, name: str, mimetype: str) -> Response:
    """To download, not to open here: a drawing opened on our own address could do more."""
    response = send_file(
        BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name
    )
    # send_file would let browsers keep what holds people's names.
    response.headers["Cache-Control"] = "no-store"
    return response
