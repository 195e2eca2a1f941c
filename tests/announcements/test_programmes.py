from ungis_events.announcements.reading import read_announcement


def names_in_parts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(part.title, part.names) for part in read_announcement(text).agenda]


def test_list_of_all_speakers_below_the_programme_is_not_the_last_part() -> None:
    text = """Open skies
18 February 2027, 08:30-09:45 New York time

Programme
08:30 - 08:40 Opening
08:40 - 09:45 Discussion

Speakers
• Ms. Leilani Tavita, Minister, Samoa
"""
    own = text.replace("Speakers", "Panellists")

    assert names_in_parts(text) == [("Opening", ()), ("Discussion", ())]
    assert names_in_parts(own) == [("Opening", ()), ("Discussion", ("Leilani Tavita",))]
