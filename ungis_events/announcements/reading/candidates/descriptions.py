from collections.abc import Sequence

from ungis_events.announcements.reading.draft import AgendaPart
from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks
from ungis_events.speakers.reading import ReadSpeaker


def read_description(
    notice: Notice,
    marks: Marks,
    title: Found[str] | None,
    speakers: Sequence[ReadSpeaker],
    agenda: Sequence[AgendaPart],
) -> Found[str] | None:
    return None
