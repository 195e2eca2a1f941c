import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.speakers.steps import SPEAKERS_OF_2023
from ungis_events.speakers.models import Part
from ungis_events.speakers.reading import ReadSpeaker, lines_left_out, read_roster
from ungis_events.speakers.source_lines import MOST_CHARACTERS

NOTICE = Path(__file__).parent.parent / "data" / "ungis-side-event-2023.txt"

PIECES = (
    *("H.E. ", "Ms. ", "Mr ", "Amb. ", "M. ", "Awa ", "Fall ", "王小明 ", "ITU ", "UNESCO "),
    *("Director ", "of ", "Minister ", "Senegal ", "and ", "et ", "tbc ", "Moderator ", "10:00 "),
    *("Panellists: ", ", ", "; ", ": ", "- ", "– ", "(", ") ", "| ", "\t", "\n", "• "),
)


def read_one(line: str) -> ReadSpeaker:
    (speaker,) = read_roster(line)
    return speaker


def words(speaker: ReadSpeaker) -> tuple[str | None, str, str | None, str | None]:
    return speaker.honorific, speaker.name, speaker.role, speaker.organization


def doubts(speaker: ReadSpeaker) -> list[str]:
    return [str(doubt) for doubt in speaker.doubts]


def parts(text: str) -> list[tuple[str, str]]:
    return [(speaker.name, speaker.part.value) for speaker in read_roster(text)]


def test_real_notice_gives_its_six_speakers_and_nobody_else() -> None:
    text = NOTICE.read_text()

    speakers = read_roster(text)

    assert [words(speaker) for speaker in speakers] == SPEAKERS_OF_2023
    assert [doubts(speaker) for speaker in speakers] == [[]] * 6


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "H.E. Ms. Awa Fall, Permanent Representative of Senegal",
            ("H.E. Ms.", "Awa Fall", "Permanent Representative", "Senegal"),
        ),
        (
            "H.E. Mr. Jon Vata, Permanent Representative of Fiji to the United Nations in Geneva",
            (
                "H.E. Mr.",
                "Jon Vata",
                "Permanent Representative to the United Nations in Geneva",
                "Fiji",
            ),
        ),
        (
            "S.E. Mme Léa Kanté, Ministre de l’Économie numérique du Mali",
            ("S.E. Mme", "Léa Kanté", "Ministre de l’Économie numérique", "Mali"),
        ),
        (
            "S.E.M. Ali Benali, Représentant permanent de l'Algérie auprès de l'ONU",
            ("S.E.M.", "Ali Benali", "Représentant permanent auprès de l'ONU", "Algérie"),
        ),
        (
            "Excmo. Sr. Juan Paz, Ministro de Relaciones Exteriores de Chile",
            ("Excmo. Sr.", "Juan Paz", "Ministro de Relaciones Exteriores", "Chile"),
        ),
        (
            "M. Luc Mercier, Directeur général adjoint, UIT",
            ("M.", "Luc Mercier", "Directeur général adjoint", "UIT"),
        ),
        (
            "Dra. Inés Ñandú – Coordinadora Residente – Naciones Unidas en Bolivia",
            ("Dra.", "Inés Ñandú", "Coordinadora Residente", "Naciones Unidas en Bolivia"),
        ),
        ("Vera Lind (ITU)", (None, "Vera Lind", None, "ITU")),
        ("Vera Lind, ITU Deputy Director", (None, "Vera Lind", "Deputy Director", "ITU")),
        (
            "Vera Lind, Founder and CEO of GreenTech",
            (None, "Vera Lind", "Founder and CEO", "GreenTech"),
        ),
        (
            "Prof. Vera Lind, University of Delft",
            ("Prof.", "Vera Lind", None, "University of Delft"),
        ),
        ("Vera Lind | Director, ICT | ITU", (None, "Vera Lind", "Director, ICT", "ITU")),
        ("Vera Lind\tDirector, ICT\tITU", (None, "Vera Lind", "Director, ICT", "ITU")),
        ("Vera Lind — Director — Fjord", (None, "Vera Lind", "Director", "Fjord")),
        (
            "Mr. Sam Ito, Head, Strategy Department, ITU",
            ("Mr.", "Sam Ito", "Head, Strategy Department", "ITU"),
        ),
        (
            "Dr. Ole Nu, Office of the High Commissioner for Human Rights (OHCHR)",
            ("Dr.", "Ole Nu", None, "Office of the High Commissioner for Human Rights (OHCHR)"),
        ),
        (
            "Ms. Ann Poe, United Nations Educational, Scientific and Cultural Organization",
            (
                "Ms.",
                "Ann Poe",
                None,
                "United Nations Educational, Scientific and Cultural Organization",
            ),
        ),
        (
            "Mr. Ben Coe, Permanent Mission of Malta to the UN",
            ("Mr.", "Ben Coe", None, "Permanent Mission of Malta to the UN"),
        ),
        (
            "Mme Eva Sarr, Ministre des Postes, des Réseaux et de l'Économie numérique, Sénégal",
            (
                "Mme",
                "Eva Sarr",
                "Ministre des Postes, des Réseaux et de l'Économie numérique",
                "Sénégal",
            ),
        ),
        (
            "Ms. Lea Ek, Minister for Health, Wellness and Sport, Dominica",
            ("Ms.", "Lea Ek", "Minister for Health, Wellness and Sport", "Dominica"),
        ),
        (
            "Ms. Lea Ek, Senior Vice President, Fjord Corp.",
            ("Ms.", "Lea Ek", "Senior Vice President", "Fjord Corp."),
        ),
        (
            "Madame l’Ambassadrice Léa Ott, Représentante permanente de la France",
            ("Madame l’Ambassadrice", "Léa Ott", "Représentante permanente", "France"),
        ),
        ("Ms. Eva Lund / Director / ITU", ("Ms.", "Eva Lund", "Director", "ITU")),
        (
            "Ms. Eva Lund, Resident Coordinator a.i., UNDP",
            ("Ms.", "Eva Lund", "Resident Coordinator a.i.", "UNDP"),
        ),
        ("Ambassador Ann Poe, Norway", ("Ambassador", "Ann Poe", None, "Norway")),
        (
            "The Honourable Sam Ray, MP, Chair of the ICT Committee, Parliament of Ghana",
            ("The Honourable", "Sam Ray, MP", "Chair of the ICT Committee", "Parliament of Ghana"),
        ),
        ("3. Ms. Lea Ek, CEO @ Fjord Labs", ("Ms.", "Lea Ek", "CEO", "Fjord Labs")),
        ("10:05–10:15 Ms. Lea Ek, CEO, Fjord", ("Ms.", "Lea Ek", "CEO", "Fjord")),
    ],
)
def test_line_is_parted_into_honorific_name_role_and_organization(
    line: str, expected: tuple[str | None, ...]
) -> None:
    speaker = read_one(line)

    assert words(speaker) == expected
    assert doubts(speaker) == []


