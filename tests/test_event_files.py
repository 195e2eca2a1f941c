import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from tests.factories import make_event, make_registration
from ungis_events import sample
from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import OutgoingEmail

SAMPLES = sorted(Path(sample.__file__).parent.glob("*.json"))
PLAIN: dict[str, Any] = {
    "slug": "one",
    "title": "One",
    "zone": "America/New_York",
    "starts": "2027-01-31T08:30",
    "ends": "2027-01-31T09:45",
}
SPEAKERS = [{"name": "A"}, {"name": "B"}]


@pytest.fixture
def load(app: Flask, tmp_path: Path) -> Any:
    """Import a text, or fields in the form of our own files; the path is cut from the answer."""

    def run(given: str | bytes | dict[str, Any]) -> Result:
        path = tmp_path / "event.json"
        text = json.dumps(given, indent=2, ensure_ascii=False) if isinstance(given, dict) else given
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return app.test_cli_runner().invoke(args=["events", "import", str(path)])

    return run


def lines(result: Result) -> list[str]:
    return [line.partition("event.json: ")[2] for line in result.output.splitlines()]


def kinds_of_mail() -> list[str]:
    return list(db.session.scalars(select(OutgoingEmail.kind).order_by(OutgoingEmail.id)))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_sample_files_go_round_byte_for_byte(app: Flask, path: Path) -> None:
    runner = app.test_cli_runner()

    imported = runner.invoke(args=["events", "import", str(path)])
    exported = runner.invoke(args=["events", "export", path.stem])

    assert (imported.exit_code, imported.output) == (0, f"{path}: {path.stem} created\n")
    assert (exported.exit_code, exported.stdout_bytes) == (0, path.read_bytes())


def test_a_small_file_comes_back_with_every_key_in_order(app: Flask, load: Any) -> None:
    load(PLAIN)

    exported = json.loads(app.test_cli_runner().invoke(args=["events", "export", "one"]).output)

    assert list(exported) == [
        *("slug", "title", "theme", "forum", "kind", "status", "format", "zone", "starts", "ends"),
        *("platform", "venue", "join_url", "languages", "description", "organizers", "capacity"),
        *("waitlist", "approval", "registration_opens", "registration_closes", "topics"),
        *("speakers", "links", "contact", "room_capacity", "access"),
    ]
    assert exported["status"] == "draft"


def test_the_same_file_again_changes_nothing(load: Any) -> None:
    given = PLAIN | {"status": "published", "speakers": SPEAKERS}
    first = load(given)
    version = get_event("one").version

    again = load(given)

    assert (lines(first), lines(again)) == (["one created"], ["one unchanged"])
    assert get_event("one").version == version


