"""The run of show and the list of speakers."""

from io import BytesIO

import pytest
from PIL import Image

from ungis_events.adapters.documents import run_of_show, speaker_list
from ungis_events.adapters.documents.paper import ListedSpeaker

from .examples import a_run_of_show, a_speaker_list, an_item
from .reading import bookmarks_of, count_pictures, pages_in, text_of


def photo(kind: str) -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((640, 640)).save(file, kind)
    return file.getvalue()


def test_every_item_has_its_hours_on_every_clock() -> None:
    item = an_item("Keynote", 10, 20, speakers=("Ms. Amina Diallo, ECA",), notes="Then questions.")

    text = text_of(run_of_show(a_run_of_show(item)))

    assert text.partition("Green room ")[2] == (
        "08:15, https://example.org/green "
        "New York EST, UTC−5 Geneva CET, UTC+1 Tokyo JST, UTC+9 Minutes Item "
        "Tue 31 Jan 2023 08:40–09:00 14:40–15:00 22:40–23:00 20 "
        "Keynote Ms. Amina Diallo, ECA Then questions. Printed on 30 January 1 / 1"
    )


def test_an_item_tells_where_the_day_is_another() -> None:
    late = run_of_show(a_run_of_show(an_item("Closing", 65, 30), an_item("Dinner", 120, 60)))

    text = text_of(late)
    assert "08:35–10:05" not in text
    assert "09:35–10:05 15:35–16:05 23:35–00:05 – Wed 1 Feb 2023 30 Closing" in text
    assert "10:30–11:30 16:30–17:30 00:30–01:30 Wed 1 Feb 2023 60 Dinner" in text


def test_a_new_day_has_a_line_of_its_own() -> None:
    text = text_of(run_of_show(a_run_of_show(an_item("First"), an_item("Second", 24 * 60))))

    days = [text.index(day) for day in ("Tue 31 Jan 2023 08:30", "Wed 1 Feb 2023 08:30")]
    assert days == sorted(days)


def test_the_head_of_the_table_stands_on_each_page() -> None:
    pdf = run_of_show(a_run_of_show(*(an_item(f"Item {n}", n, 1) for n in range(80))))

    heads = [text_of(pdf, page).count("Minutes Item") for page in range(pages_in(pdf))]
    assert len(heads) > 2
    assert heads == [1] * len(heads)


def test_an_empty_run_of_show_says_so() -> None:
    pdf = run_of_show(a_run_of_show(green_room=None, place=None))

    assert "No items yet" in text_of(pdf)
    assert "Green room" not in text_of(pdf)


def test_speakers_are_listed_with_what_they_gave() -> None:
    speakers = (
        ListedSpeaker(
            name="H.E. Ms. Suela Janina",
            role="Permanent Representative",
            organization="Albania",
            part="Opening remarks",
            pronunciation="SWEH-la ya-NEE-na",
            photo=photo("WEBP"),
        ),
        ListedSpeaker("欧阳喆", initials="欧"),
    )

    pdf = speaker_list(a_speaker_list(*speakers))

    assert text_of(pdf).partition("CET, UTC+1 ")[2] == (
        "H.E. Ms. Suela Janina Permanent Representative Albania Say SWEH-la ya-NEE-na "
        "Opening remarks 欧 欧阳喆 Printed on 30 January 1 / 1"
    )
    assert len(bookmarks_of(pdf)) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_are_shown(kind: str) -> None:
    with_photo = speaker_list(a_speaker_list(ListedSpeaker("A", photo=photo(kind))))
    without = speaker_list(a_speaker_list(ListedSpeaker("A")))

    assert (count_pictures(with_photo), count_pictures(without)) == (1, 0)


@pytest.mark.parametrize("given", [b"", b"GIF89a", b"\xff\xd8\xffbroken", b"RIFF____WEBPbroken"])
def test_a_broken_photo_leaves_the_list_whole(given: bytes) -> None:
    pdf = speaker_list(a_speaker_list(ListedSpeaker("Amina Diallo", photo=given)))

    assert "Amina Diallo" in text_of(pdf)
