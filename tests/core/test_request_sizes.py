from io import BytesIO

import pytest
from flask import Flask, request, session
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ungis_events.core import request_sizes
from ungis_events.core.request_sizes import takes_files

MEGABYTE = 2**20


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only for tests", MAX_CONTENT_LENGTH=MEGABYTE)
    request_sizes.init_app(app)

    def read() -> str:
        return str(sum(len(file.read()) for file in request.files.values()))

    def sign_in() -> str:
        session["_user_id"] = "1"
        return ""

    app.add_url_rule("/form", "form", lambda: read(), methods=["POST"])
    app.add_url_rule("/photo", "photo", takes_files(4)(lambda: read()), methods=["POST"])
    app.add_url_rule("/desk", "manage_x.add", takes_files(4)(lambda: read()), methods=["POST"])
    app.add_url_rule("/sign-in", "sign_in", sign_in)
    return app.test_client()


WORDS = "application/x-www-form-urlencoded"


def sent(client: FlaskClient, path: str, megabytes: int) -> int:
    # By hand: the client leaves open the temporary files it writes large forms to.
    content = BytesIO(bytes(megabytes * MEGABYTE))
    boundary, body = encode_multipart({"file": FileStorage(content, "file")})
    content_type = f"multipart/form-data; boundary={boundary}"
    return client.post(path, data=body, content_type=content_type).status_code


def test_forms_stay_small(client: FlaskClient) -> None:
    assert sent(client, "/form", 2) == 413


def test_a_view_that_takes_files_takes_as_much_as_it_says(client: FlaskClient) -> None:
    assert (sent(client, "/photo", 3), sent(client, "/photo", 5)) == (200, 413)


def test_words_stay_small_where_files_may_be_large(client: FlaskClient) -> None:
    """They are held in memory whole, and files come in another kind of form."""
    words = b"question=" + bytes(2 * MEGABYTE)

    assert client.post("/photo", data=words, content_type=WORDS).status_code == 413


def test_the_desk_takes_files_of_those_signed_in_alone(client: FlaskClient) -> None:
    as_stranger = sent(client, "/desk", 3)
    client.get("/sign-in")

    assert (as_stranger, sent(client, "/desk", 3)) == (413, 200)
