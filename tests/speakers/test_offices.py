"""What stands behind a name, parted into role and organization."""

import pytest

from ungis_events.speakers.reading import read_roster


@pytest.mark.parametrize(
    ("line", "role", "organization"),
    [
        ("Ms. Lea Ek, CEO of Fjord", "CEO", "Fjord"),
        ("Ms. Lea Ek, journalist for Le Jour", "journalist", "Le Jour"),
        ("Ms. Lea Ek, periodista de Radio Sur", "periodista", "Radio Sur"),
        ("Ms. Lea Ek, Director, AfriNet, Accra, Ghana", "Director", "AfriNet"),
        ("Ms. Lea Ek, Head of Office, UN Women, New York", "Head of Office", "UN Women"),
        (
            "Ms. Lea Ek, Deputy Minister, Ministry of ICT, Ghana",
            "Deputy Minister",
            "Ministry of ICT, Ghana",
        ),
        (
            "Ms. Lea Ek, Director, Ministry of Water of Fiji, Host Government of the Summit",
            "Director",
            "Ministry of Water of Fiji",
        ),
        (
            "Ms. Lea Ek, Vice-President, Global Policy, Acme Corporation",
            "Vice-President, Global Policy",
            "Acme Corporation",
        ),
        (
            "Ms. Lea Ek, Dean, School of Law, University of Accra",
            "Dean, School of Law",
            "University of Accra",
        ),
        (
            "Ms. Lea Ek, Director, International Health, WHO",
            "Director, International Health",
            "WHO",
        ),
        (
            "Ms. Lea Ek, Ambassador; Senior Fellow, Fjord Fund",
            "Ambassador, Senior Fellow",
            "Fjord Fund",
        ),
        (
            "Ms. Lea Ek, Chair of the 62nd session of the Commission on Peace",
            "Chair of the 62nd session",
            "Commission on Peace",
        ),
        (
            "Ms. Lea Ek, Directeur de la diplomatie culturelle au CERN",
            "Directeur de la diplomatie culturelle",
            "CERN",
        ),
        (
            "Ms. Lea Ek, Directrice exécutive de l'Agence du numérique",
            "Directrice exécutive",
            "Agence du numérique",
        ),
        (
            "Lea Ek, investigadora principal del Real Instituto Norte y coordinadora del Informe",
            "investigadora principal y coordinadora del Informe",
            "Real Instituto Norte",
        ),
        ("Ms. Lea Ek, youth delegate from Norway", "youth delegate", "Norway"),
        ("Ms. Lea Ek, award-winning actor and activist", "award-winning actor and activist", None),
        ("Ms. Lea Ek, Director, Fjord Fund: “Why networks matter”", "Director", "Fjord Fund"),
        ("Ms. Lea Ek, Director, Fjord Fund @fjordfund", "Director", "Fjord Fund"),
        ("Lea Ek Deputy Director, Fjord Fund", "Deputy Director", "Fjord Fund"),
        (
            "Lea Ek, PhD – Senior Lecturer in Law, University of Accra",
            "Senior Lecturer in Law",
            "University of Accra",
        ),
        ("UNESCO Director-General Lea Ek", "Director-General", "UNESCO"),
        ("Minister of ICT of Kenya, H.E. Mr. Lea Ek", "Minister of ICT", "Kenya"),
        (
            "Dra. Lea Ek, Profesora, Universidad Mayor de San Carlos",
            "Profesora",
            "Universidad Mayor de San Carlos",
        ),
        ("Lea Ek, anthropologist, Fjord Fund", "anthropologist", "Fjord Fund"),
        (
            "Lea Ek, UNIDO Director in Lima and Representative for Peru",
            "Director in Lima and Representative for Peru",
            "UNIDO",
        ),
        (
            "Lea Ek, President of the Health Division of the Bright Fund",
            "President of the Health Division",
            "Bright Fund",
        ),
        (
            "Lea Ek, Coordinator for Social and Human Rights, Water and Humanitarian Affairs at "
            "the Permanent Mission of Fiji",
            "Coordinator for Social and Human Rights, Water and Humanitarian Affairs",
            "Permanent Mission of Fiji",
        ),
        (
            "Sra. Lea Ek, Directora de Cultura de la OEI en funciones",
            "Directora de Cultura",
            "OEI",
        ),
        ("Lea Ek, Chairperson, CRC, and", "Chairperson", "CRC"),
        (
            "Lea Ek, Board Member of Bright Fund16.40 – Questions and answers",
            "Board Member",
            "Bright Fund",
        ),
        ("Lea Ek\n, Director, Fjord Fund", "Director", "Fjord Fund"),
        (
            "Health for everybody and the plans for the meeting of the year 2030 in the north – "
            "Lea Ek, Director, Fjord Fund",
            "Director",
            "Fjord Fund",
        ),
    ],
)
def test_role_and_organization_are_parted(
    line: str, role: str | None, organization: str | None
) -> None:
    (speaker,) = read_roster(line)

    assert (speaker.role, speaker.organization) == (role, organization)


@pytest.mark.parametrize(
    "text",
    [
        "Speakers • Ana Lima (ITU) • Bo Chen (UNESCO)",
        "Ms. Ana Lima, Director, ITUMr. Bo Chen, Head, UNESCO",
        "Ms. Ana Lima, Director, ITU• Mr. Bo Chen, Head, UNESCO",
        "10:00 Ana Lima, ITU\n10:15 Bo Chen, UNESCO",
    ],
)
def test_people_without_ends_of_lines_are_parted(text: str) -> None:
    people = [(speaker.name, speaker.organization) for speaker in read_roster(text)]

    assert people == [("Ana Lima", "ITU"), ("Bo Chen", "UNESCO")]
