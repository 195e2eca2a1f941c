"""Who somebody is, as far as an event's files go."""

from ungis_events.accounts.models import Account, Role
from ungis_events.accounts.queries import works_on
from ungis_events.events.models import Event

from .rules import Reader


def reader_of(account: Account | None, event: Event) -> Reader:
    if account is None or not account.is_active:
        return Reader.STRANGER
    if account.can_manage and works_on(account, event.slug):
        return Reader.ORGANIZER
    return Reader.MEMBER if account.role is Role.MEMBER else Reader.HELPER
