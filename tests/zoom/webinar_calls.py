"""Making, changing, listing, ending and deleting webinars."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ungis_events.core.clock import is_zone

from .calls import Answer, Calls, Given, Refusal, page_of, wrong
from .state import DEFAULT_SETTINGS, Host, Webinar, iso, new_uuid, next_number


class WebinarCalls(Calls):
    def create_webinar(self, places: Given, query: Given, body: Given, now: datetime) -> Answer:
        host = self._host(places["userId"])
        if not host.has_webinar_plan:
            raise Refusal(
                400,
                200,
                "Webinar plan is missing. You must subscribe to the webinar plan and enable "
                f"webinars for this user in order to perform this action: {host.id}.",
            )
        self._limits.count_host(host.id, now)
        number = next_number()
        settings = DEFAULT_SETTINGS | body.get("settings", {})
        self._check_settings(settings, host)
        fields = {
            "topic": "My Webinar",
            "type": 5,
            "start_time": iso(now),
            "duration": 60,
            "timezone": "UTC",
            "agenda": "",
        }
        fields |= self._fields(body, fields)
        webinar = Webinar(
            number=number,
            uuid=new_uuid(),
            host=host,
            fields=fields,
            settings=settings,
            created_at=now,
            join_url=f"{self.base}/j/{number}",
        )
        self.webinars[number] = webinar
        self._tell("webinar.created", webinar)
        return 201, self._webinar_body(webinar)

    def list_webinars(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        host = self._host(places["userId"])
        kept = [each for each in self.webinars.values() if each.host is host and not each.deleted]
        page, shown = page_of([_in_list(each) for each in reversed(kept)], query, now)
        return 200, page | {"webinars": shown}

    def get_webinar(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        return 200, self._webinar_body(self._webinar(places["webinarId"]))

    def update_webinar(self, places: Given, query: Given, body: Given, now: datetime) -> Answer:
        webinar = self._webinar(places["webinarId"])
        self._limits.count_host(webinar.host.id, now)
        settings = webinar.settings | body.get("settings", {})
        self._check_settings(settings, webinar.host)
        webinar.settings = settings
        old = {"id": int(webinar.number)} | {name: webinar.fields[name] for name in ("topic",)}
        webinar.fields |= self._fields(body, webinar.fields)
        self._tell("webinar.updated", webinar, old=old)
        return 204, None

    def delete_webinar(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        webinar = self._webinar(places["webinarId"])
        if webinar.is_open:
            raise Refusal(
                400, 3002, "Sorry, you cannot delete this webinar since it's in progress."
            )
        webinar.deleted = True
        self._tell("webinar.deleted", webinar)
        return 204, None

    def end_webinar(self, places: Given, query: Given, body: Given, now: datetime) -> Answer:
        webinar = self._webinar(places["webinarId"])
        if not webinar.is_open:
            raise Refusal(400, 3007, "Sorry, you cannot end this webinar: it is not in progress.")
        end_session(webinar, now, self._tell)
        return 204, None

    def _check_settings(self, settings: Given, host: Host) -> None:
        unknown = [
            each.strip()
            for each in settings["alternative_hosts"].replace(";", ",").split(",")
            if each.strip() and each.strip() not in self.hosts
        ]
        if unknown:
            detail = "The alternative host must be a licensed user of this account."
            errors = [wrong("settings.alternative_hosts", detail)]
            raise Refusal(400, 300, "Validation Failed.", errors)

    def _fields(self, body: Given, before: Given) -> Given:
        """What is kept of a body beside its settings; moments in UTC, as Zoom answers them."""
        given = {name: each for name, each in body.items() if name != "settings"}
        zone = given.get("timezone", before["timezone"])
        if zone in self.unknown_zones or not is_zone(zone):
            raise Refusal(400, 300, "Validation Failed.", [wrong("timezone", "Invalid zone.")])
        wall_time = given.get("start_time", "Z")
        if not wall_time.endswith("Z"):
            moment = datetime.fromisoformat(wall_time).replace(tzinfo=ZoneInfo(zone))
            given["start_time"] = iso(moment.astimezone(UTC))
        return given

    def _webinar_body(self, webinar: Webinar) -> Given:
        body = webinar.fields | {
            "id": int(webinar.number),
            "uuid": webinar.uuid,
            "host_id": webinar.host.id,
            "host_email": webinar.host.email,
            "created_at": iso(webinar.created_at),
            "join_url": webinar.join_url,
            "start_url": f"{self.base}/s/{webinar.number}?zak=a-secret-of-the-host",
            "creation_source": "open_api",
            "capacity": webinar.host.capacity if webinar.capacity is None else webinar.capacity,
            "settings": webinar.settings,
        }
        if webinar.has_registration:
            body["registration_url"] = f"{self.base}/r/{webinar.number}"
        return body


def end_session(
    webinar: Webinar, now: datetime, tell: Callable[..., None], *, people_stay: bool = False
) -> None:
    for presence in [] if people_stay else webinar.present():
        presence.left_at = now
        tell("webinar.participant_left", webinar, presence=presence)
    webinar.state = "ended"
    webinar.ended_sessions.append(webinar.session)
    tell("webinar.ended", webinar)


def _in_list(webinar: Webinar) -> Given:
    names = ("topic", "type", "start_time", "duration", "timezone")
    return {name: webinar.fields[name] for name in names} | {
        "id": int(webinar.number),
        "uuid": webinar.uuid,
        "host_id": webinar.host.id,
        "created_at": iso(webinar.created_at),
        "join_url": webinar.join_url,
        "agenda": webinar.fields["agenda"][:250],
    }
