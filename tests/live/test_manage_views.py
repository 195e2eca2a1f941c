import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests.asked import statements_of
from tests.conftest import Hands
from tests.factories import NOON, make_event, make_past_event, make_registration
from tests.webinars.rooms import make_room
from ungis_events.adapters.webinar import NoticeKind, Problem
from ungis_events.attendance.service import gather_from_marks, record_mark
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.webinars.models import CallKind, Webinar, WebinarCall, WebinarStatus

START = datetime(2027, 1, 31, 13, 30, tzinfo=NOON.tzinfo)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _an_hour_and_a_half_before_the_start(clock_hands: Hands) -> None:
    clock_hands.set_to(START - 90 * MINUTE)


def live_page(client: FlaskClient, event: Event) -> str:
    answer = client.get(f"/manage/events/{event.slug}/live")
    assert answer.status_code == 200
    return answer.text


def badge(page: str) -> str:
    found = re.search(r'id="live-state"><span class="state [a-z-]+">([^<]+)<', page)
    assert found
    return found[1]


def figures(page: str) -> dict[str, int]:
    found = re.findall(r"<dt>([^<]+)</dt><dd[^>]*>(\d+)</dd>", page)
    return {name: int(number) for name, number in found}


def rows_of(page: str) -> list[list[str]]:
    table = page.partition('id="live-table"')[2].partition("</table>")[0]
    body = table.partition("<tbody>")[2]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in rows]


def come(event: Event, who: str, minute: float, left: float | None = None) -> None:
    """Into the room `minute` minutes after the start, by the link of who registered as `who`."""
    with transaction():
        event = get_event(event.slug)
        for kind, at in ((NoticeKind.JOINED, minute), (NoticeKind.LEFT, left)):
            if at is not None:
                record_mark(
                    event,
                    kind,
                    session="one",
                    participant=who,
                    at=event.starts_at + at * MINUTE,
                    name=who,
                    email=f"{who}@example.org",
                    external_id=None,
                    registration_id=None,
                )


def make_live(event: Event, status: WebinarStatus = WebinarStatus.LIVE, minute: int = 0) -> Webinar:
    return make_room(event, status=status, status_at=event.starts_at + minute * MINUTE)


# its state


@pytest.mark.parametrize(
    ("status", "minute", "expected"),
    [
        (WebinarStatus.WANTED, -90, "Being made"),
        (WebinarStatus.SCHEDULED, -90, "Scheduled"),
        (WebinarStatus.SCHEDULED, 5, "Not begun yet"),
        (WebinarStatus.SCHEDULED, 75 + 30, "Ended"),
        (WebinarStatus.PRACTICE, -10, "Practice session"),
        (WebinarStatus.LIVE, -10, "Practice session"),
        (WebinarStatus.LIVE, 5, "Live"),
        (WebinarStatus.ENDED, 80, "Ended"),
        (WebinarStatus.GONE, -90, "No longer there"),
    ],
)
def test_the_state_is_what_the_provider_told_and_what_the_clock_makes_of_it(
    organizer_client: FlaskClient,
    clock_hands: Hands,
    status: WebinarStatus,
    minute: int,
    expected: str,
) -> None:
    event = make_event()
    make_live(event, status, minute=-15)
    clock_hands.set_to(START + minute * MINUTE)

    assert badge(live_page(organizer_client, event)) == expected


@pytest.mark.parametrize(("due_in", "is_said"), [(90, False), (0, True)])
def test_only_a_request_that_should_have_left_is_said_to_wait(
    organizer_client: FlaskClient, due_in: int, is_said: bool
) -> None:
    event = make_event()
    room = make_room(event)
    with transaction():
        due_at = START + (due_in - 90) * MINUTE
        db.session.add(
            WebinarCall(
                webinar_id=room.id, kind=CallKind.REPORT, queued_at=NOON, due_at=due_at, attempts=0
            )
        )

    assert ("1 request to" in live_page(organizer_client, event)) is is_said