@pytest.mark.parametrize(
    "name",
    [
        "FALL Awa",
        "FALL, Awa",
        "ZHANG Wei",
        "Nguyễn Thị Ánh",
        "Ludwig van der Berg",
        "María José Núñez de la Cruz",
        "Aline N’Diaye",
        "Björk O'Neill-Þórsdóttir",
        "John Q. Public Jr.",
        "J. R. R. Tolk",
        "Ali bin Hassan al-Rashid",
        "Анна Петрова",
        "王小明",
        "ليلى حداد",
        "Θάλεια Παππά",
        "प्रिया शर्मा",
    ],
)
def test_name_is_kept_as_written(name: str) -> None:
    assert read_one(f"{name}, Director, ITU").name == name


def test_stacked_honorifics_are_kept_and_a_wrong_pair_is_doubted() -> None:
    stacked = read_one("H.E. Amb. Dr. Otto Frei, Permanent Observer, Holy See")
    wrong = read_one("Mr. Amb. Karl Weber, Switzerland")

    assert (stacked.honorific, doubts(stacked)) == ("H.E. Amb. Dr.", [])
    assert wrong.honorific == "Mr. Amb."
    assert doubts(wrong) == ["“Mr.” does not go before “Amb.”."]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ms. Lea Ek", ["No role and no organization found."]),
        ("Ms. Lea Ek, Director", ["No organization found."]),
        ("Lea Ek", ["Is this a person?", "No role and no organization found."]),
        ("Ms. Lea Ek, Director, ITU (tbc)", ["To be confirmed, says the list."]),
        ("Ms. Lea Ek, Director, ITU [à confirmer]", ["To be confirmed, says the list."]),
        ("M. Ek, Director, ITU", ["“M.” could be an initial of the name."]),
        (
            "Ms. Lea Ek, Minister for Health, Wellness and Sport",
            ["Title and organization may be mixed up.", "No organization found."],
        ),
        ("Ms. Lea Ek (video), Director, ITU", ["Left out: “(video)”."]),
        (
            "Ms. Lea Ek, Director, ITU. Before that she was in Oslo.",
            ["Left out: “Before that she was in Oslo.”."],
        ),
    ],
)
def test_what_the_words_leave_open_is_doubted(line: str, expected: list[str]) -> None:
    assert doubts(read_one(line)) == expected


