"""
TextNotRead        the file gives no text   422

Each sentence says what to do instead.
"""

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.errors import DomainError


class TextNotRead(DomainError):
    """The sentence says why no text comes out of the file."""

    status_code = 422
    message = lazy_gettext("That file cannot be read as text.")


def too_large(name: str, longest_bytes: int) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is larger than %(n)s MB. Save it without pictures, or paste the text.",
        name=name,
        n=f"{longest_bytes / 1_000_000:.3g}",
    )


def empty(name: str) -> LazyString:
    return lazy_gettext("“%(name)s” is empty.", name=name)


def unknown(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is not a file that we can read. Save it as .docx, PDF or plain text, "
        "or paste the text.",
        name=name,
    )


def to_save_as_docx(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is a document of another kind. Save it as .docx, or paste the text.",
        name=name,
    )


def to_save_as_mail(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is a message as Outlook saves it. Save it as .eml, or paste the text.",
        name=name,
    )


def calendar(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is a calendar entry. Paste the text of the announcement instead.", name=name
    )


def picture(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is a picture. Paste the text, or send the document it was made from.",
        name=name,
    )


def without_text(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” holds no text. A scanned page is a picture: paste the text instead.",
        name=name,
    )


def with_password(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” has a password. Save it without one, or paste the text.", name=name
    )


def too_much(name: str) -> LazyString:
    return lazy_gettext("“%(name)s” holds too much. Paste the text instead.", name=name)


def too_slow(name: str) -> LazyString:
    return lazy_gettext("Reading “%(name)s” took too long. Paste the text instead.", name=name)


def damaged(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is damaged. Open and save it again, or paste the text.", name=name
    )