BAD = [
    pytest.param(PLAIN | {"tilte": "x"}, "line 7, tilte: there is no such field", id="unknown"),
    pytest.param(
        PLAIN | {"speakers": [{"name": "A"}, {"name": "B", "part": "dancer"}]},
        "line 13, speakers[1].part: choose one of: moderator, opening, keynote, speaker, "
        "panellist, respondent, closing",
        id="nested choice",
    ),
    pytest.param(
        PLAIN | {"speakers": [{"name": "A"}, {"role": "Chair"}]},
        "line 11, speakers[1].name: this field is required",
        id="nested missing",
    ),
    pytest.param(
        PLAIN | {"speakers": [{"name": "A", "age": 5}]},
        "line 10, speakers[0].age: there is no such field",
        id="nested unknown",
    ),
    pytest.param(
        PLAIN | {"speakers": ["A"]}, "line 8, speakers[0]: give an object in braces", id="no object"
    ),
    pytest.param(
        PLAIN | {"speakers": {}}, "line 7, speakers: give a list of objects", id="no list"
    ),
    pytest.param(
        PLAIN | {"links": [{"title": "x", "url": "https://[x"}]},
        "line 10, links[0].url: give an address that begins with https://",
        id="bad url",
    ),
    pytest.param(
        PLAIN | {"links": [{"title": "x", "url": "javascript:alert(1)"}]},
        "line 10, links[0].url: give an address that begins with https://",
        id="script",
    ),
    pytest.param(PLAIN | {"title": 5}, "line 3, title: give text in quotes", id="wrong type"),
    pytest.param(PLAIN | {"title": None}, "line 3, title: this field is required", id="null title"),
    pytest.param(
        PLAIN | {"title": "  "}, "line 3, title: this field is required", id="blank title"
    ),
    pytest.param(
        PLAIN | {"title": "x" * 301}, "line 3, title: Use at most 300 characters", id="301"
    ),
    pytest.param(
        PLAIN | {"title": "bell\x07"},
        "line 3, title: remove the control characters",
        id="control character",
    ),
    pytest.param(
        PLAIN | {"title": "two\nlines"}, "line 3, title: Write this on one line", id="lines"
    ),
    pytest.param(
        PLAIN | {"slug": "One"},
        "line 2, slug: Use small letters, digits and single hyphens, as in wsis-forum-2027",
        id="slug",
    ),
    pytest.param(
        PLAIN | {"capacity": "500"},
        "line 7, capacity: give a whole number or null",
        id="number in quotes",
    ),
    pytest.param(
        PLAIN | {"capacity": True},
        "line 7, capacity: give a whole number or null",
        id="true is no number",
    ),
    pytest.param(
        PLAIN | {"capacity": 0},
        "line 7, capacity: Give a number from 1 to 1,000,000, or leave it out",
        id="zero",
    ),
    pytest.param(PLAIN | {"waitlist": "yes"}, "line 7, waitlist: give true or false", id="flag"),
    pytest.param(
        PLAIN | {"languages": "en"}, "line 7, languages: give a list of texts", id="texts"
    ),
    pytest.param(PLAIN | {"topics": ["SDG18"]}, "line 7, topics: Unknown topic: SDG18", id="topic"),
    pytest.param(
        PLAIN | {"status": "ready"},
        "line 7, status: choose one of: draft, published, cancelled",
        id="status",
    ),
    pytest.param(
        PLAIN | {"starts": "31/01/2027 08:30"},
        "line 5, starts: give a date and time like 2027-01-31T08:30",
        id="bad time",
    ),
    pytest.param(
        PLAIN | {"starts": "2027-02-30T08:30"},
        "line 5, starts: give a date and time like 2027-01-31T08:30",
        id="no such day",
    ),
    pytest.param(
        PLAIN | {"starts": "2027-01-31T08:30Z"},
        "line 5, starts: give a date and time like 2027-01-31T08:30",
        id="with a zone",
    ),
    pytest.param(
        PLAIN | {"ends": "2027-01-31T08:30"},
        "line 6, ends: The end must be after the start",
        id="end at start",
    ),
    pytest.param(
        PLAIN | {"starts": "2027-03-14T02:30", "ends": "2027-03-14T04:00"},
        "line 5, starts: 02:30 does not exist on 14 March 2027 in America/New_York: the clocks "
        "go forward over it. Choose another time; it could be read as 01:30 EST (UTC−5) or as "
        "03:30 EDT (UTC−4).",
        id="nonexistent time",
    ),
    pytest.param(
        PLAIN | {"starts": "9999-12-31T20:00", "ends": "9999-12-31T21:00"},
        "line 5, starts: That date cannot be used",
        id="end of days",
    ),
    pytest.param(
        PLAIN | {"zone": "Europe/Geneva"},
        "line 4, zone: Choose a time zone from the list, as in America/New_York",
        id="zone",
    ),
    pytest.param(
        {key: PLAIN[key] for key in ("slug", "title", "zone", "starts")},
        "line 1, ends: this field is required",
        id="missing",
    ),
    pytest.param(
        '{\n "slug": "one",\n "title" "One"\n}',
        "line 3, column 10: Expecting ':' delimiter",
        id="bad JSON",
    ),
    pytest.param("", "line 1, column 1: Expecting value", id="empty"),
    pytest.param("[]", "line 1, file: give an object in braces", id="a list"),
    pytest.param("[" * 200_000, "line 1, file: nested too deeply", id="deep"),
    pytest.param('{"x":' * 100_000, "line 1, file: nested too deeply", id="deep objects"),
    pytest.param(
        '{"capacity": ' + "1" * 5000 + "}",
        "line 1, file: holds a number that is too long",
        id="long number",
    ),
    pytest.param(b'{\n"slug": "\xff"}', "line 2, file: not UTF-8", id="not UTF-8"),
    pytest.param(
        '{\n"slug": "a",\n"title": "slug",\n"slug": "b"\n}', "line 4, slug: given twice", id="twice"
    ),
    pytest.param(
        '{"speakers": [\n{"name": "A",\n"name": "B"},\n{"name": "C"}]}',
        "line 3, speakers[0].name: given twice",
        id="twice in a speaker",
    ),
]


