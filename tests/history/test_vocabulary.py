"""The history as organizers read it: times with their zones, words for all that was done."""

import ast
import re
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.circulars.french import french
from tests.factories import NOON, make_event
from ungis_events import workflows
from ungis_events.bulk_acts import rules as bulk_rules
from ungis_events.circulars.details import CircularDetails
from ungis_events.circulars.service import Writer, schedule_circular, write_circular
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.files.service import LinkDetails
from ungis_events.history.models import HistoryEntry
from ungis_events.history.queries import list_history
from ungis_events.history.service import record_history
from ungis_events.history.vocabulary import ACTS, FIELDS, history_shown
from ungis_events.registrations import acts as registration_acts
from ungis_events.speakers import rules as speaker_rules
from ungis_events.speakers.service import SpeakerDetails

ROOM, OTHER_ROOM = "https://example.org/j/1?pwd=first", "https://example.org/j/2?pwd=second"
RECORDING = {
    "record",
    "record_change",
    "record_history",
    "_record",
    "_note",
    "_set_order",
    "order_speakers",
}
SOURCES = Path(__file__).parents[2] / "ungis_events"


def change(event: Event, **overrides: Any) -> None:
    with transaction():
        saved = get_event(event.slug)
        details = vars(EventDetails.of(saved)) | overrides
        workflows.save_event(saved, EventDetails(**details), actor="Bo Li", now=NOON)


def note(event: Event, act: str, changes: dict[str, Any]) -> None:
    with transaction():
        record_history(get_event(event.slug).id, act=act, changes=changes, actor="Bo Li", now=NOON)


def shown(event: Event) -> list[tuple[str, dict[str, list[Any]]]]:
    """(act, {field: values}) of each entry, the latest first, without "created"."""
    saved = get_event(event.slug)
    entries = history_shown(list_history(saved.id), {saved.id: saved.zone})
    return [(each.act, dict(each.changes)) for each in entries][:-2]


def test_a_wall_time_stands_with_its_zone_and_both_cities() -> None:
    event = make_event(starts=datetime(2027, 1, 31, 8, 30), ends=datetime(2027, 1, 31, 18, 0))

    change(event, starts=datetime(2027, 1, 31, 14, 0))

    assert shown(event) == [
        (
            "changed",
            {
                "starts": [
                    "Sun 31 Jan 2027, 08:30 America/New_York "
                    "(Sun 31 Jan 2027, 08:30 EST / 14:30 CET)",
                    "Sun 31 Jan 2027, 14:00 America/New_York "
                    "(Sun 31 Jan 2027, 14:00 EST / 20:00 CET)",
                ]
            },
        )
    ]


def test_an_entry_that_moved_the_zone_shows_before_and_after_in_their_own() -> None:
    event = make_event(registration_opens=datetime(2027, 1, 1, 8, 0))
    change(event, registration_opens=datetime(2027, 1, 2, 8, 0))
    change(event, zone="Asia/Tokyo", registration_opens=datetime(2027, 1, 3, 8, 0))
    change(event, registration_opens=None)

    last, moved, first = (changes["registration opens"] for _, changes in shown(event))

    assert first == [
        "Fri 1 Jan 2027, 08:00 America/New_York (Fri 1 Jan 2027, 08:00 EST / 14:00 CET)",
        "Sat 2 Jan 2027, 08:00 America/New_York (Sat 2 Jan 2027, 08:00 EST / 14:00 CET)",
    ]
    assert moved == [
        "Sat 2 Jan 2027, 08:00 America/New_York (Sat 2 Jan 2027, 08:00 EST / 14:00 CET)",
        "Sun 3 Jan 2027, 08:00 Asia/Tokyo (Sat 2 Jan 2027, 18:00 EST / Sun 3 Jan 2027, 00:00 CET)",
    ]
    assert last == [moved[1], None]


def test_a_wall_time_that_is_on_no_clock_is_shown_as_it_was_typed() -> None:
    event = make_event()

    note(event, "changed", {"starts": [None, "2027-03-14T02:30"]})

    assert shown(event) == [
        ("changed", {"starts": [None, "Sun 14 Mar 2027, 02:30 America/New_York"]})
    ]


