"""Documents: what they say (`paper`) becomes bytes."""

from dataclasses import asdict

from . import paper
from .pictures import round_photo
from .qr import qr_svg
from .typesetting import Data, typeset_pdf, typeset_png, typeset_svg

_SLIDE_PPI = 144
"""A slide is 960 by 540 points: 1920 by 1080 pixels."""


def nameplates(document: paper.Nameplates) -> bytes:
    """A4 tent cards as PDF, one a page, in the order given."""
    return typeset_pdf("nameplates", asdict(document))


def run_of_show(document: paper.RunOfShow) -> bytes:
    """As PDF, A4."""
    return typeset_pdf("run_of_show", asdict(document))


def speaker_list(document: paper.SpeakerList) -> bytes:
    """As PDF, A4. A photo that cannot be read leaves its place to the initials."""
    data = asdict(document)
    data["speakers"] = [
        {**asdict(speaker), "photo": round_photo(speaker.photo) if speaker.photo else None}
        for speaker in document.speakers
    ]
    return typeset_pdf("speaker_list", data)


def certificate(document: paper.Certificate) -> bytes:
    """As PDF, one A4 page on its side."""
    return typeset_pdf("certificate", {**asdict(document), "qr": _qr(document.check_url)})


def slide_pdf(document: paper.RegisterSlide) -> bytes:
    return typeset_pdf("slide", _slide(document))


def slide_png(document: paper.RegisterSlide) -> bytes:
    """1920 by 1080 pixels."""
    return typeset_png("slide", _slide(document), _SLIDE_PPI)


def slide_svg(document: paper.RegisterSlide) -> bytes:
    return typeset_svg("slide", _slide(document))


def _slide(document: paper.RegisterSlide) -> Data:
    return {**asdict(document), "qr": _qr(document.address)}


def _qr(address: str) -> str:
    return qr_svg(address).decode()
