"""Columns of a registration made from others: what the desk sorts, searches and compares by."""

from typing import Any

from sqlalchemy import String, Text, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from ungis_events.events.rules import search_text
from ungis_events.speakers.rules import name_key

_SOURCES = ("given_name", "family_name", "email", "email_key", "organization")
_LONGEST = 200
_WITHOUT_DOTS = frozenset({"gmail.com", "googlemail.com"})
"""Where a.mina@ and amina@ are one mailbox; elsewhere they may be two people."""


class SearchKeys:
    """Databases disagree about capitals and accents, so they compare what was folded here."""

    sort_name: Mapped[str] = mapped_column(String(_LONGEST), default="")
    sort_organization: Mapped[str] = mapped_column(String(_LONGEST), default="")
    name_key: Mapped[str] = mapped_column(String(_LONGEST), default="")
    """Two with one key might be one person."""
    mailbox_key: Mapped[str] = mapped_column(String(254), default="")
    """The address without what people add to theirs: amina+events@ is amina@."""
    search_text: Mapped[str] = mapped_column(Text, default="")


def mailbox_key(email_key: str) -> str:
    local, _, domain = email_key.rpartition("@")
    # A plus at the beginning adds nothing: it is the name.
    plain = local.partition("+")[0] or local
    return f"{plain.replace('.', '') if domain in _WITHOUT_DOTS else plain}@{domain}"


@event.listens_for(SearchKeys, "before_insert", propagate=True)
@event.listens_for(SearchKeys, "before_update", propagate=True)
def _derive(_mapper: Mapper[Any], _connection: object, row: Any) -> None:
    state = inspect(row)
    if state.persistent and not any(state.attrs[name].history.has_changes() for name in _SOURCES):
        return
    row.sort_name = search_text(row.family_name, row.given_name)[:_LONGEST]
    row.sort_organization = search_text(row.organization)[:_LONGEST]
    row.name_key = name_key(f"{row.given_name} {row.family_name}")[:_LONGEST]
    row.mailbox_key = mailbox_key(row.email_key)[:254]
    row.search_text = search_text(row.given_name, row.family_name, row.email, row.organization)
