"""Online rooms at their makers: one file in `providers/` for each maker."""

from .notices import Challenge, Notice, NoticeKind, WrongNotice
from .problems import Problem, ProviderError, Retry
from .provider import (
    Act,
    Admitted,
    Interpreter,
    Limits,
    PanelistPlace,
    Person,
    Recording,
    Room,
    RoomWanted,
    Stay,
    Token,
    TokenStore,
    WebinarProvider,
)

__all__ = [
    "Act",
    "Admitted",
    "Challenge",
    "Interpreter",
    "Limits",
    "Notice",
    "NoticeKind",
    "PanelistPlace",
    "Person",
    "Problem",
    "ProviderError",
    "Recording",
    "Retry",
    "Room",
    "RoomWanted",
    "Stay",
    "Token",
    "TokenStore",
    "WebinarProvider",
    "WrongNotice",
]
