import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_babel import force_locale
from jinja2 import UndefinedError

from tests.factories import NOON
from ungis_events.core.templating import (
    language_name,
    moment,
    offered_languages,
    static_url,
    text_direction,
)

STATIC = Path(__file__).parents[2] / "ungis_events" / "static"


def test_a_misspelt_name_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="evnet"):
        render_template_string("{{ evnet }}")


def test_what_people_type_is_escaped() -> None:
    page = render_template_string("{{ name }}", name="<script>alert(1)</script>")

    assert page == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_public_templates_know_no_account() -> None:
    assert render_template_string("{{ current_account is none }}") == "True"


@pytest.mark.parametrize("name", ["site.css", "desk.css", "visitor-clock.js"])
def test_static_files_are_kept_for_ever_under_an_address_of_their_bytes(
    client: FlaskClient, name: str
) -> None:
    address = static_url(name)

    answer = client.get(address)

    assert re.fullmatch(rf"/static/{re.escape(name)}\?v=[0-9a-f]{{10}}", address)
    assert answer.get_data() == (STATIC / name).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


def test_a_static_file_without_its_fingerprint_is_kept_for_minutes(client: FlaskClient) -> None:
    assert client.get("/static/site.css").headers["Cache-Control"] == "public, max-age=300"


def test_a_static_file_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/static/../config.py").status_code == 404
    assert client.get("/static/none.css").status_code == 404


def test_a_moment_is_written_for_both_cities() -> None:
    assert moment(NOON) == (
        "New York Sun 22 Nov 2026, 07:00 (EST) · Geneva Sun 22 Nov 2026, 13:00 (CET)"
    )


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("en", "ltr"), ("es", "ltr"), ("fr", "ltr"), ("ru", "ltr"), ("zh", "ltr")],
)
def test_arabic_alone_of_the_six_runs_from_right_to_left(
    app: Flask, language: str, direction: str
) -> None:
    with force_locale(language):
        assert text_direction() == direction


def test_only_complete_languages_are_offered() -> None:
    assert offered_languages() == [("en", "English")]


def test_languages_are_offered_under_their_own_names(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "OFFERED_LANGUAGES", ("ar", "en", "es", "fr", "ru", "zh"))

    assert [name for _, name in offered_languages()] == [
        "العربية",
        "English",
        "español",
        "français",
        "русский",
        "中文",
    ]


def test_a_language_is_named_in_the_readers_own() -> None:
    assert (language_name("fr"), language_name("fr", "es")) == ("French", "francés")
