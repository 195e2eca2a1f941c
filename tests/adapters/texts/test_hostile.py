"""Files that are made to do harm, or are none."""

import io
import os
import random
import time
import zipfile

import pytest
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.adapters.texts.made import mail, pdf, repacked, word
from ungis_events.adapters.texts import TextNotRead, take_text
from ungis_events.adapters.texts.apart.outcomes import Outcome
from ungis_events.adapters.texts.child import take_apart

NAMES = ("a.docx", "a.pdf", "a.html", "a.eml", "a.txt", "a")
REAL = (
    word("Digital cooperation", "3 May 2024"),
    pdf("Digital cooperation"),
    b"<!doctype html><table><tr><td>Digital<td>cooperation</table>",
    bytes(mail("Digital", "<p>cooperation</p>")),
)
PROLOGUE = b'<?xml version="1.0"?>'
LAUGHS = b"".join(
    b'<!ENTITY %c "%s">' % (97 + place, b"&%c;" % (96 + place) * 10 if place else b"ha" * 50)
    for place in range(9)
)
DEEP_PDF = b"%PDF-1.4\n1 0 obj\n" + b"[" * 400_000
MANY_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 99999/Kids["
    + b"2 0 R " * 100_000
    + b"]>>endobj\ntrailer<</Root 1 0 R>>"
)


def is_read_or_refused(content: bytes, name: str) -> bool:
    try:
        return isinstance(take_text(content, name), str)
    except TextNotRead:
        return True


def bomb() -> bytes:
    """19 MB of blanks in 20 kB."""
    return repacked(word("Hello"), word__more=b" " * 19_000_000)


def slow_bomb() -> bytes:
    """21 MB in half of one."""
    noise = random.Random(1).randbytes(500_000)
    return repacked(word("Hello"), word__more=noise + b" " * 21_000_000)


def with_type(encoding: str) -> bytes:
    """A document that could be read, but declares an entity."""
    body = "<w:body><w:p><w:r><w:t>Hello</w:t></w:r></w:p></w:body>"
    document = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]>'
        f"<w:document {nsdecls('w')}>{body}</w:document>"
    )
    return repacked(word("Hello"), word__document=document.encode(encoding))


def many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(2000):
            archive.writestr(f"word/{number}.xml", b"")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        pytest.param(bomb(), Outcome.TOO_MUCH, id="a zip that grows"),
        pytest.param(slow_bomb(), Outcome.TOO_MUCH, id="a zip of much"),
        pytest.param(with_type("utf-8"), Outcome.DAMAGED, id="an entity"),
        pytest.param(with_type("utf-16"), Outcome.DAMAGED, id="an entity in another encoding"),
        pytest.param(many_parts(), Outcome.TOO_MUCH, id="a zip of many parts"),
        pytest.param(
            repacked(
                word("Hello"),
                word__document=PROLOGUE + b"<!DOCTYPE a [" + LAUGHS + b"]><a>&i;</a>",
            ),
            Outcome.DAMAGED,
            id="entities that multiply",
        ),
        pytest.param(
            repacked(word("Hello"), word__document=b"<a>" * 300_000),
            Outcome.DAMAGED,
            id="deep XML",
        ),
    ],
)
def test_word_file_that_does_harm_is_not_opened(content: bytes, outcome: Outcome) -> None:
    assert take_apart(content, "word") == (outcome, "")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b"(" * 1_000_000, "a.txt", id="brackets"),
        pytest.param(b"%PDF-1.7\n" + b"(" * 999_000, "a.pdf", id="brackets in a PDF"),
        pytest.param(DEEP_PDF, "a.pdf", id="a deep PDF"),
        pytest.param(MANY_PAGES, "a.pdf", id="a PDF that holds itself"),
        pytest.param(b"<html>" + b"<div>" * 190_000, "a.html", id="a deep page"),
        pytest.param(b"<table><tr><td>" * 60_000, "a.html", id="tables in tables"),
        pytest.param(b"<html>" + b"<a href=https://a.b>" * 45_000, "a.html", id="links in links"),
        pytest.param(b"<html><td>" + b"<br>" * 240_000, "a.html", id="line ends"),
        pytest.param(b"<html>" + b"<ul><li>" * 100_000, "a.html", id="lists in lists"),
        pytest.param(b"Subject: " + b"=?utf-8?q?a?= " * 70_000 + b"\n\na", "a.eml", id="a subject"),
        pytest.param(b"Subject: a\nTo: " + b"(" * 990_000 + b"\n\na", "a.eml", id="comments"),
        pytest.param(
            b"Content-Type: " + b"message/rfc822\n\nContent-Type: " * 30_000, "a.eml", id="messages"
        ),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\na\n" * 120_000,
            "a.eml",
            id="parts",
        ),
        pytest.param(b"<!--" * 250_000, "a", id="comments that do not end"),
        pytest.param(b"a:\n" * 330_000, "a", id="headers"),
    ],
)
def test_large_hostile_file_is_settled_in_time(content: bytes, name: str) -> None:
    start = time.perf_counter()

    assert is_read_or_refused(content[:1_000_000], name)

    # A second on a quiet machine; here the machine may have much to do.
    assert time.perf_counter() - start < 5


