"""The sample is the announcement of 31 January 2023, word for word."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import Hands
from tests.factories import NOON
from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.files.service import links_of
from ungis_events.history.models import HistoryEntry
from ungis_events.sample import REAL_EVENT, SAMPLE_EVENT, sample_files
from ungis_events.sample.loading import load_sample
from ungis_events.speakers.service import speakers_of

SEED = (Path(__file__).parent / "data" / "ungis-side-event-2023.txt").read_text(encoding="utf-8")
LINES = [line.strip() for line in SEED.splitlines() if line.strip()]
SPEAKER_LINES = [line.removeprefix("•").strip() for line in LINES if line.startswith("•")][:6]


@pytest.fixture
def real() -> Event:
    load_sample(NOON)
    return get_event(REAL_EVENT)


def test_the_words_above_the_text_are_the_announcements(real: Event) -> None:
    assert (LINES[0], LINES[1]) == (real.theme, real.title)
    assert LINES[2] == f"A side event organized by the {' and the '.join(real.organizers)}"
    assert LINES[0] == f"UNGIS side event at the {real.forum.name if real.forum else ''}"
    assert LINES[5].startswith(str(real.platform))


def test_the_paragraphs_are_the_announcements_word_for_word(real: Event) -> None:
    start = LINES.index(next(line for line in LINES if line.startswith("The achievement")))
    end = LINES.index(next(line for line in LINES if line.startswith("•")))

    assert real.description.split("\n\n") == LINES[start:end]
    assert end - start == 5


def test_the_times_are_the_announcements_in_both_zones(real: Event, client: FlaskClient) -> None:
    announced = re.fullmatch(
        r"(31) January (2023), (\S+)-(\S+) EST, New York time / (\S+)-(\S+) CET, Geneva time",
        LINES[3],
    )
    assert announced
    text = client.get(f"/events/{REAL_EVENT}.txt").text

    day, year, *hours = announced.groups()
    assert f"New York  Tue {day} Jan {year}, {hours[0]}–{hours[1]} (EST, UTC−5)" in text
    assert f"Geneva    Tue {day} Jan {year}, {hours[2]}–{hours[3]} (CET, UTC+1)" in text
    assert real.starts_at == datetime(2023, 1, 31, 13, 30, tzinfo=UTC)
    assert real.ends_at == datetime(2023, 1, 31, 14, 45, tzinfo=UTC)


def test_the_six_speakers_are_the_announcements(real: Event) -> None:
    speakers = speakers_of(real)

    written = [
        f"{each.honorific} {each.name}, {each.role}, {each.organization}" for each in speakers
    ]
    assert written == SPEAKER_LINES
    assert [each.honorific for each in speakers] == ["Mr.", "Dr.", "Mr.", "Mr.", "Ms.", "Mr."]
    assert speakers[5].role == "Partner & Director"


def test_the_rest_is_as_we_chose(real: Event) -> None:
    links = [(each.title, each.url, each.kind) for each in links_of(real)]

    assert real.topics == ["SDG9", "SDG17", "C1", "C11"]
    assert real.status is EventStatus.PUBLISHED
    assert links == [
        ("Recording", "https://www.itu.int/net4/wsis/ungis/Articles/View/1209", "recording")
    ]


@pytest.mark.parametrize(
    ("now", "starts_at"),
    [
        pytest.param(NOON, datetime(2027, 1, 31, 13, 30, tzinfo=UTC), id="in November"),
        pytest.param(
            datetime(2027, 1, 30, 20, tzinfo=UTC),
            datetime(2027, 1, 31, 13, 30, tzinfo=UTC),
            id="the day before",
        ),
        pytest.param(
            datetime(2027, 1, 31, 12, tzinfo=UTC),
            datetime(2028, 1, 31, 13, 30, tzinfo=UTC),
            id="on the day",
        ),
    ],
)
def test_the_sample_edition_is_on_the_next_31_january(
    clock_hands: Hands, now: datetime, starts_at: datetime
) -> None:
    clock_hands.set_to(now)
    load_sample(now)

    sample = get_event(SAMPLE_EVENT)

    assert (sample.starts_at, sample.starts) == (starts_at, starts_at.replace(tzinfo=None, hour=8))
    assert sample.ends_at - sample.starts_at == timedelta(minutes=75)


def test_the_sample_edition_is_marked_and_open(client: FlaskClient) -> None:
    load_sample(NOON)

    text = client.get(f"/events/{SAMPLE_EVENT}").text

    assert "(sample edition)" in text
    assert "This event is here to try the site with. Nobody will be in the webinar." in text
    assert ">Register</a>" in text


def test_both_editions_have_the_same_words_and_people() -> None:
    real, sample = sample_files(NOON)

    assert sample.details.description.endswith(real.details.description)
    assert sample.speakers == real.speakers


def test_loading_twice_changes_nothing() -> None:
    first = load_sample(NOON)
    before = contents()

    second = load_sample(NOON)

    assert (len(first), first[20:]) == (22, [f"{REAL_EVENT} created", f"{SAMPLE_EVENT} created"])
    assert second == [f"{REAL_EVENT} is there already", f"{SAMPLE_EVENT} is there already"]
    assert contents() == before


def contents() -> list[object]:
    db.session.expire_all()
    return [
        db.session.execute(select(Event.slug, Event.version, Event.sequence, Event.starts)).all(),
        db.session.execute(select(HistoryEntry.id, HistoryEntry.act)).all(),
    ]
