"""Who takes part, by the reader that the roster's lists are read with."""

from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks
from ungis_events.speakers.reading import ReadSpeaker, read_roster


def read_speakers(notice: Notice, marks: Marks) -> tuple[ReadSpeaker, ...]:
    return tuple(read_roster(notice.text))