@pytest.mark.parametrize(("given", "line"), BAD)
def test_a_bad_file_is_named_with_line_and_field_and_nothing_is_saved(
    load: Any, given: str | bytes | dict[str, Any], line: str
) -> None:
    result = load(given)

    assert (result.exit_code, lines(result)) == (1, [line])
    assert db.session.scalars(select(Event)).all() == []


def test_a_bad_file_keeps_no_other_from_being_imported(app: Flask, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    bad.write_text("{")
    good.write_text(json.dumps(PLAIN))

    result = app.test_cli_runner().invoke(args=["events", "import", str(bad), str(good)])

    assert result.exit_code == 1
    assert [event.slug for event in db.session.scalars(select(Event))] == ["one"]


def test_marks_of_direction_are_kept(load: Any) -> None:
    title = "قمة \u2067WSIS\u2069 \u200f2027"

    load(PLAIN | {"title": title})

    assert get_event("one").title == title


def test_a_changed_time_takes_the_same_way_as_on_the_desk(load: Any) -> None:
    load(PLAIN | {"status": "published"})
    event = get_event("one")
    make_registration(event)
    version, uid = event.version, event.uid
    db.session.expire_all()

    result = load(PLAIN | {"status": "published", "starts": "2027-01-31T08:00"})

    event = get_event("one")
    assert lines(result) == ["one changed"]
    assert (event.version, event.sequence, event.uid) == (version + 1, 1, uid)
    assert event.starts == datetime(2027, 1, 31, 8, 0)
    assert kinds_of_mail() == ["registration_confirmed", "event_changed"]


def test_a_changed_webinar_address_disturbs_nobody(load: Any) -> None:
    load(PLAIN | {"status": "published", "join_url": "https://example.org/1"})
    make_registration(get_event("one"))
    db.session.expire_all()

    load(PLAIN | {"status": "published", "join_url": "https://example.org/2"})

    event = get_event("one")
    assert (event.join_url, event.sequence) == ("https://example.org/2", 0)
    assert kinds_of_mail() == ["registration_confirmed"]


def test_a_status_takes_the_same_way_as_on_the_desk(load: Any) -> None:
    load(PLAIN | {"status": "published"})
    make_registration(get_event("one"))
    db.session.expire_all()

    load(PLAIN | {"status": "cancelled"})

    event = get_event("one")
    assert (event.status, event.sequence) == (EventStatus.CANCELLED, 1)
    assert kinds_of_mail() == ["registration_confirmed", "event_cancelled"]


def test_what_was_published_is_never_a_draft_again(load: Any) -> None:
    load(PLAIN | {"status": "published"})

    result = load(PLAIN | {"status": "draft", "title": "Two"})

    db.session.expire_all()
    assert (result.exit_code, len(lines(result))) == (1, 1)
    assert lines(result)[0].startswith("line 7, status: ")
    assert get_event("one").title == "One"


def test_an_event_that_is_not_there_cannot_be_exported(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["events", "export", "none"])

    assert (result.exit_code, result.output) == (1, "Error: We could not find that event.\n")


def test_an_event_made_on_the_desk_can_be_exported_and_imported(app: Flask, tmp_path: Path) -> None:
    event = make_event(forum="WSIS Forum", contact="a@example.org", access="Ramp", capacity=5)
    path = tmp_path / "event.json"
    runner = app.test_cli_runner()
    path.write_bytes(runner.invoke(args=["events", "export", event.slug]).stdout_bytes)

    result = runner.invoke(args=["events", "import", str(path)])

    assert lines(result) == [f"{event.slug} unchanged"]
