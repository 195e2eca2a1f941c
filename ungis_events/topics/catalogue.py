"""Reference data: SDGs, WSIS Action Lines, GDC objectives, countries, stakeholder groups.

Read once from the CSV files in `data/` beside this file; their `source` columns say where each
row comes from. Codes as in event files: SDG9, C1, C7-ELEA, GDC4.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Topic:
    code: str
    family: str
    """sdg, wsis or gdc."""
    label: str
    """What a chip shows: SDG 9, WSIS C1, GDC 4."""
    title: str

    @property
    def css_class(self) -> str:
        return f"{self.family} {self.code.lower()}"


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(1)
def list_topics() -> tuple[Topic, ...]:
    """All topics in their official order: SDGs, Action Lines, GDC objectives."""
    goals = (
        Topic(f"SDG{row['number']}", "sdg", f"SDG {row['number']}", row["short_en"])
        for row in _rows("sdgs.csv")
    )
    lines = (
        Topic(row["code"], "wsis", f"WSIS {row['code']}", row["official_title"])
        for row in sorted(_rows("wsis_action_lines.csv"), key=lambda row: float(row["sort"]))
    )
    objectives = (
        Topic(row["code"], "gdc", f"GDC {row['number']}", row["official_title"])
        for row in _rows("gdc.csv")
    )
    return (*goals, *lines, *objectives)


@lru_cache(1)
def topics_by_code() -> dict[str, Topic]:
    return {topic.code: topic for topic in list_topics()}


@lru_cache(8)
def list_countries(language: str) -> tuple[tuple[str, str], ...]:
    """(ISO 3166-1 alpha-2, name in `language`), sorted by name, names as the UN writes them."""
    column = f"name_{language}" if language in ("ar", "en", "es", "fr", "ru", "zh") else "name_en"
    pairs = [(row["iso2"], row[column] or row["name_en"]) for row in _rows("un_regions.csv")]
    return tuple(sorted(pairs, key=lambda pair: _sort_key(pair[1])))


def _sort_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[\u0300-\u036f]", "", plain).casefold()


@lru_cache(1)
def country_codes() -> frozenset[str]:
    return frozenset(row["iso2"] for row in _rows("un_regions.csv"))


@lru_cache(1)
def list_stakeholder_groups() -> tuple[tuple[str, str], ...]:
    """(code, English label) in the order forms show them."""
    rows = sorted(_rows("stakeholder_groups.csv"), key=lambda row: int(row["sort"]))
    return tuple((row["code"], row["label_en"]) for row in rows)


@lru_cache(1)
def list_honorifics() -> tuple[str, ...]:
    """Suggestions for a free text field; "H.E. Ms." and the like are typed by hand."""
    return tuple(row["display"] for row in _rows("honorifics.csv") if row["display"])