@pytest.mark.parametrize(
    ("changes", "as_shown"),
    [
        ({"starts": ["", "soon"]}, {"starts": ["", "soon"]}),
        ({"starts_at": [None, ""]}, {"moment of the start": [None, ""]}),
        (
            {"starts": ["2027-01-31T08:30", None, "x"]},
            {"starts": [["2027-01-31T08:30", None, "x"]]},
        ),
        ({"due": ["0001-01-01T00:00+00:00", None]}, {"due": ["0001-01-01T00:00+00:00", None]}),
        (
            {"starts": ["2027-01-31T08:30+01:00", None]},
            {"starts": ["2027-01-31T08:30+01:00", None]},
        ),
        ({"title": []}, {"title": [[]]}),
        (
            {"zone": [None, "Mars/Base"], "starts": ["2027-01-31T08:30", "2039-01-31T08:30"]},
            {
                "time zone": [None, "Mars/Base"],
                "starts": ["2027-01-31T08:30", "2039-01-31T08:30"],
            },
        ),
        ({"zone": "Asia/Tokyo"}, {"time zone": ["Asia/Tokyo"]}),
    ],
)
def test_what_makes_no_sense_is_shown_as_it_was_kept(
    organizer_client: FlaskClient, changes: dict[str, Any], as_shown: dict[str, Any]
) -> None:
    event = make_event()
    note(event, "changed", {"starts": [None, "2027-01-31T08:30"]})
    note(event, "changed", changes)

    assert shown(event)[0] == ("changed", as_shown)
    assert organizer_client.get(f"/manage/events/{event.slug}/history").status_code == 200


@pytest.mark.parametrize(
    ("kept", "as_shown"),
    [(ROOM, "set"), ("removed", "removed"), ([ROOM], "set"), ([None, ROOM, ROOM], "set")],
)
def test_an_address_in_an_odd_row_is_shown_nowhere_either(kept: Any, as_shown: str) -> None:
    event = make_event()
    with transaction():
        entry = HistoryEntry(event_id=event.id, actor="Bo Li", act="changed", happened_at=NOON)
        entry.changes = {"join_url": kept}
        db.session.add(entry)

    assert shown(event) == [("changed", {"address of the webinar": [as_shown]})]


@pytest.mark.parametrize("kept", ["2027-01-05T14:00:00+00:00", "2027-01-05 14:00:00+00:00"])
def test_a_moment_stands_on_the_clocks_of_both_cities(kept: str) -> None:
    event = make_event()

    note(event, "zone rules changed", {"starts_at": [None, kept], "due": [None, kept]})

    moment = "Tue 5 Jan 2027, 09:00 EST / 15:00 CET"
    assert shown(event) == [
        ("zone rules changed", {"moment of the start": [None, moment], "due": [None, moment]})
    ]


def test_the_page_shows_no_time_without_its_zone(organizer_client: FlaskClient) -> None:
    event = make_event()
    change(event, starts=datetime(2027, 1, 31, 9, 0))
    with transaction():
        circular = write_circular(
            get_event(event.slug),
            CircularDetails(subject="Hello", body="Words", send=datetime(2027, 1, 5, 9, 0)),
            writer=Writer("Bo Li", "bo@example.org"),
            now=NOON,
        )
        schedule_circular(circular, expected_version=1, actor="Bo Li", now=NOON)

    for page in ("", "history"):
        text = organizer_client.get(f"/manage/events/{event.slug}/{page}").text
        assert re.findall(r"\d{4}-\d\d-\d\d(?=[ T]\d)", text) == []
        assert "<b>message 1: scheduled</b>" in text.replace(str(circular.id), "1")
        assert "<ins><bdi>Tue 5 Jan 2027, 09:00 EST / 15:00 CET</bdi></ins>" in text
        assert "09:00 America/New_York (Sun 31 Jan 2027, 09:00 EST / 15:00 CET)" in text


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (None, ROOM, [None, "set"]),
        (ROOM, OTHER_ROOM, ["set", "changed"]),
        (ROOM, None, ["set", "removed"]),
    ],
)
def test_history_keeps_that_the_webinars_address_changed_and_not_the_address(
    before: str | None, after: str | None, kept: list[str | None]
) -> None:
    event = make_event(join_url=before)

    change(event, join_url=after)

    assert list_history(event.id)[0].changes == {"join_url": kept}
    assert get_event(event.slug).join_url == after
    assert shown(event) == [("changed", {"address of the webinar": kept})]


