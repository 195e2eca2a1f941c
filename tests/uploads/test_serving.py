from io import BytesIO

import pytest
from flask import Flask, Response

from tests.factories import NOON
from tests.uploads import samples
from ungis_events.core.database import transaction
from ungis_events.uploads.models import CHUNK, Upload
from ungis_events.uploads.rules import Kind
from ungis_events.uploads.service import save_upload
from ungis_events.uploads.serving import send_upload

CONTENT = samples.pdf_with(bytes(range(256)) * 2_000)


def saved(content: bytes = CONTENT, name: str = "Note d’été.pdf") -> Upload:
    with transaction():
        return save_upload(BytesIO(content), name, allowed=Kind, longest=2**22, now=NOON)


def ask(app: Flask, upload: Upload, *, is_public: bool = True, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with app.test_request_context(headers=named):
        return send_upload(upload, is_public=is_public)


def test_answer_says_what_it_is_and_what_it_may(app: Flask) -> None:
    answer = ask(app, saved(b"a,b\n", "list.csv"), is_public=False)

    assert dict(answer.headers) == {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Length": "4",
        "Content-Disposition": "attachment; filename=\"list.csv\"; filename*=UTF-8''list.csv",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
        "Date": answer.headers["Date"],
    }


@pytest.mark.parametrize(
    ("content", "how"),
    [
        pytest.param(samples.PDF, "inline", id="PDF"),
        pytest.param(samples.picture(), "inline", id="a picture"),
        pytest.param(b"text", "attachment", id="text"),
        pytest.param(samples.office("docx"), "attachment", id="DOCX"),
        pytest.param(samples.MP4, "attachment", id="a recording"),
    ],
)
def test_only_pictures_and_pdf_open_in_the_browser(app: Flask, content: bytes, how: str) -> None:
    answer = ask(app, saved(content))

    assert answer.headers["Content-Disposition"].split(";")[0] == how


def test_name_reaches_old_and_new_programs(app: Flask) -> None:
    disposition = ask(app, saved()).headers["Content-Disposition"]

    assert disposition == (
        "inline; filename=\"Note d_?t?.pdf\"; filename*=UTF-8''Note%20d%E2%80%99%C3%A9t%C3%A9.pdf"
    ).replace("?", "_")


def test_public_file_is_sent_once(app: Flask) -> None:
    upload = saved()
    etag = ask(app, upload).headers["ETag"]

    again = ask(app, upload, If_None_Match=etag)

    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked", "begins", "ends"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=5-5", 5, 6),
        (f"bytes={CHUNK - 2}-{CHUNK + 1}", CHUNK - 2, CHUNK + 2),
        (f"bytes={CHUNK}-", CHUNK, len(CONTENT)),
        ("bytes=-7", len(CONTENT) - 7, len(CONTENT)),
        (f"bytes=100-{10**9}", 100, len(CONTENT)),
    ],
)
def test_range_is_answered_exactly(app: Flask, asked: str, begins: int, ends: int) -> None:
    answer = ask(app, saved(), Range=asked)

    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {begins}-{ends - 1}/{len(CONTENT)}"
    assert answer.headers["Content-Length"] == str(ends - begins)
    assert b"".join(answer.iter_encoded()) == CONTENT[begins:ends]


def test_whole_file_is_sent_without_a_range(app: Flask) -> None:
    answer = ask(app, saved())

    assert answer.status_code == 200
    assert b"".join(answer.iter_encoded()) == CONTENT
