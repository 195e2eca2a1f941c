import hashlib
import tracemalloc
from io import BytesIO
from tempfile import TemporaryFile

import pytest
from sqlalchemy import func, select

from tests.factories import NOON
from tests.uploads import samples
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.uploads.errors import UploadNotFound
from ungis_events.uploads.models import CHUNK, Upload, UploadChunk
from ungis_events.uploads.queries import get_upload, stream_upload
from ungis_events.uploads.rules import DOCUMENTS, PICTURES, Kind
from ungis_events.uploads.service import delete_upload, save_upload


def save(content: bytes, name: str = "paper.pdf", longest: int = 2**20, **more: object) -> Upload:
    allowed = more.get("allowed", Kind)
    with transaction():
        return save_upload(
            BytesIO(content),
            name,
            allowed=allowed,
            longest=longest,
            now=NOON,  # type: ignore[arg-type]
        )


def count_chunks() -> int | None:
    return db.session.scalar(select(func.count()).select_from(UploadChunk))


def test_what_is_kept_comes_back_byte_for_byte() -> None:
    content = samples.pdf_with(bytes(range(256)) * 4_000)

    upload = save(content, "Concept note.PDF")

    assert (upload.name, upload.media_type, upload.size) == (
        "Concept note.pdf",
        "application/pdf",
        len(content),
    )
    assert upload.sha256 == hashlib.sha256(content).hexdigest()
    assert upload.created_at == NOON
    assert count_chunks() == 4
    assert b"".join(stream_upload(upload.id)) == content


@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_nothing_is_lost_at_the_border_of_a_chunk(size: int) -> None:
    content = samples.pdf_with(b" " * (size - len(samples.PDF)))

    upload = save(content)

    assert b"".join(stream_upload(upload.id)) == content


def test_reading_may_begin_anywhere() -> None:
    content = samples.pdf_with(bytes(range(256)) * 2_000)
    reader = stream_upload(save(content).id)

    reader.seek(CHUNK + 5)

    assert b"".join(reader) == content[CHUNK + 5 :]


@pytest.mark.parametrize(
    ("content", "allowed", "sentence"),
    [
        pytest.param(b"", Kind, "This file is empty. Choose another one.", id="empty"),
        pytest.param(
            samples.PDF.ljust(2**20 + 1),
            Kind,
            "This file is too large. Give one of at most 1 MB.",
            id="too large",
        ),
        pytest.param(
            samples.PDF,
            PICTURES,
            "This kind of file is not taken. Give one of these, without macros or a password: "
            "PNG, JPEG, WebP.",
            id="not allowed here",
        ),
        pytest.param(
            b"<script>",
            DOCUMENTS,
            "This kind of file is not taken. Give one of these, without macros or a password: "
            "PDF, TXT, CSV, DOCX, PPTX, XLSX, ODT, ODP, ODS.",
            id="of no known kind",
        ),
    ],
)
def test_what_is_refused_leaves_nothing(content: bytes, allowed: object, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        save(content, "paper.pdf", allowed=allowed)

    assert {name: str(text) for name, text in refused.value.fields.items()} == {"file": sentence}
    assert count_chunks() == 0


def test_row_and_bytes_are_saved_together_or_not_at_all() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        save_upload(BytesIO(samples.PDF), "a.pdf", allowed=Kind, longest=999, now=NOON)
        raise ZeroDivisionError

    assert (db.session.scalar(select(Upload)), count_chunks()) == (None, 0)


def test_deleting_takes_the_bytes_along() -> None:
    upload, other = save(samples.PDF), save(samples.PDF)

    with transaction():
        delete_upload(get_upload(upload.id))

    with pytest.raises(UploadNotFound):
        get_upload(upload.id)
    assert count_chunks() == 1
    assert b"".join(stream_upload(other.id)) == samples.PDF


def test_a_recording_needs_no_memory_of_its_size() -> None:
    with TemporaryFile() as recording:
        recording.write(samples.MP4)
        recording.truncate(30 * 2**20)
        tracemalloc.start()
        with transaction():
            upload = save_upload(recording, "talk.mp4", allowed=Kind, longest=50 * 2**20, now=NOON)
        for _ in stream_upload(upload.id):
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert upload.size == 30 * 2**20
    assert peak < 5 * 2**20
