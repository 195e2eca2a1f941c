from collections.abc import Sequence

from ungis_events.announcements.reading.draft import AgendaPart, Schedule
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks
from ungis_events.speakers.reading import ReadSpeaker


def read_agenda(
    notice: Notice, marks: Marks, schedule: Schedule, speakers: Sequence[ReadSpeaker]
) -> tuple[AgendaPart, ...]:
    return ()
