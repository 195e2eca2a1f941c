import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.announcements.reading.candidates.about.descriptions import read_description
from ungis_events.announcements.reading.candidates.about.markdown import as_markdown
from ungis_events.announcements.reading.candidates.what.titles import read_theme
from ungis_events.announcements.reading.candidates.where.links import read_join_url
from ungis_events.announcements.reading.draft import AgendaPart
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.core.markdown import to_text
from ungis_events.speakers.reading import ReadSpeaker

PROSE = "Digital services reach more people every year, but not everybody is reached by them."
OTHER = "The panel asks what cities can learn from one another, and what they should leave alone."


def read(
    text: str,
    title: str = "",
    speakers: tuple[ReadSpeaker, ...] = (),
    agenda: tuple[AgendaPart, ...] = (),
) -> Found[str] | None:
    notice = read_lines(text)
    start = notice.text.find(title)
    found = Found(title, "title.test", (Span(start, start + len(title)),)) if title else None
    marks = find_marks(notice)
    names = (found, read_theme(notice, marks, found))
    return read_description(notice, marks, names, read_join_url(notice, marks), speakers, agenda)


def description(text: str, title: str = "", speakers: tuple[ReadSpeaker, ...] = ()) -> str:
    found = read(text, title, speakers)
    return found.value if found else ""


def test_prose_is_told_and_the_facts_are_not() -> None:
    text = f"""Cities that listen

Date: 31 January 2030
Time: 08:30 – 09:45, New York
Venue: Conference Room 8
Registration: https://example.org/register

{PROSE}

{OTHER}

Contact: desk@example.org
© Quill Society 2030"""

    found = read(text, title="Cities that listen")

    assert found
    assert found.value == f"{PROSE}\n\n{OTHER}"
    assert (found.rule, found.sureness) == ("description.prose", Sureness.LIKELY)
    assert [read_lines(text).words(span) for span in found.spans] == [PROSE, OTHER]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Background", "Background"),
        ("Objectives:", "Objectives"),
        ("Contexte", "Contexte"),
        ("Objectifs :", "Objectifs"),
        ("Antecedentes", "Antecedentes"),
        ("Objetivos", "Objetivos"),
    ],
)
def test_headings_stand_over_what_they_announce(heading: str, expected: str) -> None:
    assert description(f"{heading}\n\n{PROSE}") == f"### {expected}\n\n{PROSE}"


def test_heading_of_its_own_words_is_kept_within_the_prose() -> None:
    assert description(f"{PROSE}\n\nWhy cities matter\n\n{OTHER}") == (
        f"{PROSE}\n\n### Why cities matter\n\n{OTHER}"
    )


def test_heading_with_nothing_below_is_left_out() -> None:
    assert description(f"{PROSE}\n\nUseful links\n\nDate: 31 January 2030") == PROSE


def test_lists_stay_lists() -> None:
    text = f"{PROSE}\n\nThe session asks:\n• What do cities need?\n• Who pays for it?\n\n{OTHER}"

    assert description(text) == (
        f"{PROSE}\n\n### The session asks\n\n- What do cities need?\n- Who pays for it?\n\n{OTHER}"
    )


def test_list_without_what_it_lists_is_left_out() -> None:
    assert description(f"{PROSE}\n\nWe thank:\n\nHome\n\n• News\n• All events\n") == PROSE


def test_lines_of_a_wrapped_paragraph_are_one() -> None:
    wrapped = (
        "Digital services reach more people every year, but not\n"
        "everybody is reached by them.\n"
        "• A point that is long enough to go on in the line that\n"
        "follows it"
    )

    assert description(wrapped) == (
        f"{PROSE}\n\n- A point that is long enough to go on in the line that follows it"
    )


def test_paragraph_that_comes_twice_is_told_once() -> None:
    assert description(f"{PROSE}\n\n{OTHER}\n\n{PROSE}") == f"{PROSE}\n\n{OTHER}"


def test_speakers_and_their_headings_are_left_out() -> None:
    text = f"{PROSE}\n\nSpeakers:\n• Ada Quill, Mayor, Northport\n• Bo Reed, ITU\n\n{OTHER}"
    speakers = (
        ReadSpeaker("Ada Quill", lines=(4,)),
        ReadSpeaker("Bo Reed", lines=(5,)),
    )

    assert description(text, speakers=speakers) == f"{PROSE}\n\n{OTHER}"


