"""When the time is over people's rows go and numbers stay, on both databases."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from tests.factories import NOON, make_event, make_registration, make_speaker
from tests.privacy.steps import (
    BOTH,
    LATER,
    SOON,
    app_on,
    count,
    make_full_event,
    registrations_of,
    send_all_mail,
    totals_of,
    upload,
    work_all,
    work_due,
)
from tests.questions.steps import make_question
from tests.speakers.steps import do, make_invited
from ungis_events.bulk_acts.service import start_bulk_act
from ungis_events.certificates.models import Certificate
from ungis_events.core.database import Model, db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.models import HistoryEntry
from ungis_events.history.queries import list_history
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.privacy import service
from ungis_events.privacy.models import Removal
from ungis_events.privacy.service import forget_access_needs, purge_due
from ungis_events.questions.models import Answer, Question
from ungis_events.questions.rules import AskedQuestion, FilledIn, Given
from ungis_events.questions.service import save_answers
from ungis_events.registration_import.models import RegistrationImport
from ungis_events.registration_import.rules import ImportOptions
from ungis_events.registration_import.service import keep_file, read_file
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.saved_views.models import SavedView
from ungis_events.saved_views.service import save_view
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.uploads.models import Upload, UploadChunk

pytestmark = pytest.mark.usefixtures("app")  # by its name, or it would have no parameter


@pytest.fixture(scope="module", params=BOTH)
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    yield from app_on(request, tmp_path_factory)


MUCH_LATER = {"starts": datetime(2027, 6, 1, 8, 30), "ends": datetime(2027, 6, 1, 9, 45)}


def begin(now: Any, default_days: int = 90) -> list[str]:
    with transaction():
        return purge_due(now, default_days=default_days)


def purge(event: Event) -> None:
    now = event.ends_at + LATER
    begin(now)
    work_all(now)


def acts_of(event: Event) -> list[str]:
    db.session.rollback()
    return [entry.act for entry in list_history(event.id)]


def test_nothing_personal_is_left_and_the_numbers_are() -> None:
    event = make_full_event()

    purge(event)

    assert count(Registration) == count(Answer) == count(OutgoingEmail) == 0
    assert count(Upload) == count(UploadChunk) == count(Removal) == 0
    assert count(Certificate) == 3
    assert count(Certificate, Certificate.name.is_not(None)) == 0
    assert count(RegistrationImport) == 1
    assert totals_of(event) == {
        "people": 3,
        "attended": 1,
        "status": {"confirmed": 3},
        "group": {"UN": 3},
        "country": {"KE": 2, "SN": 1},
        "mode": {"online": 3},
    }
    assert get_event(event.slug).purged_at == event.ends_at + LATER


def test_no_word_of_anybody_is_anywhere_in_the_database() -> None:
    event = make_full_event()
    names = {one.family_name for one in registrations_of(event)}
    addresses = {one.email for one in registrations_of(event)} | {"speaker@example.org"}

    purge(event)

    words = everything_in_the_database()
    assert {word for word in names | addresses | {"A ramp", "Captions"} if word in words} == set()


def everything_in_the_database() -> str:
    return "\n".join(str(value) for _column, value in values_in_the_database())


def values_in_the_database() -> Iterator[tuple[str, Any]]:
    with db.engine.connect() as connection:
        for table in inspect(db.engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                yield from ((f"{table}.{column}", value) for column, value in row.items())


WORD = "Quokkamarsh"


def test_one_word_written_wherever_people_are_spoken_of_is_nowhere_afterwards() -> None:
    event = make_event(**SOON)
    registration = make_registration(
        event, given_name=WORD, family_name=WORD, email=f"{WORD}@example.org", organization=WORD,
        honorific=WORD, job_title=WORD, access_needs=WORD, question=WORD,
    )  # fmt: skip
    question = make_question(event, "Why?")
    speaker = make_invited(event, pronunciation=WORD, biography=WORD, access_needs=WORD)
    do(speaker, "decline", word=WORD, is_own=True)
    with transaction():
        event = get_event(event.slug)
        answers = FilledIn((AskedQuestion.of(question),), {question.id: Given(WORD)})
        save_answers(registration.id, answers, now=NOON)
        save_view(event, WORD, f"q={WORD}", made_by="Bo Li")
        start_bulk_act(
            event, "withdraw", [registration.id], form_key="a", note=WORD, query=f"q={WORD}",
            actor="Bo Li", now=NOON,
        )  # fmt: skip
        table = read_file(f"Name,E-mail\n{WORD},a@example.org\n".encode(), "a.csv")
        options = ImportOptions()
        keep_file(event, table, f"{WORD}.csv", options, actor="Bo Li", now=NOON)
    send_all_mail(event)
    before = where_is(WORD)

    purge(event)

    assert before == {
        "answers.value", "bulk_acts.note", "bulk_acts.query", "outgoing_emails.to_address",
        "registration_imports.name", "registrations.access_needs", "registrations.email",
        "registrations.email_key", "registrations.family_name", "registrations.given_name",
        "registrations.honorific", "registrations.job_title", "registrations.mailbox_key",
        "registrations.name_key", "registrations.organization", "registrations.question",
        "registrations.search_text", "registrations.sort_name",
        "registrations.sort_organization", "saved_views.name", "saved_views.query",
        "speakers.access_needs", "speakers.answer_words", "speakers.biography",
        "speakers.pronunciation", "upload_chunks.data",
    }  # fmt: skip
    assert where_is(WORD) == set()


def where_is(word: str) -> set[str]:
    """Table and column, however it is cased."""
    db.session.rollback()
    found = values_in_the_database()
    return {column for column, value in found if word.casefold() in str(value).casefold()}


def test_what_was_saved_of_people_after_the_purge_makes_it_due_again() -> None:
    event = make_full_event()
    purge(event)
    with transaction():
        save_view(get_event(event.slug), "Amina", "q=amina", made_by="Bo Li")

    again = begin(event.ends_at + LATER)
    work_all(event.ends_at + LATER)

    assert again == [event.slug]
    assert (count(SavedView), begin(event.ends_at + LATER)) == (0, [])


def test_a_file_that_hangs_on_two_answers_stops_no_removal() -> None:
    """Nobody may be able to keep everybody's data by sharing theirs with another event."""
    event, later = make_full_event(people=1), make_full_event(people=1, **MUCH_LATER)
    with transaction():
        (shared,) = db.session.scalars(answers_to(event))
        (other,) = db.session.scalars(answers_to(later))
        other.upload_id = shared.upload_id

    purge(event)
    between = count(Upload, Upload.id == shared.upload_id)
    purge(later)

    assert (between, count(Upload, Upload.id == shared.upload_id)) == (1, 0)
    assert count(Registration) == 0


