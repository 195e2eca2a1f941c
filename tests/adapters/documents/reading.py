"""What a reader finds in a document: words, pages, ink."""

import re
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops
from pypdf import PdfReader


def text_of(pdf: bytes, page: int = 0) -> str:
    """Lines joined, as a person reads on over the end of a line."""
    text = PdfReader(BytesIO(pdf)).pages[page].extract_text()
    return " ".join(re.sub(r"\u200b\s*", "", text).split())


def pages_in(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def bookmarks_of(pdf: bytes) -> list[str]:
    """Of the first level."""
    outline = PdfReader(BytesIO(pdf)).outline
    return [str(each.title) for each in outline if not isinstance(each, list)]


def title_of(pdf: bytes) -> str | None:
    metadata = PdfReader(BytesIO(pdf)).metadata
    return metadata.title if metadata else None


def catalogue_of(pdf: bytes) -> Any:
    """What the document says of itself: /Lang, /MarkInfo, /Metadata."""
    return PdfReader(BytesIO(pdf)).root_object


def fonts_of(pdf: bytes) -> set[str]:
    """Families and weights, without the tag of the subset."""
    names = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index] # a dictionary
            names.add(font.get_object()["/BaseFont"].rpartition("+")[2])
    return names


def count_pictures(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def picture_of(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("L")


def ink_in(picture: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is not white."""
    box = ImageChops.invert(picture).point(lambda shade: 255 if shade > 40 else 0).getbbox()
    assert box is not None
    return box
