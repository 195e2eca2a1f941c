"""What goes wrong on command."""

from dataclasses import dataclass


@dataclass
class Fault:
    operation_id: str
    """`*`: whatever is asked next."""
    status: int | None = None
    code: int | None = None
    message: str = ""
    times: int = 1
    lose_answer: bool = False
    """The connection ends without an answer."""
    cut_answer: bool = False
    """The answer ends in its middle."""
    hang_seconds: float = 0
    retry_after: str | int | None = None
    before: bool | None = None
    """Whether it goes wrong before the request was carried out. None: a refusal does, and an
    answer that is lost, cut or late was carried out."""

    @property
    def comes_first(self) -> bool:
        if self.before is not None:
            return self.before
        return not (self.lose_answer or self.cut_answer or self.hang_seconds)

    def answer(self) -> tuple[int, dict[str, object] | None, dict[str, str]] | None:
        """Instead of the usual one."""
        if self.status is None:
            return None
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        if self.code is None and not self.message:
            return self.status, None, headers
        code = self.status if self.code is None else self.code
        return self.status, {"code": code, "message": self.message or "Failed."}, headers


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def take(self, operation_id: str) -> Fault | None:
        for fault in self._waiting:
            if fault.operation_id in (operation_id, "*"):
                fault.times -= 1
                if not fault.times:
                    self._waiting.remove(fault)
                return fault
        return None
