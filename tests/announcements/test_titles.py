"""What the event is called: by a label, the headline, or the sentence that invites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.reading.candidates.what.titles import read_theme, read_title
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines


def title_of(text: str) -> tuple[str, str] | None:
    """(title, rule)"""
    notice = read_lines(text)
    title = read_title(notice, find_marks(notice))
    return (title.value, title.rule) if title else None


def theme_of(text: str) -> str | None:
    notice = read_lines(text)
    marks = find_marks(notice)
    theme = read_theme(notice, marks, read_title(notice, marks))
    return theme.value if theme else None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Name\nRivers Without Borders\nDate & Time\n4 May 2023, 10:00", "Rivers Without Borders"),
        ("Date: 4 May 2023\nTime: 10:00\nTitle: Rivers Without Borders", "Rivers Without Borders"),
        ("Título: Ríos sin fronteras\nFecha: 4 de mayo de 2023", "Ríos sin fronteras"),
        (
            "Objet : Invitation : Des fleuves sans frontières\nMadame, Monsieur,",
            "Des fleuves sans frontières",
        ),
    ],
)
def test_label_says_what_the_title_is(text: str, title: str) -> None:
    assert title_of(text) == (title, "title.labelled")


def test_title_far_below_is_of_something_else() -> None:
    text = "Rivers Without Borders\n" + "The river rises.\n" * 30 + "Title: Chief of Section"

    assert title_of(text) == ("Rivers Without Borders", "title.headline")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "Home > Events > Webinars\nSkip to main content\nShare\n"
            "Digital Identity for Everyone: Lessons from Three Regions\nPublished on 3 May 2024\n"
            "14 May 2024, 15:00 – 16:30 CEST\n"
            "Digital identity is spreading. This webinar looks at three regions and their lessons.",
            "Digital Identity for Everyone: Lessons from Three Regions",
            id="below what every page has",
        ),
        pytest.param(
            "October 2024\n12\nOct\nWebinar\nRewiring Trade: How Small Firms Go Digital in\n"
            "the Pacific\nOnline\n12 October 2024 9:00 am - 10:30 am",
            "Rewiring Trade: How Small Firms Go Digital in the Pacific",
            id="wrapped, below the leaf of a calendar",
        ),
        pytest.param(
            "SAVE THE DATE\n\nHIGH-LEVEL SIDE EVENT\nCLEAN WATER, HEALTHY CITIES:\n"
            "PARTNERSHIPS THAT DELIVER\n\nMonday, 10 July 2023\n8:00 AM – 9:30 AM EDT",
            "CLEAN WATER, HEALTHY CITIES: PARTNERSHIPS THAT DELIVER",
            id="capitals stay, the kind alone is no title",
        ),
        pytest.param(
            "CONCEPT NOTE\nSide event at the margins of the 56th Human Rights Council"
            "\n“Free to Speak: Protecting Journalists Online”\nWednesday, 26 June 2024",
            "Free to Speak: Protecting Journalists Online",
            id="in quotation marks below the forum",
        ),
        pytest.param(
            "Événement parallèle à la 68e session de la Commission de la condition de la femme\n\n"
            "L'égalité commence en ligne : agir contre la violence\n\nMardi 12 mars 2024, 10h00",
            "L'égalité commence en ligne : agir contre la violence",
            id="French, below the forum",
        ),
        pytest.param(
            "United Nations Institute for Examples (UNIFE)\nin collaboration with\n"
            "The Global Network of Examples\n\nWEBINAR SERIES\nLearning to Measure What Matters\n",
            "Learning to Measure What Matters",
            id="below the hosts",
        ),
        pytest.param(
            "Why rivers matter. Rivers feed us all, and each of the hundred cities of the "
            "region knows what it owes them since the first days of its history.\n"
            "Why Rivers Matter for Cities\n4 May 2023",
            "Why Rivers Matter for Cities",
            id="below a teaser in prose",
        ),
        pytest.param(
            "Intergenerational dialogue on ways out of the water crisis\n\n"
            "Finding Courage in the River Basin\n\n13 July 2023 | Online",
            "Finding Courage in the River Basin",
            id="not the line that says what kind of event it is",
        ),
        pytest.param(
            "Healthy Rivers, Healthy People\nHealthy Rivers, Healthy People\n4 May 2023",
            "Healthy Rivers, Healthy People",
            id="repeated",
        ),
        pytest.param(
            "# Satellites for Small Islands\n\n**When:** 3 June 2024, 9:00 a.m. EDT",
            "Satellites for Small Islands",
            id="Markdown",
        ),
    ],
)
def test_headline_is_the_title(text: str, title: str) -> None:
    assert title_of(text) == (title, "title.headline")


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("[Webinar] Seeds of Change", "Seeds of Change"),
        ("WEBINAIRE : Graines de changement", "Graines de changement"),
        ("HLPF Side Event: Leaving No Village Offline, 6 July 2021", "Leaving No Village Offline"),
        ("Side Event at HLPF 2024: Leaving No Village Offline", "Leaving No Village Offline"),
        ("16 June side event: Voices of the River", "Voices of the River"),
        ("Conversatorio virtual: El futuro de los glaciares", "El futuro de los glaciares"),
        (
            "Webinar | Seeds of Change in Our Hands | Example Institute",
            "Seeds of Change in Our Hands",
        ),
        ("Colloque international « Mémoires des fleuves »", "Mémoires des fleuves"),
        (
            "Quel avenir pour les fleuves ? Mardi 10 mars, 18h30, Genève",
            "Quel avenir pour les fleuves ?",
        ),
        ("River Briefing (February 2014)", "River Briefing (February 2014)"),
        ("Opening Dialogue: Half-way, where are we?", "Opening Dialogue: Half-way, where are we?"),
        ("Launch of the Global River Report 2024", "Launch of the Global River Report 2024"),
    ],
)
def test_title_goes_without_its_kind_its_date_and_its_site(headline: str, title: str) -> None:
    found = title_of(headline)

    assert found is not None
    assert found[0] == title


@pytest.mark.parametrize(
    ("text", "title", "rule"),
    [
        (
            "You are invited to the Example Agency side event “Coping with floods: action in our "
            "valleys” on 6th of July 2021, 1:30pm - 3:00pm CEST.",
            "Coping with floods: action in our valleys",
            "title.quoted",
        ),
        (
            "L'Institut Exemple a le plaisir de vous inviter à la table ronde intitulée « Des "
            "villes pour tous », le 4 juin 2024 à 14h30.",
            "Des villes pour tous",
            "title.quoted",
        ),
        (
            "La Fundación Ejemplo tiene el agrado de invitarles al seminario web «Ciudades que "
            "aprenden», que se celebrará el jueves 9 de mayo de 2024.",
            "Ciudades que aprenden",
            "title.quoted",
        ),
        (
            "The Permanent Mission of Fiji and the\nExample Group are pleased to invite you to "
            "the launch of:\nVision 2031:\nWhat comes after the review of the Council?\n6 March",
            "Vision 2031: What comes after the review of the Council?",
            "title.invitation",
        ),
        (
            "Example Group invites you to a high-level virtual dialogue on the future of rivers\n\n"
            "25 May 2021\n\nExample River Atlas 2021",
            "high-level virtual dialogue on the future of rivers",
            "title.invitation",
        ),
        (
            "Join us on Tuesday, 4 May 2021 at 10:00 a.m. (New York time) for a virtual panel "
            "discussion on financing clean rivers.",
            "virtual panel discussion on financing clean rivers",
            "title.invitation",
        ),
        (
            "The Example Institute is organizing a virtual roundtable on water diplomacy on 5 May "
            "2022 at 3 p.m. CET. The roundtable brings together ministers and managers of rivers.",
            "virtual roundtable on water diplomacy",
            "title.host-sentence",
        ),
        (
            "When: 5 May 2022\nTo launch the 2022 River Week of the Region, the director of the "
            "Example Agency and many others will meet in the capital and speak of all its rivers.",
            "2022 River Week of the Region",
            "title.launch",
        ),
        (
            "La Semaine des fleuves de la région se tiendra du 4 au 6 juin 2024 dans les villes "
            "qui bordent le fleuve, et chacun y est le bienvenu, petits et grands, gratuitement.",
            "Semaine des fleuves de la région",
            "title.held",
        ),
    ],
)
def test_sentence_names_the_event(text: str, title: str, rule: str) -> None:
    assert title_of(text) == (title, rule)


@pytest.mark.parametrize(
    "text",
    [
        "DATE: 30 June 2022\nTIME: 9:30 EDT\nThe rights of older persons have been discussed "
        "by the Assembly and its committees, which hear every year from their experts about them.",
        "Home\nEvents\nShare\nhttps://example.org",
        "4 May 2023\n10:00 – 11:00",
        "",
    ],
)
def test_notice_without_title_has_none(text: str) -> None:
    assert title_of(text) is None


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        (
            "UNGIS side event at the 2023 Partnership Forum\n\nRiver cooperation for the SDGs"
            "\n\n31 January 2023",
            "River cooperation for the SDGs",
        ),
        ("Rivers Without Borders\nTheme: Water and peace\n4 May 2023", "Water and peace"),
        ("Ríos sin fronteras\nTema: Agua y paz\n4 de mayo de 2023", "Agua y paz"),
        ("Rivers Without Borders\nWebinar: Rivers without borders\n4 May 2023", None),
        ("Rivers Without Borders\nThis event will be held online.\n4 May 2023", None),
        ("Rivers Without Borders\n4 May 2023", None),
        ("4 May 2023", None),
    ],
)
def test_theme_stands_beside_the_title(text: str, theme: str | None) -> None:
    assert theme_of(text) == theme


@given(st.text(alphabet=st.sampled_from("Web inar:“”«»|[]()\n12,.-é"), max_size=300))
def test_any_text_gives_a_title_of_its_words_or_none(text: str) -> None:
    found = title_of(text)

    assert found is None or 0 < len(found[0]) <= 300


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open skies\n14 July 2027, 10:00\n\nA longer line that says little", "Open skies"),
        ("UNGIS side event\n“Clean banks for all”\n4 May 2027", "UNGIS side event"),
        ("Panel discussion:\n“Clean banks for all”\n4 May 2027", "Clean banks for all"),
        (
            "Rivers without plastic\n4 May 2027\n\nIt builds on the report “Counting bottles”.",
            "Rivers without plastic",
        ),
        (
            "The institute is organizing a webinar titled ‘Clean banks: a call for action’.",
            "Clean banks: a call for action",
        ),
        (
            "Joint webinar on rivers\n4 May 2027\n\nAgenda\n2:00 pm | First lessons of the lake",
            "Joint webinar on rivers",
        ),
        (
            "Semaine des rivières 2027\n\nBERGES: LA VIE REVIENT\n4 mai 2027, 18h30",
            "BERGES: LA VIE REVIENT",
        ),
        ("Webinar: Counting what rivers carry", "Counting what rivers carry"),
        ("Webinaire : Ce que portent les rivières", "Ce que portent les rivières"),
        ("Webinar: Healthy Rivers", "Webinar: Healthy Rivers"),
        ("River banks\n4 May 2027\n| Name | Title | Part |\n| A | B | C |", "River banks"),
        ("Headwaters\n4 May 2027\nAgenda\n10:00-10:10 Welcome to the river", "Headwaters"),
        (
            "WHO: Ms. Ana Diop\nWHAT: Release of the river report\nWHEN: 4 May 2027",
            "Release of the river report",
        ),
        (
            "We kindly request the pleasure of your participation at the webinar\n"
            "Clean banks for all people\n4 May 2027, 10:00",
            "Clean banks for all people",
        ),
    ],
)
def test_title_is_the_headline_and_not_what_stands_below(text: str, expected: str) -> None:
    title = title_of(text)

    assert title
    assert title[0] == expected


@pytest.mark.parametrize("line", ["Moderadora: Lic. Ana Paz, Instituto", "En ligne, sur Zoom"])
def test_who_leads_and_where_people_meet_are_no_theme(line: str) -> None:
    assert theme_of(f"Ríos limpios para todos\n4 de mayo de 2027, 10:00\n{line}") is None
