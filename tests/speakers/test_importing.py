import io

import openpyxl
import pytest

from ungis_events.adapters.tables import TableNotRead
from ungis_events.speakers.importing import ReadFile, read_file
from ungis_events.speakers.models import Part
from ungis_events.speakers.reading import ReadSpeaker

VERA = ("Ms.", "Vera Lind", "Director, ICT", "ITU", Part.MODERATOR, "vera@example.org")


def read(text: str) -> ReadFile:
    return read_file(text.encode(), "roster.csv")


def facts(speaker: ReadSpeaker) -> tuple[object, ...]:
    return (
        speaker.honorific,
        speaker.name,
        speaker.role,
        speaker.organization,
        speaker.part,
        speaker.email,
    )


def doubts(speaker: ReadSpeaker) -> list[str]:
    return [str(doubt) for doubt in speaker.doubts]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (
            "Honorific,Name,Role,Organization,Part,E-mail",
            'Ms.,Vera Lind,"Director, ICT",ITU,Moderator,vera@example.org',
        ),
        (
            "email;organisation;part;surname;given name;job title;courtesy title",
            "vera@example.org;ITU;moderator;Lind;Vera;Director, ICT;Ms.",
        ),
        (
            "Civilité;Prénom;Nom;Fonction;Organisation;Rôle;Courriel",
            "Ms.;Vera;Lind;Director, ICT;ITU;Modératrice;vera@example.org",
        ),
        (
            "Tratamiento;Nombre;Apellidos;Cargo;Institución;Papel;Correo electrónico",
            "Ms.;Vera;Lind;Director, ICT;ITU;Moderadora;vera@example.org",
        ),
        (
            "Title,Full name,Function,Affiliation,Panel role,Mail",
            'Ms.,Vera Lind,"Director, ICT",ITU,Moderator,vera@example.org',
        ),
        (
            "Name,Title,Organization,Role,Email",
            'Ms. Vera Lind,"Director, ICT",ITU,Moderator,vera@example.org',
        ),
    ],
)
def test_headings_may_stand_in_any_order_and_language(headings: str, row: str) -> None:
    (speaker,) = read(f"{headings}\n{row}\n").speakers

    assert facts(speaker) == VERA
    assert doubts(speaker) == []


def test_workbook_gives_the_same() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Position", "Entity"])
    book.active.append(["FALL Awa", "Minister of ICT", "Senegal"])
    file = io.BytesIO()
    book.save(file)

    (speaker,) = read_file(file.getvalue(), "roster.xlsx").speakers

    assert facts(speaker)[:4] == (None, "FALL Awa", "Minister of ICT", "Senegal")
    assert (speaker.lines, speaker.source) == ((2,), "FALL Awa · Minister of ICT · Senegal")


def test_cells_are_taken_as_they_stand_and_what_is_odd_is_doubted() -> None:
    speakers = read(
        "name,organization,part\nVera Lind,,\n,ITU,\nRoom 5,ITU,\nTbc,ECA,\nAna Li,WHO,dinner\n"
        "LI Ana,WHO,\n"
    ).speakers

    assert [(each.name, doubts(each)) for each in speakers] == [
        ("Vera Lind", ["No role and no organization found."]),
        ("", ["No name found."]),
        ("Room 5", ["Is this a person?"]),
        ("Tbc", ["To be confirmed, says the list."]),
        ("Ana Li", ["The part in the programme is not one that we know."]),
        ("LI Ana", ["The same name stands in line 6."]),
    ]


def test_part_is_known_also_where_it_stands_under_role() -> None:
    mixed = read("name,role,organization\nVera Lind,Moderator,ITU\nAna Li,Director,WHO\n").speakers

    assert [(each.role, each.part) for each in mixed] == [
        (None, Part.MODERATOR),
        ("Director", Part.SPEAKER),
    ]


def test_country_serves_where_no_organization_stands() -> None:
    speakers = read("name,organization,country\nAwa Fall,,Senegal\nVera Lind,ITU,Norway\n").speakers

    assert [each.organization for each in speakers] == ["Senegal", "ITU"]


def test_columns_that_we_do_not_know_are_named() -> None:
    assert read("name,hotel,organization,flight\nAwa Fall,X,ITU,Y\n").unused == (
        "hotel",
        "flight",
    )


def test_file_without_headings_is_read_like_text() -> None:
    result = read("Ms. Vera Lind,Director,ITU\n\nMr. Tom Berg,Chief,ECA\n")

    assert [facts(each)[:4] for each in result.speakers] == [
        ("Ms.", "Vera Lind", "Director", "ITU"),
        ("Mr.", "Tom Berg", "Chief", "ECA"),
    ]
    assert [each.lines for each in result.speakers] == [(1,), (3,)]
    assert [str(doubt) for doubt in result.doubts] == [
        "No heading says where the names stand, so each row was read like a line of text."
    ]


def test_more_rows_than_a_roster_has_are_refused() -> None:
    with pytest.raises(TableNotRead, match="more than 1000 rows"):
        read("name\n" + "Awa Fall\n" * 1001)


def test_a_column_of_spanish_honorifics_is_known_as_one() -> None:
    (one, two) = read("título,nombre,organismo\nD.,Juan Paz,CEPAL\nDña.,Inés Ruiz,CEPAL\n").speakers

    assert [(each.honorific, each.name) for each in (one, two)] == [
        ("D.", "Juan Paz"),
        ("Dña.", "Inés Ruiz"),
    ]
