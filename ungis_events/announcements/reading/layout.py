"""Which marks stand on which line, and under which label: for the readers of date and hours."""

from bisect import bisect_right
from typing import Any, cast

from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import (
    AnyMark,
    ClockMark,
    DateMark,
    LabelMark,
    Mark,
    Marks,
    Subject,
)

_MOST_LINES_UNDER_A_LABEL = 12
YEARS = range(1945, 2100)
"""Nobody announces for other ones, and calendars end somewhere."""


class Layout:
    """A notice with its marks in hand by line: each look-up costs the same in any text."""

    def __init__(self, notice: Notice, marks: Marks) -> None:
        self.notice = notice
        self.lines = notice.lines
        self._starts = [line.start for line in notice.lines]
        self._on: list[list[Mark]] = [[] for _ in notice.lines]
        self._all = [mark for mark in marks if _is_of_our_time(mark)] if notice.lines else []
        for mark in self._all:
            self._on[self.index_of(mark.start)].append(mark)
        self._on_by_kind: dict[tuple[int, type[Mark]], list[Any]] = {}
        self._labels = [[mark for mark in on if isinstance(mark, LabelMark)] for on in self._on]
        self._headings = self._headings_over_lines()

    def index_of(self, position: int) -> int:
        """Among the lines, of the one that holds this character, or the last before it."""
        return max(0, bisect_right(self._starts, position) - 1)

    def line_of(self, mark: Mark) -> Line:
        return self.lines[self.index_of(mark.start)]

    def of(self, kind: type[AnyMark]) -> list[AnyMark]:
        return [mark for mark in self._all if isinstance(mark, kind)]

    def on(self, index: int, kind: type[AnyMark]) -> list[AnyMark]:
        """Those of a kind on the line with this index; none beyond the text."""
        if not 0 <= index < len(self.lines):
            return []
        known = self._on_by_kind.get((index, kind))
        if known is None:
            known = [mark for mark in self._on[index] if isinstance(mark, kind)]
            self._on_by_kind[index, kind] = known
        return cast(list[AnyMark], known)

    def before(self, mark: Mark, most: int = 60) -> str:
        """The words before it on its line, the nearest ones."""
        return self.notice.text[max(self.line_of(mark).start, mark.start - most) : mark.start]

    def after(self, mark: Mark, most: int = 60) -> str:
        """The words behind it on its line, the nearest ones."""
        end = self.lines[self.index_of(max(mark.start, mark.end - 1))].span.end
        return self.notice.text[mark.end : max(mark.end, min(end, mark.end + most))]

    def label_of(self, mark: Mark) -> LabelMark | None:
        """What announces it: the last label before it on its line, or a label line above."""
        index = self.index_of(mark.start)
        before = [label for label in self._labels[index] if label.start <= mark.start]
        return before[-1] if before else self._headings[index]

    def subject_of(self, mark: Mark) -> Subject | None:
        label = self.label_of(mark)
        return label.subject if label else None

    def _headings_over_lines(self) -> list[LabelMark | None]:
        """`When` alone on a line holds for the next one, and for the items of a list under it."""
        over: list[LabelMark | None] = []
        heading: LabelMark | None = None
        since = 0
        for line, labels in zip(self.lines, self._labels, strict=True):
            since += 1
            goes_on = since == 1 or (line.is_item and since <= _MOST_LINES_UNDER_A_LABEL)
            if labels or not goes_on:
                heading = None
            over.append(heading)
            if labels and not self.notice.words(labels[-1].value).strip():
                heading, since = labels[-1], 0
        return over


def _is_of_our_time(mark: Mark) -> bool:
    """Whether its date, if it tells one with a year, is one that somebody can meet on."""
    if isinstance(mark, ClockMark):
        return mark.day is None or mark.day.year in YEARS
    if isinstance(mark, DateMark):
        years = (mark.year, mark.last.year if mark.last else None)
        return all(year is None or year in YEARS for year in years)
    return True
