"""What people do themselves, and what the waiting list does for them, stands in history."""

from typing import Any

from flask.testing import FlaskClient

from tests.factories import NOON, make_event, make_registration, registration_details
from tests.questions.steps import make_question
from ungis_events.core.database import transaction
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history, list_person_history
from ungis_events.history.vocabulary import history_shown
from ungis_events.questions.queries import list_asked
from ungis_events.questions.rules import FilledIn, Given
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import change_registration, withdraw_registration


def again(registration: Registration) -> Registration:
    return get_registration(get_event(registration.event.slug), registration.id)


def change(registration: Registration, **told: Any) -> None:
    answers = told.pop("answers", None)
    same = {"email": registration.email, "family_name": registration.family_name}
    details = registration_details(**same | told)
    with transaction():
        change_registration(again(registration), details, now=NOON, answers=answers)


def written_down(registration: Registration) -> list[tuple[str, str, dict[str, Any]]]:
    """(actor, act, changes) of one person, the oldest first."""
    number = f"registration {registration.id}: "
    return [
        (str(each.actor), each.act.removeprefix(number), each.changes)
        for each in reversed(list_person_history(registration_id=registration.id))
    ]


def test_registering_for_the_first_time_is_told_by_the_row_alone() -> None:
    event = make_event(capacity=1)

    people = [make_registration(event), make_registration(event)]

    assert [written_down(each) for each in people] == [[], []]


def test_who_withdraws_comes_back_and_moves_up_is_written_down() -> None:
    event = make_event(capacity=1)
    leaving, waiting = make_registration(event), make_registration(event)

    with transaction():
        withdraw_registration(again(leaving), now=NOON)
    make_registration(event, email=leaving.email)

    assert written_down(leaving) == [
        ("registrant", "withdrawn by the person", {"status": ["confirmed", "withdrawn"]}),
        ("registrant", "registered again", {"status": ["withdrawn", "waitlisted"]}),
    ]
    assert written_down(waiting) == [
        ("waiting list", "moved up", {"status": ["waitlisted", "confirmed"]})
    ]
    assert [each.act for each in list_history(event.id)][:3] == [
        f"registration {leaving.id}: registered again",
        f"registration {waiting.id}: moved up",
        f"registration {leaving.id}: withdrawn by the person",
    ]


def test_organizers_withdrawing_somebody_is_no_act_of_the_person() -> None:
    registration = make_registration(make_event())

    with transaction():
        withdraw_registration(again(registration), now=NOON, by_organizer=True)

    assert written_down(registration) == []


def test_of_a_change_history_names_the_fields_and_nothing_they_hold() -> None:
    registration = make_registration(make_event(), given_name="Amina", country="SN")

    for _ in range(2):
        change(registration, given_name="Aminata", country="ML")

    assert written_down(registration) == [
        ("registrant", "changed by the person", {"fields": ["given_name", "country"]})
    ]
    (shown,) = history_shown(list_person_history(registration_id=registration.id), {})
    assert shown.act == f"registration {registration.id}: changed by the person"
    assert shown.changes == [("fields", ["given name, country"])]


def test_history_never_tells_who_has_access_needs() -> None:
    registration = make_registration(make_event(), country="SN")

    change(registration, access_needs="A ramp", country="SN")
    change(registration, access_needs=None, country="ML")

    assert [changes for _, _, changes in written_down(registration)] == [{"fields": ["country"]}]


def test_a_changed_answer_is_a_change() -> None:
    event = make_event()
    question = make_question(event)
    registration = make_registration(event)

    for value in ("Tea", "Tea", "Coffee"):
        asked = tuple(list_asked(event.id))
        change(registration, answers=FilledIn(asked, {question.id: Given(value)}))

    told = [changes["fields"][-1:] for _, _, changes in written_down(registration)]
    assert told == [["answers"], ["answers"]]


def test_the_page_of_the_person_shows_what_they_did(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    event = make_event()
    registration = make_registration(event)

    client.post(f"/registrations/{manage_token(registration)}/withdraw", data={"confirm": "y"})

    page = organizer_client.get(f"/manage/events/{event.slug}/registrations/{registration.id}")
    assert f"registration {registration.id}: withdrawn by the person" in page.text
    assert "<bdi>registrant</bdi>" in page.text
