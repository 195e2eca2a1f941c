import csv
from pathlib import Path

import pytest

import ungis_events.topics
from tests.speakers.steps import SPEAKERS_OF_2023
from ungis_events.speakers import rules
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.protocol_titles import CATEGORIES
from ungis_events.speakers.rules import in_protocol_order, moved, name_key, protocol_rank


def speaker(honorific: str | None, name: str, role: str | None, organization: str) -> Speaker:
    return Speaker(honorific=honorific, name=name, role=role, organization=organization)


def test_real_announcement_keeps_its_order() -> None:
    roster = [speaker(*each) for each in SPEAKERS_OF_2023]

    forwards, backwards = in_protocol_order(roster), in_protocol_order(reversed(roster))

    assert [each.name for each in forwards] == [name for _, name, _, _ in SPEAKERS_OF_2023]
    assert [protocol_rank(each) for each in forwards] == [50, 65, 70, 75, 75, 80]
    assert [protocol_rank(each) for each in backwards] == [50, 65, 70, 75, 75, 80]


@pytest.mark.parametrize(
    ("honorific", "role", "organization", "rank"),
    [
        ("H.E. Mr.", "President", "Republic of Kenya", 10),
        ("H.M.", None, "Jordan", 10),
        ("H.E. Ms.", "Prime Minister", "Barbados", 20),
        ("H.E. Mr.", "Vice-President", "Republic of Ghana", 25),
        ("H.R.H.", "Princess", "Thailand", 25),
        ("H.E. Mr.", "Deputy Prime Minister and Minister of ICT", "Luxembourg", 30),
        ("H.E. Ms.", "Minister of ICT and Innovation", "Rwanda", 40),
        ("H.E. Mr.", "President of ECOSOC", "United Nations", 45),
        ("H.E. Mr.", "President", "Economic and Social Council", 45),
        ("Mr.", "Secretary-General", "United Nations", 45),
        ("Ms.", "Secretary-General", "ITU", 50),
        ("Ms.", "Under-Secretary-General", "UN DESA", 50),
        ("Mr.", "Director-General", "WIPO", 50),
        ("Ms.", "Deputy Minister of Communications", "South Africa", 55),
        ("Mr.", "Secretary of State", "Portugal", 55),
        ("Amb.", None, "Swiss Confederation", 60),
        ("H.E. Ms.", "Permanent Representative to the United Nations", "Albania", 60),
        ("Mr.", "Minister Counsellor", "Permanent Mission of Brazil", 80),
        ("Ms.", "Assistant Secretary-General", "UNDP", 65),
        ("Ms.", "Chief of the ICT Section", "UNCTAD", 70),
        ("Mr.", "Secretary-General", "World Federation of United Nations Associations", 75),
        ("Ms.", "CEO", "A company", 75),
        ("Prof.", "Rector", "University of Geneva", 75),
        ("Mr.", "Vice President", "A company", 75),
        ("Ms.", "Youth delegate", "Tuvalu", 80),
        (None, None, "", 80),
    ],
)
def test_rank_is_read_from_title_and_office(
    honorific: str | None, role: str | None, organization: str, rank: int
) -> None:
    assert protocol_rank(speaker(honorific, "Name", role, organization)) == rank


