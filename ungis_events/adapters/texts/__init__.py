"""The text of a file: plain, .docx, .pdf, .html, .eml."""

from .errors import TextNotRead

__all__ = ["TextNotRead", "take_text"]


def take_text(data: bytes, name: str) -> str:
    """The words of a file, line by line. Raises TextNotRead."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextNotRead("not UTF-8") from error
