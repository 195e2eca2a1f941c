"""Pasted links: whose they are, and that nothing is asked of their maker."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import NOON
from ungis_events.adapters.webinar import Act, ProviderError, Retry, WrongNotice
from ungis_events.adapters.webinar.providers.manual import ManualProvider, platform_of


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://zoom.us/j/85746065123?pwd=x", "Zoom"),
        ("https://itu.zoom.us/j/85746065123", "Zoom"),
        ("https://us06web.zoom.us/w/1?tk=x", "Zoom"),
        ("https://teams.microsoft.com/l/meetup-join/19%3a", "Microsoft Teams"),
        ("https://teams.live.com/meet/9", "Microsoft Teams"),
        ("https://itu.webex.com/itu/j.php?MTID=m", "Webex"),
        ("https://meet.jit.si/Oceans", "Jitsi"),
        ("https://8x8.vc/x/Oceans", "Jitsi"),
        ("https://jitsi.example.org/Oceans", "Jitsi"),
        ("https://bbb2.example.org/b/oceans", "BigBlueButton"),
        ("https://www.youtube.com/watch?v=x", "YouTube"),
        ("https://youtu.be/x", "YouTube"),
        ("https://meet.google.com/abc-defg-hij", "Google Meet"),
        ("https://webtv.un.org/en/asset/k1", "UN Web TV"),
        ("  HTTPS://ZOOM.US./j/1  ", "Zoom"),
        ("https://notzoom.us/j/1", None),
        ("https://zoom.us.example.org/j/1", None),
        ("https://example.org/?to=zoom.us", None),
        ("https://zoom.us@example.org/j/1", None),
        ("https://google.com/", None),
        ("https://jitsi", None),
        ("https://[broken/", None),
        ("no link", None),
        ("", None),
    ],
)
def test_a_pasted_link_tells_its_maker(url: str, platform: str | None) -> None:
    assert platform_of(url) == platform


ASKING: list[Callable[[Any], object]] = [
    lambda manual: manual.create_room(None),
    lambda manual: manual.find_room("UNGIS-1", ""),
    lambda manual: manual.fetch_room("1"),
    lambda manual: manual.update_room("1", None),
    lambda manual: manual.delete_room("1"),
    lambda manual: manual.add_person("1", None),
    lambda manual: manual.add_people("1", []),
    lambda manual: manual.list_people("1"),
    lambda manual: manual.remove_people("1", []),
    lambda manual: manual.forget_person("1", "r1"),
    lambda manual: manual.list_panelists("1"),
    lambda manual: manual.add_panelists("1", []),
    lambda manual: manual.remove_panelist("1", "p1"),
    lambda manual: manual.list_stays("1"),
]


@pytest.mark.parametrize("ask", ASKING)
def test_nothing_can_be_asked_of_a_pasted_links_maker(ask: Callable[[Any], object]) -> None:
    with pytest.raises(ProviderError) as caught:
        ask(ManualProvider())

    assert (caught.value.retry, caught.value.is_unsure) == (Retry.NEVER, False)


def test_a_pasted_link_has_no_limits_no_page_and_no_notices() -> None:
    manual = ManualProvider()

    assert {manual.limits_of(act) for act in Act} == {()}
    assert manual.room_page("1") is None
    with pytest.raises(WrongNotice):
        manual.read_notice({}, b"{}", NOON)