@pytest.mark.parametrize(
    ("honorific", "role", "organization", "rank"),
    [
        ("S.E. M.", "Président de la République", "Sénégal", 10),
        ("S.M.", "Roi", "Maroc", 10),
        ("S.E. Mme", "Présidente", "Tanzanie", 10),
        ("Excmo. Sr.", "Presidente de la República", "Chile", 10),
        ("Excmo. Sr.", "Jefe de Estado", "España", 10),
        ("S.E. Mme", "Première ministre", "Togo", 20),
        ("S.E. M.", "Premier Ministre", "Maroc", 20),
        ("Excmo. Sr.", "Primer Ministro", "Perú", 20),
        ("Excmo. Sr.", "Presidente del Gobierno", "España", 20),
        ("S.E. M.", "Vice-Président", "Gabon", 25),
        ("Excma. Sra.", "Vicepresidenta", "Colombia", 25),
        ("S.A.R.", "Prince héritier", "Maroc", 25),
        ("S.E. M.", "Vice-premier ministre", "Belgique", 30),
        ("S.E. Mme", "Ministre de l’Économie numérique", "Bénin", 40),
        ("Excma. Sra.", "Ministra de Ciencia y Tecnología", "Costa Rica", 40),
        ("Sr.", "Ministro de Relaciones Exteriores", "Chile", 40),
        ("Mme", "Présidente de l’Assemblée générale", "Nations Unies", 45),
        ("Sra.", "Presidenta de la Asamblea General", "Naciones Unidas", 45),
        ("M.", "Secrétaire général", "ONU", 45),
        ("Sr.", "Secretario General", "Naciones Unidas", 45),
        ("Mme", "Secrétaire générale", "UIT", 50),
        ("Mme", "Directrice générale", "UNESCO", 50),
        ("Sra.", "Directora General", "OMPI", 50),
        ("Sr.", "Secretario Ejecutivo", "CEPAL", 50),
        ("M.", "Secrétaire exécutif", "CEA", 50),
        ("Mme", "Haute-Commissaire aux droits de l’homme", "Nations Unies", 50),
        ("M.", "Secrétaire d’État au numérique", "France", 55),
        ("Sra.", "Viceministra de Comunicaciones", "Ecuador", 55),
        ("Mme", "Ministre déléguée", "France", 55),
        ("S.E. M.", "Représentant permanent auprès des Nations Unies", "Mali", 60),
        ("Mme", "Représentante permanente", "Suisse", 60),
        ("Mme", "Ambassadrice", "Suisse", 60),
        ("Sr.", "Representante Permanente", "México", 60),
        ("Embajadora", None, "México", 60),
        ("Sr.", "Embajador", "México", 60),
        ("M.", "Sous-Directeur général", "UNESCO", 65),
        ("Sra.", "Subdirectora General", "FAO", 65),
        ("Mme", "Directrice de la division", "CNUCED", 70),
        ("Sr.", "Jefe de la Sección", "CEPAL", 70),
        ("Mme", "Coordonnatrice résidente", "Nations Unies", 70),
        ("M.", "Président", "Une association", 75),
        ("Mme", "Directrice générale", "Une entreprise", 75),
        ("Sra.", "Fundadora", "Una empresa", 75),
        ("M.", "Ministre conseiller", "Mission permanente du Brésil", 80),
        ("Sr.", "Ministro Consejero", "Misión Permanente del Perú", 80),
        ("Mme", "Chercheuse", "Université de Genève", 80),
    ],
)
def test_rank_is_read_in_french_and_spanish_too(
    honorific: str, role: str | None, organization: str, rank: int
) -> None:
    assert protocol_rank(speaker(honorific, "Nom", role, organization)) == rank


@pytest.mark.parametrize(
    "names",
    [
        ("José Núñez", "Jose Nunez", "NÚÑEZ José", "Núñez, José"),
        ("QU Dongyu", "Dongyu Qu"),
        ("Jean-Luc Ba", "Jean Luc BA"),
        ("Łukasz Øster", "Lukasz Oster"),
        ("Анна Петрова", "ПЕТРОВА Анна"),
    ],
)
def test_spellings_of_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in names}) == 1


def test_other_names_have_other_keys_in_any_script() -> None:
    names = ["Jean Ba", "Jeanne Ba", "王小明", "李小明", "ليلى حداد", "ليلى سعد"]

    assert len({name_key(name) for name in names}) == len(names)


def test_key_fits_its_column() -> None:
    assert len(name_key("ﷺ" * 200)) <= 200


def test_every_rank_is_one_of_the_table_with_sources() -> None:
    assert ungis_events.topics.__file__
    path = Path(ungis_events.topics.__file__).parent / "data" / "protocol_order.csv"
    with path.open(newline="") as file:
        ranks = {int(row["rank"]) for row in csv.DictReader(file)}

    used = {category.rank for category in CATEGORIES} | {rules.EVERYBODY_ELSE}

    assert used == ranks


@pytest.mark.parametrize(
    ("moving", "by", "expected"),
    [
        pytest.param(2, -1, [2, 1, 3], id="up"),
        pytest.param(2, 1, [1, 3, 2], id="down"),
        pytest.param(1, -1, [1, 2, 3], id="first already"),
        pytest.param(3, 1, [1, 2, 3], id="last already"),
    ],
)
def test_move_goes_one_place(moving: int, by: int, expected: list[int]) -> None:
    assert moved([1, 2, 3], moving, by) == expected
