from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.factories import NOON, make_event, make_registration
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.history.queries import list_person_history
from ungis_events.questions.models import Answer, Question, QuestionKind
from ungis_events.registrations.duplicates import list_alike
from ungis_events.registrations.errors import RegistrationError
from ungis_events.registrations.merging import merge_registrations
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration

from .steps import deliver, people, queued, seats_of

EARLIER = NOON - timedelta(days=1)


def merge(stays: Registration, leaves: Registration) -> Registration:
    with transaction():
        event = stays.event
        merge_registrations(
            get_registration(event, stays.id),
            get_registration(event, leaves.id),
            actor="Bo Li",
            now=NOON,
        )
    db.session.expire_all()
    return stays


def test_who_stays_keeps_their_own_and_gets_what_was_empty_and_the_earlier_moment() -> None:
    event = make_event()
    leaves = make_registration(event, job_title="Intern", question="Why?", now=EARLIER)
    stays = make_registration(event, job_title="Director")

    merge(stays, leaves)

    assert (stays.job_title, stays.question, stays.registered_at) == ("Director", "Why?", EARLIER)
    assert (leaves.status, leaves.merged_into_id) == (RegistrationStatus.WITHDRAWN, stays.id)


def test_the_other_frees_its_seat_and_its_calendar_lets_go(outbox: list[Email]) -> None:
    event = make_event(capacity=2)
    stays, leaves = make_registration(event), make_registration(event)
    waiting = make_registration(event)
    deliver(outbox)

    merge(stays, leaves)

    mails = {mail.message["To"].addresses[0].addr_spec: mail.method for mail in deliver(outbox)}
    assert mails == {leaves.email: "CANCEL", waiting.email: "REQUEST"}
    assert seats_of(event) == (2, 0)


def test_who_waits_takes_over_the_seat_of_their_other_registration() -> None:
    """Not the first in line: the person had a seat, and keeps it."""
    event = make_event(capacity=1)
    leaves = make_registration(event)
    first_in_line = make_registration(event)
    stays = make_registration(event)

    merge(stays, leaves)

    assert (stays.status.value, first_in_line.status.value) == ("confirmed", "waitlisted")
    assert seats_of(event) == (1, 1)
    assert queued(event)[-1] == (stays.email, "promoted")


def test_without_a_seat_the_other_leaves_without_a_word() -> None:
    event = make_event(approval=True)
    stays, leaves = make_registration(event), make_registration(event)

    merge(stays, leaves)

    assert [kind for _, kind in queued(event)] == ["registration_pending"] * 2


def test_answers_are_kept() -> None:
    event = make_event()
    stays, leaves = make_registration(event), make_registration(event)
    with transaction():
        questions = [
            Question(
                event_id=event.id, position=n, kind=QuestionKind.TEXT, label=str(n), options=[]
            )
            for n in range(2)
        ]
        db.session.add_all(questions)
        db.session.flush()
        for person, question, value in (
            (stays, questions[0], "mine"),
            (leaves, questions[0], "theirs"),
            (leaves, questions[1], "only theirs"),
        ):
            db.session.add(
                Answer(
                    registration_id=person.id,
                    question_id=question.id,
                    asked="",
                    value=value,
                    answered_at=NOON,
                )
            )

    merge(stays, leaves)

    query = db.select(Answer.value).where(Answer.registration_id == stays.id)
    assert sorted(db.session.scalars(query)) == ["mine", "only theirs"]


def test_both_remember_it() -> None:
    event = make_event()
    stays, leaves = make_registration(event), make_registration(event)

    merge(stays, leaves)

    entries = [list_person_history(registration_id=each.id)[0] for each in (stays, leaves)]
    assert [(entry.act, entry.changes["registration"]) for entry in entries] == [
        (f"registration {stays.id}: merge", [leaves.id, stays.id]),
        (f"registration {leaves.id}: merge", [leaves.id, stays.id]),
    ]


def test_what_cannot_be_merged_is_refused() -> None:
    event, other = make_event(), make_event()
    one, foreign = make_registration(event), make_registration(other)
    gone = make_registration(event, status=RegistrationStatus.WITHDRAWN)
    merged = make_registration(event)
    merge(one, merged)

    for stays, leaves in ((one, one), (one, foreign), (gone, one), (one, merged)):
        with pytest.raises(RegistrationError):
            merge_it(stays, leaves)
    assert ("confirmed" in dict(people(event)).values()) is True


def merge_it(stays: Registration, leaves: Registration) -> None:
    with transaction():
        merge_registrations(
            db.session.get_one(Registration, stays.id),
            db.session.get_one(Registration, leaves.id),
            actor="Bo Li",
            now=NOON,
        )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(
            {"given_name": "José", "family_name": "Núñez"},
            {"given_name": "NUNEZ", "family_name": "Jose"},
            [False],
            id="accents, capitals and order apart",
        ),
        pytest.param(
            {"email": "amina@example.org", "given_name": "A"},
            {"email": "amina+un@example.org", "given_name": "B"},
            [True],
            id="something added to the address",
        ),
        pytest.param(
            {"email": "a.mina@gmail.com", "given_name": "A"},
            {"email": "amina@gmail.com", "given_name": "B"},
            [True],
            id="dots where they mean nothing",
        ),
        pytest.param(
            {"email": "a.mina@example.org", "given_name": "A"},
            {"email": "amina@example.org", "given_name": "B"},
            [],
            id="dots elsewhere mean somebody else",
        ),
    ],
)
def test_people_alike_are_suggested(
    one: dict[str, str], other: dict[str, str], expected: list[bool]
) -> None:
    event = make_event()
    make_registration(event, **one)
    make_registration(event, **other)

    assert [group.is_mailbox for group in list_alike(event)] == expected


def test_pair_is_compared_and_merged_from_the_pages(organizer_client: FlaskClient) -> None:
    event = make_event()
    stays = make_registration(event, family_name="Same")
    leaves = make_registration(event, family_name="Same")

    suggested = organizer_client.get(address(event, "duplicates")).text
    compared = organizer_client.get(address(event, f"{stays.id}/merge?with={leaves.id}")).text
    answer = organizer_client.post(
        address(event, f"{stays.id}/merge"), data={"leaves": str(leaves.id)}
    )

    assert f"/{stays.id}/merge?with={leaves.id}" in suggested
    assert f"{stays.email} stays" in compared
    assert f"{leaves.email} stays" in compared
    assert answer.location.endswith(f"/registrations/{stays.id}")
    assert dict(people(event)) == {stays.email: "confirmed", leaves.email: "withdrawn"}


@pytest.mark.parametrize("other", ["x", "0", "99999999999", "itself"])
def test_a_number_that_is_nobodys_is_said_beside_the_field(
    organizer_client: FlaskClient, other: str
) -> None:
    event = make_event()
    one = make_registration(event)
    number = str(one.id) if other == "itself" else other

    answer = organizer_client.get(address(event, f"{one.id}/merge?with={number}"))

    assert answer.status_code == 422
    assert 'aria-describedby="with-error"' in answer.text
    assert f'value="{number}"' in answer.text


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/registrations/{rest}"
