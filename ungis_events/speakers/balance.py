"""The balance of a panel, by gender and region, before it is published. Pure.

Only what the speakers said of themselves counts: nobody is sorted by their name, title or
organization. Regions are the regional groups of the General Assembly.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext

import ungis_events.topics

from .models import Gender, Speaker

_GENDERS = (
    (Gender.WOMAN, lazy_gettext("Women")),
    (Gender.MAN, lazy_gettext("Men")),
    (Gender.ANOTHER, lazy_gettext("Another gender")),
)
_REGIONS = (
    ("AFR", lazy_gettext("African States")),
    ("APG", lazy_gettext("Asia-Pacific States")),
    ("EEG", lazy_gettext("Eastern European States")),
    ("GRULAC", lazy_gettext("Latin American and Caribbean States")),
    ("WEOG", lazy_gettext("Western European and other States")),
)
_NO_REGION = lazy_gettext("In no regional group")
_NOT_SAID = lazy_gettext("Not said")


class Share(NamedTuple):
    label: LazyString
    people: int
    is_said: bool = True


@dataclass(frozen=True)
class Balance:
    people: int
    """All who come or may: whoever declined or was replaced is not counted."""
    genders: tuple[Share, ...]
    regions: tuple[Share, ...]


def balance_of(speakers: Iterable[Speaker]) -> Balance:
    coming = [speaker for speaker in speakers if speaker.is_coming]
    groups = _regional_groups()
    return Balance(
        len(coming),
        _shares([speaker.gender for speaker in coming], _GENDERS),
        _shares(
            [speaker.country and groups.get(speaker.country, "") for speaker in coming],
            (*_REGIONS, ("", _NO_REGION)),
        ),
    )


def _shares(
    answers: Sequence[str | None], labels: Iterable[tuple[str, LazyString]]
) -> tuple[Share, ...]:
    """The usual ones also where they are nobody's: a gap is what the reader looks for."""
    counts = Counter(answers)
    rare = {Gender.ANOTHER, ""}
    said = tuple(
        Share(label, counts[answer])
        for answer, label in labels
        if counts[answer] or answer not in rare
    )
    return (*said, Share(_NOT_SAID, counts[None], is_said=False)) if counts[None] else said


@lru_cache(1)
def _regional_groups() -> dict[str, str]:
    """{ISO 3166-1 alpha-2: its group}; areas and observers stand in none."""
    path = Path(ungis_events.topics.__path__[0]) / "data" / "un_regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row["regional_group"] for row in csv.DictReader(file)}
