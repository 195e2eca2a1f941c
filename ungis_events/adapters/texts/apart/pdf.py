"""The text of a PDF, line by line, by PDFium."""

import ctypes
import re
from typing import Any

import pypdfium2
from pypdfium2 import raw

from .links import address_behind
from .outcomes import NoText, Outcome

_MOST_PAGES = 60
_MOST_LINKS = 100
_ENOUGH = 200_000
# PDFium writes this where a line ends in a hyphen, and no line end behind it.
_LINE_END_HYPHEN = "\ufffe"
_PARTED_WORD = re.compile(r"(?<=[^\W\d_])\ufffe(?=[^\W\d_A-Z])")
# Of a line's height: so much more space than usual parts two paragraphs.
_MORE_THAN_USUAL = 0.35


def text_of(data: bytes) -> str:
    """Raises NoText, or anything at all where the file is damaged."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise NoText(Outcome.LOCKED if is_locked else Outcome.DAMAGED) from None
    pages: list[str] = []
    for number in range(min(len(document), _MOST_PAGES)):
        pages.append(_text_of_page(document, document[number]))
        if sum(map(len, pages)) > _ENOUGH:
            break
    return "\n\n".join(pages)


def _text_of_page(document: Any, page: Any) -> str:
    words = page.get_textpage()
    text = words.get_text_range().ljust(1)
    breaks = [0, *(found.end() for found in re.finditer("\r\n?|\n", text))]
    added = _gaps(words, text, breaks) | _addresses(document, page, words, text)
    for place in sorted(added, reverse=True):
        text = text[:place] + added[place] + text[place:]
    text = _PARTED_WORD.sub("", text).replace(_LINE_END_HYPHEN, "-")
    return "\n".join(line.strip() for line in re.split("\r\n?|\n", text))


def _gaps(words: Any, text: str, breaks: list[int]) -> dict[int, str]:
    """{where: an empty line}: before a line that stands further below the last than most do."""
    gaps: list[tuple[int, float, float]] = []
    bottom = None
    for begin, end in zip(breaks, [*breaks[1:], len(text)], strict=True):
        if not text[begin:end].strip():
            continue
        try:
            _, low, _, high = words.get_charbox(begin, loose=True)
            # A line that PDFium joined to the next goes down with it.
            last = begin + len(text[begin:end].rstrip()) - 1
            _, end_low, _, _ = words.get_charbox(last, loose=True)
        except pypdfium2.PdfiumError:
            continue
        if bottom is not None:
            gaps.append((begin, bottom - high, high - low))
        bottom = min(low, end_low)
    spaces = sorted(space for _, space, _ in gaps if space > 0)
    usual = spaces[len(spaces) // 4] if spaces else 0
    return {
        begin: "\n" for begin, space, height in gaps if space > usual + height * _MORE_THAN_USUAL
    }


def _addresses(document: Any, page: Any, words: Any, text: str) -> dict[int, str]:
    """{where: the address of the link that ends there}."""
    found: list[tuple[int, str, str]] = []
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    while len(found) < _MOST_LINKS and raw.FPDFLink_Enumerate(page, place, link):
        address, box = _address_of(document, link), raw.FS_RECTF()
        if not address or not raw.FPDFLink_GetAnnotRect(link, box):
            continue
        shown = words.get_text_bounded(box.left, box.bottom, box.right, box.top).strip()
        last = words.get_index(box.right - 1, (box.top + box.bottom) / 2, 8, 4)
        if shown and last is not None:
            found.append((_end_of_word(text, last), address, shown))
    return _behind_last_lines(found)


def _behind_last_lines(found: list[tuple[int, str, str]]) -> dict[int, str]:
    """A link over two lines is two links with one address: it stands behind the second."""
    added: dict[int, str] = {}
    for number, (place, address, shown) in enumerate(found):
        following = found[number + 1 :][:1]
        if following and following[0][1] == address:
            found[number + 1] = (following[0][0], address, shown + following[0][2])
        else:
            added[place] = address_behind(shown, address)
    return added


def _end_of_word(text: str, place: int) -> int:
    while place < len(text) and not text[place].isspace():
        place += 1
    return place


def _address_of(document: Any, link: Any) -> str:
    action = raw.FPDFLink_GetAction(link)
    length = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
    if not 0 < length <= 2000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(document, action, buffer, length)
    return buffer.raw[: length - 1].decode("utf-8", "replace")
