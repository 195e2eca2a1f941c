"""Who was there, once it is over."""

from datetime import datetime

from .calls import Answer, Calls, Given, Refusal, page_of
from .state import Presence, Webinar, iso


class AttendanceCalls(Calls):
    def past_participants(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        return self._participants(places["webinarId"], query | {"include_fields": "x"}, now)

    def report_participants(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        return self._participants(places["webinarId"], query, now)

    def past_instances(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        webinar = self.webinars.get(places["webinarId"])
        if webinar is None:
            raise Refusal(404, 3001, "Webinar not found or has expired.")
        return 200, {"webinars": [{"uuid": uuid} for uuid in webinar.ended_sessions]}

    def _participants(self, key: str, query: Given, now: datetime) -> Answer:
        webinar, session = self._session(key)
        came = [
            _participant_body(each, "include_fields" in query)
            for each in webinar.presences
            if each.session == session and each.left_at
        ]
        page, shown = page_of(came, query, now)
        return 200, page | {"participants": shown}

    def _session(self, key: str) -> tuple[Webinar, str]:
        """By a number: the time it was open last and is over."""
        for webinar in self.webinars.values():
            over = webinar.ended_sessions
            if webinar.number == key and over:
                held = [each for each in over if each not in webinar.practice_sessions]
                return webinar, (held or over)[-1]
            if key in over:
                return webinar, key
        raise Refusal(404, 3001, f"Webinar {key} not found or has expired.")


def _participant_body(presence: Presence, with_registrant: bool) -> Given:
    left_at = presence.left_at or presence.joined_at
    body = {
        "id": "",
        "user_id": presence.user_id,
        "name": presence.name,
        "user_email": presence.email,
        "join_time": iso(presence.joined_at),
        "leave_time": iso(left_at),
        "duration": int((left_at - presence.joined_at).total_seconds()),
        "status": "in_meeting",
        "failover": False,
    }
    return body | ({"registrant_id": presence.registrant_id} if with_registrant else {})
