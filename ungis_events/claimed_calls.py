"""One call that a worker has claimed: every step of it is a transaction of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from ungis_events.adapters.webinar import Act, Problem, ProviderError, WebinarProvider
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.webinars import calls, outcomes, pacing
from ungis_events.webinars.calls import Claim
from ungis_events.webinars.models import WebinarCall
from ungis_events.webinars.queries import lock_webinar

_A_SECOND = timedelta(seconds=1)

Answer = TypeVar("Answer")


class Overtaken(Exception):
    """The lease was over, and the call is another worker's by now."""


class NotYet(Exception):
    """The provider's limits let the request leave later; the call waits for it."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class ClaimedCall:
    def __init__(self, claim: Claim, provider: WebinarProvider) -> None:
        self.claim, self.provider = claim, provider
        self._act: Act | None = None

    def record(self, act: Callable[[WebinarCall], Answer]) -> Answer:
        """Raises Overtaken."""
        with transaction():
            return act(self._lock())

    def take_turn(
        self, act: Act, prepare: Callable[[WebinarCall], Answer | None] = lambda call: None
    ) -> Answer | None:
        """What `prepare` makes of the moment, once the request may leave.

        Where that is nothing, nothing is counted or noted either. Raises NotYet, Overtaken.
        """
        with transaction():
            call, now = self._lock(), clock.now()
            what = prepare(call)
            if call.due_at is None:
                return None
            slot = pacing.reserve(self.provider, act, now=now)
            if slot > now + pacing.NEAR:
                raise NotYet(slot)
            calls.note_asked(call, now)
        self._act = act
        pacing.wait_until(slot, now)
        return what

    def postpone(self, until: datetime) -> None:
        with transaction():
            calls.postpone(self._lock(), until, clock.now())

    def fail(self, error: ProviderError) -> None:
        with transaction():
            call, now = self._lock(), clock.now()
            outcomes.record_failure(call, error, was_asked=self.claim.was_asked, now=now)
            if error.problem is Problem.TOO_FAST and self._act:
                until = now + max(_A_SECOND, timedelta(seconds=error.wait_seconds or 0))
                pacing.hold(self.provider, self._act, until)

    def _lock(self) -> WebinarCall:
        """The call, with the event and its webinar locked before it."""
        lock_event(db.session.get_one(Event, self.claim.event_id))
        lock_webinar(self.claim.event_id)
        call = calls.find_claimed(self.claim)
        if call is None:
            raise Overtaken
        return call
