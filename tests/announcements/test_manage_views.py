import io
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.factories import make_event
from ungis_events.announcements.reading.lines import MOST_CHARACTERS
from ungis_events.core.database import db
from ungis_events.events.models import Event

from .steps import filled

NEW = "/manage/announcements/new"
NOTICE = """Title: Open skies for small countries

Date and time: 14 January 2027, 10:00-11:30, New York time / 16:00-17:30, Geneva time
Platform: Zoom
Registration: https://example.org/register

Panellists
• H.E. Mr. Omar Sy, Permanent Representative of Senegal
"""


def count_events() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def send_file(client: FlaskClient, content: bytes) -> TestResponse:
    # By hand: the client leaves open the temporary files it writes large forms to.
    file = FileStorage(io.BytesIO(content), "notice.txt")
    boundary, body = encode_multipart({"file": file})
    return client.post(NEW, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_who_may_create_events_gets_in(
    client: FlaskClient, member_client: FlaskClient, method: str
) -> None:
    stranger, member = (getattr(each, method)(NEW) for each in (client, member_client))

    assert (stranger.status_code, stranger.headers["Location"].split("?")[0]) == (302, "/sign-in")
    assert member.status_code == 403


@pytest.mark.parametrize("path", [NEW, "/manage/events/{slug}/speakers/import/"])
def test_browser_cuts_nothing_off_what_is_pasted(organizer_client: FlaskClient, path: str) -> None:
    # With maxlength it would cut without a word; the server says what is too long.
    assert "maxlength" not in organizer_client.get(path.format(slug=make_event().slug)).text


def test_desk_leads_to_it(organizer_client: FlaskClient) -> None:
    for path in ("/manage/", "/manage/events/new"):
        assert f'href="{NEW}"' in organizer_client.get(path).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param({}, "Paste the announcement, or choose a file", id="nothing"),
        pytest.param({"text": " \n"}, "Paste the announcement, or choose a file", id="blanks"),
        pytest.param(
            {"text": "a" * (MOST_CHARACTERS + 1)},
            f"Use at most {MOST_CHARACTERS} characters",
            id="too much",
        ),
        pytest.param(
            {"text": NOTICE, "file": (io.BytesIO(b"x"), "notice.txt")},
            "Give either a text or a file, not both",
            id="both",
        ),
        pytest.param(
            {"file": (io.BytesIO(b""), "notice.txt")}, "“notice.txt” is empty.", id="empty file"
        ),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    organizer_client: FlaskClient, data: dict[str, object], sentence: str
) -> None:
    answer = organizer_client.post(NEW, data=data)

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)


def test_file_a_little_too_large_is_told_beside_the_field(organizer_client: FlaskClient) -> None:
    answer = send_file(organizer_client, b"a" * 1_000_001)

    assert answer.status_code == 422
    assert "“notice.txt” is larger than 1 MB." in answer.text


def test_text_is_kept_when_something_is_wrong(organizer_client: FlaskClient) -> None:
    data = {"text": "Open skies", "file": (io.BytesIO(b"x"), "notice.txt")}

    answer = organizer_client.post(NEW, data=data)

    assert "Open skies</textarea>" in answer.text


@pytest.mark.parametrize("way", ["pasted", "as a file"])
def test_notice_is_shown_beside_its_fields_and_nothing_is_saved(
    organizer_client: FlaskClient, way: str
) -> None:
    if way == "pasted":
        answer = organizer_client.post(NEW, data={"text": NOTICE})
    else:
        answer = send_file(organizer_client, NOTICE.encode())

    form = filled(answer.text, "/check")
    assert answer.status_code == 200
    assert "Nothing is saved yet" in answer.text
    assert form["title"] == ["Open skies for small countries"]
    assert form["people-0-name"] == ["Omar Sy"]
    assert count_events() == 0


def test_link_to_register_is_shown_and_not_kept(organizer_client: FlaskClient) -> None:
    page = organizer_client.post(NEW, data={"text": NOTICE}).text

    assert "this address is not kept" in page
    assert "https://example.org/register" not in str(filled(page, "/check"))


def test_text_of_a_stranger_is_text(organizer_client: FlaskClient) -> None:
    page = organizer_client.post(NEW, data={"text": "<script>alert(1)</script> & <mark>"}).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;mark&gt;" in page


def test_text_that_goes_on_is_told_to_be_cut(organizer_client: FlaskClient) -> None:
    answer = send_file(organizer_client, b"words " * (MOST_CHARACTERS // 5))

    assert "its end is missing here" in answer.text
