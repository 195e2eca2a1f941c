"""What the event stands beside, and of what kind it is."""

import pytest

from ungis_events.announcements.reading.candidates.what.forums import kind_of, read_forum, read_kind
from ungis_events.announcements.reading.candidates.what.titles import read_title
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.findings import Sureness
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.announcements.reading.words import rows

SURE, LIKELY = Sureness.SURE, Sureness.LIKELY


def forum_of(text: str) -> tuple[str, str, Sureness] | None:
    """(forum, rule, how sure)"""
    notice = read_lines(text)
    marks = find_marks(notice)
    forum = read_forum(notice, read_title(notice, marks))
    return (forum.value, forum.rule, forum.sureness) if forum else None


def kind_read(text: str) -> tuple[str, str] | None:
    """(kind, rule)"""
    notice = read_lines(text)
    marks = find_marks(notice)
    kind = read_kind(notice, read_title(notice, marks))
    return (kind.value, kind.rule) if kind else None


@pytest.mark.parametrize(
    ("line", "forum"),
    [
        (
            "Example side event at the 2023 ECOSOC Partnership Forum",
            "2023 ECOSOC Partnership Forum",
        ),
        ("HLPF Side Event: Leaving No Village Offline", "HLPF"),
        ("HLPF 2024 virtual side event on villages", "HLPF 2024"),
        ("CSW65: Townhall of young river engineers", "CSW65"),
        ("COP28 Side Event: Mountains in a Warming World", "COP28"),
        ("A parallel event during the IGF 2024 in the old town", "IGF 2024"),
        ("Side event at the WSIS+20 High-Level Event 2024", "WSIS+20 High-Level Event 2024"),
        (
            "Side event on the margins of the 53rd session of the Human Rights Council",
            "53rd session of the Human Rights Council",
        ),
        ("At the margins of UNGA78, ten cities meet", "UNGA78"),
        (
            "A side event of the 49th Session of the UN Commission on the Status of Women (CSW)",
            "49th Session of the UN Commission on the Status of Women (CSW)",
        ),
        (
            "Side event at the High-Level Political Forum (HLPF) “Rivers”",
            "High-Level Political Forum (HLPF)",
        ),
        (
            "En marge de la 68e session de la Commission de la condition de la femme",
            "68e session de la Commission de la condition de la femme",
        ),
        (
            "Événement parallèle au Forum politique de haut niveau 2024",
            "Forum politique de haut niveau 2024",
        ),
        ("Al margen de la COP28, diez ciudades se reúnen", "COP28"),
        (
            "Evento paralelo al Foro Político de Alto Nivel sobre el Desarrollo Sostenible",
            "Foro Político de Alto Nivel sobre el Desarrollo Sostenible",
        ),
    ],
)
def test_forum_of_our_table_is_read_with_its_year_or_number(line: str, forum: str) -> None:
    assert forum_of(f"{line}\n4 May 2023") == (forum, "forum.beside", SURE)


@pytest.mark.parametrize(
    ("line", "forum"),
    [
        ("At the margins of the 2018 River Basin Summit, we meet", "2018 River Basin Summit"),
        ("En marge du Sommet des Fleuves et des Lacs 2024.", "Sommet des Fleuves et des Lacs 2024"),
        ("Al margen de la Cumbre de los Ríos, hablamos", "Cumbre de los Ríos"),
    ],
)
def test_forum_that_no_table_knows_is_read_after_margins(line: str, forum: str) -> None:
    assert forum_of(f"Rivers Without Borders\n{line}") == (forum, "forum.margins", LIKELY)


def test_forum_with_its_year_stands_in_the_title() -> None:
    assert forum_of("Young engineers look at IGF 2024") == ("IGF 2024", "forum.in-title", LIKELY)


@pytest.mark.parametrize(
    "text",
    [
        "How might the Human Rights Council usefully contribute?",
        "Why Geneva matters, home of the IGF and many more",
        "Rivers after the floods: on the road to COP31",
        "Post COP26 Reflections of ten cities",
        "On the occasion of the International River Day, we meet",
        "El cop de la puerta: un taller de teatro",
        "",
    ],
)
def test_forum_merely_mentioned_is_none(text: str) -> None:
    assert forum_of(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Example side event at HLPF: a panel on rivers", "side event"),
        ("WEBINAR: Seeds of Change", "webinar"),
        ("Webinaire : graines de changement", "webinar"),
        ("Seminario web sobre semillas", "webinar"),
        ("Table ronde « Des villes pour tous »", "roundtable"),
        ("Conversatorio virtual: glaciares", "roundtable"),
        ("Launch of the Global River Report", "launch"),
        ("Lanzamiento del informe de los ríos", "launch"),
        ("Atelier sur les données ouvertes", "workshop"),
        ("Rivers in Court: a briefing for delegates", "briefing"),
        ("Intergenerational dialogue on rivers", "dialogue"),
        ("High-level event on rivers", "high-level event"),
        ("Conferencia internacional sobre ríos", "conference"),
        ("Panel discussion: who owns the river", "panel"),
    ],
)
def test_kind_stands_in_the_title(text: str, kind: str) -> None:
    assert kind_read(text) == (kind, "kind.in-title")


def test_kind_stands_in_the_lead() -> None:
    text = "Rivers Without Borders\n4 May 2023\nThis webinar asks who owns the river."

    assert kind_read(text) == ("webinar", "kind.in-lead")


def test_side_event_wins_over_what_it_consists_of() -> None:
    text = "Rivers Without Borders\nPanel discussion and workshop\nA side event of ten cities"

    assert kind_read(text) == ("side event", "kind.in-lead")


def test_kind_that_nothing_names_is_none() -> None:
    assert kind_read("Rivers Without Borders\n4 May 2023") is None


@pytest.mark.parametrize(
    ("words", "kind"), [("Webinars", "webinar"), ("TALLER", "workshop"), ("river", None)]
)
def test_kind_of_words(words: str, kind: str | None) -> None:
    assert kind_of(words) == kind


def test_tables_have_no_row_twice() -> None:
    for name in ("forums.csv", "kinds.csv", "furniture.csv", "generic.csv"):
        table = [tuple(row.values()) for row in rows(name)]
        assert len(table) == len(set(table)), name