def test_addresses_that_history_kept_before_are_shown_nowhere(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    for pair in ([None, ROOM], [ROOM, OTHER_ROOM], [OTHER_ROOM, None]):
        with transaction():
            entry = HistoryEntry(event_id=event.id, actor="Bo Li", act="changed", happened_at=NOON)
            entry.changes = {"join_url": pair}
            db.session.add(entry)

    page = organizer_client.get(f"/manage/events/{event.slug}/history").text

    assert "pwd=" not in page
    assert [changes["address of the webinar"] for _, changes in shown(event)] == [
        ["set", "removed"],
        ["set", "changed"],
        [None, "set"],
    ]


def test_acts_keep_the_numbers_of_what_they_were_done_to() -> None:
    event = make_event()
    for act in ("registration 12: approve", "message 3: called back", "registration 7: juggle"):
        note(event, act, {})

    assert [act for act, _ in shown(event)] == [
        "registration 7: juggle",
        "message 3: called back",
        "registration 12: approved",
    ]


def test_what_has_no_words_yet_is_shown_as_it_is() -> None:
    event = make_event()

    note(event, "event folded", {"paper_size": ["A4", "A5"], "reminder": "1 hour before"})

    assert shown(event) == [
        ("event folded", {"paper size": ["A4", "A5"], "reminder": ["1 hour before"]})
    ]


def test_codes_are_shown_in_words() -> None:
    event = make_event()

    note(event, "reminder switched off", {"state": ["waiting", "off"]})

    assert shown(event) == [("reminder switched off", {"state": ["Waiting", "Switched off"]})]


def test_every_word_of_it_can_be_translated(app: Flask, organizer_client: FlaskClient) -> None:
    event = make_event()
    note(event, "message 3: called back", {"reason": [None, "The event was cancelled."]})
    note(event, "changed", {"join_url": [None, "set"], "status": ["draft", "published"]})
    words = {
        "message %(number)s: called back": "message %(number)s : rappelé",
        "changed": "modifié",
        "reason": "raison",
        "The event was cancelled.": "La manifestation a été annulée.",
        "address of the webinar": "adresse du webinaire",
        "set": "donnée",
        "Published": "Publié",
    }

    with french(app, words):
        page = organizer_client.get(f"/manage/events/{event.slug}/history?lang=fr").text

    for translation in ("message 3 : rappelé", "<b>modifié</b>", *list(words.values())[2:]):
        assert translation in page


def acts_in_the_code() -> set[str]:
    """The acts that are recorded: texts given as one, whole or with a number or word in them."""
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in RECORDING:
                given = [*node.args, *(each.value for each in node.keywords if each.arg == "act")]
                found |= {text for each in given if (text := text_of(each))}
    return found


def text_of(node: ast.expr) -> str | None:
    """What is put into it stands as {}."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(getattr(part, "value", "")) if isinstance(part, ast.Constant) else "{}"
                       for part in node.values)  # fmt: skip
    return None


# Acts that stand in a table, or are chosen by an if: one place each to look at.
REGISTRATION_ACTS = {
    *registration_acts.ACTS, "merge", "imported", "added by hand", "changed by the person",
    "withdrawn by the person", "registered again", "moved up",
}  # fmt: skip
CHOSEN = {
    "published", "cancelled", "account switched off", "speaker entry closed",
    "speaker entry opened", "speaker link renewed", "speaker changes seen", "speakers ordered",
    "named to see access needs",
    "no longer sees access needs", "invitation taken back",
    "organization added", "organization changed", "password chosen", "signed in with a link",
    "checked in", "check-in undone", "speakers ordered by protocol", "reminder switched off",
    "reminder switched on", "webinar made", "webinar gone",
    "attendance report taken in", "attendance upload taken in",
}  # fmt: skip


def words_needed() -> set[str]:
    found = acts_in_the_code()
    whole = {act for act in found if "{}" not in act} - set(MESSAGE_ACTS)
    return (
        whole
        | CHOSEN
        | {f"message %(number)s: {act}" for act in MESSAGE_ACTS}
        | {f"registration %(number)s: {act}" for act in REGISTRATION_ACTS}
        | {f"many registrations: {act}" for act in bulk_rules.ACTS}
        | {f"speaker: {act}" for _, act in speaker_rules.TRANSITIONS}
    )


MESSAGE_ACTS = ("written", "changed", "deleted", "scheduled", "called back", "sent")
PATTERNS = {
    "message {}: {}", "registration {}: {}", "registration {}: merge",
    "registration {}: imported", "registration {}: added by hand", "many registrations: {}",
    "speaker: {}", "attendance {} taken in",
}  # fmt: skip


def test_every_act_that_is_recorded_has_words() -> None:
    assert {"link removed", "reminder changed", "checked in"} <= acts_in_the_code()
    assert words_needed() - set(ACTS) == set()


def test_no_words_are_kept_for_what_is_never_recorded() -> None:
    assert set(ACTS) - words_needed() - {"changed"} == set()


def test_acts_put_together_are_all_known_here() -> None:
    """A new kind needs its words above, and its pattern here."""
    assert {act for act in acts_in_the_code() if "{}" in act} - PATTERNS == set()


@pytest.mark.parametrize("details", [EventDetails, SpeakerDetails, LinkDetails])
def test_every_field_that_can_change_has_words(details: Any) -> None:
    assert {field.name for field in fields(details)} - set(FIELDS) == set()
