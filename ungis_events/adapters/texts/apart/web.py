"""The text of a page or of a mail's HTML part, by inscriptis."""

import re
from typing import Any

from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree, html

from .decoding import NotText, decoded
from .links import address_behind
from .outcomes import NoText, Outcome

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)=[\"']?([\w:.-]{2,30})", re.I
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}>")
_NOT_SHOWN = (
    "script", "style", "nav", "template", "svg", "math", "iframe", "object", "noscript", "head",
    "button", "select", "textarea",
)  # fmt: skip
_BLOCKS = (
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "ul",
)  # fmt: skip
_BULLET = re.compile(r"\* (?=\S)")


def text_of(data: bytes) -> str:
    """Raises NoText, or anything at all where the file is damaged."""
    return text_of_page(_decoded(data))


def text_of_page(page: str) -> str:
    """Links as `words <https://…>`, list items with a bullet, each row of a table as a line."""
    page = _DECLARATION.sub("", page, count=1).replace("\0", "")
    if not page.strip():
        raise NoText(Outcome.WITHOUT_TEXT)
    tree = html.document_fromstring(page)
    _leave_out(tree)
    for link in tree.iter("a"):
        words = " ".join(link.itertext())
        _append(link, address_behind(" ".join(words.split()), (link.get("href") or "").strip()))
    for row in reversed(list(tree.iter("tr"))):
        _lay_flat(row)
    for table in list(tree.iter("table", "tbody", "thead", "tfoot")):
        table.tag = "div"
    text = Inscriptis(tree, ParserConfig(css=CSS_PROFILES["strict"])).get_text()
    return "\n".join(_BULLET.sub("• ", line.strip(), count=1) for line in text.split("\n"))


def _decoded(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named[1].decode(), "replace")
        except LookupError:
            pass
    try:
        return decoded(data)
    except NotText:
        raise NoText(Outcome.DAMAGED) from None


def _leave_out(tree: Any) -> None:
    etree.strip_elements(tree, *_NOT_SHOWN, etree.Comment, with_tail=False)
    for element in tree.xpath("//*[@hidden or @aria-hidden='true']"):
        if element.getparent() is not None:
            element.drop_tree()


def _append(element: Any, words: str) -> None:
    if not words:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _lay_flat(row: Any) -> None:
    """A row of cells that each hold a line becomes that line; other cells follow one another.

    Mails and pages lay out columns by tables: side by side their lines would mix.
    """
    row.tag = "div"
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    is_line = len(cells) > 1 and all(
        sum(1 for _ in cell.iter(*_BLOCKS)) <= 1 and cell.find(".//br") is None for cell in cells
    )
    for place, cell in enumerate(cells):
        if is_line:
            for block in list(cell.iter(*_BLOCKS)):
                block.drop_tag()
            cell.tag = "span"
            if place + 1 < len(cells):
                cell.tail = " | "
        else:
            cell.tag = "div"
