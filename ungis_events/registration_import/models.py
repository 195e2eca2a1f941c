from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased


class RegistrationImport(Leased, Model):
    """A list of people that was uploaded, looked through, and then taken in or dropped.

    `due_at`: until somebody confirms it, when it is dropped; from then on, when the worker takes
    in the next rows; and in the end when it forgets who was left out.
    """

    __tablename__ = "registration_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    """None: taken in or dropped, and the file with its personal data is gone."""
    name: Mapped[str] = mapped_column(String(200))
    """Of the file."""
    columns: Mapped[dict[str, Any]]
    """{field: the number of its column, from 0}"""
    options: Mapped[dict[str, Any]]
    """How they are taken in: rules.ImportOptions."""
    made_by: Mapped[str] = mapped_column(String(200))
    made_by_id: Mapped[int | None]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    rows_saved: Mapped[int] = mapped_column(default=0)
    rows_worked: Mapped[int] = mapped_column(default=0)
    rows_all: Mapped[int] = mapped_column(default=0)


class ImportedRow(Model):
    """What became of one row of the file. Numbers only: it outlives the person's data.

    But for a day: who was left out has a name, so that they can be written to or added by hand.
    """

    __tablename__ = "imported_rows"

    import_id: Mapped[int] = mapped_column(ForeignKey("registration_imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """As the spreadsheet counts."""
    registration_id: Mapped[int | None]
    status: Mapped[str | None] = mapped_column(String(30))
    problem: Mapped[str | None] = mapped_column(Text)
    """Why it was not taken in, in English."""
    name: Mapped[str | None] = mapped_column(String(300))
    """This and the address: of a row that was left out, as they stood in the file."""
    email: Mapped[str | None] = mapped_column(String(254))
