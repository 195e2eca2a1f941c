"""The desk while the event runs: its state, who is in the room, what people asked beforehand."""

from math import ceil

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from ungis_events.accounts.access import require_organizer
from ungis_events.adapters.webinar import WebinarProvider
from ungis_events.core import clock, templating
from ungis_events.events.queries import get_event
from ungis_events.topics.catalogue import list_stakeholder_groups
from ungis_events.webinars import vocabulary as webinar_words
from ungis_events.webinars.models import Webinar
from ungis_events.webinars.providers import all_providers
from ungis_events.webinars.queries import find_webinar

from . import queries, vocabulary
from .reading import read_live
from .rules import HEIGHT, WIDTH

manage_live = Blueprint("manage_live", __name__)
manage_live.before_request(require_organizer)

_FIRST_QUESTIONS = 5
_ALL_QUESTIONS = 5000
"""On one page, for paper."""


@manage_live.get("")
def index(slug: str) -> ResponseReturnValue:
    event, now = get_event(slug), clock.now()
    webinar = find_webinar(event)
    live, language = read_live(event, webinar, now), templating.language()
    return render_template(
        "manage_live/index.html",
        event=event,
        webinar=webinar,
        live=live,
        now=now,
        state_words=vocabulary.STATES[live.state],
        tone=vocabulary.TONES.get(live.state, "quiet-state"),
        left=webinar_words.countdown(event.starts_at - now, language),
        chart=live.chart,
        size=(WIDTH, HEIGHT),
        words=live.chart
        and vocabulary.words_of(live.chart, current_app.config["HOME_CITIES"], language),
        provider_name=_label_of(webinar),
        room_page=_room_page(webinar),
        problem=_problem_of(webinar),
        waiting_calls=queries.count_waiting_calls(webinar, now) if webinar else 0,
        group_labels=dict(list_stakeholder_groups()),
        questions=queries.list_questions(event, newest_first=True, size=_FIRST_QUESTIONS),
        questions_sent=queries.count_questions(event),
    )


@manage_live.get("/questions")
def questions(slug: str) -> ResponseReturnValue:
    """What people asked when they registered, in pages, or all of it for paper."""
    event, sent = get_event(slug), request.args
    newest_first, is_whole = sent.get("order") != "oldest", sent.get("all") == "y"
    number = queries.count_questions(event)
    pages = 1 if is_whole else max(ceil(number / queries.PAGE_SIZE), 1)
    page = min(max(sent.get("page", 1, type=int), 1), pages)
    return render_template(
        "manage_live/questions.html",
        event=event,
        questions=queries.list_questions(
            event,
            newest_first=newest_first,
            page=page,
            size=_ALL_QUESTIONS if is_whole else queries.PAGE_SIZE,
        ),
        questions_sent=number,
        newest_first=newest_first,
        is_whole=is_whole,
        page=page,
        pages=pages,
        address={"slug": slug, "order": None if newest_first else "oldest"},
    )


def _provider_of(webinar: Webinar | None) -> WebinarProvider | None:
    """None too for one that is no longer set up here."""
    providers = all_providers()
    return providers.get(webinar.provider) if webinar else None


def _label_of(webinar: Webinar | None) -> str:
    provider = _provider_of(webinar)
    if provider is not None:
        return provider.label
    return webinar.provider if webinar else ""


def _room_page(webinar: Webinar | None) -> str | None:
    provider = _provider_of(webinar)
    if provider is None or webinar is None or webinar.number is None or not webinar.is_there:
        return None
    return provider.room_page(webinar.number)


def _problem_of(webinar: Webinar | None) -> str | None:
    if webinar is None or webinar.problem is None:
        return None
    return webinar_words.problem_sentence(
        webinar.problem,
        provider=_label_of(webinar),
        host=webinar.host,
        detail=webinar.problem_detail,
    )
