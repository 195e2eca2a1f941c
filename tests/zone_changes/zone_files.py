"""Zone data of our own making: a folder as pytz reads it, in which two countries decided anew."""

import shutil
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytz

EDITION = "2099a"
HOUR = timedelta(hours=1)


class Offset(NamedTuple):
    """What clocks show from UTC, and what that is called."""

    utc: timedelta
    name: str


NAIROBI, KATHMANDU = "Africa/Nairobi", "Asia/Kathmandu"
ONCE = {
    NAIROBI: Offset(timedelta(hours=3), "EAT"),
    KATHMANDU: Offset(timedelta(hours=5, minutes=45), "+0545"),
}
DECIDED = datetime(2036, 1, 1, tzinfo=UTC)
"""From here on clocks in Nairobi are an hour behind what they were."""
LEAPT = datetime(2036, 2, 10, 10, 0, tzinfo=UTC) - ONCE[KATHMANDU].utc
"""Clocks in Kathmandu go from 10:00 to 11:00 on 10 February 2036."""


def make_zone_folder(folder: Path) -> Path:
    """All zones as they are but for two, in an edition later than any real one."""
    shutil.copytree(Path(pytz.__file__).parent / "zoneinfo", folder)
    (folder / "+VERSION").write_text(f"{EDITION}\n")
    once = ONCE[NAIROBI]
    zone = compile_zone(once, DECIDED, Offset(once.utc - HOUR, "CAT"), "CAT-2")
    (folder / NAIROBI).write_bytes(zone)
    once = ONCE[KATHMANDU]
    zone = compile_zone(once, LEAPT, Offset(once.utc + HOUR, "+0645"), "<+0645>-6:45")
    (folder / KATHMANDU).write_bytes(zone)
    return folder


def compile_zone(before: Offset, at: datetime, after: Offset, rule: str) -> bytes:
    """A TZif file of version 2 (RFC 9636) with one change of the clocks.

    pytz reads the first block, whose times have 32 bits; zoneinfo the second and the rule.
    """
    return _block(before, at, after, "l") + _block(before, at, after, "q") + f"\n{rule}\n".encode()


def _block(before: Offset, at: datetime, after: Offset, time: str) -> bytes:
    names = f"{before.name}\0{after.name}\0".encode()
    counts = (0, 0, 0, 1, 2, len(names))  # of changes one, of offsets two
    types = b"".join(
        struct.pack(">lBB", int(offset.utc.total_seconds()), 0, names.index(offset.name.encode()))
        for offset in (before, after)
    )
    change = struct.pack(f">{time}B", int(at.timestamp()), 1)
    return struct.pack(">4sc15x6l", b"TZif", b"2", *counts) + change + types + names
