"""The shape of the code, checked like any other promise."""

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask, url_for
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from ungis_events.accounts.access import (
    require_administrator,
    require_helper,
    require_organizer,
    require_signed_in,
)

ROOT = Path(__file__).parent.parent
SHARED_TEMPLATES = {"components", "emails", "errors", "layouts"}
LONGEST_FILE = 300
# Answers to machines that cannot hold a token: each proves itself in another way.
WITHOUT_CSRF = {"circulars.unsubscribe_now", "webinars.go_in"}


def sources(pattern: str) -> list[object]:
    paths = sorted((ROOT / "ungis_events").rglob(pattern))
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run(
        [sys.executable, linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_template_folders_are_named_after_blueprints(app: Flask) -> None:
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}

    assert folders - SHARED_TEMPLATES <= set(app.blueprints)


def test_manage_pages_are_guarded(app: Flask) -> None:
    managing = {name for name in app.blueprints if name.startswith("manage_")}
    guards = {require_organizer, require_helper, require_administrator, require_signed_in}
    guarded = {name for name in managing if guards & set(app.before_request_funcs.get(name, []))}

    assert managing
    assert guarded == managing


def test_every_address_under_manage_belongs_to_a_guarded_blueprint(app: Flask) -> None:
    unguarded = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/manage") and not rule.endpoint.startswith("manage_")
    ]

    assert unguarded == []


def test_every_template_compiles(app: Flask) -> None:
    names = app.jinja_env.list_templates()

    assert names
    for name in names:
        app.jinja_env.get_template(name)


@pytest.mark.parametrize("path", sources("*views.py"))
def test_views_render_their_own_templates(path: Path) -> None:
    source = path.read_text()
    blueprints = re.findall(r'Blueprint\(\s*"(\w+)"', source)

    rendered = re.findall(r'render_template\(\s*f?"([^"]+)"', source)
    foreign = [name for name in rendered if name.partition("/")[0] not in blueprints]

    assert blueprints
    assert foreign == []


def test_every_model_is_loaded() -> None:
    """A models file that the app never imports would be missing from migrations."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import app, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    models = {
        str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for path in (ROOT / "ungis_events").rglob("models.py")
    }
    assert models - set(loaded) == set()


def test_only_transaction_commits() -> None:
    committing = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "ungis_events").rglob("*.py")
        if ".commit(" in path.read_text()
    }

    assert committing == {"ungis_events/core/database.py"}


@pytest.mark.parametrize("path", sources("*.py"))
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) < LONGEST_FILE


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=str(path.relative_to(ROOT)))
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "emails" not in path.parts  # mail readers know only inline styles
    ],
)
def test_pages_hold_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text()
    scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>", source)
    styles = re.findall(r"<style\b|<[^>]*\sstyle=", source)
    handlers = re.findall(r"<[a-z][^>]*\son[a-z]+=", source)

    assert (scripts, styles, handlers) == ([], [], [])


@pytest.fixture
def strict_app(app: Flask) -> Iterator[Flask]:
    """As it runs for real: tests elsewhere may switch the tokens off."""
    before = app.config.get("WTF_CSRF_ENABLED", True)
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = before


def test_no_view_is_reached_by_a_post_without_its_token(
    strict_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All but those that show the filled form again, which the next test looks at."""
    reached: list[str] = []
    endpoints = [name for name in posting(strict_app) if not answers_by_itself(strict_app, name)]
    for endpoint in endpoints:
        trap = partial(reached.append, endpoint)
        monkeypatch.setitem(strict_app.view_functions, endpoint, lambda trap=trap, **_: trap())

    codes = {endpoint: post_nothing(strict_app, endpoint) for endpoint in endpoints}

    assert endpoints
    assert {name: code for name, code in codes.items() if code != 422} == {}
    assert reached == []


def test_views_that_answer_stale_forms_check_the_token_with_the_form(strict_app: Flask) -> None:
    """FlaskForm's validation holds the token's check; nothing is done without it."""
    unchecked = [
        endpoint
        for endpoint in posting(strict_app)
        if answers_by_itself(strict_app, endpoint)
        and not re.search(
            r"\.validate(_on_submit)?\(|change_page\(",  # which begins with it
            inspect.getsource(inspect.unwrap(strict_app.view_functions[endpoint])),
        )
    ]

    assert unchecked == []


def posting(app: Flask) -> list[str]:
    changing = {"POST", "PUT", "PATCH", "DELETE"}
    rules = [rule for rule in app.url_map.iter_rules() if changing & (rule.methods or set())]
    return sorted({rule.endpoint for rule in rules} - WITHOUT_CSRF)


def answers_by_itself(app: Flask, endpoint: str) -> bool:
    return bool(getattr(app.view_functions[endpoint], "answers_stale_forms", False))


def post_nothing(app: Flask, endpoint: str) -> int:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    values = {name: _some_value(converter) for name, converter in rule._converters.items()}
    with app.test_request_context():
        path = url_for(endpoint, **values)
    return app.test_client().post(path, data={"x": "y"}).status_code


def _some_value(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"
