"""Which of the things a provider tells are our own doing. Pure."""

from datetime import datetime, timedelta

from ungis_events.adapters.webinar import NoticeKind
from ungis_events.core.leases import LEASE

PERSONAL = frozenset({NoticeKind.JOINED, NoticeKind.LEFT, NoticeKind.ADMITTED, NoticeKind.REFUSED})
"""Kinds that tell of a person."""
OF_ATTENDANCE = frozenset(
    {
        NoticeKind.STARTED,
        NoticeKind.ENDED,
        NoticeKind.JOINED,
        NoticeKind.LEFT,
        NoticeKind.DELETED,
    }
)
"""Kinds that tell who was there, or that nobody can be any more."""
OF_INTEREST = frozenset(NoticeKind) - {NoticeKind.OTHER}
KEPT_FOR = timedelta(days=30)
"""Providers tell again for an hour and a half at most; the rest is for an operator to look at."""

_CLOCKS_APART = timedelta(minutes=2)
"""By so much the provider's clock may differ from ours, and its notice follow our call."""


def is_our_own_change(at: datetime, sent_at: datetime | None) -> bool:
    """Whether a change told of is the one we sent, or is older than it and so overwritten."""
    return sent_at is not None and at <= sent_at + _CLOCKS_APART


def is_our_own_removal(revision: int, confirmed_at: datetime | None, at: datetime) -> bool:
    """Whether somebody who has a seat was taken off the provider's list by ourselves, before they
    came back.

    Only who has left once (`revision` above 1) was ever removed by us; the last such call left
    within a lease of their coming back.
    """
    return revision > 1 and confirmed_at is not None and at <= confirmed_at + LEASE + _CLOCKS_APART