def test_sentence_in_which_a_speaker_is_named_is_told() -> None:
    sentence = (
        "The session opens with remarks by the mayor, Ada Quill, who has been asking for years "
        "how cities can listen."
    )
    speakers = (ReadSpeaker("Ada Quill", lines=(1,)),)

    assert description(sentence, speakers=speakers) == sentence


def test_programme_is_left_out() -> None:
    text = f"{PROSE}\n\n9:00 Opening of the session by all of us together.\nA word of welcome\n"
    start = text.index("9:00")
    part = AgendaPart("Opening", None, None, None, (Span(start, len(text) - 1),))

    found = read(text, agenda=(part,))

    assert found
    assert found.value == PROSE


@pytest.mark.parametrize(
    "secret",
    [
        "Join the meeting here on the day of the event: https://example.zoom.us/j/81955609790",
        "You can also join by https://teams.microsoft.com/l/meetup-join/19%3ameeting on the day.",
        "The session is on https://meet.google.com/abc-defg-hij for all who have registered.",
        "Please come in with the meeting ID 819 5560 9790 a little before the session begins.",
        "Everybody who takes part is asked for a passcode, which is Ab12cd, at the door.",
        "Everybody who takes part is asked for a pass-\u00adword, password: Ab12cd, at the door.",
        "Whoever has no computer can dial in by telephone at +41 22 555 01 23 on the day.",
        "Le mot de passe de la salle virtuelle est Ab12cd pour toutes et tous ce jour-là.",
        "L’identifiant de réunion vaut pour toute la semaine et c’est le 819 5560 9790.",
        "La contraseña de la sala virtual es Ab12cd para todas las personas que participan.",
        "El ID de la reunión vale para toda la semana y es el número 81955609790 de siempre.",
        "Passcode\nAb12cd",
        "Passcode:\n\nAb12cd\n\nSalle",
        "Passcode:\n\nAb12cd is what everybody has to type in at the door of it.",
        "• Meeting ID: 819 5560 9790\n• Passcode: Ab12cd",
        "Meeting ID:\n• Ab12cd is what everybody has to type in at the door",
    ],
)
def test_what_opens_the_room_is_never_told(secret: str) -> None:
    assert description(f"{PROSE}\n\n{secret}\n\n{OTHER}") == f"{PROSE}\n\n{OTHER}"


def test_call_to_register_is_left_to_the_form() -> None:
    assert description(f"{PROSE}\n\nPlease register here before the end of January.") == PROSE


def test_notice_without_prose_has_no_description() -> None:
    assert read("Cities that listen\n31 January 2030, 10:00\nConference Room 8") is None
    assert read("") is None


@pytest.mark.parametrize(
    "text",
    [
        "Is 2 * 3 * 4 more than [this](that)? See `code` and _all_ of snake_case, too.",
        "# no heading",
        "1. no list",
        "- no item",
        "> no quotation",
        "<script>alert(1)</script> & &amp; \\ back",
        "|no|table|",
        "| no",
        "== no ==",
    ],
)
def test_signs_of_markdown_are_shown_as_they_are(text: str) -> None:
    assert to_text(as_markdown(text)) == text


def test_addresses_are_links_as_they_were_written() -> None:
    text = "See https://example.org/a_b_c*d. Or here <https://example.org/x>!"

    assert as_markdown(text) == (
        "See <https://example.org/a_b_c*d>. Or here <https://example.org/x>!"
    )


@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from("*_[]<>`#- 1.&|~=")))
@settings(deadline=None)
def test_any_line_is_shown_as_it_is(text: str) -> None:
    line = " ".join(text.split())

    assert to_text(as_markdown(line)) == line


@given(
    st.lists(
        st.sampled_from([PROSE, "Background", "• item one", "", "Date: 3 May 2030, 10:00", "Home"])
    ),
    st.sampled_from(
        ["Passcode: Ab12cd", "Passcode:\nAb12cd", "Passcode\n\n• Ab12cd", "PIN: Ab12cd"]
    ),
    st.integers(0, 10),
)
@settings(deadline=None)
def test_no_order_of_lines_lets_a_secret_out(lines: list[str], secret: str, place: int) -> None:
    told = description("\n".join([*lines[:place], secret, *lines[place:]]))

    assert "Ab12cd" not in told


def test_title_and_hours_without_empty_lines_around_are_not_told_again() -> None:
    text = """Table ronde en marge du Forum
« Les archives sonores »
Jeudi 18 juin 2026, de 13h00 à 14h30
La séance demande qui garde les sons d'un pays, et pour qui ils sont gardés.
"""

    assert description(text, "Les archives sonores") == (
        "La séance demande qui garde les sons d'un pays, et pour qui ils sont gardés."
    )
