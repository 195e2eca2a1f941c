"""Who holds the event, and whom to write to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.reading.candidates.what.name_lists import split_names
from ungis_events.announcements.reading.candidates.what.organizers import (
    read_contact,
    read_organizers,
)
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines


def organizers_of(text: str) -> tuple[tuple[str, ...], str] | None:
    """(names, rule)"""
    notice = read_lines(text)
    found = read_organizers(notice, find_marks(notice))
    return (found.value, found.rule) if found else None


def contact_of(text: str) -> tuple[str, str] | None:
    notice = read_lines(text)
    found = read_contact(notice, find_marks(notice))
    return (found.value, found.rule) if found else None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the United Nations Group on Rivers (UNGR) and the World River Summit (WRS)", (
            "United Nations Group on Rivers (UNGR)", "World River Summit (WRS)")),
        ("the Commission for Latin America and the Caribbean (CLAC)", (
            "Commission for Latin America and the Caribbean (CLAC)",)),
        ("Ministry of Science and Technology", ("Ministry of Science and Technology",)),
        ("Food and Water Organization (FWO)", ("Food and Water Organization (FWO)",)),
        ("UNDP and Ministry of Education and Science", (
            "UNDP", "Ministry of Education and Science")),
        ("ABC, DEF, GH House & IJK", ("ABC", "DEF", "GH House", "IJK")),
        ("River Friends, Green Fusion, and Blue Institute/Lake Movement (BLM)", (
            "River Friends", "Green Fusion", "Blue Institute/Lake Movement (BLM)")),
        ("Rotary Example and the River Organization (RO)", (
            "Rotary Example", "River Organization (RO)")),
        ("Example Group (rivers, lakes and seas); Lake Trust", (
            "Example Group (rivers, lakes and seas)", "Lake Trust")),
        ("the Permanent Missions of the Czech Republic, Georgia and Peru", (
            "Permanent Mission of the Czech Republic", "Permanent Mission of Georgia",
            "Permanent Mission of Peru")),
        ("Permanent Missions of Fiji and Peru, and the River Institute", (
            "Permanent Mission of Fiji", "Permanent Mission of Peru", "River Institute")),
        ("les Missions permanentes de la Suisse, du Ghana et de l'Uruguay", (
            "Mission permanente de la Suisse", "Mission permanente du Ghana",
            "Mission permanente de l'Uruguay")),
        ("las Misiones Permanentes de Chile y Perú", (
            "Misión Permanente de Chile", "Misión Permanente de Perú")),
        ("l'Institut Exemple, en partenariat avec le Réseau des Villes et l'Université du Lac", (
            "Institut Exemple", "Réseau des Villes", "Université du Lac")),
        ("United Nations Educational, Scientific and Cultural Organization (UNESCO) and ITU", (
            "United Nations Educational, Scientific and Cultural Organization (UNESCO)", "ITU")),
        ("la Organización para la Educación, la Ciencia y la Cultura y el Instituto del Lago", (
            "Organización para la Educación, la Ciencia y la Cultura", "Instituto del Lago")),
        ("many friends of the river", ()),
    ],
)  # fmt: skip
def test_list_is_split_between_names_and_not_inside_them(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Organizers: River Institute and ITU", ("River Institute", "ITU")),
        ("Hosts:\n• River Institute\n• Lake Trust\n\n4 May", ("River Institute", "Lake Trust")),
        ("Organizan: Fundación del Río y Universidad del Lago", (
            "Fundación del Río", "Universidad del Lago")),
        ("Organisé par : Institut du Fleuve", ("Institut du Fleuve",)),
        ("Organizer: River Institute\nCo-organizers: Lake Trust\nPartners: Sea Bank", (
            "River Institute", "Lake Trust")),
        ("Partners: Sea Bank", ("Sea Bank",)),
    ],
)  # fmt: skip
def test_label_names_the_organizers(text: str, names: tuple[str, ...]) -> None:
    assert organizers_of(text) == (names, "organizers.labelled")


@pytest.mark.parametrize(
    ("text", "names", "rule"),
    [
        (
            "A side event organized by the Group on Rivers (GR) and the Lake Trust\n\n4 May 2023",
            ("Group on Rivers (GR)", "Lake Trust"),
            "organizers.organized-by",
        ),
        (
            "Hosted by the Permanent Missions of Fiji, Georgia and Peru as members of the Forum",
            (
                "Permanent Mission of Fiji",
                "Permanent Mission of Georgia",
                "Permanent Mission of Peru",
            ),
            "organizers.organized-by",
        ),
        (
            "This panel - hosted by Friends of Rivers (FR), ABC, and Lake Trust - considers us.",
            ("Friends of Rivers (FR)", "ABC", "Lake Trust"),
            "organizers.organized-by",
        ),
        (
            "Le webinaire, organisé par l'Institut du Fleuve, sera en ligne.",
            ("Institut du Fleuve",),
            "organizers.organized-by",
        ),
        (
            "Evento organizado por la Fundación del Río y la Universidad del Lago durante el mes.",
            ("Fundación del Río", "Universidad del Lago"),
            "organizers.organized-by",
        ),
        (
            "A webinar with ABC, DEF, Lake House & GHI is planned for 12 June 2020.",
            ("ABC", "DEF", "Lake House", "GHI"),
            "organizers.organized-by",
        ),
        (
            "|\nThe Permanent Mission of Fiji and the\nRiver Group are pleased to invite you to X.",
            ("Permanent Mission of Fiji", "River Group"),
            "organizers.inviting",
        ),
        (
            "Venue: Lake Hall, 12th Floor\nThe River Unit (RU) is pleased to invite you.",
            ("River Unit (RU)",),
            "organizers.inviting",
        ),
        (
            "L'Institut du Fleuve et le Réseau des Lacs ont le plaisir de vous inviter au débat.",
            ("Institut du Fleuve", "Réseau des Lacs"),
            "organizers.inviting",
        ),
        (
            "La Fundación del Río y la Universidad del Lago tienen el agrado de invitarle.",
            ("Fundación del Río", "Universidad del Lago"),
            "organizers.inviting",
        ),
        (
            "On River Day 2020, the Lake Trust holds a discussion.",
            ("Lake Trust",),
            "organizers.holding",
        ),
        (
            "Dans le cadre du mois de l'eau, l'Institut du Fleuve organise une table ronde.",
            ("Institut du Fleuve",),
            "organizers.holding",
        ),
        (
            "Con motivo de la feria, el próximo jueves, la Fundación del Río organiza un taller.",
            ("Fundación del Río",),
            "organizers.holding",
        ),
        (
            "How can cities help? Join the River Platform, online, on 4 May 2020.",
            ("River Platform",),
            "organizers.joined",
        ),
    ],
)
def test_sentence_names_the_organizers(text: str, names: tuple[str, ...], rule: str) -> None:
    assert organizers_of(text) == (names, rule)


@pytest.mark.parametrize(
    "text",
    [
        "We are pleased to invite you to the debate.",
        "You are invited to the debate.",
        "The director, Dr. Ana Ruiz will host a debate.",
        "Join us online.",
        "",
    ],
)
def test_notice_that_names_no_organizer_has_none(text: str) -> None:
    assert organizers_of(text) is None


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        (
            "Press: a@example.org\nContact: desk@example.org",
            ("desk@example.org", "contact.labelled"),
        ),
        (
            "a@example.org\n\nFor further inquiries email desk@example.org.",
            ("desk@example.org", "contact.announced"),
        ),
        (
            "a@example.org\n\nPour tout renseignement : info@exemple.org",
            ("info@exemple.org", "contact.labelled"),
        ),
        (
            "a@example.org y b@example.org\n\nConsultas a c@example.org",
            ("c@example.org", "contact.announced"),
        ),
        ("Ana Ruiz\nana@example.org", ("ana@example.org", "contact.only-address")),
        ("Ana a@example.org, Bo b@example.org", None),
        ("Follow @rivers", None),
    ],
)
def test_contact_is_the_address_beside_its_words(
    text: str, contact: tuple[str, str] | None
) -> None:
    assert contact_of(text) == contact


@given(st.text(alphabet=st.sampled_from("AB c,&()yand \nby:"), max_size=300))
def test_any_text_is_split_into_names_that_stand_in_it(text: str) -> None:
    assert all(name and name in " ".join(text.split()) for name in split_names(text))
