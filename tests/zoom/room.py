"""What the host and the people in the room do."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from .state import Presence, Registrant, Webinar, new_uuid, next_presence
from .webinar_calls import end_session


class RoomCommands:
    """Each is told by webhook: posted when there is a `webhook_url`, kept in `webhooks` always."""

    _lock: threading.RLock
    _tell: Callable[..., None]
    now: Callable[[], datetime]
    flush_webhooks: Callable[[], None]
    webinars: Any

    def host_starts(self, number: str, practice: bool = False) -> None:
        with self._lock:
            webinar = self._existing(number)
            assert webinar.state != "live", "it is live already"
            if webinar.state == "practice":
                # Going on air ends the practice: its people stay, in a session of its own.
                end_session(webinar, self.now(), self._tell, people_stay=True)
            webinar.session = new_uuid()
            webinar.state = "practice" if practice else "live"
            if practice:
                webinar.practice_sessions.append(webinar.session)
            for presence in webinar.present():
                presence.session = webinar.session
            self._tell("webinar.started", webinar)
        self.flush_webhooks()

    def host_ends(self, number: str) -> None:
        with self._lock:
            webinar = self._existing(number)
            assert webinar.is_open, "it is not open"
            end_session(webinar, self.now(), self._tell)
        self.flush_webhooks()

    def joins(
        self,
        number: str,
        registrant_id: str = "",
        *,
        name: str = "",
        email: str = "",
        tells_email: bool = True,
    ) -> str:
        """A registrant, or somebody by name and address. Returns what names this presence."""
        with self._lock:
            webinar = self._existing(number)
            assert webinar.is_open, "nobody can be in before the host has opened it"
            if registrant_id:
                registrant = webinar.registrants[registrant_id]
                name, email = name or registrant.name, email or registrant.email
            presence = Presence(
                next_presence(),
                webinar.session,
                name,
                email if tells_email else "",
                registrant_id,
                self.now(),
            )
            webinar.presences.append(presence)
            self._tell("webinar.participant_joined", webinar, presence=presence)
        self.flush_webhooks()
        return presence.user_id

    def leaves(self, number: str, who: str) -> None:
        """`who`: a registrant's id, an address or what `joins` returned; all their presences."""
        with self._lock:
            webinar = self._existing(number)
            for presence in webinar.present():
                if who in (presence.user_id, presence.registrant_id, presence.email):
                    presence.left_at = self.now()
                    self._tell("webinar.participant_left", webinar, presence=presence)
        self.flush_webhooks()

    def host_deletes(self, number: str) -> None:
        with self._lock:
            webinar = self._existing(number)
            webinar.deleted = True
            self._tell("webinar.deleted", webinar)
        self.flush_webhooks()

    def host_renames(self, number: str, topic: str) -> None:
        with self._lock:
            webinar = self._existing(number)
            old = {"id": int(webinar.number), "topic": webinar.topic}
            webinar.fields["topic"] = topic
            self._tell("webinar.updated", webinar, old=old)
        self.flush_webhooks()

    def host_moves(self, number: str, start_time: str) -> None:
        with self._lock:
            webinar = self._existing(number)
            old = {"id": int(webinar.number), "start_time": webinar.fields["start_time"]}
            webinar.fields["start_time"] = start_time
            self._tell("webinar.updated", webinar, old=old)
        self.flush_webhooks()

    def host_cancels_registrant(self, number: str, who: str) -> None:
        """`who`: their id or address."""
        with self._lock:
            webinar = self._existing(number)
            registrant = self._registered(webinar, who)
            registrant.status = "cancelled"
            self._tell("webinar.registration_cancelled", webinar, registrant=registrant)
        self.flush_webhooks()

    def host_asks(self, number: str, field_name: str, *, required: bool = True) -> None:
        """One more question in Zoom's own form, which our requests do not answer."""
        with self._lock:
            questions = self._existing(number).questions["questions"]
            questions.append({"field_name": field_name, "required": required})

    def _existing(self, number: str) -> Webinar:
        webinar: Webinar = self.webinars[number]
        assert not webinar.deleted, "it is deleted"
        return webinar

    def _registered(self, webinar: Webinar, who: str) -> Registrant:
        registrant = webinar.registrants.get(who) or webinar.find_registrant(who)
        assert registrant, f"{who} is not registered"
        return registrant
