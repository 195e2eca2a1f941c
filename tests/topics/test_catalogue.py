import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.topics.catalogue import (
    country_codes,
    list_countries,
    list_honorifics,
    list_stakeholder_groups,
    list_topics,
    topics_by_code,
)

SITE_CSS = Path(__file__).parents[2] / "ungis_events" / "static" / "site.css"


def test_topics_stand_in_their_official_order() -> None:
    assert [topic.code for topic in list_topics()] == [
        *(f"SDG{number}" for number in range(1, 18)),
        *("C1", "C2", "C3", "C4", "C5", "C6", "C7"),
        *("C7-EGOV", "C7-EBUS", "C7-ELEA", "C7-EHEA", "C7-EEMP", "C7-EENV", "C7-EAGR", "C7-ESCI"),
        *("C8", "C9", "C10", "C11"),
        *(f"GDC{number}" for number in range(1, 6)),
    ]


@pytest.mark.parametrize(
    ("code", "label", "title"),
    [
        ("SDG9", "SDG 9", "Industry, innovation and infrastructure"),
        ("SDG17", "SDG 17", "Partnerships for the goals"),
        ("C11", "WSIS C11", "International and regional cooperation"),
        ("C7-ELEA", "WSIS C7-ELEA", "E-learning"),
        (
            "GDC4",
            "GDC 4",
            "Advance responsible, equitable and interoperable data governance approaches",
        ),
    ],
)
def test_a_topic_has_its_official_words(code: str, label: str, title: str) -> None:
    topic = topics_by_code()[code]

    assert (topic.label, topic.title) == (label, title)


def test_every_topic_has_one_code_and_a_colour_in_the_style_sheet() -> None:
    css = SITE_CSS.read_text()

    goals = [topic for topic in list_topics() if topic.family == "sdg"]
    missing = [topic.code for topic in goals if not re.search(rf"\.{topic.code.lower()}\b", css)]
    assert len(topics_by_code()) == len(list_topics())
    assert missing == []


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_every_country_has_a_name_in_each_of_the_six_languages(language: str) -> None:
    countries = list_countries(language)

    assert {code for code, _ in countries} == country_codes()
    assert all(name.strip() for _, name in countries)
    assert len({name for _, name in countries}) == len(countries)


def test_countries_are_sorted_as_people_look_for_them() -> None:
    names = [name for _, name in list_countries("en")]

    assert names[:2] == ["Afghanistan", "Åland Islands"]
    assert names.index("Côte d'Ivoire") == names.index("Costa Rica") + 1


@given(st.text(max_size=5))
def test_an_unknown_language_gets_the_english_names(language: str) -> None:
    known = {"ar", "es", "fr", "ru", "zh"}

    assert language in known or list_countries(language) == list_countries("en")


def test_countries_have_codes_of_two_letters() -> None:
    assert all(re.fullmatch("[A-Z]{2}", code) for code in country_codes())
    assert {"SN", "CH", "US", "PS", "VA"} <= country_codes()


def test_stakeholder_groups_stand_in_the_order_of_the_form() -> None:
    assert [code for code, _ in list_stakeholder_groups()][:4] == ["GOV", "UN", "IGO", "CSO"]
    assert dict(list_stakeholder_groups())["UN"] == "United Nations entity"


def test_honorifics_are_suggestions_without_blanks() -> None:
    assert {"H.E.", "Ms.", "Mr.", "Dr."} <= set(list_honorifics())
    assert all(each.strip() == each for each in list_honorifics())
