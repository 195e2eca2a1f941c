import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.marking import Source, cut, first_pieces
from ungis_events.announcements.reading.findings import Span

TEXT = "13 July, 10:00 EST"
DATE, HOUR, ZONE, ALL = Span(0, 7), Span(9, 14), Span(15, 18), Span(0, 18)


def pieces(*sources: Source) -> list[tuple[str, str, str]]:
    """(words, what they belong to, what is named behind them)"""
    return [
        (piece.text, " ".join(piece.keys), " ".join(str(source.tag) for source in piece.ending))
        for piece in cut(TEXT, sources)
    ]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        pytest.param([], [(TEXT, "", "")], id="nothing was read"),
        pytest.param(
            [Source("zone", "Zone", (ZONE,))],
            [("13 July, 10:00 ", "", ""), ("EST", "zone", "Zone")],
            id="one",
        ),
        pytest.param(
            [Source("when", "When", (ALL,)), Source("zone", "Zone", (ZONE,))],
            [("13 July, 10:00 ", "when", ""), ("EST", "when zone", "When Zone")],
            id="one within another",
        ),
        pytest.param(
            [Source("a", "A", (Span(0, 14),)), Source("b", "B", (Span(9, 18),))],
            [("13 July, ", "a", ""), ("10:00", "a b", "A"), (" EST", "b", "B")],
            id="one over the end of another",
        ),
        pytest.param(
            [Source("starts", "When", (HOUR,)), Source("ends", "When", (HOUR,))],
            [("13 July, ", "", ""), ("10:00", "starts ends", "When"), (" EST", "", "")],
            id="two of one name: named once",
        ),
        pytest.param(
            [Source("starts", "When", (HOUR, DATE, HOUR))],
            [
                ("13 July", "starts", ""),
                (", ", "", ""),
                ("10:00", "starts", "When"),
                (" EST", "", ""),
            ],
            id="in two places of a line: named behind the last",
        ),
        pytest.param(
            [Source("odd", "Odd", (Span(5, 5), Span(9, 2), Span(40, 50)))],
            [(TEXT, "", "")],
            id="empty, turned round, beyond the end",
        ),
        pytest.param(
            [Source("long", "Long", (Span(15, 99),))],
            [("13 July, 10:00 ", "", ""), ("EST", "long", "Long")],
            id="over the end of the text",
        ),
    ],
)
def test_text_is_cut_where_spans_begin_and_end(
    sources: list[Source], expected: list[tuple[str, str, str]]
) -> None:
    assert pieces(*sources) == expected


def test_things_are_named_on_each_of_their_lines() -> None:
    source = Source("starts", "When", (Span(0, 3), Span(4, 6), Span(8, 10)))

    found = cut("one two\nthree", [source])

    assert [(piece.text, len(piece.ending)) for piece in found if piece.keys] == [
        ("one", 0),
        ("tw", 1),
        ("th", 1),
    ]


def test_empty_text_has_no_pieces() -> None:
    assert cut("", [Source("title", "Title", (Span(0, 5),))]) == []


def test_each_thing_is_first_where_its_first_words_are() -> None:
    sources = [Source("starts", "When", (HOUR, DATE)), Source("zone", "Zone", (ZONE,))]

    first = first_pieces(cut(TEXT, sources))

    assert {key: piece.id for key, piece in first.items()} == {"starts": "m0", "zone": "m15"}


_spans = st.tuples(st.integers(-5, 40), st.integers(-5, 40)).map(lambda pair: Span(*pair))


@given(st.lists(st.lists(_spans, max_size=5), max_size=6))
def test_pieces_are_the_text_whatever_the_spans_do(all_spans: list[list[Span]]) -> None:
    sources = [
        Source(f"k{number}", f"K{number}", tuple(spans)) for number, spans in enumerate(all_spans)
    ]

    found = cut(TEXT, sources)

    assert "".join(piece.text for piece in found) == TEXT
    assert len({piece.id for piece in found}) == len(found)
