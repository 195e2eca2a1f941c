"""Certificates at the desk: issued to who was there, taken back, corrected."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.certificates.steps import attend, certificates_of, make_over
from tests.conftest import Hands
from tests.factories import make_event, make_registration
from ungis_events.certificates import service
from ungis_events.certificates.rules import spaced_code
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.history.queries import list_latest
from ungis_events.registrations.models import Registration, RegistrationStatus


def issue(client: FlaskClient, event: Event) -> str:
    address = f"/manage/events/{event.slug}/certificates/issue"
    return client.post(address, follow_redirects=True).text


def act(client: FlaskClient, event: Event, number: int, what: str, **data: str) -> int:
    address = f"/manage/events/{event.slug}/certificates/{number}/{what}"
    return client.post(address, data=data).status_code


def test_whoever_was_there_gets_one_once(organizer_client: FlaskClient, clock_hands: Hands) -> None:
    event, _ = make_over(clock_hands)
    clock_hands.set_to(event.starts_at)
    make_registration(event, family_name="Absent")
    attend(event, family_name="Gone", status=RegistrationStatus.WITHDRAWN)
    in_room = make_registration(event, family_name="Okoye")
    with transaction():
        db.session.get_one(Registration, in_room.id).checked_in_at = event.starts_at
    clock_hands.set_to(event.ends_at)

    first, second = issue(organizer_client, event), issue(organizer_client, event)

    assert "2 certificates issued." in first
    assert "Everybody who was there has one already." in second
    names = [certificate.name for certificate in certificates_of(event)]
    assert names == ["Ms. Amina Diallo", "Amina Okoye"]
    assert [entry.act for entry in list_latest(event.id)].count("certificates issued") == 1


def test_more_than_a_batch_is_issued_in_one_go(
    organizer_client: FlaskClient, clock_hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BATCH", 2)
    event, _ = make_over(clock_hands)
    clock_hands.set_to(event.starts_at)
    for _ in range(4):
        attend(event)
    clock_hands.set_to(event.ends_at)

    assert "5 certificates issued." in issue(organizer_client, event)
    assert len({certificate.code for certificate in certificates_of(event)}) == 5


def test_none_are_issued_before_the_end(organizer_client: FlaskClient, clock_hands: Hands) -> None:
    event, _ = make_over(clock_hands)
    clock_hands.set_to(event.ends_at - timedelta(seconds=1))

    page = issue(organizer_client, event)

    assert "Certificates can be issued when the event is over." in page
    assert certificates_of(event) == []


def test_none_are_issued_for_an_event_that_did_not_take_place(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event, _ = make_over(clock_hands)
    with transaction():
        db.session.get_one(Event, event.id).status = "cancelled"  # type: ignore[assignment]

    issue(organizer_client, event)

    assert certificates_of(event) == []


def test_a_revoked_one_is_not_issued_again_by_itself(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event, _ = make_over(clock_hands)
    issue(organizer_client, event)
    (certificate,) = certificates_of(event)

    for _ in range(2):
        assert act(organizer_client, event, certificate.id, "revoke") == 303
    issue(organizer_client, event)

    (certificate,) = certificates_of(event)
    assert certificate.revoked_at == event.ends_at
    acts = [entry.act for entry in list_latest(event.id)]
    assert acts.count("certificate revoked") == 1


def test_a_corrected_name_is_a_new_certificate_and_the_old_code_forgets_the_name(
    organizer_client: FlaskClient, client: FlaskClient, clock_hands: Hands
) -> None:
    event, person = make_over(clock_hands)
    issue(organizer_client, event)
    (old,) = certificates_of(event)

    assert act(organizer_client, event, old.id, "name", name=" Dr.  Aminata Diallo ") == 303

    old, new = certificates_of(event)
    assert (new.name, new.registration_id, new.revoked_at) == (
        "Dr. Aminata Diallo",
        person.id,
        None,
    )
    assert (old.name, old.registration_id) == (None, None)
    assert new.code != old.code
    assert "no longer valid" in client.get(f"/certificates/{old.code}").text
    assert "Dr. Aminata Diallo" in client.get(f"/certificates/{new.code}").text
    assert act(organizer_client, event, old.id, "name", name="Anybody") == 404


def test_a_name_that_cannot_be_printed_is_asked_again(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event, _ = make_over(clock_hands)
    issue(organizer_client, event)
    (certificate,) = certificates_of(event)
    address = f"/manage/events/{event.slug}/certificates/{certificate.id}/name"

    empty = organizer_client.post(address, data={"name": "  "})
    long = organizer_client.post(address, data={"name": "x" * 301})

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Enter the name to be printed" in empty.text
    assert "x" * 301 in long.text
    assert len(certificates_of(event)) == 1


@pytest.mark.parametrize(
    ("q", "is_found"), [("DIALLO", True), ("code", True), ("nobody", False), ("%", False)]
)
def test_certificates_are_found_by_name_and_code(
    organizer_client: FlaskClient, clock_hands: Hands, q: str, is_found: bool
) -> None:
    event, _ = make_over(clock_hands)
    issue(organizer_client, event)
    code = spaced_code(certificates_of(event)[0].code)
    asked = code.lower() if q == "code" else q

    page = organizer_client.get(
        f"/manage/events/{event.slug}/certificates/", query_string={"q": asked}
    ).text

    assert ("Ms. Amina Diallo" in page) is is_found


def test_another_events_certificate_is_not_touched(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event, _ = make_over(clock_hands)
    issue(organizer_client, event)
    (certificate,) = certificates_of(event)
    other = make_event(now=event.ends_at)

    assert act(organizer_client, other, certificate.id, "revoke") == 404
    assert certificates_of(event)[0].revoked_at is None


def test_the_desk_has_the_paper_too(organizer_client: FlaskClient, clock_hands: Hands) -> None:
    event, _ = make_over(clock_hands)
    issue(organizer_client, event)
    (certificate,) = certificates_of(event)

    answer = organizer_client.get(f"/manage/events/{event.slug}/certificates/{certificate.id}.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
