"""Registrants and panelists."""

from datetime import datetime

from .calls import Answer, Calls, Given, Refusal, page_of, wrong
from .state import Panelist, Registrant, Webinar, iso, new_id


class PeopleCalls(Calls):
    def add_registrant(self, places: Given, query: Given, body: Given, now: datetime) -> Answer:
        webinar = self._open_for_registration(places["webinarId"])
        self._limits.count_registrant(body["email"].casefold(), now)
        self._check_questions(webinar, body)
        registrant = self._enrol(webinar, body, now)
        return 201, {
            "id": int(webinar.number),
            "registrant_id": registrant.id,
            "join_url": registrant.join_url,
            "start_time": webinar.fields["start_time"],
            "topic": webinar.topic,
        }

    def batch_registrants(self, places: Given, query: Given, body: Given, now: datetime) -> Answer:
        webinar = self._open_for_registration(places["webinarId"])
        if webinar.fields["type"] != 5:
            raise Refusal(400, 300, "Batch registration is for webinars of type 5 only.")
        added: list[Given] = []
        for each in body["registrants"]:
            try:
                self._limits.count_registrant(each["email"].casefold(), now)
                self._check_questions(webinar, each)
                registrant = self._enrol(webinar, each, now)
            except Refusal as refusal:
                if not added and each is body["registrants"][-1]:
                    raise refusal
                continue  # who cannot be added is missing from the answer
            added.append(
                {
                    "email": registrant.email,
                    "registrant_id": registrant.id,
                    "join_url": registrant.join_url,
                }
            )
        return 201, {"registrants": added}

    def list_registrants(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        webinar = self._webinar(places["webinarId"])
        status = query.get("status", "approved")
        kept = [each for each in webinar.registrants.values() if each.status == status]
        page, shown = page_of([_registrant_body(each) for each in kept], query, now)
        return 200, page | {"registrants": shown}

    def get_registrant(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        return 200, _registrant_body(self._registrant(places, 404))

    def delete_registrant(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        registrant = self._registrant(places, 400)
        del self._webinar(places["webinarId"]).registrants[registrant.id]
        return 204, None

    def set_registrant_status(
        self, places: Given, query: Given, body: Given, now: datetime
    ) -> Answer:
        webinar = self._webinar(places["webinarId"])
        for each in body["registrants"]:
            registrant = webinar.registrants.get(each.get("id", ""))
            if registrant is None and "id" not in each:
                registrant = webinar.find_registrant(each["email"])
            if registrant is None:
                continue  # Zoom says nothing of those it does not know
            self._limits.count_status(registrant.email, now)
            status = {"approve": "approved", "deny": "denied", "cancel": "cancelled"}[
                body["action"]
            ]
            if registrant.status == status:
                continue
            if status == "approved" and not webinar.has_room():
                raise Refusal(400, 3035, "Webinar has reached maximum attendee capacity.")
            registrant.status = status
            self._tell(f"webinar.registration_{status}", webinar, registrant=registrant)
        return 204, None

    def list_questions(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        return 200, self._webinar(places["webinarId"]).questions

    def set_questions(self, places: Given, query: Given, body: Given, now: datetime) -> Answer:
        self._webinar(places["webinarId"]).questions |= body
        return 204, None

    def list_panelists(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        panelists = self._webinar(places["webinarId"]).panelists.values()
        shown = [
            {"id": each.id, "email": each.email, "name": each.name, "join_url": each.join_url}
            for each in panelists
        ]
        return 200, {"total_records": len(shown), "panelists": shown}

    def add_panelists(self, places: Given, query: Given, body: Given, now: datetime) -> Answer:
        webinar = self._webinar(places["webinarId"])
        for each in body["panelists"]:
            email = each["email"].casefold()
            known = [kept for kept in webinar.panelists.values() if kept.email == email]
            if known:
                known[0].name = each["name"]
                continue
            key = new_id()
            link = f"{self.base}/w/{webinar.number}?tk={key}.panelist"
            webinar.panelists[key] = Panelist(key, email, each["name"], link)
        return 201, {"id": webinar.number, "updated_at": iso(now)}

    def remove_panelist(self, places: Given, query: Given, body: None, now: datetime) -> Answer:
        webinar = self._webinar(places["webinarId"])
        if webinar.panelists.pop(places["panelistId"], None) is None:
            raise Refusal(400, 300, "Panelist does not exist.")
        return 204, None

    def _registrant(self, places: Given, status: int) -> Registrant:
        webinar = self._webinar(places["webinarId"])
        registrant = webinar.registrants.get(places["registrantId"])
        if registrant is None or registrant.status == "cancelled":
            raise Refusal(status, 300, f"Registrant {places['registrantId']} was not found.")
        return registrant

    def _open_for_registration(self, number: str) -> Webinar:
        webinar = self._webinar(number)
        if not webinar.has_registration or webinar.settings["close_registration"]:
            raise Refusal(
                400, 3000, f"Registration has not been enabled for this webinar: {number}."
            )
        if webinar.is_paid:
            raise Refusal(
                400, 3000, "This webinar needs paid registration: it cannot be done by the API."
            )
        if webinar.state == "ended" and webinar.session not in webinar.practice_sessions:
            raise Refusal(
                400, 3038, "Webinar is over, you cannot register now. Contact the webinar's host."
            )
        return webinar

    def _check_questions(self, webinar: Webinar, body: Given) -> None:
        asked = webinar.questions
        missing = [
            wrong(each["field_name"], "This field is required.")
            for each in asked["questions"]
            if each.get("required") and not body.get(each["field_name"])
        ]
        titles = {each.get("title") for each in body.get("custom_questions", [])}
        missing += [
            wrong(each["title"], "This field is required.")
            for each in asked["custom_questions"]
            if each.get("required") and each["title"] not in titles
        ]
        if missing:
            raise Refusal(400, 300, "Validation Failed.", missing)

    def _enrol(self, webinar: Webinar, given: Given, now: datetime) -> Registrant:
        email = given["email"].casefold()
        known = webinar.find_registrant(email)
        if known:
            return known
        if email == webinar.host.email:
            raise Refusal(400, 3027, "Host cannot register.")
        if not webinar.has_room():
            raise Refusal(400, 3035, "Webinar has reached maximum attendee capacity.")
        key = new_id()
        status = "approved" if webinar.settings["approval_type"] == 0 else "pending"
        link = f"{self.base}/w/{webinar.number}?tk={key}"
        registrant = Registrant(key, email, status, link, now, dict(given))
        webinar.registrants[key] = registrant
        self._tell("webinar.registration_created", webinar, registrant=registrant)
        return registrant


def _registrant_body(registrant: Registrant) -> Given:
    return registrant.given | {
        "id": registrant.id,
        "email": registrant.email,
        "status": registrant.status,
        "create_time": iso(registrant.created_at),
        "join_url": registrant.join_url,
    }
