"""Photos of people: decoded, turned, cropped and written anew; the only user of Pillow.

What leaves was drawn by us: no byte of what came in, no place where it was taken.
"""

from io import BytesIO
from threading import Lock
from typing import BinaryIO

from flask_babel import LazyString, lazy_gettext
from PIL import Image, ImageOps

from ungis_events.core.errors import InvalidInput

LONGEST_PHOTO = 8 * 2**20
_MOST_PIXELS = 60_000_000
_SIDE = 640
_SMALLEST_SIDE = 120
_FORMATS = ("JPEG", "PNG", "WEBP")
# Faces are above the middle of a portrait.
_CENTRE = (0.5, 0.33)
# A photo of 60 million points needs 240 MB while it is decoded: one after the other.
_one_at_a_time = Lock()


class UnusablePhoto(InvalidInput):
    """Not a photo, too large or too small, or broken; `fields` is {"photo": sentence}."""

    def __init__(self, sentence: str | LazyString) -> None:
        super().__init__({"photo": sentence})


_UNREADABLE = lazy_gettext("This photo cannot be read. Give a whole JPEG, PNG or WebP picture.")
_TOO_HEAVY = lazy_gettext("This photo is too large. Give one of at most %(n)s MB.", n=8)
_TOO_MANY_PIXELS = lazy_gettext(
    "This photo has too many pixels. Give one of at most %(n)s million.", n=60
)
_TOO_SMALL = lazy_gettext(
    "This photo is too small. Give one of at least %(n)s × %(n)s pixels.", n=_SMALLEST_SIDE
)


def portrait(content: bytes, side: int = _SIDE) -> bytes:
    """A square WebP of at most `side` pixels, without any metadata. Raises UnusablePhoto.

    WebP: a third lighter than JPEG, and every browser since 2020 shows it. It takes up to a
    second: call it before the transaction.
    """
    if len(content) > LONGEST_PHOTO:
        raise UnusablePhoto(_TOO_HEAVY)
    with _one_at_a_time:
        return _drawn_anew(content, side)


def is_readable(stream: BinaryIO) -> bool:
    """Whether it is a JPEG, PNG or WebP picture; its points are not decoded."""
    try:
        with Image.open(stream, formats=_FORMATS) as picture:
            picture.verify()
    except Exception:  # a made-up file makes decoders fail in every way there is
        return False
    return True


def _drawn_anew(content: bytes, side: int) -> bytes:
    try:
        # The named decoders only: Pillow has forty more, some of which start other programs.
        with Image.open(BytesIO(content), formats=_FORMATS) as photo:
            _check_size(photo)
            photo.draft("RGB", (2 * side, 2 * side))  # JPEG: decoded at a fraction of its size
            square = _square(photo, side)
    except UnusablePhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusablePhoto(_TOO_MANY_PIXELS) from None
    except Exception:  # a made-up file makes decoders fail in every way there is
        raise UnusablePhoto(_UNREADABLE) from None
    out = BytesIO()
    square.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _check_size(photo: Image.Image) -> None:
    width, height = photo.size
    if width * height > _MOST_PIXELS:
        raise UnusablePhoto(_TOO_MANY_PIXELS)
    if min(width, height) < _SMALLEST_SIDE:
        raise UnusablePhoto(_TOO_SMALL)


def _square(photo: Image.Image, side: int) -> Image.Image:
    """The first frame, upright, on white where it is transparent; never enlarged."""
    photo.load()
    upright = ImageOps.exif_transpose(photo)
    side = min(side, *upright.size)
    cropped = ImageOps.fit(
        upright.convert("RGBA" if _has_transparency(upright) else "RGB"),
        (side, side),
        Image.Resampling.LANCZOS,
        centering=_CENTRE,
    )
    # On a new canvas: pictures carry their metadata along.
    canvas = Image.new("RGB", (side, side), "white")
    canvas.paste(cropped, mask=cropped if cropped.mode == "RGBA" else None)
    return canvas


def _has_transparency(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