def test_same_name_twice_is_doubted_also_in_another_order() -> None:
    first, second = read_roster("Ms. Lea Ek, Director, ITU\nEK Lea, Director, ITU")

    assert doubts(first) == []
    assert doubts(second) == ["The same name stands in line 1."]


def test_heading_holds_for_the_lines_below_it() -> None:
    text = """
    Opening remarks
    H.E. Ms. Awa Fall, Minister of ICT, Senegal

    Moderator
    Mr. Tom Berg, Journalist, The Fjord Times

    Panellists:
    • Ms. Ana Li, Director, UNDP

    • Mr. Bo Ek, Chief, UNICEF
    Closing remarks: Ms. Ida Bo, Director, UNCTAD
    """

    assert parts(text) == [
        ("Awa Fall", "opening"),
        ("Tom Berg", "moderator"),
        ("Ana Li", "panellist"),
        ("Bo Ek", "panellist"),
        ("Ida Bo", "closing"),
    ]


@pytest.mark.parametrize(
    ("label", "part"),
    [
        ("Modératrice", Part.MODERATOR),
        ("Moderador", Part.MODERATOR),
        ("Moderated by", Part.MODERATOR),
        ("Mot de bienvenue", Part.OPENING),
        ("Palabras de apertura", Part.OPENING),
        ("Welcome and opening remarks by", Part.OPENING),
        ("Keynote speaker", Part.KEYNOTE),
        ("Conferencia magistral", Part.KEYNOTE),
        ("High-level panel", Part.PANELLIST),
        ("Panélistes", Part.PANELLIST),
        ("Special respondent", Part.RESPONDENT),
        ("Discutante", Part.RESPONDENT),
        ("Mots de clôture", Part.CLOSING),
        ("Palabras de clausura", Part.CLOSING),
        ("Intervenants", Part.SPEAKER),
        ("Ponentes", Part.SPEAKER),
        ("Модератор", Part.MODERATOR),
        ("主持人", Part.MODERATOR),
    ],
)
def test_parts_are_known_in_several_languages_and_places(label: str, part: Part) -> None:
    assert read_one(f"{label}: Ms. Lea Ek, Director, ITU").part is part
    assert read_one(f"{label} Ms. Lea Ek, Director, ITU").part is part
    assert read_one(f"{label}\n- Ms. Lea Ek, Director, ITU").part is part
    assert read_one(f"Ms. Lea Ek, Director, ITU ({label})").part is part
    assert read_one(f"Ms. Lea Ek, Director, ITU – {label}").part is part


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Vera Lind, Chair, Group of 77",
        "Ms. Vera Lind, Group of 77, Chair",
        "Ms. Vera Lind\nChair, Group of 77",
        "Ms. Vera Lind\nChair\nGroup of 77",
    ],
)
def test_chair_behind_a_name_is_an_office_not_a_part(text: str) -> None:
    speaker = read_one(text)

    assert words(speaker) == ("Ms.", "Vera Lind", "Chair", "Group of 77")
    assert speaker.part is Part.SPEAKER
    assert read_one("Chair: Ms. Vera Lind, Group of 77").part is Part.MODERATOR


def test_moderator_behind_a_name_is_a_part_not_an_office() -> None:
    speaker = read_one("Ms. Vera Lind, Moderator, ITU")

    assert (*words(speaker), speaker.part) == ("Ms.", "Vera Lind", None, "ITU", Part.MODERATOR)