def test_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ungis_events.adapters.texts.child._START", "while True: pass")
    monkeypatch.setattr("ungis_events.adapters.texts.child._LONGEST_SECONDS", 0.3)

    assert take_apart(b"%PDF-", "pdf") == (Outcome.TOO_SLOW, "")


def test_process_that_works_too_long_is_ended_by_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limited = "import sys; sys.path.append(sys.argv[1]); from apart import main; main._limit()\n"
    monkeypatch.setattr("ungis_events.adapters.texts.child._START", limited + "while True: pass")
    monkeypatch.setattr("ungis_events.adapters.texts.child._LONGEST_SECONDS", 30)
    start = time.perf_counter()

    assert take_apart(b"", "word") == (Outcome.TOO_SLOW, "")
    assert time.perf_counter() - start < 25


def test_process_that_dies_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ungis_events.adapters.texts.child._START", "import os; os.kill(os.getpid(), 11)"
    )

    assert take_apart(b"%PDF-", "pdf") == (Outcome.DAMAGED, "")


@pytest.mark.parametrize(
    "does",
    [
        pytest.param("bytearray(400_000_000)", id="memory"),
        pytest.param("__import__('tempfile').TemporaryFile(buffering=0).write(b'x')", id="files"),
    ],
)
def test_process_has_little(monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    limited = "import sys; sys.path.append(sys.argv[1]); from apart import main; main._limit()\n"
    monkeypatch.setattr("ungis_events.adapters.texts.child._START", limited + does)

    assert take_apart(b"", "word") == (Outcome.DAMAGED, "")


def test_process_sees_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a key")
    monkeypatch.setattr(
        "ungis_events.adapters.texts.child._START", "import os; print('SECRET_KEY' in os.environ)"
    )

    assert take_apart(b"", "word") == (Outcome.TEXT, f"False{os.linesep}")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=3000), st.sampled_from(NAMES))
@example(b"PK\x03\x04word/", "a")
@example(b"\xff\xfe\x00", "a.html")
@example("\ud800".encode("utf-8", "surrogatepass"), "a.eml")
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    assert is_read_or_refused(content, name)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(REAL), st.data())
def test_any_splice_of_a_real_file_is_read_or_refused(content: bytes, data: st.DataObject) -> None:
    begin, end = sorted(data.draw(st.integers(0, len(content))) for _ in range(2))
    other = data.draw(st.sampled_from(REAL)) if data.draw(st.booleans()) else b""
    spliced = content[:begin] + data.draw(st.binary(max_size=50)) + content[end:] + other

    assert is_read_or_refused(spliced, data.draw(st.sampled_from(NAMES)))
