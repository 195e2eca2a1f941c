from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.factories import NOON, make_event
from tests.files.steps import make_file, make_link, put_version
from tests.uploads import samples
from ungis_events import workflows
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.event_files import read, write
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.files import service
from ungis_events.files.errors import LinkNotFound, OrderChanged
from ungis_events.files.models import FileVersion, Link, LinkKind, Visibility
from ungis_events.files.queries import get_link, get_version, list_links, list_versions
from ungis_events.files.service import LinkDetails
from ungis_events.history.queries import list_history
from ungis_events.uploads.models import Upload, UploadChunk
from ungis_events.uploads.queries import stream_upload

SECOND = samples.PDF + b"%second\n"


def titles(event: Event) -> list[str]:
    return [link.title for link in list_links(event)]


def bytes_of(link: Link) -> bytes:
    db.session.refresh(link)
    assert link.upload is not None
    return b"".join(stream_upload(link.upload.id))


def versions_of(link: Link) -> list[tuple[int, str, bytes]]:
    return [
        (each.number, each.upload.name, b"".join(stream_upload(each.upload_id)))
        for each in list_versions(link)
    ]


def test_file_is_added_and_the_page_is_made_anew() -> None:
    event = make_event()
    version = get_event(event.slug).version

    link = make_file(event, title="Concept note")

    assert bytes_of(link) == samples.PDF
    assert versions_of(link) == [(1, "Concept note.pdf", samples.PDF)]
    assert get_event(event.slug).version == version + 1
    latest = list_history(event.id)[0]
    assert (latest.act, latest.changes) == ("file added", {"file": [None, "Concept note"]})


def test_file_without_a_title_is_called_by_its_name() -> None:
    link = make_file(make_event(), title="", name="Note d’été.PDF")

    assert link.title == "Note d’été"


def test_files_we_do_not_take_leave_nothing_behind() -> None:
    event = make_event()

    with pytest.raises(InvalidInput) as refused:
        make_file(event, name="page.html", content=b"<script>alert(1)</script>")

    assert set(refused.value.fields) == {"file"}
    assert titles(event) == []
    assert db.session.scalars(select(Upload)).all() == []


def test_replacing_keeps_what_was_there() -> None:
    event = make_event()
    link = make_file(event)
    version = get_event(event.slug).version

    put_version(event, link, SECOND, "Final note.pdf")

    assert bytes_of(link) == SECOND
    assert versions_of(link) == [
        (2, "Final note.pdf", SECOND),
        (1, "Concept note.pdf", samples.PDF),
    ]
    assert get_event(event.slug).version == version + 1
    latest = list_history(event.id)[0]
    assert (latest.act, latest.changes) == (
        "file replaced",
        {
            "file": "Concept note",
            "name": ["Concept note.pdf", "Final note.pdf"],
            "version": [1, 2],
        },
    )


def test_the_same_file_again_is_a_mistake() -> None:
    event = make_event()
    link = make_file(event)

    with pytest.raises(InvalidInput, match="there already"):
        put_version(event, link, samples.PDF, "Other name.pdf")

    assert len(list_versions(link)) == 1


def test_a_link_to_another_site_has_no_versions() -> None:
    event = make_event()
    link = make_link(event)

    with pytest.raises(LinkNotFound):
        put_version(event, link, SECOND)


def test_restoring_puts_an_earlier_version_on_top() -> None:
    event = make_event()
    link = make_file(event)
    put_version(event, link, SECOND)

    restore(event, link, 1)

    assert bytes_of(link) == samples.PDF
    assert [number for number, _, _ in versions_of(link)] == [3, 2, 1]
    assert list_history(event.id)[0].act == "file restored"


def test_restoring_what_people_open_changes_nothing() -> None:
    event = make_event()
    link = make_file(event)

    restore(event, link, 1)

    assert len(list_versions(link)) == 1
    assert list_history(event.id)[0].act == "file added"


def restore(event: Event, link: Link, number: int) -> None:
    with transaction():
        event = get_event(event.slug)
        link = get_link(event, link.id)
        version = get_version(link, number)
        service.restore_version(event, link, version, actor="test", now=NOON)


def test_removing_a_file_takes_every_version_and_byte() -> None:
    event = make_event()
    link, other = make_file(event), make_file(event, title="Agenda")
    put_version(event, link, SECOND)
    restore(event, link, 1)

    with transaction():
        event = get_event(event.slug)
        service.remove_link(event, get_link(event, link.id), actor="test", now=NOON)

    assert titles(event) == ["Agenda"]
    assert bytes_of(other) == samples.PDF
    counts = [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (FileVersion, Upload, UploadChunk)
    ]
    assert counts == [1, 1, 1]
    assert list_history(event.id)[0].act == "file removed"


def test_what_is_said_of_a_file_is_changed_without_an_address() -> None:
    event = make_event()
    link = make_file(event)

    with transaction():
        event = get_event(event.slug)
        details = LinkDetails("Agenda", "", LinkKind.AGENDA, Visibility.MEMBERS)
        service.change_link(event, get_link(event, link.id), details, actor="test", now=NOON)

    latest = list_history(event.id)[0]
    assert (latest.act, latest.changes) == (
        "file changed",
        {
            "file": ["Concept note", "Agenda"],
            "title": ["Concept note", "Agenda"],
            "kind": ["concept note", "agenda"],
            "visibility": ["public", "members"],
        },
    )


def test_order_made_by_hand_is_kept() -> None:
    event = make_event()
    ids = [make_link(event, title=title).id for title in "ABC"]

    order(event, [ids[2], ids[0], ids[1]])

    assert titles(event) == ["C", "A", "B"]
    latest = list_history(event.id)[0]
    assert latest.changes == {"links": [["A", "B", "C"], ["C", "A", "B"]]}


def test_order_of_others_is_refused() -> None:
    event = make_event()
    ids = [make_link(event, title=title).id for title in "AB"]
    elsewhere = make_link(make_event()).id

    for wrong in ([ids[0]], [*ids, ids[0]], [*ids, elsewhere]):
        with pytest.raises(OrderChanged):
            order(event, wrong)

    assert titles(event) == ["A", "B"]


def order(event: Event, ids: list[int]) -> None:
    with transaction():
        service.order_links(get_event(event.slug), ids, actor="test", now=NOON)


def test_event_file_says_nothing_of_files_and_takes_none_away() -> None:
    event = make_event()
    make_link(event, title="A")
    note = make_file(event)
    make_link(event, title="B")
    text = write(workflows.event_file_of(get_event(event.slug)))
    version = get_event(event.slug).version

    with transaction():
        workflows.save_event_file(read(text), actor="test", now=NOON)

    assert "Concept note" not in text
    assert get_event(event.slug).version == version
    assert write(workflows.event_file_of(get_event(event.slug))) == text

    with transaction():
        changed = read(text.replace('"A"', '"New"'))
        workflows.save_event_file(changed, actor="test", now=NOON)

    assert titles(event) == ["New", "Concept note", "B"]
    assert bytes_of(note) == samples.PDF


def test_bytes_are_refused_when_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ungis_events.files.rules.LONGEST_FILE", 2**20)
    event = make_event()
    details = LinkDetails("Note", "")

    with pytest.raises(InvalidInput, match="at most 1 MB"), transaction():
        content = BytesIO(samples.PDF.ljust(2**20 + 1))
        service.add_file(event, details, content, "note.pdf", actor="test", now=NOON)
