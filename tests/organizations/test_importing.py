import pytest

from tests.factories import NOON
from tests.organizations.steps import list_of, make_organization
from ungis_events.adapters.tables import TableNotRead
from ungis_events.core.database import db, transaction
from ungis_events.organizations.importing import read_list
from ungis_events.organizations.models import Organization, OrganizationStatus
from ungis_events.organizations.queries import find_organization
from ungis_events.organizations.rules import Outcome
from ungis_events.organizations.service import import_organizations, load_organizations

MEMBER, OBSERVER = OrganizationStatus.MEMBER, OrganizationStatus.OBSERVER


def import_list(*rows: str) -> list[str]:
    with transaction():
        return import_organizations(list_of(*rows), "list.csv", actor="test", now=NOON)


@pytest.mark.parametrize(
    ("standing", "evidence", "expected"),
    [
        pytest.param("member", "A", (MEMBER, "A", "chair"), id="a member"),
        pytest.param("observer", "A", (OBSERVER, "A", "chair"), id="an observer"),
        pytest.param(
            "member_probable", "B", (MEMBER, "B", "probably a member: chair"), id="probably"
        ),
        pytest.param(
            "member_or_observer",
            "A",
            (MEMBER, "A", "member or observer: chair"),
            id="one or the other",
        ),
    ],
)
def test_standing_keeps_its_doubt(
    standing: str, evidence: str, expected: tuple[object, ...]
) -> None:
    import_list(f"XYZ,X Y Z,,{standing},{evidence},chair,2025,")

    saved = find_organization("xyz")
    assert saved
    assert (saved.status, saved.evidence, saved.note) == expected


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("UNEP,UN Environment,,unconfirmed,C,,,", "unconfirmed (C)"),
        ("UNEP,UN Environment,,member,C,,,", "unconfirmed (C)"),
        ("UNEP,UN Environment,,king,A,,,", "“king” is no standing we know"),
        ("UNEP,,,member,A,,,", "Enter a name"),
        (",UN Environment,,member,A,,,", "Enter a name"),
        ("UNEP,UN Environment,javascript:x,member,A,,,", "Enter an address that begins with"),
        (f"{'U' * 41},UN Environment,,member,A,,,", "Use at most 40 characters"),
        ("UNEP,UN Environment,,member,Z,,,", "Only what is seen (A) or heard (B) is taken"),
    ],
)
def test_row_is_not_taken_and_says_why(row: str, problem: str) -> None:
    read = read_list(list_of(row), "list.csv")

    assert [each.outcome for each in read.rows] == [Outcome.REFUSED]
    assert problem in str(read.rows[0].problem)


def test_list_is_compared_with_what_is_saved() -> None:
    make_organization("ITU", name="International Telecommunication Union", evidence="A")
    make_organization("UPU", name="Universal Postal Union", evidence="A")

    read = read_list(
        list_of(
            "itu,International Telecommunication Union,,member,A,,,",
            "UPU,The Universal Postal Union,,observer,A,,,",
            "WHO,World Health Organization,,member,A,,,",
            "WHO,World Health Organization,,member,A,,,",
        ),
        "list.csv",
    )

    assert [(row.acronym, row.outcome) for row in read.rows] == [
        ("itu", Outcome.CHANGED),  # how it is written
        ("UPU", Outcome.CHANGED),
        ("WHO", Outcome.NEW),
        ("WHO", Outcome.REFUSED),
    ]
    assert read.rows[1].changes == {
        "name": ["Universal Postal Union", "The Universal Postal Union"],
        "status": [MEMBER, OBSERVER],
    }


def test_what_the_list_has_no_column_for_stays() -> None:
    make_organization("ITU", website="https://www.itu.int", evidence="A", note="secretariat")

    with transaction():
        lines = import_organizations(b"Acronym;Name\nITU;ITU\n", "x.csv", actor="test", now=NOON)

    saved = find_organization("ITU")
    assert saved
    assert lines == []
    assert (saved.website, saved.evidence, saved.note) == (
        "https://www.itu.int",
        "A",
        "secretariat",
    )


def test_again_changes_nothing() -> None:
    row = "UN Women,UN Women,https://www.unwomen.org,member_or_observer,A,named,2025,a page"

    first, second = import_list(row), import_list(row)

    assert (first, second) == (["row 2, UN Women: new"], [])


def test_who_does_not_stand_in_the_list_stays() -> None:
    make_organization("UPU")

    import_list("ITU,ITU,,member,A,,,")

    assert find_organization("UPU") is not None


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"Acronym\nITU\n", b"Name;Country\nITU;CH\n"]
)
def test_file_that_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(TableNotRead):
        read_list(content, "list.csv")


def test_own_list_holds_what_is_seen_or_heard_and_nothing_else() -> None:
    with transaction():
        lines = load_organizations(actor="sample", now=NOON)

    rows = db.session.scalars(db.select(Organization)).all()
    assert len(lines) == len(rows) == 20
    assert {row.evidence for row in rows} == {"A", "B"}
    assert [row.acronym for row in rows if row.status is OBSERVER] == ["ODET"]
    assert sum((row.note or "").startswith("probably a member") for row in rows) == 7
    assert sum((row.note or "").startswith("member or observer") for row in rows) == 2


def test_own_list_is_loaded_where_there_is_nothing_yet() -> None:
    make_organization("ITU", name="As the administrators call it")

    with transaction():
        lines = load_organizations(actor="sample", now=NOON)

    assert lines == []
