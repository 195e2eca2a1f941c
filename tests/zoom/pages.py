"""Small pages of a pretended Zoom, for trying the whole flow by hand."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .standin import ZoomStandIn
from .state import Presence, Webinar

_PANELIST = ".panelist"


def pages(zoom: ZoomStandIn) -> Blueprint:
    blueprint = Blueprint("pages", __name__, template_folder="templates")
    _add_host_pages(blueprint, zoom)
    _add_own_link(blueprint, zoom)
    _add_open_link(blueprint, zoom)
    return blueprint


def _add_host_pages(blueprint: Blueprint, zoom: ZoomStandIn) -> None:
    @blueprint.get("/")
    def index() -> str:
        webinars = [each for each in zoom.webinars.values() if not each.deleted]
        told = list(zip(zoom.webhooks, [*zoom.webhook_answers, *[None] * 999], strict=False))
        return render_template("index.html", webinars=webinars, told=told[-30:])

    @blueprint.get("/h/<number>")
    def host(number: str) -> str:
        return render_template("host.html", webinar=_webinar(zoom, number))

    @blueprint.post("/h/<number>/<act>")
    def act(number: str, act: str) -> Response:
        webinar = _webinar(zoom, number)
        _do(zoom, webinar, act, request.form)
        if webinar.deleted:
            return redirect(url_for(".index"), 303)
        return redirect(url_for(".host", number=number), 303)


def _add_own_link(blueprint: Blueprint, zoom: ZoomStandIn) -> None:
    @blueprint.route("/w/<number>", methods=["GET", "POST"])
    def own_link(number: str) -> str | Response:
        """What a registrant's or speaker's own link opens."""
        webinar = _webinar(zoom, number)
        token = request.args.get("tk", "")
        who = _known(webinar, token)
        key = token.removesuffix(_PANELIST)
        if request.method == "POST":
            if request.form.get("act") == "leave":
                zoom.leaves(number, who["registrant_id"] or who["email"])
            elif who["may_enter"]:
                zoom.joins(number, **_of_joining(who))
            return redirect(url_for(".own_link", number=number, tk=token), 303)
        presence = _present(webinar, key, who["email"])
        return render_template("room.html", webinar=webinar, who=who, presence=presence)


def _add_open_link(blueprint: Blueprint, zoom: ZoomStandIn) -> None:
    @blueprint.route("/j/<number>", methods=["GET", "POST"])
    def open_link(number: str) -> str | Response:
        """The room's own link: whoever has it says who they are."""
        webinar = _webinar(zoom, number)
        me = request.args.get("me", "")
        if request.method == "POST":
            name = request.form.get("name", "").strip()
            if request.form.get("act") == "leave":
                zoom.leaves(number, me)
            elif name and webinar.state == "live":
                me = zoom.joins(number, name=name, email=request.form.get("email", "").strip())
            return redirect(url_for(".open_link", number=number, me=me), 303)
        found = [each for each in webinar.present() if each.user_id == me]
        who = {"name": found[0].name if found else "", "may_enter": webinar.state == "live"}
        presence = found[0] if found else None
        return render_template(
            "room.html", webinar=webinar, who=who, presence=presence, is_guest=True
        )


def _do(zoom: ZoomStandIn, webinar: Webinar, act: str, given: Mapping[str, str]) -> None:
    """What does not fit the state any more, as on a page left open, is not done."""
    number, topic, who = webinar.number, given.get("topic", "").strip(), given.get("who", "")
    if act == "practice" and not webinar.is_open:
        zoom.host_starts(number, practice=True)
    elif act == "start" and webinar.state != "live":
        zoom.host_starts(number)
    elif act == "end" and webinar.is_open:
        zoom.host_ends(number)
    elif act == "rename" and topic:
        zoom.host_renames(number, topic[:200])
    elif act == "cancel" and webinar.find_registrant(who):
        zoom.host_cancels_registrant(number, who)
    elif act == "delete" and not webinar.is_open:
        zoom.host_deletes(number)


def _webinar(zoom: ZoomStandIn, number: str) -> Webinar:
    webinar = zoom.webinars.get(number)
    if webinar is None or webinar.deleted:
        abort(404, "There is no such webinar, or it was deleted.")
    return webinar


def _known(webinar: Webinar, token: str) -> dict[str, Any]:
    if token.endswith(_PANELIST):
        panelist = webinar.panelists.get(token.removesuffix(_PANELIST))
        if panelist is None:
            abort(404, "This link of a speaker is not valid any more.")
        return {
            "name": panelist.name,
            "email": panelist.email,
            "registrant_id": "",
            "may_enter": webinar.is_open,
        }
    registrant = webinar.registrants.get(token)
    if registrant is None or registrant.status != "approved":
        abort(404, "This link is not valid any more.")
    return {
        "name": registrant.name,
        "email": registrant.email,
        "registrant_id": registrant.id,
        "may_enter": webinar.state == "live",
    }


def _of_joining(who: dict[str, Any]) -> dict[str, Any]:
    return {name: who[name] for name in ("registrant_id", "name", "email")}


def _present(webinar: Webinar, key: str, email: str) -> Presence | None:
    for each in webinar.present():
        if each.registrant_id == key or (not each.registrant_id and each.email == email):
            return each
    return None
