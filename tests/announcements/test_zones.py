from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.announcements.reading.marks import ZoneMark
from ungis_events.announcements.reading.words import rows
from ungis_events.core.clock import is_zone


def marks_in(text: str) -> list[ZoneMark]:
    return find_marks(read_lines(text)).of(ZoneMark)


def zones_in(text: str) -> list[str]:
    """The likeliest zone of each mark."""
    return [mark.zones[0] for mark in marks_in(text)]


@pytest.mark.parametrize(
    ("text", "zone", "hours", "is_summer"),
    [
        ("10:00 EST", "America/New_York", -5, False),
        ("10:00 EDT", "America/New_York", -4, True),
        ("10:00 am ET", "America/New_York", None, None),
        ("10:00 (CET)", "Europe/Zurich", 1, False),
        ("CEST 10:00", "Europe/Zurich", 2, True),
        ("10 h HAE", "America/New_York", -4, True),
        ("10:00 Eastern Daylight Time", "America/New_York", -4, True),
        ("10:00 Eastern Time (US & Canada)", "America/New_York", None, None),
        ("10:00 US Eastern", "America/New_York", None, None),
        ("10:00 Central European Summer Time", "Europe/Zurich", 2, True),
        ("10:00 Central EuropeRegister: here", "Europe/Zurich", None, None),
        ("10 h, heure normale de l'Est", "America/New_York", -5, False),
        ("10:00, hora del Este", "America/New_York", None, None),
        ("10:00 East Africa Time", "Africa/Nairobi", 3, None),
        ("all times are in CET", "Europe/Zurich", 1, False),
        ("10:00 UTC", "Etc/UTC", 0, None),
        ("14:00Z", "Etc/UTC", 0, None),
    ],
)
def test_abbreviation_or_name(
    text: str, zone: str, hours: int | None, is_summer: bool | None
) -> None:
    (mark,) = marks_in(text)

    offset = None if hours is None else timedelta(hours=hours)
    assert (mark.zones[0], mark.offset, mark.is_summer) == (zone, offset, is_summer)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("10:00 UTC+1", 1),
        ("10:00 UTC−5", -5),
        ("10:00 GMT +02:00", 2),
        ("10:00 (UTC-05:30)", -5.5),
        ("10:00 UTC/GMT +1", 1),
    ],
)
def test_offset_names_no_place(text: str, hours: float) -> None:
    assert [(mark.zones, mark.offset) for mark in marks_in(text)] == [((), timedelta(hours=hours))]


def test_dash_between_two_hours_is_no_minus() -> None:
    assert zones_in("16:00 UTC-17:00 UTC") == ["Etc/UTC", "Etc/UTC"]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("10:00 Geneva time", "Europe/Zurich"),
        ("10:00 (GENEVA TIME)", "Europe/Zurich"),
        ("10 h (heure de Genève)", "Europe/Zurich"),
        ("10:00 hora de Ginebra", "Europe/Zurich"),
        ("10:00 hora local de Nueva York", "America/New_York"),
        ("10:00 (Washington, D.C. time)", "America/New_York"),
        ("10:00 NYC", "America/New_York"),
        ("10:00 BKK time", "Asia/Bangkok"),
        ("Ottawa 3 p.m.", "America/Toronto"),
        ("New York: 9:00", "America/New_York"),
        ("à 10 h à Pékin", "Asia/Shanghai"),
        ("10:00, Santiago", "America/Santiago"),
        ("10:00 Brasilia", "America/Sao_Paulo"),
        ("10:00 (Kenya)", "Africa/Nairobi"),
        ("Kenya time", "Africa/Nairobi"),
        ("Europe/Zurich", "Europe/Zurich"),
    ],
)
def test_place_beside_an_hour_or_with_a_word_for_time(text: str, zone: str) -> None:
    assert zones_in(text) == [zone]


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("10:00 EST, New York time", ["America/New_York", "America/New_York"]),
        (
            "Geneva 3 p.m. | Nairobi 4 p.m. | New York 9 a.m.",
            ["Europe/Zurich", "Africa/Nairobi", "America/New_York"],
        ),
        (
            "8:00 am – Belmopan, San José (CR), Tegucigalpa",
            ["America/Belize", "America/Costa_Rica", "America/Tegucigalpa"],
        ),
        ("New York | Geneva\n9:00 | 15:00", ["America/New_York", "Europe/Zurich"]),
        ("10:00 am Colombia and Ecuador: 12:00", ["America/Bogota", "America/Guayaquil"]),
        ("12:00 USA (CEST)", ["America/New_York", "Europe/Zurich"]),
    ],
)
def test_several_zones_in_a_row(text: str, zones: list[str]) -> None:
    assert zones_in(text) == zones


@pytest.mark.parametrize(
    ("text", "count"), [("10:00 EST", 3), ("10:00 IST", 3), ("10:00 BST", 2), ("10:00 (USA)", 6)]
)
def test_zone_that_can_be_several(text: str, count: int) -> None:
    assert [len(mark.zones) for mark in marks_in(text)] == [count]


@pytest.mark.parametrize(
    "text",
    [
        "il est 10:00, est-ce tard",
        "10:00 local time",
        "the EST project in Geneva",
        "10:00 Paris Agreement, a discussion",
        "Ana Lima 10:00",
        "10:10 Kenya",
        "PT and CT scans",
        "América Latina\n\n10:00",
        "Real time, first time",
    ],
)
def test_other_words_are_no_zones(text: str) -> None:
    assert zones_in(text) == []


@pytest.mark.parametrize("table", ["zones.csv", "cities.csv"])
def test_tables_name_zones_of_the_clock(table: str) -> None:
    assert [zone for row in rows(table) for zone in row["zones"].split() if not is_zone(zone)] == []


@given(st.text("0123456789: ,()EST\nUTC+-GenvaTime/", max_size=200))
def test_finding_zones_never_fails(text: str) -> None:
    notice = read_lines(text)

    for mark in find_marks(notice).of(ZoneMark):
        assert 0 <= mark.start < mark.end <= len(notice.text)
