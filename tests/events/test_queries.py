from datetime import datetime, timedelta

import pytest

from tests.factories import NOON, make_event, make_past_event, make_registration
from ungis_events.events.errors import EventNotFound
from ungis_events.events.models import EventStatus
from ungis_events.events.queries import (
    Filters,
    count_past,
    find_freshness,
    get_event,
    get_public_event,
    list_forums_in_use,
    list_past,
    list_topic_codes_in_use,
    list_upcoming,
    next_boundary,
)

ALL = Filters()


def test_a_draft_is_found_by_organizers_alone() -> None:
    draft = make_event(status=EventStatus.DRAFT)

    with pytest.raises(EventNotFound):
        get_public_event(draft.slug)

    assert get_event(draft.slug) is draft
    assert find_freshness(draft.slug) is None


def test_freshness_changes_with_every_registration_and_every_change() -> None:
    event = make_event(capacity=5)
    before = find_freshness(event.slug)

    make_registration(event)
    after = find_freshness(event.slug)

    assert before is not None
    assert after is not None
    assert [seats.taken for seats in before.seats + after.seats] == [0, 1]
    assert before.version == after.version == event.version


def test_what_runs_now_is_still_upcoming() -> None:
    event = make_event()

    during, after = event.ends_at - timedelta(seconds=1), event.ends_at

    assert (list(list_upcoming(ALL, during)), count_past(ALL, during)) == ([event], 0)
    assert (list(list_upcoming(ALL, after)), count_past(ALL, after)) == ([], 1)
    assert list(list_past(ALL, after, limit=9, offset=0)) == [event]


def test_cancelled_events_stay_in_the_list_and_drafts_do_not() -> None:
    cancelled = make_event(status=EventStatus.CANCELLED)
    make_event(status=EventStatus.DRAFT, forum="Secret", topics=["C1"])

    assert list(list_upcoming(ALL, NOON)) == [cancelled]
    assert (list(list_forums_in_use()), list_topic_codes_in_use()) == ([], set())


def test_the_next_boundary_is_the_first_moment_at_which_a_list_changes() -> None:
    make_past_event()
    make_event(
        status=EventStatus.DRAFT, starts=datetime(2026, 11, 23, 9), ends=datetime(2026, 11, 23, 10)
    )
    event = make_event(registration_opens=datetime(2027, 1, 1, 9))

    moments = [NOON]
    while (moment := next_boundary(moments[-1])) is not None:
        moments.append(moment)

    assert moments[1:] == [event.registration_opens_at, event.starts_at, event.ends_at]
