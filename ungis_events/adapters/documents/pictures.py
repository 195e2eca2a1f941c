"""Photos in a shape typst takes with its data: an SVG that holds the picture's bytes."""

from base64 import b64encode

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"


def round_photo(photo: bytes) -> str | None:
    """The middle of the photo in a circle; None if it is neither JPEG, PNG nor WebP."""
    kind = _kind(photo)
    if kind is None:
        return None
    picture = b64encode(photo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        '<clipPath id="c"><circle cx="50" cy="50" r="50"/></clipPath>'
        '<image clip-path="url(#c)" width="100" height="100" preserveAspectRatio="xMidYMid slice" '
        f'href="data:image/{kind};base64,{picture}"/></svg>'
    )


def _kind(photo: bytes) -> str | None:
    if photo.startswith(_JPEG):
        return "jpeg"
    if photo.startswith(_PNG):
        return "png"
    return "webp" if (photo[:4], photo[8:12]) == (b"RIFF", b"WEBP") else None