def answers_to(event: Event) -> Any:
    return select(Answer).join(Answer.question).where(Question.event_id == event.id)


def test_of_a_speaker_the_public_record_stays() -> None:
    event = make_full_event()

    purge(event)

    speaker = db.session.scalars(select(Speaker)).one()
    assert (speaker.email, speaker.email_key, speaker.access_needs) == (None, None, None)
    assert (speaker.gender, speaker.zone, speaker.link_version) == (None, None, 2)
    assert (speaker.role, speaker.biography) == ("Director", "Works on bridges.")
    assert speaker.name.startswith("Speaker")


def test_of_a_speaker_who_did_not_come_biography_and_photo_go_too() -> None:
    event, later = make_full_event(people=0), make_event()
    declined, again = make_speaker(event), make_speaker(later)
    with transaction():
        own, shared = upload("A photo"), upload("A photo used elsewhere")
        for speaker, photo in ((declined, own), (make_other(event), shared), (again, shared)):
            row = db.session.get_one(Speaker, speaker.id)
            row.photo_id, row.biography = photo.id, "Long life"
            if speaker is not again:
                row.status = SpeakerStatus.DECLINED

    purge(event)

    assert count(Speaker, Speaker.biography == "Long life") == 1
    assert db.session.scalars(select(Upload.id)).all() == [shared.id]


def make_other(event: Event) -> Speaker:
    speaker = Speaker(event_id=event.id, position=9, name="Somebody Else")
    db.session.add(speaker)
    db.session.flush()
    return speaker


@pytest.mark.parametrize(
    ("own_days", "days_later", "is_due"),
    [(None, 90, True), (None, 89.99, False), (10, 10, True), (10, 9.99, False), (200, 91, False)],
)
def test_it_is_time_when_the_retention_is_over(
    own_days: int | None, days_later: float, is_due: bool
) -> None:
    event = make_full_event(people=1)
    with transaction():
        get_event(event.slug).retention_days = own_days

    due = begin(event.ends_at + timedelta(days=days_later))

    assert due == ([event.slug] if is_due else [])


def test_another_events_people_stay() -> None:
    event = make_full_event()
    other = make_event()
    make_registration(other)

    purge(event)

    assert len(registrations_of(other)) == 1
    assert count(OutgoingEmail, OutgoingEmail.event_id == other.id) == 1


