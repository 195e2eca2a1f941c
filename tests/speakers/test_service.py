"""A whole roster at once, as event files bring it, and the words of a biography."""

import pytest

from tests.factories import NOON, make_event, make_speaker
from tests.registrations.steps import deliver
from tests.speakers.steps import change, do, make_confirmed, make_invited, saved, states
from ungis_events import event_files, workflows
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.speakers.queries import list_roster
from ungis_events.speakers.rules import count_words
from ungis_events.speakers.service import SpeakerDetails, replace_speakers, speakers_of

CONFIRMED, DECLINED = SpeakerStatus.CONFIRMED, SpeakerStatus.DECLINED


def bring(event: Event, *roster: SpeakerDetails) -> None:
    with transaction():
        replace_speakers(get_event(event.slug), roster, actor="test", now=NOON)
    db.session.expire_all()


def file_of(event: Event) -> str:
    db.session.rollback()
    db.session.expire_all()
    return event_files.write(workflows.event_file_of(get_event(event.slug)))


def test_whoever_is_there_keeps_their_row_with_all_that_hangs_on_it() -> None:
    event = make_event()
    speaker = make_invited(event, biography="Thirty years.", name="José Álvarez")

    bring(event, SpeakerDetails("New Person"), SpeakerDetails("Alvarez, Jose", role="Chair"))

    row = saved(speaker)
    assert states(event) == [
        ("New Person", CONFIRMED),
        ("Alvarez, Jose", SpeakerStatus.INVITED),
    ]
    assert (row.role, row.email, row.biography, row.position) == (
        "Chair",
        "suela@example.org",
        "Thirty years.",
        1,
    )


def test_whoever_is_missing_in_the_file_goes_and_is_told(outbox: list[Email]) -> None:
    event = make_event()
    make_confirmed(event)
    deliver(outbox)

    bring(event, SpeakerDetails("New Person"))

    assert states(event) == [("New Person", CONFIRMED)]
    assert [mail.method for mail in deliver(outbox)] == ["CANCEL"]


def test_who_declined_stays_noted_and_comes_back_when_the_file_says_so() -> None:
    event = make_event()
    speaker = make_invited(event)
    do(speaker, "decline", is_own=True)

    bring(event, SpeakerDetails("New Person"))
    noted = states(event)
    bring(event, SpeakerDetails("New Person"), SpeakerDetails("Suela Janina"))

    assert noted == [("New Person", CONFIRMED), ("Suela Janina", DECLINED)]
    assert states(event) == [("New Person", CONFIRMED), ("Suela Janina", CONFIRMED)]
    assert saved(speaker).id == speaker.id


def test_two_of_one_name_are_two() -> None:
    event = make_event()

    bring(event, SpeakerDetails("Bo Li", role="A"), SpeakerDetails("Bo Li", role="B"))
    first = [speaker.id for speaker in list_roster(event)]
    bring(event, SpeakerDetails("Bo Li", role="A"), SpeakerDetails("Bo Li", role="C"))

    assert [speaker.id for speaker in list_roster(event)] == first
    assert [each.role for each in speakers_of(event)] == ["A", "C"]


def test_export_round_trips_and_leaves_out_who_is_not_coming() -> None:
    event = make_event()
    make_confirmed(event, biography="Thirty years.")
    gone = make_invited(event, name="Gone Person", email="gone@example.org")
    do(gone, "decline", is_own=True)
    before, version = file_of(event), get_event(event.slug).version

    with transaction():
        workflows.save_event_file(event_files.read(before), actor="test", now=NOON)

    assert file_of(event) == before
    assert get_event(event.slug).version == version
    assert "Gone Person" not in before


def test_a_copy_of_an_event_asks_everybody_anew() -> None:
    event = make_event()
    make_confirmed(event, biography="Thirty years.")
    gone = make_invited(event, name="Gone Person", email="gone@example.org")
    do(gone, "decline", is_own=True)

    with transaction():
        copy = workflows.duplicate_event(get_event(event.slug), actor="test", now=NOON)

    (speaker,) = list_roster(copy)
    assert (speaker.name, speaker.status, speaker.email, speaker.biography) == (
        "Suela Janina",
        SpeakerStatus.PROPOSED,
        "suela@example.org",
        "Thirty years.",
    )
    assert speaker.calendar_sequence is None


def test_order_by_hand_must_name_everybody_also_who_declined() -> None:
    event = make_event()
    make_speaker(event, name="A")
    change(make_speaker(event, name="B"), status=DECLINED)

    names = [speaker.name for speaker in list_roster(event)]

    assert (names, [each.name for each in speakers_of(event)]) == (["A", "B"], ["A"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two  three\nfour", 4),
        ("– well-known, isn’t it? –", 3),
        ("信息社会世界峰会", 8),
        ("她 works at 国际电信联盟 in 2026", 11),
        ("القمة العالمية لمجتمع المعلومات", 4),
    ],
)
def test_words_are_counted_as_people_do(text: str, words: int) -> None:
    assert count_words(text) == words


def test_every_row_has_its_name_key() -> None:
    event = make_event()
    make_speaker(event, name="H. Zhao")
    bring(event, SpeakerDetails("Łukasz Żółty"))

    assert [row.name_key for row in db.session.scalars(db.select(Speaker))] == ["lukasz zolty"]
