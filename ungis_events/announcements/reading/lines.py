"""Stage 1: a text becomes lines that know where they stand in it. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from .findings import Span

MOST_CHARACTERS = 40_000
"""As far as we read: a dozen pages. What lies beyond is told, not read."""
MOST_LINES = 600
LONGEST_LINE = 4_000

_ODD_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BULLET = re.compile(
    r"\s*(?:[•·●▪▫◦‣⁃∙○■□►➢✓✔*]\s*|[–—-]\s*(?=[^\W\d_])|[–—-]\s+(?=\d)|o\s+(?=[^\W\d_a-z])"
    r"|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+|#{1,6}\s+|>\s+)"
)


@dataclass(frozen=True)
class Line:
    index: int
    """Its place among Notice.lines."""
    number: int
    """Its line in the text, counted from 1."""
    start: int
    """Where `text` begins in Notice.text."""
    text: str
    """The words, letter by letter as they stand there, without bullet and outer blanks."""
    is_item: bool = False
    """It has a bullet or a number."""
    blanks_before: int = 0
    """Empty lines above it."""

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True)
class Notice:
    text: str
    """As read: tidied by `tidy`. All places are counted in it."""
    lines: tuple[Line, ...]
    """Those with words."""
    is_cut: bool = False
    """There was more than we read."""

    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def line_at(self, position: int) -> Line:
        """The line that holds this character, or the last one before it."""
        held = self.lines[0] if self.lines else Line(0, 1, 0, "")
        for line in self.lines:
            if line.start > position:
                break
            held = line
        return held


def read_lines(text: str) -> Notice:
    """Every line with words, in order. Never fails, whatever the text holds."""
    tidied, is_cut = tidy(text)
    lines: list[Line] = []
    blanks = 0
    start = 0
    for number, raw in enumerate(tidied.split("\n"), 1):
        bullet = _BULLET.match(raw)
        begin = bullet.end() if bullet else 0
        words = raw[begin:].strip()
        if words.strip("|\u00c2 "):  # a lone  is half of a blank in the wrong encoding
            begin += len(raw[begin:]) - len(raw[begin:].lstrip())
            lines.append(Line(len(lines), number, start + begin, words, bool(bullet), blanks))
            blanks = 0
        else:
            blanks += 1
        start += len(raw) + 1
    return Notice(tidied, tuple(lines), is_cut)


def tidy(text: str) -> tuple[str, bool]:
    """(the text with one kind of blank and line end and nothing unseen, whether it was cut).

    Composed (NFC), so that an accent is one character. Tabs become blanks.
    """
    text, is_cut = text[:MOST_CHARACTERS], len(text) > MOST_CHARACTERS
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    text = _CONTROLS.sub("", _UNSEEN.sub("", _ODD_BLANKS.sub(" ", text)))
    lines = text.split("\n")
    kept = [line[:LONGEST_LINE] for line in lines[:MOST_LINES]]
    return "\n".join(kept), is_cut or kept != lines