def test_label_of_a_part_that_we_do_not_have_ends_the_part_above() -> None:
    text = "Panellists\nMs. Ana Li, Director, UNDP\nRapporteur: Mr. Bo Ek, Adviser, ECE"

    assert parts(text) == [("Ana Li", "panellist"), ("Bo Ek", "speaker")]


def test_several_moderators_are_read_and_a_second_under_a_heading_for_one_is_doubted() -> None:
    named = read_roster("Moderators: Vera Lind and Tom Berg")
    listed = read_roster("Moderator\nMs. Vera Lind, Editor, RFI\nMr. Tom Berg, Editor, RFI")

    assert [(each.name, each.part) for each in named] == [
        ("Vera Lind", Part.MODERATOR),
        ("Tom Berg", Part.MODERATOR),
    ]
    assert [each.part for each in listed] == [Part.MODERATOR, Part.MODERATOR]
    assert [doubts(each) for each in listed] == [[], ["Stands under “Moderator” too."]]


def test_who_is_announced_is_a_person() -> None:
    text = "Vera Lind\n\nPanellists:\n- Tom Berg\n\nModerator: Ana Li"

    assert [(each.name, each.is_sure) for each in read_roster(text)] == [
        ("Vera Lind", False),
        ("Tom Berg", True),
        ("Ana Li", True),
    ]


def test_people_of_one_line_are_parted() -> None:
    line = "Panellists: Ms. Ana Li (UNDP), Mr. Bo Ek (UNICEF) and Dr. Cy Oz, Adviser, WHO"

    assert [words(each) for each in read_roster(line)] == [
        ("Ms.", "Ana Li", None, "UNDP"),
        ("Mr.", "Bo Ek", None, "UNICEF"),
        ("Dr.", "Cy Oz", "Adviser", "WHO"),
    ]


def test_lines_that_belong_together_are_glued() -> None:
    text = """1. Mr. Omar Sy,
       Senior Counsellor, Central Bank
    2. Dr. Kofi Asante
       Chief Technology Officer
       AfriNet
    Vera Lind

    Executive Secretary, Nordic Council
    """

    speakers = read_roster(text)

    assert [words(each) for each in speakers] == [
        ("Mr.", "Omar Sy", "Senior Counsellor", "Central Bank"),
        ("Dr.", "Kofi Asante", "Chief Technology Officer", "AfriNet"),
        (None, "Vera Lind", "Executive Secretary", "Nordic Council"),
    ]
    assert [each.lines for each in speakers] == [(1, 2), (3, 4, 5), (6, 8)]
    assert speakers[0].source == "1. Mr. Omar Sy,\nSenior Counsellor, Central Bank"


def test_comma_at_the_end_of_each_person_glues_nobody() -> None:
    assert [each.name for each in read_roster("Vera Lind, ITU,\nTom Berg, ECA,\nAna Li, WHO")] == [
        "Vera Lind",
        "Tom Berg",
        "Ana Li",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Organization\tName\tTitle\nITU\tVera Lind\tDirector, ICT\n",
        "| Organization | Name | Title |\n|---|---|---|\n| ITU | **Vera Lind** | Director, ICT |\n",
        "Apellidos\tNombre\tCargo\tInstitución\nLind\tVera\tDirector, ICT\tITU\n",
    ],
)
def test_pasted_table_is_read_by_its_headings(table: str) -> None:
    assert words(read_one(table)) == (None, "Vera Lind", "Director, ICT", "ITU")


def test_address_beside_a_name_is_taken_along() -> None:
    speaker = read_one("Vera Lind <vera.lind@example.org>, Director, ITU")

    assert (speaker.name, speaker.email) == ("Vera Lind", "vera.lind@example.org")


@pytest.mark.parametrize(
    "line",
    [
        "Coffee break",
        "Draft programme",
        "Venue: Palais des Nations, Room XX",
        "Contact: Vera Lind, vera@example.org",
        "In Geneva, the talks went on for days, and the delegates were tired.",
        "H.E. Ms. Awa Fall will open the meeting and speak of networks.",
        "14:30 - 15:00",
        "Register at https://example.org/register, places are few",
    ],
)
def test_what_is_no_person_is_left_out_and_told(line: str) -> None:
    text = f"{line}\n\nMs. Lea Ek, Director, ITU"

    speakers = read_roster(text)

    assert [each.name for each in speakers] == ["Lea Ek"]
    left = [] if line.startswith("14") else [(1, line)]
    assert lines_left_out(text, speakers) == left


