"""The form of a webinar's settings: rows of interpreters, lists of addresses."""

import re

import pytest
from flask.testing import FlaskClient

from tests.factories import make_event
from tests.webinars.desk import SETTINGS, page, webinar_of
from tests.webinars.rooms import make_room

ROWS = {
    "interpreter_0": "ines@example.org",
    "from_0": "en",
    "to_0": "fr",
    "interpreter_1": "sasha@example.org",
    "from_1": "en",
    "to_1": "ru",
}


def rows_in(text: str) -> list[str]:
    """The addresses in the rows of interpreters."""
    fields = re.findall(r'<input[^>]*name="interpreter_\d+"[^>]*>', text)
    return ["".join(re.findall(r'value="([^"]*)"', field)) for field in fields]


def errors_in(text: str) -> list[str]:
    return re.findall(r'<p id="(\w+)-error"', text)


def test_the_form_begins_with_the_usual_host_as_a_hint_and_two_empty_rows(
    desk: FlaskClient,
) -> None:
    shown = desk.get(page(make_event(), "new/zoom")).text

    assert re.findall(r'<input[^>]*id="host"[^>]*>', shown)[0].count('placeholder="') == 1
    assert rows_in(shown) == ["", ""]


def test_the_saved_settings_stand_in_the_form(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    make_room(
        event,
        host="webinars@example.org",
        alternative_hosts=["amina@example.org", "bo@example.org"],
        anonymous_questions=True,
        recording="local",
        interpreters=[{"email": "ines@example.org", "from": "ar", "to": "zh"}],
    )

    shown = desk.get(page(event, "edit")).text

    assert "amina@example.org\nbo@example.org</textarea>" in shown.replace("\r\n", "\n")
    assert re.search(r'name="recording" value="local"[^>]* checked', shown)
    assert re.search(r'<input checked[^>]*name="anonymous_questions"', shown)
    assert rows_in(shown) == ["ines@example.org", "", ""]
    assert re.findall(r'<option selected value="(\w+)">', shown) == ["ar", "zh"]


def test_more_rows_come_without_losing_what_was_typed_and_without_saving(
    desk: FlaskClient,
) -> None:
    event = make_event(join_url=None)
    make_room(event)

    more = desk.post(page(event, "edit"), data=SETTINGS | ROWS | {"more": "y"})

    assert more.status_code == 200
    assert rows_in(more.text) == ["ines@example.org", "sasha@example.org", "", ""]
    assert 'value="Geneva27"' in more.text
    assert webinar_of(event).interpreters == []


def test_a_form_never_grows_beyond_twenty_rows(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    many = {f"interpreter_{row}": "x" for row in range(500)} | {"more": "y"}

    answer = desk.post(page(event, "new/zoom"), data=SETTINGS | many)

    assert len(rows_in(answer.text)) == 20


def test_an_empty_row_takes_its_interpreter_out(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    gone = {"interpreter_0": "", "from_0": "", "to_0": ""}

    desk.post(page(event, "new/zoom"), data=SETTINGS | ROWS | gone)

    assert webinar_of(event).interpreters == [
        {"email": "sasha@example.org", "from": "en", "to": "ru"}
    ]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"interpreter_0": ""}, ["interpreter_0"]),
        ({"interpreter_0": "nobody"}, ["interpreter_0"]),
        ({"from_0": ""}, ["from_0"]),
        ({"to_0": "en"}, ["to_0"]),
        ({"to_0": "tlh"}, ["to_0"]),
        ({"from_1": "", "to_1": ""}, ["from_1", "to_1"]),
    ],
)
def test_what_an_interpreter_lacks_stands_beside_the_field(
    desk: FlaskClient, wrong: dict[str, str], fields: list[str]
) -> None:
    event = make_event(join_url=None)

    answer = desk.post(page(event, "new/zoom"), data=SETTINGS | ROWS | wrong)

    assert answer.status_code == 422
    assert errors_in(answer.text) == fields
    assert rows_in(answer.text)[1] == "sasha@example.org"


def test_addresses_may_stand_on_lines_or_between_commas(desk: FlaskClient) -> None:
    event = make_event(join_url=None)
    typed = {"alternative_hosts": "a@example.org, b@example.org;c@example.org\r\n\r\nd@example.org"}

    desk.post(page(event, "new/zoom"), data=SETTINGS | typed)

    assert webinar_of(event).alternative_hosts == [f"{letter}@example.org" for letter in "abcd"]


def test_a_recording_that_does_not_exist_is_refused(desk: FlaskClient) -> None:
    event = make_event(join_url=None)

    answer = desk.post(page(event, "new/zoom"), data=SETTINGS | {"recording": "tape"})

    assert answer.status_code == 422
    assert errors_in(answer.text) == ["recording"]
