"""The desk's paper: what is printed is what the roster and the agenda say."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh
from PIL import Image
from sqlalchemy import insert
from sqlalchemy.event import listen, remove

from tests.adapters.documents.reading import (
    bookmarks_of,
    catalogue_of,
    count_pictures,
    pages_in,
    text_of,
)
from tests.factories import NOON, make_event, make_speaker
from ungis_events.agenda.models import AgendaItem, AgendaSlot
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.speakers.models import Part, Speaker, SpeakerStatus
from ungis_events.uploads.models import Upload, UploadChunk

DOCUMENTS = {
    "nameplates.pdf": ("application/pdf", "nameplates.pdf"),
    "run-of-show.pdf": ("application/pdf", "run-of-show.pdf"),
    "speakers.pdf": ("application/pdf", "speakers.pdf"),
    "qr.pdf": ("application/pdf", "register.pdf"),
    "qr.png": ("image/png", "register.png"),
    "qr.svg": ("image/svg+xml; charset=utf-8", "register.svg"),
}


def address(event: Event, document: str = "") -> str:
    return f"/manage/events/{event.slug}/paper/{document}"


def set_columns(row: Speaker | Event, **columns: object) -> None:
    """Without any of the consequences that the desk's own acts have."""
    with transaction():
        saved = db.session.get(type(row), row.id)
        for name, value in columns.items():
            setattr(saved, name, value)


def add_item(event: Event, starts_after: int, *turns: Speaker, **columns: object) -> None:
    defaults = {"minutes": 15, "title": f"Item at {starts_after}"}
    with transaction():
        item = AgendaItem(event_id=event.id, starts_after=starts_after, **defaults | columns)
        item.slots = [
            AgendaSlot(speaker_id=speaker.id, position=number, minutes=5)
            for number, speaker in enumerate(turns)
        ]
        db.session.add(item)


def give_photo(speaker: Speaker) -> None:
    """Saved in two pieces, as large ones are."""
    file = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, "WEBP")
    content = file.getvalue()
    with transaction():
        upload = Upload(
            name="photo.webp",
            media_type="image/webp",
            size=len(content),
            sha256="",
            created_at=NOON,
        )
        db.session.add(upload)
        db.session.flush()
        for number, piece in enumerate((content[:50], content[50:])):
            db.session.add(UploadChunk(upload_id=upload.id, number=number, data=piece))
        saved = db.session.get(Speaker, speaker.id)
        assert saved
        saved.photo_id = upload.id


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_are_downloads_that_nobody_keeps(
    organizer_client: FlaskClient, document: str
) -> None:
    event = make_event(slug="wsis-2027")
    make_speaker(event)

    answer = organizer_client.get(address(event, document))

    mimetype, name = DOCUMENTS[document]
    assert (answer.status_code, answer.content_type) == (200, mimetype)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=wsis-2027-{name}"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("document", ["", *DOCUMENTS])
def test_paper_only_reads(organizer_client: FlaskClient, document: str) -> None:
    assert organizer_client.post(address(make_event(), document)).status_code == 405


