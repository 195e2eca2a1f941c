"""What every template can use."""

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale
from flask import Flask, current_app, url_for
from flask_babel import get_locale
from jinja2 import StrictUndefined
from markupsafe import Markup

from . import clock_faces, markdown

_STATIC = Path(__file__).parent.parent / "static"


@lru_cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]


def static_url(name: str) -> str:
    """The address changes with the bytes, so that browsers may keep the file for ever."""
    return url_for("static", filename=name, v=_fingerprint(name))


def language() -> str:
    return str(get_locale() or "en").partition("_")[0]


def text_direction() -> str:
    return Locale.parse(language()).text_direction


def language_name(code: str, in_language: str | None = None) -> str:
    return Locale.parse(code).get_display_name(in_language or language()) or code


def offered_languages() -> list[tuple[str, str]]:
    """(code, its own name), in the English alphabetical order of the UN."""
    return [(code, language_name(code, code)) for code in current_app.config["OFFERED_LANGUAGES"]]


def city_times(
    starts_at: datetime, ends_at: datetime, zone: str | None = None
) -> list[clock_faces.ClockFace]:
    return clock_faces.city_times(starts_at, ends_at, _cities(), language(), zone)


def one_line_times(starts_at: datetime, ends_at: datetime) -> str:
    return clock_faces.one_line_times(starts_at, ends_at, _cities(), language())


def moment(at: datetime) -> str:
    return clock_faces.moment(at, _cities(), language())


def short_moment(at: datetime) -> str:
    return clock_faces.short_moment(at, _cities(), language())


def gap_note(starts_at: datetime) -> str | None:
    return clock_faces.gap_note(starts_at, _cities())


def _cities() -> clock_faces.Cities:
    cities: clock_faces.Cities = current_app.config["HOME_CITIES"]
    return cities


def init_app(app: Flask) -> None:
    environment = app.jinja_env
    # A misspelt name in a template is an error, not an empty space.
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        static_url=static_url,
        offered_languages=offered_languages,
        language_name=language_name,
        city_times=city_times,
        one_line_times=one_line_times,
        moment=moment,
        short_moment=short_moment,
        gap_note=gap_note,
        base_url=app.config["BASE_URL"],
        current_account=None,
        retention_days=app.config["RETENTION_DAYS"],
    )
    environment.filters["markdown"] = lambda text: Markup(markdown.to_html(text))  # noqa: S704 - cleaned by nh3
    environment.filters["plain_text"] = markdown.to_text

    @app.context_processor
    def of_the_language() -> dict[str, str]:
        return {"language": language(), "text_direction": text_direction()}
