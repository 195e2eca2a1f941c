"""Files as programs save them, made by the tests that read them."""

import io
import zipfile
from email.message import EmailMessage
from typing import Any

import docx
import pypdf
import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_link(paragraph: Any, words: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, LINK, is_external=True))
    paragraph.add_run(words)
    link.append(paragraph.runs[-1]._r)
    paragraph._p.append(link)


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The same package with some of its parts exchanged or added: word__document=b"…"."""
    file = io.BytesIO()
    exchanged = {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for part in old.infolist():
            new.writestr(part.filename, exchanged.pop(part.filename, old.read(part)))
        for name, added in exchanged.items():
            new.writestr(name, added)
    return file.getvalue()


def pdf(source: str) -> bytes:
    """`source`: typst."""
    return typst.compile(source.encode())


def locked(content: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt("secret", algorithm="AES-256")
    return _written(writer)


def scanned() -> bytes:
    """Two pages without a letter."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_blank_page(200, 200)
    return _written(writer)


def _written(writer: pypdf.PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def mail(plain: str | None, page: str | None = None, subject: str = "Invitation") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "desk@example.org"
    message["To"] = "all@example.org"
    message["Message-ID"] = "<1@example.org>"
    message["Subject"] = subject
    if plain is not None:
        message.set_content(plain)
    if page is not None:
        if plain is None:
            message.set_content(page, subtype="html")
        else:
            message.add_alternative(page, subtype="html")
    return message
