"""The table of transitions, and what each act brings about."""

from dataclasses import replace
from itertools import product

import pytest

from tests.factories import NOON, make_event, make_past_event, make_speaker
from tests.speakers.steps import (
    change,
    do,
    mails,
    make_confirmed,
    make_invited,
    make_speaker_with_mail,
    saved,
    waiting,
)
from ungis_events.core.database import transaction
from ungis_events.events.models import EventStatus
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.speakers import answering
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.errors import EventOver, NoAddress, SpeakerActNotPossible
from ungis_events.speakers.models import Gender, SpeakerStatus
from ungis_events.speakers.queries import get_speaker
from ungis_events.speakers.rules import TRANSITIONS, own_acts, status_after
from ungis_events.speakers.service import change_speaker

PROPOSED, INVITED, CONFIRMED, DECLINED, REPLACED = SpeakerStatus
ACTS = ("invite", "ask_again", "accept", "confirm", "decline", "replace", "take_back")
EXPECTED = {
    PROPOSED: {"invite": INVITED, "confirm": CONFIRMED, "decline": DECLINED, "replace": REPLACED},
    INVITED: {
        "ask_again": INVITED,
        "accept": CONFIRMED,
        "confirm": CONFIRMED,
        "decline": DECLINED,
        "replace": REPLACED,
        "take_back": PROPOSED,
    },
    CONFIRMED: {"decline": DECLINED, "replace": REPLACED, "take_back": PROPOSED},
    DECLINED: {
        "ask_again": INVITED,
        "confirm": CONFIRMED,
        "replace": REPLACED,
        "take_back": PROPOSED,
    },
    REPLACED: {"take_back": PROPOSED},
}


@pytest.mark.parametrize(("status", "act"), list(product(SpeakerStatus, ACTS)))
def test_each_act_leads_where_the_table_says_or_is_refused(status: SpeakerStatus, act: str) -> None:
    speaker = make_speaker_with_mail()
    change(speaker, status=status)

    expected = EXPECTED[status].get(act)
    if expected is None:
        with pytest.raises(SpeakerActNotPossible):
            do(speaker, act)
    else:
        do(speaker, act)

    assert saved(speaker).status is (expected or status)


def test_the_table_knows_no_other_acts() -> None:
    assert {act for _status, act in TRANSITIONS} == set(ACTS)
    with pytest.raises(SpeakerActNotPossible):
        status_after(CONFIRMED, "dance")


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        (PROPOSED, set()),
        (INVITED, {"accept", "decline", "replace"}),
        (CONFIRMED, {"decline", "replace"}),
        (DECLINED, {"replace"}),
        (REPLACED, set()),
    ],
)
def test_who_was_asked_may_answer(status: SpeakerStatus, acts: set[str]) -> None:
    assert own_acts(status) == acts


def test_each_change_is_one_of_the_history_with_the_speakers_number() -> None:
    speaker = make_speaker_with_mail()

    do(speaker, "invite")
    do(speaker, "decline", word="I travel that day.", is_own=True)

    latest = list_history(speaker.event_id)[:2]
    assert [(entry.act, entry.speaker_id) for entry in latest] == [
        ("speaker: decline", speaker.id),
        ("speaker: invite", speaker.id),
    ]
    assert latest[0].changes == {
        "speaker": "Ms. Suela Janina",
        "state": ["invited", "declined"],
    }


def test_the_word_said_with_an_answer_stays_until_they_are_asked_again() -> None:
    speaker = make_invited()

    do(speaker, "decline", word="I travel that day.", is_own=True)
    declined = saved(speaker).answer_words
    do(speaker, "ask_again")

    assert (declined, saved(speaker).answer_words) == ("I travel that day.", None)


def test_the_word_of_who_declined_stays_with_their_substitute_named() -> None:
    speaker = make_invited()

    do(speaker, "decline", word="I travel that day.", is_own=True)
    do(speaker, "replace", is_own=True)

    assert saved(speaker).answer_words == "I travel that day."


