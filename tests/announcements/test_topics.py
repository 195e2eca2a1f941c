import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.reading.candidates.about.topics import MOST_PROPOSED, read_topics
from ungis_events.announcements.reading.candidates.what.titles import read_title
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.findings import Found, Sureness
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.announcements.reading.words import rows
from ungis_events.topics.catalogue import topics_by_code


def read(text: str) -> Found[tuple[str, ...]] | None:
    notice = read_lines(text)
    marks = find_marks(notice)
    return read_topics(notice, marks, read_title(notice, marks))


def codes(text: str) -> tuple[str, ...]:
    found = read(text)
    return found.value if found else ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Advancing SDG 9 together", ("SDG9",)),
        ("#SDG9 #SDG4", ("SDG4", "SDG9")),
        ("SDGs 5, 9 and 17", ("SDG5", "SDG9", "SDG17")),
        ("SDGs 9/10 & 11; SDG16+", ("SDG9", "SDG10", "SDG11", "SDG16")),
        ("SDG target 4.7 and SDG 5.c", ("SDG4", "SDG5")),
        ("SDGs 3–5", ("SDG3", "SDG4", "SDG5")),
        ("Sustainable Development Goals 6 and 7", ("SDG6", "SDG7")),
        ("Goal 5 of the 2030 Agenda", ("SDG5",)),
        ("les ODD 4 et 5", ("SDG4", "SDG5")),
        ("l’objectif de développement durable n° 13", ("SDG13",)),
        ("los ODS 4, 5 y 6", ("SDG4", "SDG5", "SDG6")),
        ("el Objetivo de Desarrollo Sostenible 16", ("SDG16",)),
        ("WSIS Action Line C5", ("C5",)),
        ("Action Lines C2, C4 and C6", ("C2", "C4", "C6")),
        ("Action Line C7", ("C7",)),
        ("Action Line C7 e-health", ("C7-EHEA",)),
        ("C7: E-learning and C7-EAGR", ("C7-ELEA", "C7-EAGR")),
        ("Lignes d’action C2 et C5 du SMSI", ("C2", "C5")),
        ("Línea de acción C8", ("C8",)),
        ("GDC Objective 3", ("GDC3",)),
        ("Global Digital Compact objectives 1 and 5", ("GDC1", "GDC5")),
        ("Objectives 1 and 3 of the Global Digital Compact", ("GDC1", "GDC3")),
        ("objectif 4 du Pacte numérique mondial", ("GDC4",)),
        ("Pacto Digital Mundial, objetivo 2", ("GDC2",)),
    ],
)
def test_topics_that_are_named_are_sure(text: str, expected: tuple[str, ...]) -> None:
    found = read(text)

    assert found
    assert (found.value, found.rule, found.sureness) == (expected, "topics.named", Sureness.SURE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Goal 5: more members. Goal 6: more money.", id="goals of their own"),
        pytest.param("Objective 3: more members", id="objectives of their own"),
        pytest.param("SDGs 1-17", id="all of them"),
        pytest.param("SDG 18, SDG 0, SDG 2030", id="none of them"),
        pytest.param("Room C7, 3 May, at C5", id="a room"),
        pytest.param("Halfway through the SDGs", id="no number"),
        pytest.param("Action Line C12", id="no such line"),
        pytest.param("GDC 6", id="no such objective"),
        pytest.param("SDGs: 10 a.m. in Room XI", id="an hour"),
    ],
)
def test_numbers_of_something_else_are_no_topics(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("On SDG 4, 13 May 2024", ("SDG4",), id="a date"),
        pytest.param("SDG 4 and 5 million learners", ("SDG4",), id="a number of people"),
        pytest.param("SDGs 4 and 5 %", ("SDG4",), id="a share"),
    ],
)
def test_list_ends_before_a_number_of_something_else(text: str, expected: tuple[str, ...]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We speak of telemedicine.\nIt is part of digital health.\nJoin us.",
            ("C7-EHEA",),
        ),
        (
            "L’accès à l’énergie manque.\nIl faut des énergies renouvelables.\nVenez.",
            ("SDG7",),
        ),
        (
            "La seguridad alimentaria empeora.\nLos sistemas alimentarios cambian.\nVenga.",
            ("SDG2",),
        ),
    ],
)
def test_two_words_of_a_topic_propose_it(text: str, expected: tuple[str, ...]) -> None:
    found = read(f"Annual meeting of the Quill Society\n\n{text}")

    assert found
    assert (found.value, found.rule, found.sureness) == (
        expected,
        "topics.words",
        Sureness.LIKELY,
    )


def test_one_word_proposes_nothing_unless_it_stands_in_the_title() -> None:
    when = "3 May 2030, 10:00 – 11:00, Geneva time\n\nOne of the speakers is going to turn to"

    assert codes(f"Title: Health on islands\n{when} telemedicine and to ferries.") == ()
    assert codes(f"Title: Telemedicine on islands\n{when} ferries.") == ("C7-EHEA",)


def test_same_word_twice_is_one_word() -> None:
    text = "Some speak of telemedicine, and others do not.\nWe do: telemedicine is our subject."

    assert codes(f"Title: Health on islands\n\n{text}") == ()


def test_family_that_is_named_gets_no_proposals() -> None:
    text = "SDG 9 first.\n\nTelemedicine is part of digital health. Drinking water and sanitation."

    found = read(text)

    assert found
    assert (found.value, found.rule) == (("SDG9", "C7-EHEA"), "topics.named-and-words")


def test_few_are_proposed() -> None:
    english = [row for row in rows("topics.csv") if row["language"] == "en"]
    found = read("Annual meeting\n\n" + ". ".join(row["word"] for row in english))

    assert found
    assert len(found.value) == MOST_PROPOSED


def test_each_topic_shows_where_it_is_first_spoken_of() -> None:
    notice = read_lines("Towards SDG 9 and SDG 4.\nAgain: SDG 9.")
    found = read_topics(notice, find_marks(notice), None)

    assert found
    assert [(notice.words(span), span.start) for span in found.spans] == [
        ("SDG 4", 18),
        ("SDG 9", 8),
    ]


def test_words_belong_to_topics_that_exist() -> None:
    table = rows("topics.csv")

    assert {row["code"] for row in table} <= set(topics_by_code())
    assert {row["language"] for row in table} == {"en", "fr", "es"}
    assert [row["word"] for row in table] == [row["word"].strip().lower() for row in table]


@given(
    st.lists(
        st.sampled_from(["SDG", "SDGs ", "9", "-", ", ", " and ", "C7", "GDC ", "objective 1"])
    ).map("".join)
)
def test_any_splice_gives_topics_that_exist(text: str) -> None:
    notice = read_lines(f"Notice\n{text}")

    found = read_topics(notice, find_marks(notice), None)

    assert found is None or set(found.value) <= set(topics_by_code())
