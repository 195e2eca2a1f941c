"""
TableNotRead       the file as a whole cannot be used   422
"""

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.errors import DomainError


class TableNotRead(DomainError):
    status_code = 422
    message = lazy_gettext("That file cannot be read as a table.")


def no_table(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is neither CSV nor XLSX. In your spreadsheet program, choose “Save as”.",
        name=name,
    )
