"""The five regions of the world as UN statistics draw them (M49): of every country, also of those
without a regional group."""

import csv
from functools import lru_cache
from pathlib import Path

from flask_babel import LazyString, lazy_gettext

_FILE = Path(__file__).parent / "data" / "un_regions.csv"
REGIONS: dict[str, LazyString] = {
    "Africa": lazy_gettext("Africa"),
    "Americas": lazy_gettext("Americas"),
    "Asia": lazy_gettext("Asia"),
    "Europe": lazy_gettext("Europe"),
    "Oceania": lazy_gettext("Oceania"),
}


@lru_cache(1)
def countries_by_region() -> dict[str, tuple[str, ...]]:
    """{region: ISO alpha-2 codes}"""
    found: dict[str, list[str]] = {region: [] for region in REGIONS}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.get(row["m49_region"], []).append(row["iso2"])
    return {region: tuple(codes) for region, codes in found.items()}