def test_nameplates_follow_the_roster_without_who_does_not_come(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    for name, status in (
        ("Amina Diallo", SpeakerStatus.CONFIRMED),
        ("Bo Li", SpeakerStatus.DECLINED),
        ("Carla Ruiz", SpeakerStatus.REPLACED),
        ("Dmitri Orlov", SpeakerStatus.INVITED),
        ("Eve Okoro", SpeakerStatus.PROPOSED),
    ):
        set_columns(make_speaker(event, name=name), status=status)

    pdf = organizer_client.get(address(event, "nameplates.pdf")).data

    assert bookmarks_of(pdf) == ["Ms. Amina Diallo", "Ms. Dmitri Orlov", "Ms. Eve Okoro"]
    assert "Director ITU" in text_of(pdf)


def test_without_a_roster_there_are_no_nameplates(organizer_client: FlaskClient) -> None:
    event = make_event()

    page = organizer_client.get(address(event)).text
    answer = organizer_client.get(address(event, "nameplates.pdf"))

    assert address(event, "nameplates.pdf") not in page
    assert answer.status_code == 409
    assert "Nobody is on the roster yet: there is nothing to print." in answer.text


@pytest.mark.parametrize("document", ["nameplates.pdf", "speakers.pdf"])
def test_more_people_than_a_document_takes_are_refused(
    organizer_client: FlaskClient, document: str
) -> None:
    event = make_event()
    people = [{"event_id": event.id, "position": n, "name": f"Person {n}"} for n in range(501)]
    with transaction():
        db.session.execute(insert(Speaker), people)

    answer = organizer_client.get(address(event, document))

    assert answer.status_code == 422
    assert "at most 500" in answer.text


def test_run_of_show_has_both_cities_and_the_events_own_clock(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(
        zone="Africa/Addis_Ababa",
        starts=datetime(2027, 1, 31, 15, 0),
        ends=datetime(2027, 1, 31, 16, 0),
        platform="Zoom",
    )
    set_columns(event, green_room_minutes=20, green_room_url="https://example.org/green")
    opening = make_speaker(event, name="Amina Diallo", organization="ECA")
    gone = make_speaker(event, name="Bo Li")
    set_columns(gone, status=SpeakerStatus.DECLINED)
    add_item(event, 15, title="Panel", minutes=45, note="Questions last.")
    add_item(event, 0, opening, gone, title="Opening")

    text = text_of(organizer_client.get(address(event, "run-of-show.pdf")).data)

    assert text.partition(event.title)[2].partition(event.title)[2] == (
        " New York Sun 31 Jan 2027 07:00–08:00 EST, UTC−5 "
        "Geneva Sun 31 Jan 2027 13:00–14:00 CET, UTC+1 "
        "Addis Ababa Sun 31 Jan 2027 15:00–16:00 EAT, UTC+3 "
        "Virtual · Zoom "
        "Green room New York Sun 31 Jan 2027, 06:40 (EST) · Geneva Sun 31 Jan 2027, 12:40 (CET) "
        "· Addis Ababa Sun 31 Jan 2027, 14:40 (EAT) https://example.org/green "
        "New York EST, UTC−5 Geneva CET, UTC+1 Addis Ababa EAT, UTC+3 Minutes Item "
        "Sun 31 Jan 2027 "
        "07:00–07:15 13:00–13:15 15:00–15:15 15 Opening Ms. Amina Diallo, ECA · 5 min "
        "07:15–08:00 13:15–14:00 15:15–16:00 45 Panel Questions last. "
        "For the team and the speakers only. "
        "Printed Sun 22 Nov 2026, 07:00 EST / 13:00 CET 1 / 1"
    )


def test_a_home_city_is_not_shown_twice(organizer_client: FlaskClient) -> None:
    event = make_event(zone="America/New_York")
    add_item(event, 0)

    text = text_of(organizer_client.get(address(event, "run-of-show.pdf")).data)

    assert "New York EST, UTC−5 Geneva CET, UTC+1 Minutes Item" in text


def test_speaker_list_says_how_to_say_a_name(organizer_client: FlaskClient) -> None:
    event = make_event()
    speaker = make_speaker(event, honorific="H.E. Ms.", name="Suela Janina", part=Part.OPENING)
    set_columns(speaker, pronunciation="SWEH-la ya-NEE-na")
    give_photo(speaker)
    set_columns(make_speaker(event, name="Bo Li"), status=SpeakerStatus.REPLACED)

    pdf = organizer_client.get(address(event, "speakers.pdf")).data

    text = text_of(pdf)
    assert "H.E. Ms. Suela Janina Director ITU Say: SWEH-la ya-NEE-na Opening remarks" in text
    assert "Bo Li" not in text
    assert (pages_in(pdf), count_pictures(pdf)) == (1, 1)


def test_the_slide_leads_to_the_form(organizer_client: FlaskClient) -> None:
    event = make_event(slug="wsis-2027")

    text = text_of(organizer_client.get(address(event, "qr.pdf")).data)

    assert "Geneva Sun 31 Jan 2027 14:30–15:45 CET, UTC+1" in text
    assert text.endswith("localhost/events/wsis-2027/register")


def test_labels_are_in_the_language_asked_for(
    app: Flask, organizer_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "OFFERED_LANGUAGES", ("en", "fr"))
    event = make_event()
    add_item(event, 0)
    refresh()  # what Babel keeps for a request, tests share between requests

    page = organizer_client.get(f"{address(event)}?lang=fr").text
    pdf = organizer_client.get(f"{address(event, 'run-of-show.pdf')}?lang=fr").data
    refresh()

    assert f"{address(event, 'run-of-show.pdf')}?lang=fr" in page
    assert catalogue_of(pdf)["/Lang"] == "fr"
    assert "dim. 31 janv. 2027" in text_of(pdf)


def test_letters_that_cannot_be_printed_are_named(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_speaker(event, honorific=None, name="Kim Min-ji 김민지")

    page = organizer_client.get(address(event)).text

    assert "<li><bdi>Kim Min-ji 김민지</bdi>: <bdi>김민지</bdi></li>" in page


def test_the_page_says_when_the_address_leads_nowhere(organizer_client: FlaskClient) -> None:
    draft, invited = make_event(status=EventStatus.DRAFT), make_event()
    set_columns(invited, by_invitation=True)

    pages = [organizer_client.get(address(event)).text for event in (draft, invited)]

    sentences = ("The address works once the event is published.", "the address alone lets nobody")
    assert [[sentence in page for sentence in sentences] for page in pages] == [
        [True, False],
        [False, True],
    ]


def test_a_long_agenda_takes_as_few_queries_as_a_short_one(organizer_client: FlaskClient) -> None:
    event = make_event()
    add_item(event, 0, make_speaker(event))
    few = count_queries(organizer_client, address(event, "run-of-show.pdf"))
    for number in range(1, 20):
        add_item(event, number, make_speaker(event), make_speaker(event))

    many = count_queries(organizer_client, address(event, "run-of-show.pdf"))

    assert (many, many < 15) == (few, True)


def count_queries(client: FlaskClient, path: str) -> int:
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    listen(db.engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def test_the_list_marks_who_has_not_accepted_yet(organizer_client: FlaskClient) -> None:
    event = make_event()
    for name, status in (
        ("Amina Diallo", SpeakerStatus.CONFIRMED),
        ("Bo Li", SpeakerStatus.INVITED),
        ("Eve Okoro", SpeakerStatus.PROPOSED),
    ):
        set_columns(make_speaker(event, name=name), status=status)

    text = text_of(organizer_client.get(address(event, "speakers.pdf")).data)

    marks = [part.split(" Ms. ")[0] for part in text.split(" Director ITU ")[1:]]
    assert [" to be confirmed" in mark for mark in marks] == [False, True, True]
