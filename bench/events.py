"""Event files like real ones: 100 upcoming side events, and small ones to race for."""

import json
from pathlib import Path
from typing import Any

_PARAGRAPH = (
    "UNGIS members present how their work on **information and communication technologies** "
    "advances the Sustainable Development Goals, and what Member States, civil society and the "
    "private sector can do together within the WSIS Action Lines. Speakers share good practice, "
    "figures and lessons from projects in the field, and answer questions from the floor.\n\n"
)
_SPEAKERS = [
    {"honorific": honorific, "name": name, "role": role, "organization": "ITU", "part": part}
    for honorific, name, role, part in (
        ("Ms.", "Amina Diallo", "Head of Division", "moderator"),
        ("Mr.", "Bo Li", "Deputy Director", "opening"),
        ("Ms.", "Clara Núñez", "Chief of Section", "speaker"),
        ("Dr.", "Dmitri Orlov", "Senior Adviser", "speaker"),
        ("H.E. Ms.", "Esi Mensah", "Permanent Representative", "panellist"),
        ("Mr.", "Farid Haddad", "Programme Officer", "closing"),
    )
]


def write_event_files(folder: Path, *, seats: int, races: int) -> list[Path]:
    events = [_event(f"bench-{number:03}", number) for number in range(100 - races)]
    events += [
        _event(f"bench-race-{number}", number) | {"capacity": seats} for number in range(races)
    ]
    paths = []
    for event in events:
        path = folder / f"{event['slug']}.json"
        path.write_text(json.dumps(event), encoding="utf-8")
        paths.append(path)
    return paths


def _event(slug: str, number: int) -> dict[str, Any]:
    day = f"2040-{number // 28 + 1:02}-{number % 28 + 1:02}"
    return {
        "slug": slug,
        "title": f"WSIS cooperation for accelerating progress on the SDGs, part {number}",
        "theme": "UNGIS side event",
        "forum": "2040 ECOSOC Partnership Forum",
        "status": "published",
        "zone": "America/New_York",
        "starts": f"{day}T08:30",
        "ends": f"{day}T09:45",
        "platform": "Zoom",
        "languages": ["en", "fr"],
        "description": _PARAGRAPH * 6,
        "organizers": ["UNGIS", "WSIS"],
        "capacity": 100_000,
        "waitlist": True,
        "topics": ["SDG9", "SDG17", "C1", "C11"],
        "speakers": _SPEAKERS,
    }
