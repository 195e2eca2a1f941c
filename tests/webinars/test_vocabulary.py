"""What the desk calls things: a word for each state, a sentence for each problem."""

import pytest

from ungis_events.adapters.webinar import Problem, Recording
from ungis_events.webinars import vocabulary
from ungis_events.webinars.models import CallKind, WebinarStatus
from ungis_events.webinars.vocabulary import problem_sentence, shown_number

HOST = "webinars@example.org"


def test_everything_that_is_kept_as_a_code_has_its_words() -> None:
    assert set(vocabulary.STATES) == set(WebinarStatus)
    assert set(vocabulary.CALLS) == set(CallKind)
    assert set(vocabulary.RECORDINGS) == set(Recording)
    assert set(vocabulary.PROBLEM_SENTENCES) == set(Problem)


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_makes_a_whole_sentence_for_any_maker(problem: Problem) -> None:
    sentence = problem_sentence(problem, provider="Example Rooms", host=HOST)

    assert sentence.endswith(".")
    assert "%" not in sentence
    assert "Zoom" not in sentence


def test_the_host_is_named_who_has_no_licence() -> None:
    assert HOST in problem_sentence(Problem.NO_PLAN, provider="Zoom", host=HOST)
    assert "that the host has no" in problem_sentence(Problem.NO_PLAN, provider="Zoom")


def test_a_missing_scope_is_named_where_the_provider_names_it() -> None:
    words = "Invalid access token, does not contain scopes:[webinar:write:webinar:admin]."

    named = problem_sentence(Problem.SCOPE_MISSING, provider="Zoom", detail=words)
    unnamed = problem_sentence(Problem.SCOPE_MISSING, provider="Zoom", detail="No.")

    assert "the missing scope (webinar:write:webinar:admin)" in named
    assert "the missing scope (its name stands on the Webinar tab)" in unnamed


def test_a_problem_of_another_time_still_has_a_sentence() -> None:
    shown = problem_sentence("no longer known", provider="Zoom")

    assert shown == problem_sentence(Problem.UNKNOWN, provider="Zoom")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("85746065123", "857 4606 5123"),
        ("8574606512", "857 460 6512"),
        ("857460651", "857 460 651"),
        ("room-of-another-maker", "room-of-another-maker"),
        ("1234", "1234"),
    ],
)
def test_a_number_is_shown_as_it_is_read_aloud(number: str, shown: str) -> None:
    assert shown_number(number) == shown
