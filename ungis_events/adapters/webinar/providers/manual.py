"""A link that somebody made elsewhere and pasted here: nothing is asked of its maker."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NoReturn
from urllib.parse import urlsplit

from ungis_events.adapters.webinar import (
    Act,
    Admitted,
    Challenge,
    Limits,
    Notice,
    PanelistPlace,
    Person,
    Problem,
    ProviderError,
    Retry,
    Room,
    RoomWanted,
    Stay,
    TokenStore,
    WrongNotice,
)

_PLATFORMS = {
    "zoom.us": "Zoom",
    "zoomgov.com": "Zoom",
    "zoom.com": "Zoom",
    "teams.microsoft.com": "Microsoft Teams",
    "teams.live.com": "Microsoft Teams",
    "webex.com": "Webex",
    "meet.jit.si": "Jitsi",
    "8x8.vc": "Jitsi",
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "meet.google.com": "Google Meet",
    "webtv.un.org": "UN Web TV",
    "gotomeeting.com": "GoTo",
    "goto.com": "GoTo",
    "bigbluebutton.org": "BigBlueButton",
    "interprefy.com": "Interprefy",
    "kudo.ai": "KUDO",
    "kudoway.eu": "KUDO",
    "vimeo.com": "Vimeo",
    "facebook.com": "Facebook",
    "linkedin.com": "LinkedIn",
}
"""By the host's name; also of every name below it."""


def platform_of(url: str) -> str | None:
    """The maker's name as people know it; None for one we do not know."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:  # a broken IPv6 address
        return None
    labels = host.rstrip(".").split(".")
    if labels[0].startswith(("jitsi", "bbb")) and len(labels) > 1:  # houses run their own
        return "Jitsi" if labels[0].startswith("jitsi") else "BigBlueButton"
    tails = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_PLATFORMS[tail] for tail in tails if tail in _PLATFORMS), None)


def from_settings(
    _settings: Mapping[str, object], _tokens: TokenStore, _clock: Callable[[], datetime]
) -> "ManualProvider":
    return ManualProvider()


class ManualProvider:
    name = "manual"
    label = "Other"
    is_remote = False
    batch_size = 1

    def limits_of(self, act: Act) -> tuple[Limits, ...]:
        return ()

    def read_number(self, typed: str) -> str | None:
        return None

    def create_room(self, wanted: RoomWanted) -> Room:
        _cannot()

    def find_room(self, reference: str, host: str) -> Room | None:
        _cannot()

    def fetch_room(self, number: str) -> Room:
        _cannot()

    def update_room(self, number: str, wanted: RoomWanted) -> None:
        _cannot()

    def delete_room(self, number: str) -> None:
        _cannot()

    def add_person(self, number: str, person: Person) -> Admitted:
        _cannot()

    def add_people(self, number: str, people: Sequence[Person]) -> list[Admitted]:
        _cannot()

    def list_people(self, number: str) -> Iterator[Sequence[Admitted]]:
        _cannot()

    def remove_people(self, number: str, people: Sequence[Admitted]) -> None:
        _cannot()

    def forget_person(self, number: str, external_id: str) -> None:
        _cannot()

    def list_panelists(self, number: str) -> list[PanelistPlace]:
        _cannot()

    def add_panelists(self, number: str, panelists: Collection[tuple[str, str]]) -> None:
        _cannot()

    def remove_panelist(self, number: str, external_id: str) -> None:
        _cannot()

    def list_stays(self, number: str) -> Iterator[Sequence[Stay]]:
        _cannot()

    def room_page(self, number: str) -> str | None:
        return None

    def read_notice(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice | Challenge:
        raise WrongNotice("nobody tells anything about a pasted link")


def _cannot() -> NoReturn:
    raise ProviderError(
        Problem.UNKNOWN,
        retry=Retry.NEVER,
        detail="A pasted link belongs to its maker: nothing can be asked of it from here.",
    )
