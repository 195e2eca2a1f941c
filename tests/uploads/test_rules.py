import zipfile
from io import BytesIO

import pytest

from tests.uploads import samples
from ungis_events.uploads.rules import EXTENSIONS, NAMES, Kind, kind_of, safe_name


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(samples.PDF, Kind.PDF, id="PDF"),
        pytest.param(samples.picture("PNG"), Kind.PNG, id="PNG"),
        pytest.param(samples.picture("JPEG"), Kind.JPEG, id="JPEG"),
        pytest.param(samples.picture("WEBP"), Kind.WEBP, id="WebP"),
        pytest.param("Déclaration\n\tde la délégation".encode(), Kind.TEXT, id="text"),
        pytest.param("\ufeff声明".encode(), Kind.TEXT, id="text with a mark in front"),
        pytest.param(samples.office("docx"), Kind.DOCX, id="DOCX"),
        pytest.param(samples.office("pptx"), Kind.PPTX, id="PPTX"),
        pytest.param(samples.office("xlsx"), Kind.XLSX, id="XLSX"),
        pytest.param(samples.open_document("text"), Kind.ODT, id="ODT"),
        pytest.param(samples.open_document("presentation"), Kind.ODP, id="ODP"),
        pytest.param(samples.open_document("spreadsheet"), Kind.ODS, id="ODS"),
        pytest.param(samples.MP4, Kind.MP4, id="MP4"),
        pytest.param(samples.M4A, Kind.M4A, id="M4A"),
        pytest.param(samples.MP3, Kind.MP3, id="MP3"),
        pytest.param(samples.BARE_MP3, Kind.MP3, id="MP3 without a tag"),
    ],
)
def test_content_says_what_a_file_is(content: bytes, kind: Kind) -> None:
    assert kind_of(BytesIO(content), "programme.exe") is kind


HIDDEN_MACROS = samples.content_types(samples.OFFICE["docx"])
SPELT_TYPE = HIDDEN_MACROS.replace("main+xml", "main+xm&#108;") + HIDDEN_MACROS
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
COMMENTED_TYPE = f"<!-- {HIDDEN_MACROS} -->"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<!DOCTYPE html><script>alert(1)</script>", id="HTML"),
        pytest.param(b"\xef\xbb\xbf \n<html>", id="HTML after a mark and blanks"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"/>', id="SVG"),
        pytest.param(b"<?xml version='1.0'?><x/>", id="XML"),
        pytest.param(b"MZ\x90\x00\x03" + bytes(200), id="a Windows program"),
        pytest.param(b"\x7fELF" + bytes(200), id="a Linux program"),
        pytest.param(b"text with \x00 in it", id="a null in text"),
        pytest.param(b"\x1b[31mtext", id="a terminal's control in text"),
        pytest.param("naïve".encode("latin-1"), id="text that is not UTF-8"),
        pytest.param(b"half a letter \xc3", id="text cut in a letter"),
        pytest.param(b"   \n", id="blanks"),
        pytest.param(b"GIF89a" + bytes(50), id="GIF"),
        pytest.param(b"%PDF-1.7\n1 0 obj <", id="a PDF cut off"),
        pytest.param(samples.PDF + bytes(1024), id="a PDF with more after its end"),
        pytest.param(b"\xff\xd8\xff" + bytes(600), id="no more of a JPEG than its beginning"),
        pytest.param(samples.picture("PNG")[:60], id="a PNG cut off"),
        pytest.param(b"RIFF\x00\x00\x00\x00WEBP" + bytes(50), id="no more of a WebP"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), id="Word of 2003"),
        pytest.param(b"PK\x03\x04 cut off", id="a broken archive"),
        pytest.param(samples.archive({"a.txt": "a"}), id="any archive"),
        pytest.param(samples.archive({"mimetype": "application/epub+zip"}), id="a book"),
        pytest.param(samples.office("docx", **{"word/vbaProject.bin": b"x"}), id="macros"),
        pytest.param(samples.office("docx", MACRO_TYPE), id="a type with macros"),
        pytest.param(samples.office("docx", HIDDEN_MACROS + MACRO_TYPE), id="both types"),
        pytest.param(samples.office("docx", SPELT_TYPE), id="a type spelt with entities"),
        pytest.param(samples.office("docx", COMMENTED_TYPE), id="a type in a comment"),
        pytest.param(samples.office("docx", HIDDEN_MACROS.upper()), id="a type shouted"),
        pytest.param(samples.open_document("text", **{"Basic/m.xml": "x"}), id="macros in ODF"),
        pytest.param(samples.office("docx", **{"MAIN.XML": "y"}), id="a part twice"),
        pytest.param(samples.office("docx", compression=zipfile.ZIP_LZMA), id="odd compression"),
        pytest.param(
            samples.office("docx", **{f"part{n}": "" for n in range(5_000)}), id="many parts"
        ),
    ],
)
def test_all_else_is_nothing_we_take(content: bytes) -> None:
    assert kind_of(BytesIO(content), "paper.docx") is None


