import gzip
from datetime import timedelta

import brotli
import pytest
from flask import Flask, Response

from tests.factories import NOON
from ungis_events.core.answers import Answer, Answers, to_response

BODY = b"<p>The same bytes for all</p>" * 20
HOUR = timedelta(hours=1)


def ask(app: Flask, answer: Answer, **headers: str) -> Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    with app.test_request_context(headers=given):
        return to_response(answer)


class Kitchen:
    """Counts how often it had to cook."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.answer, self.cooked = answer or Answer(BODY, "text/html"), 0

    def make(self) -> Answer:
        self.cooked += 1
        return self.answer


def test_an_answer_is_made_once_for_a_key() -> None:
    answers, kitchen = Answers(), Kitchen()

    given = [answers.get(("page", 1), NOON, kitchen.make) for _ in range(3)]

    assert (kitchen.cooked, given) == (1, [kitchen.answer] * 3)


def test_another_version_is_another_answer() -> None:
    answers, kitchen = Answers(), Kitchen()

    for version in (1, 2, 1):
        answers.get(("page", version), NOON, kitchen.make)

    assert kitchen.cooked == 2


@pytest.mark.parametrize(
    ("later", "cooked"), [(HOUR - timedelta(seconds=1), 1), (HOUR, 2), (2 * HOUR, 2)]
)
def test_an_answer_is_made_again_when_its_time_is_over(later: timedelta, cooked: int) -> None:
    answers = Answers()
    kitchen = Kitchen(Answer(BODY, "text/html", valid_until=NOON + HOUR))
    answers.get("page", NOON, kitchen.make)

    answers.get("page", NOON + later, kitchen.make)

    assert kitchen.cooked == cooked


def test_the_least_recently_used_leave_when_the_room_is_full() -> None:
    answers, kitchen = Answers(), Kitchen()
    for number in range(2_000):
        answers.get(number, NOON, kitchen.make)
    answers.get(0, NOON, kitchen.make)
    answers.get("one more", NOON, kitchen.make)
    cooked = kitchen.cooked

    answers.get(0, NOON, kitchen.make)
    answers.get(1, NOON, kitchen.make)

    assert (cooked, kitchen.cooked) == (2_001, 2_002)


def test_large_answers_leave_sooner() -> None:
    answers = Answers()
    large = Kitchen(Answer(b"x" * 30 * 2**20, "text/calendar"))
    for number in range(4):
        answers.get(number, NOON, large.make)
    cooked = large.cooked

    answers.get(3, NOON, large.make)
    answers.get(0, NOON, large.make)

    assert (cooked, large.cooked) == (4, 5)


def test_one_answer_larger_than_the_room_is_still_given() -> None:
    answers = Answers()
    huge = Kitchen(Answer(b"x" * 101 * 2**20, "text/calendar"))

    for _ in range(2):
        answers.get("feed", NOON, huge.make)

    assert huge.cooked == 1


def test_an_error_is_not_kept() -> None:
    answers, kitchen = Answers(), Kitchen()

    with pytest.raises(ZeroDivisionError):
        answers.get("page", NOON, lambda: 1 / 0)  # type: ignore[arg-type, return-value]

    assert answers.get("page", NOON, kitchen.make) == kitchen.answer


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("deflate", None),
        ("identity", None),
        ("", None),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0", "br"),
        ("gzip;q=0, br; q=0.0", None),
        ("BR", "br"),
    ],
)
def test_the_body_comes_in_the_best_encoding_accepted(
    app: Flask, accepted: str, encoding: str | None
) -> None:
    response = ask(app, Answer(BODY, "text/html"), Accept_Encoding=accepted)

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert response.headers.get("Content-Encoding") == encoding
    assert unpack(response.get_data()) == BODY
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Cache-Control"] == "public, no-cache"


def test_each_encoding_has_a_tag_of_its_own(app: Flask) -> None:
    answer = Answer(BODY, "text/html")

    tags = {ask(app, answer, Accept_Encoding=name).headers["ETag"] for name in ("br", "gzip", "")}

    assert len(tags) == 3


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_holds_it_already_gets_no_body(app: Flask, encoding: str, form: str) -> None:
    answer = Answer(BODY, "text/html", headers={"Content-Language": "en"})
    first = ask(app, answer, Accept_Encoding=encoding)

    again = ask(
        app, answer, Accept_Encoding=encoding, If_None_Match=form.format(first.headers["ETag"])
    )

    assert (again.status_code, again.get_data()) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control", "Content-Language"):
        assert again.headers[name] == first.headers[name]
    assert "Content-Encoding" not in again.headers


def test_who_holds_another_version_gets_the_body(app: Flask) -> None:
    old = ask(app, Answer(b"old", "text/html")).headers["ETag"]

    response = ask(app, Answer(b"new", "text/html"), If_None_Match=old)

    assert (response.status_code, response.get_data()) == (200, b"new")


def test_equal_bodies_have_equal_tags_in_every_process() -> None:
    assert Answer(BODY, "text/html").etag == Answer(BODY, "text/html").etag
