"""Small files of every kind, made on the spot."""

import zipfile
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def pdf_with(filling: bytes) -> bytes:
    """With that in the middle: its end stays at the end."""
    return PDF[:9] + filling + PDF[9:]


MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(100)
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A isom" + bytes(100)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(100)
BARE_MP3 = b"\xff\xfb\x90\x00" + bytes(400)
OFFICE = {
    "docx": "wordprocessingml.document.main+xml",
    "pptx": "presentationml.presentation.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
}


def archive(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def content_types(main: str) -> str:
    prefix = "application/vnd.openxmlformats-officedocument."
    return f'<Types><Override PartName="/main.xml" ContentType="{prefix}{main}"/></Types>'


def office(
    kind: str,
    types: str | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
    **more: str | bytes,
) -> bytes:
    types = content_types(OFFICE[kind]) if types is None else types
    parts = {"[Content_Types].xml": types, "main.xml": "<main/>"}
    return archive(parts | more, compression)


def open_document(kind: str, **more: str | bytes) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    return archive({"mimetype": media_type, "content.xml": "<content/>"} | more)


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()
