"""The tables that notices are read by: months and days of CLDR, zones, cities, venues, labels."""

import csv
from functools import lru_cache
from pathlib import Path


@lru_cache(16)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """A table of this folder, for example rows("cities.csv"); its first line has the headings."""
    path = Path(__file__).parent / name
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