def test_history_says_that_private_words_changed_and_not_to_what() -> None:
    speaker = make_speaker_with_mail(pronunciation="SWAY-la", biography="Long.", zone="UTC")

    changes = list_history(speaker.event_id)[0].changes

    assert {name: changes[name] for name in ("pronunciation", "biography", "zone")} == {
        "pronunciation": [None, "set"], "biography": [None, "set"], "zone": [None, "set"],
    }  # fmt: skip


def test_a_change_of_a_state_makes_the_public_page_anew() -> None:
    speaker = make_speaker_with_mail()
    before = get_event(speaker.event.slug).version

    do(speaker, "confirm")

    assert get_event(speaker.event.slug).version == before + 1


def test_nobody_is_invited_without_an_address() -> None:
    speaker = make_speaker(make_event())

    with pytest.raises(NoAddress):
        do(speaker, "invite")

    assert (saved(speaker).status, mails(speaker.event)) == (PROPOSED, [])


def test_confirming_by_hand_needs_no_address_and_mails_nothing_then() -> None:
    speaker = make_speaker(make_event())

    do(speaker, "confirm")

    assert (saved(speaker).status, mails(speaker.event)) == (CONFIRMED, [])


def test_the_record_of_a_past_event_is_corrected_without_a_mail() -> None:
    speaker = make_speaker_with_mail(make_past_event())

    do(speaker, "confirm")
    with pytest.raises(EventOver):
        do(make_speaker_with_mail(make_past_event()), "invite")

    assert (saved(speaker).status, mails(speaker.event)) == (CONFIRMED, [])


def test_nobody_accepts_what_was_cancelled() -> None:
    speaker = make_speaker_with_mail(make_event(status=EventStatus.CANCELLED))
    change(speaker, status=INVITED)

    with pytest.raises(EventOver):
        do(speaker, "accept", is_own=True)


def test_taking_an_invitation_back_ends_its_link_and_says_so() -> None:
    speaker = make_invited()
    before = saved(speaker).link_version

    do(speaker, "take_back")

    assert saved(speaker).link_version == before + 1
    assert waiting(speaker.event)[-1] == "speaker_cancelled"


def test_own_answers_are_news_to_the_organizers_and_their_own_acts_are_not() -> None:
    speaker = make_speaker_with_mail()

    do(speaker, "invite")
    by_them = saved(speaker).has_news
    do(speaker, "accept", is_own=True)

    assert (by_them, saved(speaker).has_news) == (False, True)


def test_inviting_everybody_leaves_out_who_has_no_address_or_was_asked() -> None:
    event = make_event()
    make_speaker(event, name="No Address")
    make_confirmed(event, name="There Already", email="there@example.org")
    make_speaker_with_mail(event, name="Bo Li", email="bo@example.org")

    with transaction():
        asked = answering.invite_all(get_event(event.slug), actor="test", now=event.created_at)

    invited = [to for kind, to, _status in mails(event) if kind == "speaker_invited"]
    assert (asked, invited) == ((1, 1), ["there@example.org", "bo@example.org"])


@pytest.mark.parametrize(
    ("is_own", "told"),
    [(False, ["speaker_invited", "speaker_cancelled"]), (True, ["speaker_invited"])],
)
def test_who_was_asked_and_is_replaced_hears_of_it_unless_they_named_the_substitute(
    is_own: bool, told: list[str]
) -> None:
    speaker = make_invited()

    do(speaker, "replace", is_own=is_own)

    assert waiting(speaker.event) == told


def test_gender_and_country_stand_in_no_history() -> None:
    speaker = make_confirmed()
    before = list_history(speaker.event_id)

    for values in ({"gender": Gender.WOMAN, "country": "AL"}, {"gender": None, "role": "Chair"}):
        with transaction():
            row = get_speaker(get_event(speaker.event.slug), speaker.id)
            details = replace(SpeakerProfile.of(row), **values)
            change_speaker(row.event, row, details, actor="test", now=NOON, is_own=True)

    (entry, *rest) = list_history(speaker.event_id)
    assert entry.changes == {
        "speaker": ["Suela Janina", "Suela Janina"],
        "role": ["Director", "Chair"],
    }
    assert [each.id for each in rest] == [each.id for each in before]
    assert (saved(speaker).gender, saved(speaker).country) == (None, "AL")