def test_archive_that_would_burst_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", samples.content_types(samples.OFFICE["docx"]))
        with made.open("word/document.xml", "w") as part:
            for _ in range(501):
                part.write(bytes(2**20))

    kind = kind_of(out, "bomb.docx")

    assert len(out.getvalue()) < 2**20
    assert kind is None


def test_archive_with_a_password_is_refused() -> None:
    content = bytearray(samples.office("docx"))
    # Of the last part alone: the list of types can still be read.
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.rindex(signature) + flags] |= 1

    assert kind_of(BytesIO(bytes(content)), "secret.docx") is None


def test_broken_archives_are_refused_and_never_fail() -> None:
    content = samples.office("docx")

    for cut in range(5, len(content), 7):
        assert kind_of(BytesIO(content[:cut]), "cut.docx") is None
    for place in range(4, len(content), 3):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        kind_of(BytesIO(bytes(broken)), "broken.docx")


def test_name_tells_two_sorts_of_harmless_text_apart() -> None:
    assert kind_of(BytesIO(b"a,b\n1,2\n"), "list.CSV") is Kind.CSV
    assert kind_of(BytesIO(b"a,b\n1,2\n"), "list.html") is Kind.TEXT


@pytest.mark.parametrize(
    ("given", "kind", "expected"),
    [
        ("Concept note.pdf", Kind.PDF, "Concept note.pdf"),
        ("Concept note.PDF", Kind.PDF, "Concept note.pdf"),
        ("photo.jpeg", Kind.JPEG, "photo.jpg"),
        ("evil.html", Kind.TEXT, "evil.txt"),
        ("../../etc/passwd", Kind.TEXT, "passwd.txt"),
        ("C:\\Users\\me\\Déclaration.docx", Kind.DOCX, "Déclaration.docx"),
        (
            "Note de Mme D’Ávila & fils (v1.2).pdf",
            Kind.PDF,
            "Note de Mme D’Ávila & fils (v1.2).pdf",
        ),
        ("مذكرة مفاهيمية.pdf", Kind.PDF, "مذكرة مفاهيمية.pdf"),
        ("概念说明.pdf", Kind.PDF, "概念说明.pdf"),
        ("invoice\u202efdp.exe", Kind.PDF, "invoicefdp.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", Kind.PDF, "aSet-Cookie x 1.pdf"),
        ('a"b;c.pdf', Kind.PDF, "a b c.pdf"),
        (".htaccess", Kind.TEXT, "htaccess.txt"),
        ("Budget v1.2", Kind.PDF, "Budget v1.2.pdf"),
        ("...", Kind.PDF, "file.pdf"),
        ("", Kind.PDF, "file.pdf"),
        (".pdf", Kind.PDF, "file.pdf"),
        ("e\u0301tat.pdf", Kind.PDF, "état.pdf"),
        ("x" * 300, Kind.PPTX, "x" * 115 + ".pptx"),
        ("说" * 300, Kind.PDF, "说" * 78 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, kind: Kind, expected: str) -> None:
    assert safe_name(given, kind) == expected


def test_every_kind_has_an_ending_and_a_name() -> None:
    assert list(EXTENSIONS) == list(NAMES) == list(Kind)
