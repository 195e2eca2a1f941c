"""Whatever is pasted, there is a draft, soon, and always the same one."""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.announcements.composing import as_json, explained
from ungis_events.announcements.reading import read_announcement

FOLDER = Path(__file__).parent / "notices"
NOTICES = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))]
PIECES = (
    *("31 January 2023", "13h30", "8:30–9:45", "noon", "1300-1430", "10/07/2026", "le 1er mars"),
    *("EST", "CET, Geneva time", "UTC−5", "GMT+2", "(New York)", "midnight", "24:00", "0:00"),
    *(
        "Date:",
        "Time:",
        "Lieu :",
        "Ponentes:",
        "Moderator: ",
        "Panellists:\n",
        "Agenda\n",
        "https://",
    ),
    *("Ms. Awa Fall, ITU", "“", "”", "(", ")", "| ", "\t", "\n", "\n\n", "• ", ", ", ": ", "– "),
    *("29 February 2023", "99:99", "31 June", "00:00–00:00", "2 a.m. – 1 a.m.", "the 0th of May"),
)
HOSTILE = (
    *("9", "a", "A ", " ", "(", "é", ":", "1:", "12:00-", "12:00 ", "a, ", "Mr. ", "2026-", "“"),
    *("Mr. A B, ", "January ", "1 January ", "New York ", "https://a.b/", "UTC+", "\u0301", "،"),
    *("A. ", "by ", "and ", "@a.", "- ", "\n", "x\n", "10 min\n", "Date: ", "|"),
    *("1 May 2026, 10:00 EST\n", "2023 10:00 EST (New York time), 16:00 CET\n"),
    *("Mr. A B, Director, ITU\n", "10:00 Opening\nMs. A B\n", "Mr. A and Mr. B and ", "a | B C | "),
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=30).map("".join))
@settings(deadline=None, max_examples=150)
def test_splices_of_notices_give_a_draft(text: str) -> None:
    draft = read_announcement(text)

    assert json.loads(json.dumps(as_json(draft)))["questions"] is not None
    assert explained(draft)


@pytest.mark.parametrize("seed", range(40))
def test_notices_cut_and_spliced_give_a_draft(seed: int) -> None:
    chance = random.Random(seed)
    pieces = []
    for _ in range(6):
        notice = chance.choice(NOTICES)
        start = chance.randrange(len(notice))
        pieces.append(notice[start : start + chance.randrange(1, 400)])
    text = "".join(pieces)

    assert as_json(read_announcement(text)) == as_json(read_announcement(text))


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_is_read_within_a_second(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    began = time.process_time()

    read_announcement(text)

    assert time.process_time() - began < 1