def test_killed_at_any_point_it_goes_on_and_counts_nobody_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "BATCH", 2)
    monkeypatch.setattr(service, "MAILS", 2)
    event = make_full_event(people=7)
    now = event.ends_at + LATER
    begin(now)
    real, calls = service.record_history, []

    def killed(*args: Any, **more: Any) -> None:
        calls.append(more["act"])
        if len(calls) == 1:
            raise KeyboardInterrupt  # a kill at the last moment: all of the piece is undone
        real(*args, **more)

    monkeypatch.setattr(service, "record_history", killed)
    with pytest.raises(KeyboardInterrupt):
        work_all(now)
    begin(now)  # the daily job comes by meanwhile
    work_all(now + timedelta(minutes=5))  # when the lease has run out

    assert totals_of(event)["people"] == 7
    assert count(Registration) == count(OutgoingEmail) == count(Removal) == 0
    assert acts_of(event).count("personal data removed") == 1


def test_a_piece_that_fails_half_way_leaves_numbers_and_rows_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = make_full_event(people=3)
    now = event.ends_at + LATER
    begin(now)

    def fail(_ids: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(service.erasing, "erase_answers", fail)
    with pytest.raises(KeyboardInterrupt):
        work_due(now)

    assert totals_of(event) == {}
    assert (count(Registration), count(Answer)) == (3, 3)


def test_two_workers_on_one_removal_count_nobody_twice(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a lease ran out under a slow one."""
    monkeypatch.setattr(service, "BATCH", 3)
    event = make_full_event(people=12)
    now = event.ends_at + LATER
    begin(now)
    (number,) = db.session.scalars(select(Removal.id))
    db.session.remove()
    gate = threading.Barrier(4)

    def worker() -> None:
        with app.app_context():
            gate.wait(20)
            for _ in range(8):
                with transaction():
                    service.work_removal(number, now)
            db.session.remove()

    workers = [threading.Thread(target=worker) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert totals_of(event)["people"] == 12
    assert count(Registration) == count(Removal) == 0
    assert acts_of(event).count("personal data removed") == 1


def test_again_it_finds_nothing_to_do() -> None:
    event = make_full_event()
    purge(event)
    entries = count(HistoryEntry)

    assert begin(event.ends_at + LATER + timedelta(days=1)) == []
    assert work_due(event.ends_at + LATER + timedelta(days=1)) == 0
    assert count(HistoryEntry) == entries


def test_what_comes_in_afterwards_goes_too_and_is_added() -> None:
    event = make_full_event(people=2)
    purge(event)
    with transaction():
        row = get_event(event.slug)
        db.session.add(
            Registration(
                event_id=row.id, mode_id=row.modes[0].id, status=RegistrationStatus.CONFIRMED,
                email="late@example.org", email_key="late@example.org", given_name="Late",
                family_name="Comer", organization="ITU", stakeholder_group="UN", country="CH",
                language="en", registered_at=NOON,
            )
        )  # fmt: skip

    purge(event)

    assert count(Registration) == 0
    assert (totals_of(event)["people"], totals_of(event)["country"]["CH"]) == (3, 1)


def test_merged_registrations_are_counted_once() -> None:
    event = make_full_event(people=3)
    with transaction():
        first, second, _ = registrations_of(event)
        first.merged_into_id, first.status = second.id, RegistrationStatus.WITHDRAWN

    purge(event)

    assert totals_of(event)["people"] == 2
    assert count(Registration) == 0


def test_history_says_how_many_went_and_names_nobody() -> None:
    event = make_full_event()

    purge(event)

    entry = list_history(event.id)[0]
    assert (entry.act, entry.actor) == ("personal data removed", "retention period")
    assert entry.changes == {"people": [3, 0], "speakers": [None, 1]}


def test_access_needs_go_the_day_after_the_event() -> None:
    event = make_full_event(people=2)
    too_early, in_time = (event.ends_at + timedelta(hours=hours) for hours in (23.9, 24))

    with transaction():
        early = forget_access_needs(too_early)
    with transaction():
        events = forget_access_needs(in_time)
    with transaction():
        again = forget_access_needs(in_time)

    assert (early, events, again) == (0, 1, 0)
    assert count(Registration, Registration.access_needs.is_not(None)) == 0
    assert count(Speaker, Speaker.access_needs.is_not(None)) == 0
    entry = list_history(event.id)[0]
    assert (entry.act, entry.changes) == (
        "access needs removed",
        {"registrations": [2, 0], "speakers": [1, 0]},
    )


def test_everything_that_points_at_a_registration_goes_with_it() -> None:
    """A new table that does must be erased too: see erasing.py."""
    pointing = {
        table.name
        for table in Model.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "registrations"
    }

    assert pointing == {
        "admissions", "answers", "attendance_marks", "attendances", "certificates",
        "outgoing_emails", "registrations", "removals",
    }  # fmt: skip


def test_questions_and_the_page_stay() -> None:
    event = make_full_event(**SOON)

    purge(event)

    assert count(Question) == 1
    assert get_event(event.slug).title == event.title
