import csv
from pathlib import Path

import pytest
from flask import Flask

import ungis_events.topics
from ungis_events.speakers.balance import Balance, balance_of
from ungis_events.speakers.models import Gender, Speaker, SpeakerStatus

DECLINED, REPLACED = SpeakerStatus.DECLINED, SpeakerStatus.REPLACED


def speaker(
    gender: Gender | None = None,
    country: str | None = None,
    status: SpeakerStatus = SpeakerStatus.CONFIRMED,
) -> Speaker:
    return Speaker(honorific="Ms.", name="Awa Fall", gender=gender, country=country, status=status)


def genders(balance: Balance) -> dict[str, int]:
    return {str(share.label): share.people for share in balance.genders}


def regions(balance: Balance) -> dict[str, int]:
    return {str(share.label): share.people for share in balance.regions}


def test_panel_is_counted_by_what_people_said() -> None:
    balance = balance_of(
        [
            speaker(Gender.WOMAN, "SN"),
            speaker(Gender.WOMAN, "KE"),
            speaker(Gender.MAN, "CH"),
            speaker(Gender.ANOTHER, "BR"),
        ]
    )

    assert balance.people == 4
    assert genders(balance) == {"Women": 2, "Men": 1, "Another gender": 1}
    assert regions(balance) == {
        "African States": 2,
        "Asia-Pacific States": 0,
        "Eastern European States": 0,
        "Latin American and Caribbean States": 1,
        "Western European and other States": 1,
    }


def test_nobody_is_counted_by_title_or_name() -> None:
    balance = balance_of([speaker(), speaker(Gender.MAN)])

    assert genders(balance) == {"Women": 0, "Men": 1, "Not said": 1}
    assert regions(balance)["Not said"] == 2


@pytest.mark.parametrize("status", [DECLINED, REPLACED])
def test_who_does_not_come_is_not_counted(status: SpeakerStatus) -> None:
    balance = balance_of([speaker(Gender.WOMAN, "SN"), speaker(Gender.MAN, "CH", status)])

    assert balance.people == 1
    assert genders(balance) == {"Women": 1, "Men": 0}


def test_places_outside_the_groups_are_told_apart_from_not_said() -> None:
    counts = regions(balance_of([speaker(country="PS"), speaker(country="VA"), speaker()]))

    assert (counts["In no regional group"], counts["Not said"]) == (2, 1)


def test_every_member_state_has_a_group() -> None:
    path = Path(ungis_events.topics.__path__[0]) / "data" / "un_regions.csv"
    with path.open(newline="") as file:
        members = [row["iso2"] for row in csv.DictReader(file) if row["un_status"] == "member"]

    balance = balance_of([speaker(country=each) for each in members])

    assert len(members) == balance.people == 193
    assert {"In no regional group", "Not said"}.isdisjoint(regions(balance))


def test_figures_are_shown_as_a_table_with_the_same_numbers(app: Flask) -> None:
    balance = balance_of([speaker(Gender.WOMAN, "SN"), speaker()])

    page = app.jinja_env.get_template("manage_speakers/_balance.html").render(balance=balance)

    assert page.count('<th scope="row">') == 3 + 6
    assert '<progress value="1" max="2" aria-hidden="true">' in page


def test_nothing_is_shown_of_an_empty_roster(app: Flask) -> None:
    page = app.jinja_env.get_template("manage_speakers/_balance.html").render(
        balance=balance_of([])
    )

    assert page.strip() == ""