@pytest.mark.parametrize(("minute", "expected"), [(-90, "Scheduled"), (5, "Live"), (75, "Ended")])
def test_a_pasted_link_goes_by_the_clock(
    organizer_client: FlaskClient, clock_hands: Hands, minute: int, expected: str
) -> None:
    event = make_event()
    clock_hands.set_to(START + minute * MINUTE)

    assert badge(live_page(organizer_client, event)) == expected


def test_an_event_without_a_room_says_what_to_do(organizer_client: FlaskClient) -> None:
    event = make_event(join_url=None)

    page = live_page(organizer_client, event)

    assert badge(page) == "No online room yet"
    assert f'href="/manage/events/{event.slug}/webinar"' in page


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"status": EventStatus.CANCELLED}, "Cancelled"),
        (
            {"format": EventFormat.IN_PERSON, "venue": "Room A", "join_url": None},
            "In person only",
        ),
    ],
)
def test_where_nothing_goes_on_online_it_says_so(
    organizer_client: FlaskClient, overrides: dict[str, object], expected: str
) -> None:
    assert badge(live_page(organizer_client, make_event(**overrides))) == expected


def test_time_left_and_the_moment_stand_in_both_cities(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    make_live(event, WebinarStatus.SCHEDULED, minute=-900)
    clock_hands.set_to(START - 125 * MINUTE)

    page = live_page(organizer_client, event)

    assert "Begins in 2 hours 5 minutes." in page
    assert "New York Sun 31 Jan 2027, 08:30 (EST) · Geneva Sun 31 Jan 2027, 14:30 (CET)" in page


def test_somebody_who_registered_is_in_so_it_is_no_practice(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    """The host let everybody in before the hour."""
    event = make_event()
    make_live(event, minute=-15)
    bo = make_registration(event, email="bo@example.org")
    come(event, "bo", -5)
    with transaction():
        from ungis_events.attendance.models import AttendanceMark

        db.session.query(AttendanceMark).update({"registration_id": bo.id})
    clock_hands.set_to(START - MINUTE)

    assert badge(live_page(organizer_client, event)) == "Live"


# people over time


def test_people_in_the_room_now_and_the_most_at_once(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    make_live(event)
    make_registration(event, email="amina@example.org")
    come(event, "amina", -3)
    come(event, "bo", -2, left=8)
    come(event, "chen", 1, left=5)
    clock_hands.set_to(START + 10 * MINUTE)

    page = live_page(organizer_client, event)

    assert figures(page) == {
        "in the room now": 1,
        "at most at once": 3,
        "came, of those registered": 1,
        "registered online": 1,
    }
    assert 'class="line"' in page


def test_the_chart_is_a_table_too_on_the_clocks_of_both_cities(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    make_live(event)
    come(event, "amina", 0)
    come(event, "bo", 1.5, left=2.5)
    clock_hands.set_to(START + 4 * MINUTE)

    assert rows_of(live_page(organizer_client, event)) == [
        ["08:30", "14:30", "1"],
        ["08:31", "14:31", "1"],
        ["08:32", "14:32", "2"],
        ["08:33", "14:33", "1"],
        ["08:34", "14:34", "1"],
    ]


def test_who_rehearsed_the_day_before_is_not_in_the_chart(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    make_live(event)
    come(event, "host", -24 * 60, left=-23 * 60)
    come(event, "amina", 0)
    clock_hands.set_to(START + 2 * MINUTE)

    assert rows_of(live_page(organizer_client, event))[0] == ["08:30", "14:30", "1"]


def test_after_the_end_it_shows_the_list_in_use(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    make_live(event, WebinarStatus.ENDED, minute=60)
    come(event, "amina", 0, left=3)
    with transaction():
        gather_from_marks(get_event(event.slug), now=START + 61 * MINUTE)
    clock_hands.set_to(START + 61 * MINUTE)

    page = live_page(organizer_client, event)

    assert [row[2] for row in rows_of(page)] == ["1", "1", "1", "1"]
    assert "in the room now" not in page


def test_a_pasted_link_shows_who_came_by_our_join_page(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    for number, minute in enumerate((-1, 0, 0)):
        registration = make_registration(event, email=f"p{number}@example.org")
        with transaction():
            row = db.session.get_one(Registration, registration.id)
            row.joined_at = START + minute * MINUTE
    clock_hands.set_to(START + MINUTE)

    page = live_page(organizer_client, event)

    assert "People who came, by our join page" in page
    assert [row[2] for row in rows_of(page)] == ["0", "0", "0", "0", "1", "3", "3"]


def test_nothing_is_drawn_while_nobody_came(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_live(event, WebinarStatus.SCHEDULED, minute=-900)

    assert "<svg" not in live_page(organizer_client, event)


def test_groups_say_who_registered_and_who_came(organizer_client: FlaskClient) -> None:
    event = make_event()
    came = make_registration(event, stakeholder_group="GOV")
    make_registration(event, stakeholder_group="GOV")
    make_registration(event, stakeholder_group="GOV", status=RegistrationStatus.WITHDRAWN)
    with transaction():
        db.session.get_one(Registration, came.id).joined_at = START

    page = live_page(organizer_client, event)

    assert re.search(r'scope="row">Government</th>\s*<td class="number">2</td>', page)
    assert '<progress value="1" max="2" aria-hidden="true">' in page


# what is wrong, and where to look


def test_a_problem_is_one_line_that_leads_to_the_room(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_room(event, problem=Problem.CAPACITY)

    assert "The webinar has no place left at" in live_page(organizer_client, event)


def test_it_never_shows_the_rooms_own_address(organizer_client: FlaskClient) -> None:
    event = make_event()
    webinar = make_live(event, WebinarStatus.SCHEDULED)

    assert str(webinar.join_url) not in live_page(organizer_client, event)


def test_it_loads_itself_again_only_while_something_can_change(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    make_live(event, WebinarStatus.SCHEDULED, minute=-900)
    found = []
    for minute in (-61, -30, 10, 75 + 61):
        clock_hands.set_to(START + minute * MINUTE)
        found.append("live.js" in live_page(organizer_client, event))

    assert found == [False, True, True, False]


# questions


def ask(event: Event, number: int, **more: object) -> Registration:
    return make_registration(
        event,
        question=f"Question {number}?",
        family_name=f"Diallo {number}",
        now=NOON + number * MINUTE,
        **more,
    )


def questions_in(page: str) -> list[str]:
    return re.findall(r"Question \d+\?", page)


def test_questions_of_those_who_mean_to_come_the_newest_first(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    for number in range(7):
        ask(event, number)
    ask(event, 7, status=RegistrationStatus.WITHDRAWN)
    ask(event, 8, status=RegistrationStatus.REJECTED)
    make_registration(event)

    assert questions_in(live_page(organizer_client, event)) == [
        f"Question {number}?" for number in (6, 5, 4, 3, 2)
    ]


def test_all_questions_in_pages_in_either_order_or_on_one_page(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    for number in range(52):
        ask(event, number)
    address = f"/manage/events/{event.slug}/live/questions"

    def numbers(query: str) -> list[str]:
        return re.findall(r"Question (\d+)\?", organizer_client.get(address + query).text)

    assert numbers("") == [str(number) for number in range(51, 1, -1)]
    assert numbers("?page=2") == ["1", "0"]
    assert numbers("?order=oldest&page=2") == ["50", "51"]
    assert numbers("?order=oldest&all=y") == [str(number) for number in range(52)]
    assert numbers("?page=99999999999999999999") == ["1", "0"]


def test_questions_are_shown_as_typed(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, question="<script>alert(1)</script> & more")

    page = live_page(organizer_client, event)

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_an_event_long_over_says_what_there_is(organizer_client: FlaskClient) -> None:
    assert badge(live_page(organizer_client, make_past_event())) == "Ended"


# speed


def test_thousands_in_the_room_cost_a_handful_of_questions(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    make_live(event)
    for number in range(3):
        come(event, f"p{number}", number, left=number + 5)
    clock_hands.set_to(START + 20 * MINUTE)
    path = f"/manage/events/{event.slug}/live"
    few = len(statements_of(organizer_client, path))
    for number in range(3, 40):
        come(event, f"p{number}", number % 10, left=15)

    assert len(statements_of(organizer_client, path)) == few
