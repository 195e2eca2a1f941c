from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.factories import make_event, make_registration
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.saved_views.models import SavedView

QUERY = "status=confirmed&country=SN&sort=name"


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/registrations/{rest}"


def save(client: FlaskClient, event: Event, name: str, query: str = QUERY, **more: str) -> int:
    form = {"name": name, "query": query, **more}
    return client.post(address(event, "views/new"), data=form).status_code


def views(event: Event) -> list[tuple[str, str]]:
    db.session.rollback()
    query = db.select(SavedView).where(SavedView.event_id == event.id).order_by(SavedView.id)
    return [(view.name, view.query) for view in db.session.scalars(query)]


def test_a_search_gets_a_name_and_stands_above_the_list(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event)

    offered = organizer_client.get(f"{address(event)}?{QUERY}").text
    code = save(organizer_client, event, "  Senegal,  coming ")

    shown = unescape(organizer_client.get(f"{address(event)}?{QUERY}").text)
    assert f"{address(event, 'views/new')}?{QUERY}" in unescape(offered)
    assert code == 303
    assert views(event) == [("Senegal, coming", QUERY)]
    assert f'?{QUERY}" aria-current="page"><bdi>Senegal, coming</bdi>' in shown


def test_only_what_the_list_understands_is_kept(organizer_client: FlaskClient) -> None:
    event = make_event()

    save(organizer_client, event, "Odd", "status=confirmed&status=x&page=7&javascript=1&sort=y")

    assert views(event) == [("Odd", "status=confirmed")]


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        pytest.param(" ", QUERY, "Give the view a name", id="no name"),
        pytest.param("x" * 101, QUERY, "Use at most 100 characters", id="long name"),
        pytest.param("All", "", "Choose a filter first", id="no filter"),
        pytest.param("Taken", QUERY, "There is a view “Taken” already", id="taken"),
    ],
)
def test_a_view_that_cannot_be_saved_says_why_and_keeps_what_was_typed(
    organizer_client: FlaskClient, name: str, query: str, sentence: str
) -> None:
    event = make_event()
    save(organizer_client, event, "Taken", "q=x")

    answer = organizer_client.post(address(event, "views/new"), data={"name": name, "query": query})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{query.replace("&", "&amp;")}"' in answer.text
    assert views(event) == [("Taken", "q=x")]


def test_a_view_of_that_name_is_replaced_when_asked_to(organizer_client: FlaskClient) -> None:
    event = make_event()
    save(organizer_client, event, "Mine", "q=x")

    save(organizer_client, event, "Mine", QUERY, replaces="y")

    assert views(event) == [("Mine", QUERY)]


def test_views_are_renamed_and_deleted(organizer_client: FlaskClient) -> None:
    event = make_event()
    save(organizer_client, event, "One", "q=x")
    save(organizer_client, event, "Two", "q=y")
    one, two = db.session.scalars(db.select(SavedView.id).order_by(SavedView.id)).all()

    taken = organizer_client.post(address(event, f"views/{one}/rename"), data={"name": "Two"})
    organizer_client.post(address(event, f"views/{one}/rename"), data={"name": "Three"})
    organizer_client.post(address(event, f"views/{two}/delete"))

    assert taken.status_code == 422
    assert views(event) == [("Three", "q=x")]


def test_names_are_each_events_own(organizer_client: FlaskClient) -> None:
    mine, other = make_event(), make_event()
    save(organizer_client, mine, "Same")

    assert save(organizer_client, other, "Same") == 303
    view_id = db.session.scalars(db.select(SavedView.id).where(SavedView.event_id == mine.id)).one()
    foreign = organizer_client.post(address(other, f"views/{view_id}/delete"))
    assert foreign.status_code == 404
    assert views(mine) == [("Same", QUERY)]
