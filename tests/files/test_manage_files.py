"""The desk's pages of files; those of links to other sites are tested beside."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy.event import listen, remove
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.factories import make_event
from tests.files.steps import make_file, make_link, put_version
from tests.uploads import samples
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.queries import list_links, list_versions

SECOND = samples.PDF + b"%second\n"


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/links/{rest}"


def send(
    client: FlaskClient, path: str, content: bytes, name: str = "note.pdf", **form: object
) -> TestResponse:
    # By hand: the client leaves open the temporary files it writes large forms to.
    boundary, body = encode_multipart({"file": FileStorage(BytesIO(content), name)} | form)
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_file_is_added_with_what_is_said_of_it(organizer_client: FlaskClient) -> None:
    event = make_event()
    about = {"title": "Slides", "kind": "slides", "visibility": "members"}

    answer = send(organizer_client, address(event, "add-file"), samples.PDF, **about)

    assert (answer.status_code, answer.headers["Location"]) == (303, address(event))
    [link] = list_links(event)
    assert (link.title, link.kind, link.visibility, link.url) == (
        "Slides",
        LinkKind.SLIDES,
        Visibility.MEMBERS,
        "",
    )
    page = organizer_client.get(address(event)).text
    assert f'<a href="/files/{link.id}/note.pdf"><bdi>note.pdf</bdi></a>' in page


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(b"<script>", "note.pdf", "This kind of file is not taken.", id="a page"),
        pytest.param(b"", "note.pdf", "This file is empty.", id="an empty one"),
        pytest.param(b"", "", "Choose a file", id="none"),
    ],
)
def test_what_is_not_taken_is_told_beside_the_field(
    organizer_client: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    event = make_event()
    about = {"title": "My title", "kind": "slides", "visibility": "members"}

    answer = send(organizer_client, address(event, "add-file"), content, name, **about)

    assert answer.status_code == 422
    error = re.search(r'id="file-error" class="error">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None
    assert sentence in error[1]
    assert 'value="My title"' in answer.text
    assert 'value="members" checked' in answer.text
    assert list(list_links(event)) == []


def test_file_is_asked_for_again_when_something_else_was_wrong(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    about = {"title": "x" * 201, "kind": "slides", "visibility": "members"}

    answer = send(organizer_client, address(event, "add-file"), samples.PDF, **about)

    assert answer.status_code == 422
    assert "choose it once more" in answer.text


def test_file_of_many_megabytes_is_taken(organizer_client: FlaskClient) -> None:
    event = make_event()
    about = {"title": "Talk", "kind": "recording", "visibility": "public"}
    content = samples.MP4.ljust(20 * 2**20, b"\0")

    answer = send(organizer_client, address(event, "add-file"), content, "talk.mp4", **about)

    assert answer.status_code == 303
    assert "21 MB" in organizer_client.get(address(event)).text


def test_file_a_little_too_large_is_told_beside_the_field(organizer_client: FlaskClient) -> None:
    event = make_event()
    content = samples.PDF.ljust(50 * 2**20 + 1)

    answer = send(organizer_client, address(event, "add-file"), content, kind="other")

    assert answer.status_code == 422
    assert "This file is too large. Give one of at most 50 MB." in answer.text


def test_strangers_cannot_fill_the_disk(client: FlaskClient) -> None:
    content = samples.PDF.ljust(5 * 2**20)

    answer = send(client, address(make_event(), "add-file"), content)

    assert answer.status_code in (302, 413)


def test_editing_says_nothing_of_an_address(organizer_client: FlaskClient) -> None:
    event = make_event()
    link = make_file(event)
    page = organizer_client.get(address(event, f"{link.id}/edit")).text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]

    answer = organizer_client.post(
        address(event, f"{link.id}/edit"),
        data={"title": "New", "kind": "agenda", "visibility": "organizers", "version": version},
    )

    assert answer.status_code == 303
    assert 'name="url"' not in page
    [saved] = list_links(event)
    assert (saved.title, saved.url, saved.visibility) == ("New", "", Visibility.ORGANIZERS)


def test_versions_are_shown_with_who_when_and_how_heavy(organizer_client: FlaskClient) -> None:
    event = make_event()
    link = make_file(event)

    answer = send(organizer_client, address(event, f"{link.id}/versions"), SECOND, "Final.pdf")
    page = organizer_client.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    rows = page.split("<tbody>")[1].split("<tr>")[1:]
    assert len(rows) == 2
    assert "Final.pdf" in rows[0]
    assert f"{len(SECOND)} bytes" in rows[0]
    assert "What people open" in rows[0]
    assert "Account " in rows[0]
    assert "Concept note.pdf" in rows[1]
    assert f"{len(samples.PDF)} bytes" in rows[1]
    assert "07:00" in rows[1]
    assert "Restore" in rows[1]


def test_replacing_by_the_same_file_is_told_beside_the_field(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    link = make_file(event)

    answer = send(organizer_client, address(event, f"{link.id}/versions"), samples.PDF)

    assert answer.status_code == 422
    assert "This is the file that is there already." in answer.text


def test_earlier_version_is_downloaded_and_restored(organizer_client: FlaskClient) -> None:
    event = make_event()
    link = make_file(event)
    put_version(event, link, SECOND)

    earlier = organizer_client.get(address(event, f"{link.id}/versions/1"))
    answer = organizer_client.post(address(event, f"{link.id}/versions/1/restore"))

    assert earlier.data == samples.PDF
    assert earlier.headers["Cache-Control"] == "private, no-store"
    assert answer.status_code == 303
    assert [each.number for each in list_versions(link)] == [3, 2, 1]
    assert organizer_client.get(f"/files/{link.id}/x").data == samples.PDF


def test_files_of_one_event_are_not_reached_through_another(organizer_client: FlaskClient) -> None:
    link, other = make_file(make_event()), make_event()

    gets = ["edit", "versions", "versions/1", "remove"]
    posts = ["edit", "versions", "versions/1/restore", "move", "remove"]
    codes = [organizer_client.get(address(other, f"{link.id}/{each}")).status_code for each in gets]
    codes += [
        send(organizer_client, address(other, f"{link.id}/{each}"), SECOND).status_code
        for each in posts
    ]

    assert codes == [404] * 9


def test_links_to_other_sites_have_no_versions(organizer_client: FlaskClient) -> None:
    event = make_event()
    link = make_link(event)

    codes = [
        organizer_client.get(address(event, f"{link.id}/{each}")).status_code
        for each in ("versions", "versions/1", "remove")
    ]

    assert codes == [404] * 3


def test_removal_is_asked_for_and_takes_the_address_away(organizer_client: FlaskClient) -> None:
    event = make_event()
    link = make_file(event)
    put_version(event, link, SECOND)

    asked = organizer_client.get(address(event, f"{link.id}/remove"))
    answer = organizer_client.post(address(event, f"{link.id}/remove"))

    assert "All 2 versions go for good." in asked.text
    assert answer.status_code == 303
    assert organizer_client.get(f"/files/{link.id}/Second.pdf").status_code == 404


def test_order_is_made_by_hand_with_and_without_dragging(organizer_client: FlaskClient) -> None:
    event = make_event()
    ids = [make_file(event, title=title).id for title in "ABC"]

    moved = organizer_client.post(address(event, f"{ids[2]}/move"), data={"direction": "up"})
    by_buttons = [link.title for link in list_links(event)]
    organizer_client.post(address(event, "order"), data={"link": [ids[1], ids[0], ids[2]]})

    assert moved.headers["Location"] == f"{address(event)}#link-{ids[2]}"
    assert by_buttons == ["A", "C", "B"]
    assert [link.title for link in list_links(event)] == ["B", "A", "C"]


def test_order_made_meanwhile_is_told(organizer_client: FlaskClient) -> None:
    event = make_event()
    ids = [make_file(event, title=title).id for title in "AB"]

    organizer_client.post(address(event, "order"), data={"link": ids[:1]})

    assert "so the new order was not saved" in organizer_client.get(address(event)).text


def test_list_asks_the_database_as_often_for_many_as_for_few(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    make_file(event)
    few = count_queries(organizer_client, address(event))
    for _ in range(5):
        make_file(event)

    assert count_queries(organizer_client, address(event)) == few


def count_queries(client: FlaskClient, path: str) -> int:
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    listen(db.engine, "before_cursor_execute", note)
    answer = client.get(path)
    remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    return len(statements)
