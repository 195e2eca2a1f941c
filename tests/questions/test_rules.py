"""Which questions are asked: single cases as a table, then any form and any answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.questions.models import QuestionKind
from ungis_events.questions.rules import (
    AskedQuestion,
    asked,
    date_in_words,
    is_in_order,
    number_in_words,
    possible_conditions,
    to_drop,
)

ONE_OF, SEVERAL_OF = QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF


def question(number: int, after: int | None = None, answer: str | None = None) -> AskedQuestion:
    return AskedQuestion(
        number, ONE_OF, f"Question {number}", options=("a", "b"),
        asked_if_id=after, asked_if_answer=answer,
    )  # fmt: skip


CHAIN = [question(1), question(2, 1, "a"), question(3, 2, "b")]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({}, [1], id="nothing said yet"),
        pytest.param({1: "a"}, [1, 2], id="the first condition holds"),
        pytest.param({1: "a", 2: "b"}, [1, 2, 3], id="both hold"),
        pytest.param({1: "b", 2: "b"}, [1], id="a chain ends where its first condition fails"),
        pytest.param({1: "c\na"}, [1, 2], id="one of several answers"),
        pytest.param({1: "aa"}, [1], id="only the whole answer counts"),
    ],
)
def test_a_question_is_asked_after_the_answer_it_hangs_on(
    answers: dict[int, str], expected: list[int]
) -> None:
    assert [each.id for each in asked(CHAIN, answers)] == expected


@st.composite
def forms(draw: st.DrawFn) -> list[AskedQuestion]:
    """Any form whose conditions look back."""
    questions: list[AskedQuestion] = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        after = (
            draw(st.one_of(st.none(), st.sampled_from(range(1, number)))) if number > 1 else None
        )
        questions.append(question(number, after, draw(st.sampled_from("ab")) if after else None))
    return questions


ANSWERS = st.dictionaries(st.integers(1, 8), st.sampled_from(["a", "b", "a\nb", "c"]))


@given(forms(), ANSWERS)
def test_whoever_is_asked_gave_every_answer_it_hangs_on(
    form: list[AskedQuestion], answers: dict[int, str]
) -> None:
    by_number = {each.id: each for each in form}
    found = {each.id for each in asked(form, answers)}

    for each in form:
        chain, holds = each, True
        while chain.asked_if_id is not None:
            holds &= chain.asked_if_answer in answers.get(chain.asked_if_id, "").split("\n")
            chain = by_number[chain.asked_if_id]
        assert (each.id in found) is holds


@given(forms(), ANSWERS)
def test_what_was_not_asked_never_counts(
    form: list[AskedQuestion], answers: dict[int, str]
) -> None:
    """Dropping the answers to questions that are not asked changes nothing."""
    found = asked(form, answers)
    kept = {each.id: answers[each.id] for each in found if each.id in answers}

    assert asked(form, kept) == found


@given(forms(), ANSWERS, ANSWERS)
def test_only_a_persons_own_change_drops_an_answer(
    form: list[AskedQuestion], before: dict[int, str], after: dict[int, str]
) -> None:
    dropped = to_drop(form, before, after)

    assert dropped <= before.keys()
    assert dropped.isdisjoint({each.id for each in asked(form, after)} & after.keys())
    assert to_drop(form, before, before) == set()


@given(forms(), st.randoms(use_true_random=False))
def test_an_order_is_right_when_each_stands_after_what_it_hangs_on(
    form: list[AskedQuestion], random
) -> None:  # type: ignore[no-untyped-def] # a random.Random
    shuffled = list(form)
    random.shuffle(shuffled)
    places = {each.id: place for place, each in enumerate(shuffled)}

    is_right = all(
        each.asked_if_id is None or places[each.asked_if_id] < places[each.id] for each in shuffled
    )

    assert is_in_order(form)
    assert is_in_order(shuffled) is is_right


def test_a_circle_is_never_in_order() -> None:
    circle = [question(1, 2, "a"), question(2, 1, "a")]

    assert not is_in_order(circle)
    assert not is_in_order(circle[::-1])


def test_only_answers_that_can_be_foreseen_are_conditions() -> None:
    conditions = {
        kind: possible_conditions(AskedQuestion(1, kind, "?", options=("a", "b")))
        for kind in QuestionKind
    }

    assert {kind: each for kind, each in conditions.items() if each} == {
        ONE_OF: ("a", "b"),
        SEVERAL_OF: ("a", "b"),
        QuestionKind.YES_NO: ("yes", "no"),
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12", "12"), ("12,5", "12.5"), ("1 250", "1250"), ("-0.50", "-0.50"), ("1e3", "1000"),
     ("", None), ("a dozen", None), ("NaN", None), ("Infinity", None), ("9e999999", None)],
)  # fmt: skip
def test_numbers_are_kept_in_one_spelling(typed: str, kept: str | None) -> None:
    assert number_in_words(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2027-01-31", "2027-01-31"), (" 2027-01-31 ", "2027-01-31"), ("31/01/2027", None),
     ("2027-02-30", None), ("", None)],
)  # fmt: skip
def test_dates_are_kept_in_one_spelling(typed: str, kept: str | None) -> None:
    assert date_in_words(typed) == kept


@given(st.text(max_size=40))
def test_whatever_is_typed_as_a_number_or_a_date_fails_quietly(typed: str) -> None:
    number_in_words(typed)
    date_in_words(typed)
