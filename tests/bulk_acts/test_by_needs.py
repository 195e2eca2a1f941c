"""An act on people found by their access needs lists them: it is for who may see these."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import make_limited, signed_in
from tests.factories import make_event, make_registration
from ungis_events.accounts.models import Role, TeamMember
from ungis_events.core.database import db, transaction

from .steps import address, outcomes, start


@pytest.mark.parametrize("is_ticked", [True, False])
def test_an_act_by_access_needs_is_seen_by_who_is_named_only(
    app: Flask, organizer_client: FlaskClient, is_ticked: bool
) -> None:
    event = make_event()
    person = make_registration(event, access_needs="A ramp")
    make_registration(event)
    named = make_limited(Role.ORGANIZER, event.id)
    with transaction():
        member = db.session.get_one(TeamMember, (event.id, named.id))
        member.sees_access_needs = True
    chosen = {"query": "needs=yes"} | ({} if is_ticked else {"everybody": "y", "number": "1"})
    clients = [signed_in(app, named), organizer_client]

    started = start(clients[0], event, "withdraw", [person] if is_ticked else None, **chosen)

    pages = [client.get(started.location) for client in clients]
    lists = [client.get(address(event, "acts/")).text for client in clients]
    assert [page.status_code for page in pages] == [200, 404]
    assert [started.location in page for page in lists] == [True, False]


def test_who_is_not_named_starts_no_act_by_access_needs(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, access_needs="A ramp")
    make_registration(event)
    chosen = {"query": "needs=yes", "everybody": "y", "number": "1"}

    answer = start(organizer_client, event, "withdraw", **chosen)

    assert answer.status_code == 422
    assert outcomes(event) == []
