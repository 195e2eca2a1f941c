"""How cells stand in a text of lines."""

from collections.abc import Sequence


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """A row of a table, each cell as its lines.

    Cells of one line stand side by side: `9:00 | Opening`. Where one holds more, its other lines
    follow below. Where several do, the table only holds columns of text: one after the other.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) <= 1:
        return list(filled[0]) if filled else []
    if sum(len(cell) > 1 for cell in filled) > 1:
        return [line for cell in filled for line in cell]
    first = " | ".join(cell[0] if cell else "" for cell in cells).strip(" |")
    return [first, *(line for cell in cells for line in cell[1:])]
