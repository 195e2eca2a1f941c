"""Whatever the marks are, there is a schedule and there are questions: never an exception."""

from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.announcements.reading.candidates.when.schedule import read_schedule
from ungis_events.announcements.reading.checks import find_mistakes
from ungis_events.announcements.reading.draft import AgendaPart
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines

WORDS = st.sampled_from(
    [
        *(
            "5 March 2024",
            "Thursday 6 March",
            "29 February",
            "10/07/2023",
            "10–12 May 2023",
            "2024",
        ),
        *("31 March 2024", "27 octobre 2024", "3 de noviembre de 2024", "31 December 2099"),
        *("10:00", "02:30 –", "14:00–15:00", "11 p.m.", "1 pm - 2:30 am", "24:00", "9h30", "noon"),
        *("2024-03-31T02:30:00+01:00", "2024-03-05T10:00Z", "9999-12-31T23:59:59-14:00"),
        *(
            "EST",
            "CEST",
            "IST",
            "BST",
            "UTC−5",
            "GMT+14",
            "Geneva",
            "New York time",
            "USA",
            "Tokyo",
        ),
        *("(", ")", "/", "|", "–", ",", "\n", "\n\n", "Date:", "Time:", "Venue:", "When\n", "- "),
        *("All times in CET", "Deadline:", "Palais des Nations", "Programme", "©", "local time"),
    ]
)
HOURS = st.one_of(st.none(), st.times().map(lambda hour: time(hour.hour, hour.minute)))
PARTS = st.lists(
    st.builds(AgendaPart, st.just("Panel"), HOURS, HOURS, st.none(), st.just(())), max_size=4
)


@settings(max_examples=300, deadline=timedelta(seconds=2))
@given(st.lists(WORDS, max_size=25).map(" ".join), PARTS)
def test_any_words_give_a_schedule_and_questions(text, agenda):
    notice = read_lines(text)
    marks = find_marks(notice)

    schedule = read_schedule(notice, marks, None)
    questions = find_mistakes(notice, marks, schedule, agenda)

    assert all(str(question.sentence) for question in questions)
    assert all(str(answer.label) for question in questions for answer in question.answers)
    if schedule.starts_at and schedule.ends_at:
        assert schedule.starts_at < schedule.ends_at
    if schedule.starts:
        assert schedule.starts.value.date() > date(1900, 1, 1)


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_the_same_text_always_gives_the_same_schedule(text):
    notice = read_lines(text)

    first, second = (read_schedule(notice, find_marks(notice), None).starts_at for _ in range(2))

    assert first == second
