"""What may be kept of an act, and who is said to have done it. Pure."""

import json
from typing import Any, TypeGuard

SECRETS = frozenset({"access_needs", "gender", "green_room_url", "join_url", "passcode"})
"""Fields of which history keeps that they changed, and not what they held."""
_MARKS = (None, "set", "changed", "removed")


class Actor(str):
    """The name history shows, with the number of the account where one did it."""

    account_id: int | None = None

    @classmethod
    def of(cls, name: str, account_id: int) -> "Actor":
        actor = cls(name)
        actor.account_id = account_id
        return actor


def without_secrets(changes: dict[str, Any]) -> dict[str, Any]:
    """That the webinar's address changed is history; the address, with its password, is not.

    No more is what somebody needs to take part, or what they say of themselves."""
    return {
        name: _marked(change) if name in SECRETS else change for name, change in changes.items()
    }


def _marked(change: Any) -> Any:
    if not is_pair(change):
        return change if change in _MARKS else "set"
    before, after = change
    if before in _MARKS and after in _MARKS:
        return change
    return ["set" if before else None, ("changed" if before else "set") if after else "removed"]


def is_pair(change: Any) -> TypeGuard[list[Any]]:
    return isinstance(change, list) and len(change) == 2


def search_text(actor: str, act: str, changes: dict[str, Any]) -> str:
    """What a search of the history looks through, casefolded and bounded."""
    values = " ".join(json.dumps(each, ensure_ascii=False) for each in changes.values())
    return f"{actor} {act} {' '.join(changes)} {values}".casefold()[:4000]