def test_headings_of_parts_count_as_read() -> None:
    text = "Moderator:\nMs. Lea Ek, Director, ITU\n"

    assert lines_left_out(text, read_roster(text)) == []


def test_what_is_too_long_to_read_is_told() -> None:
    line = "Ms. Lea Ek, Director, ITU"
    text = "\n".join([line] * (MOST_CHARACTERS // len(line) + 2))

    speakers = read_roster(text)
    left = lines_left_out(text, speakers)

    assert len(speakers) + len(left) == len(text.splitlines())
    assert left


@given(
    st.text(max_size=400)
    | st.lists(
        st.sampled_from(PIECES),
        max_size=60,
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_the_same_way_twice_and_names_stand_in_it(text: str) -> None:
    speakers = read_roster(text)

    assert [(words(each), doubts(each)) for each in read_roster(text)] == [
        (words(each), doubts(each)) for each in speakers
    ]
    one_line = " ".join(text.split())
    for speaker in speakers:
        assert speaker.name
        assert all(word.strip(",") in one_line for word in speaker.name.split())
    lines_left_out(text, speakers)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("Ms. Lea Ek, Permanent Representative of Fiji\n", id="people"),
        pytest.param("The talks in Geneva went on, and on. " * 20 + "\n", id="prose"),
        pytest.param("Mr. A," * 150 + "\n", id="commas"),
        pytest.param("(" * 900 + "\n", id="brackets"),
        pytest.param("Director of\n", id="joined"),
        pytest.param("a", id="one word"),
    ],
)
def test_million_characters_are_read_within_a_second(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]

    started = time.process_time()
    lines_left_out(text, read_roster(text))

    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "line",
    [
        "Ms. Vera Lind (vera@example.org), Director, ITU",
        "Ms. Vera Lind, Director, ITU (vera@example.org)",
        "Ms. Vera Lind, Director, ITU ( vera@example.org )",
    ],
)
def test_an_address_in_brackets_takes_them_along(line: str) -> None:
    speaker = read_one(line)

    assert words(speaker) == ("Ms.", "Vera Lind", "Director", "ITU")
    assert (speaker.email, doubts(speaker)) == ("vera@example.org", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mr. Wu Hongbo\nTBC\nRepresentative of Kenya (tbd)",
            [
                "To be confirmed, says the list.",
                "Taken from two lines: is it one person?",
            ],
        ),
        (
            "Mr. Wu Hongbo\nTBC\nRepresentative of Kenya",
            ["Taken from two lines: is it one person?"],
        ),
        ("Mr. Wu Hongbo\nRepresentative of Kenya", []),
        ("Mr. Wu Hongbo\n\nRepresentative of Kenya", []),
    ],
)
def test_a_title_from_beyond_another_line_is_doubted(text: str, expected: list[str]) -> None:
    speaker = read_one(text)

    assert (words(speaker), doubts(speaker)) == (
        ("Mr.", "Wu Hongbo", "Representative", "Kenya"),
        expected,
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("D. Juan Paz, Ministro, Chile", ("D.", "Juan Paz")),
        ("Dña. Inés Ruiz, Ministra, Chile", ("Dña.", "Inés Ruiz")),
        ("D.ª Inés Ruiz, Ministra, Chile", ("D.ª", "Inés Ruiz")),
        ("Excmo. Sr. D. Juan Paz, Ministro, Chile", ("Excmo. Sr. D.", "Juan Paz")),
        ("D. Menon, Director, ITU", (None, "D. Menon")),
        ("D. S. Rao, Director, ITU", (None, "D. S. Rao")),
        ("Dr. D. Raj Reddy, Director, ITU", ("Dr.", "D. Raj Reddy")),
        ("Liberato D. Bautista, President, CoNGO", (None, "Liberato D. Bautista")),
    ],
)
def test_spanish_don_is_a_honorific_and_no_initial(
    line: str, expected: tuple[str | None, str]
) -> None:
    speaker = read_one(line)

    assert (speaker.honorific, speaker.name) == expected
