import pytest

from tests.adapters.texts.made import locked, pdf, scanned, word
from ungis_events.adapters.texts import LONGEST_BYTES, TextNotRead, take_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(TextNotRead) as refused:
        take_text(content, name)
    assert refused.value.status_code == 422
    return str(refused.value.message)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(
            b"a" * (LONGEST_BYTES + 1),
            "a.txt",
            "is larger than 1 MB. Save it without pictures, or paste the text.",
            id="too large",
        ),
        pytest.param(b"", "a.txt", "is empty.", id="empty"),
        pytest.param(b" \r\n\t" * 9000, "a.docx", "is empty.", id="blanks"),
        pytest.param(
            b"\x7fELF\x02\x01\x01" + bytes(100),
            "a.txt",
            "is not a file that we can read. "
            "Save it as .docx, PDF or plain text, or paste the text.",
            id="a program",
        ),
        *(
            pytest.param(
                content,
                name,
                "is a document of another kind. Save it as .docx, or paste the text.",
                id=name,
            )
            for name, content in {
                "old.doc": OLE,
                "mail merge.rtf": b"{\\rtf1\\ansi Hello}",
                "open.odt": b"PK\x03\x04 mimetype application/vnd.oasis.opendocument.text",
                "mac.pages": b"PK\x03\x04 Index/Document.iwa",
                "renamed.docx": b"{\\rtf1\\ansi Hello}",
            }.items()
        ),
        pytest.param(
            OLE + "__substg1.0_0037001F".encode("utf-16-le"),
            "a.msg",
            "is a message as Outlook saves it. Save it as .eml, or paste the text.",
            id="Outlook",
        ),
        pytest.param(
            b"BEGIN:VCALENDAR\r\nVERSION:2.0",
            "a.ics",
            "is a calendar entry. Paste the text of the announcement instead.",
            id="a calendar entry",
        ),
        *(
            pytest.param(
                content,
                "flyer",
                "is a picture. Paste the text, or send the document it was made from.",
                id=str(content[:4]),
            )
            for content in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF1234WEBP")
        ),
        *(
            pytest.param(
                content,
                name,
                "has a password. Save it without one, or paste the text.",
                id=f"with a password: {name}",
            )
            for name, content in {
                "a.docx": OLE + "EncryptedPackage".encode("utf-16-le"),
                "a.pdf": locked(pdf("Secret")),
            }.items()
        ),
        pytest.param(
            scanned(),
            "a.pdf",
            "holds no text. A scanned page is a picture: paste the text instead.",
            id="scanned",
        ),
        pytest.param(
            word(),
            "a.docx",
            "holds no text. A scanned page is a picture: paste the text instead.",
            id="without words",
        ),
        *(
            pytest.param(
                content,
                name,
                "is damaged. Open and save it again, or paste the text.",
                id=f"damaged: {name}",
            )
            for name, content in {
                "cut.docx": word("Hello")[:2000],
                "cut.pdf": b"%PDF-1.7\n1 0 obj",
                "named.docx": b"Only a name",
            }.items()
        ),
    ],
)
def test_what_gives_no_text_is_refused_with_what_to_do(
    content: bytes, name: str, sentence: str
) -> None:
    assert refusal(content, name) == f"“{name}” {sentence}"
