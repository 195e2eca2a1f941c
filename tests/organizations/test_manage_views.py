import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.accounts.steps import administrator_client
from tests.organizations.steps import list_of, make_organization
from ungis_events.core.database import db
from ungis_events.history.models import HistoryEntry
from ungis_events.organizations.models import Organization
from ungis_events.organizations.queries import find_organization


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return administrator_client(app)


def choose(client: FlaskClient, content: bytes, name: str = "list.csv") -> TestResponse:
    return client.post("/manage/organizations/import", data={"file": (BytesIO(content), name)})


def content_on(page: str) -> str:
    found = re.search(r'name="content"[^>]*value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_list_is_searched_and_filtered(client: FlaskClient) -> None:
    make_organization("ITU", name="International Telecommunication Union")
    make_organization("UN Women", name="UN Entity for Gender Equality", evidence="B")
    wanted = {
        "": ["ITU", "UN Women"],
        "?q=telecom": ["ITU"],
        "?q=women+gender": ["UN Women"],
        "?status=observer": [],
        "?q=_": [],
    }

    pages = {query: client.get(f"/manage/organizations{query}").text for query in wanted}

    found = {query: re.findall(r"<b><bdi>(.*?)</bdi></b>", page) for query, page in pages.items()}
    assert found == wanted
    assert "<td>B</td>" in pages[""]


def test_nothing_is_saved_before_it_was_seen(client: FlaskClient) -> None:
    page = choose(client, list_of("ITU,Telecommunication,,member,A,,,", "X,Y,,unconfirmed,C,,,"))

    assert page.status_code == 200
    assert "Telecommunication" in page.text
    assert "unconfirmed (C)" in page.text
    assert db.session.scalars(db.select(Organization)).all() == []


def test_what_was_seen_is_saved(client: FlaskClient) -> None:
    make_organization("UPU", name="Postal Union")
    page = choose(
        client,
        list_of(
            'ITU,"Telecommunication, ""International""",,member,A,,,',
            "UPU,Universal Postal Union,,member,,,,",
            "X,Y,,unconfirmed,C,,,",
        ),
    )

    answer = client.post(
        "/manage/organizations/import/save",
        data={"content": content_on(page.text)},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 303
    names = {each.acronym: each.name for each in db.session.scalars(db.select(Organization))}
    assert names == {
        "ITU": 'Telecommunication, "International"',
        "UPU": "Universal Postal Union",
    }
    acts = db.session.scalars(db.select(HistoryEntry.act).order_by(HistoryEntry.id)).all()
    assert acts == ["organization added", "organization added", "organization changed"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file"),
        (b"Name\nITU\n", "The first row must name a column"),
        (b"x" * 300_001, "is larger than 0.3 MB"),
    ],
)
def test_file_that_cannot_be_used_is_said_beside_the_field(
    client: FlaskClient, content: bytes, sentence: str
) -> None:
    answer = choose(client, content)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'id="file-error"' in answer.text


def test_largest_list_travels_through_both_pages(client: FlaskClient) -> None:
    rows = [f"A{number},{'é' * 120},,member,A,,," for number in range(1000)]

    page = choose(client, list_of(*rows))
    answer = client.post(
        "/manage/organizations/import/save",
        data={"content": content_on(page.text)},
        content_type="multipart/form-data",
    )

    assert (page.status_code, answer.status_code) == (200, 303)
    assert db.session.scalar(db.select(db.func.count(Organization.id))) == 1000


def test_confirming_nothing_saves_nothing(client: FlaskClient) -> None:
    answer = client.post("/manage/organizations/import/save", data={})

    assert (answer.status_code, answer.location) == (303, "/manage/organizations/import")


def organization_form(**given: str) -> dict[str, str]:
    return {"acronym": "ITU", "name": "Telecom", "status": "member", "evidence": "A"} | given


def test_organization_is_added_and_corrected(client: FlaskClient) -> None:
    client.post("/manage/organizations/new", data=organization_form(is_current="y"))
    added = find_organization("ITU")
    assert added
    page = client.get(f"/manage/organizations/{added.id}").text
    version = re.search(r'name="version"[^>]*value="(\w+)"', page)
    assert version

    answer = client.post(
        f"/manage/organizations/{added.id}",
        data=organization_form(name="Telecommunication", version=version[1]),
    )

    db.session.rollback()
    saved = find_organization("ITU")
    assert answer.status_code == 303
    assert saved
    assert (saved.name, saved.is_current) == ("Telecommunication", False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"acronym": ""}, "acronym"),
        ({"acronym": "upu"}, "acronym"),
        ({"name": " "}, "name"),
        ({"website": "www.itu.int"}, "website"),
        ({"status": "king"}, "status"),
        ({"note": "a\x07"}, "note"),
    ],
)
def test_bad_input_is_said_beside_its_field(
    client: FlaskClient, given: dict[str, str], field: str
) -> None:
    make_organization("UPU")

    answer = client.post("/manage/organizations/new", data=organization_form(**given))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_what_somebody_else_saved_meanwhile_is_shown(client: FlaskClient) -> None:
    organization = make_organization("ITU", name="As it is saved now")

    answer = client.post(
        f"/manage/organizations/{organization.id}", data=organization_form(version="old")
    )

    assert answer.status_code == 422
    assert "As it is saved now" in answer.text
