"""Documents to print and to show: tagged PDF, PNG and SVG, in six languages, with our own fonts.

`paper` holds what each document says. A certificate, for example, is
`certificate(paper.Certificate(...))`, and the answer is the bytes of a PDF.
"""

from . import paper
from .documents import (
    certificate,
    nameplates,
    run_of_show,
    slide_pdf,
    slide_png,
    slide_svg,
    speaker_list,
)
from .letters import missing_letters

__all__ = [
    "certificate",
    "missing_letters",
    "nameplates",
    "paper",
    "run_of_show",
    "slide_pdf",
    "slide_png",
    "slide_svg",
    "speaker_list",
]
