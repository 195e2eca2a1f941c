"""Organizers' pages of one act on many registrations: looked at first, then done, then told."""

import secrets
from urllib.parse import parse_qsl

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.accounts.queries import sees_access_needs
from ungis_events.circulars.models import Circular
from ungis_events.circulars.queries import find_circular_of
from ungis_events.circulars.service import Writer, write_to_chosen
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.errors import NotFound
from ungis_events.core.form_filters import short_note
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.events.rules import closes_at
from ungis_events.questions.queries import list_questions
from ungis_events.registrations.desk_filters import RegistrationsWanted
from ungis_events.registrations.desk_queries import (
    count_by_mode,
    count_registrations,
    list_ids,
    list_invitations,
)
from ungis_events.registrations.vocabulary import chips

from .errors import NobodyChosen, OthersFitNow
from .models import BulkAct
from .queries import (
    PAGE_SIZE,
    count_chosen,
    count_progress,
    find_by_form,
    get_bulk_act,
    list_bulk_acts,
    list_of_event,
    list_outcomes,
)
from .rules import ACTS, AT_ONCE, MAIL, Room, foresee
from .service import start_bulk_act, work_some

manage_bulk_acts = Blueprint("manage_bulk_acts", __name__)
manage_bulk_acts.before_request(require_organizer)

_MOST_TICKED = 1000


@manage_bulk_acts.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    bulk_acts = list_bulk_acts(event, sees_needs=_sees_needs(event))
    return render_template(
        "manage_bulk_acts/index.html",
        event=event,
        bulk_acts=bulk_acts,
        progress=count_progress([each.id for each in bulk_acts]),
    )


@manage_bulk_acts.get("/review")
def review(slug: str) -> ResponseReturnValue:
    """What would become of whom. `id`: who was ticked; `everybody`: all who fit the search."""
    return _review(get_event(slug), request.args)


def _review(
    event: Event, asked: "MultiDict[str, str]", problem: object = None
) -> ResponseReturnValue:
    act = asked.get("act", "")
    if act not in ACTS:
        raise NotFound
    wanted, is_everybody = _search(event, asked), asked.get("everybody") == "y"
    ids = _ticked(asked)
    chosen = count_by_mode(event, wanted) if is_everybody else count_chosen(event, ids)
    number = sum(chosen.values())
    if not number and problem is None:
        problem = NobodyChosen.message
    page = render_template(
        "manage_bulk_acts/review.html",
        event=event,
        act=act,
        wanted=wanted,
        chips=chips(wanted, list_questions(event), list_invitations(event)),
        is_everybody=is_everybody,
        ids=[] if is_everybody else ids,
        number=number,
        forecast=foresee(act, chosen, _rooms(event)),
        problem=problem,
        note=asked.get("note", ""),
        beyond=asked.get("beyond") == "y",
        at_once=AT_ONCE,
        form_key=secrets.token_urlsafe(16),
    )
    return page, 422 if problem else 200


def _rooms(event: Event) -> dict[int, Room]:
    is_running = clock.now() < closes_at(event)
    return {
        mode.id: Room(
            left=None if mode.capacity is None else mode.capacity - mode.taken - mode.kept,
            waiting=mode.waiting,
            has_line=event.waitlist,
            moves_on=mode.is_open and is_running,
        )
        for mode in event.modes
    }


@manage_bulk_acts.post("/")
def start(slug: str) -> ResponseReturnValue:
    asked = request.form
    act, form_key = asked.get("act", ""), asked.get("form_key", "")[:40]
    if act not in ACTS or not form_key:
        raise NotFound
    try:
        bulk_act = _start(slug, act, form_key)
    except (NobodyChosen, OthersFitNow) as error:
        return _review(get_event(slug), asked, error.message)
    except IntegrityError:  # the same form twice at the same moment
        found = find_by_form(form_key)
        if found is None:
            raise
        bulk_act = found
    if act == MAIL:
        return redirect(_circular_address(slug, bulk_act), code=303)
    if bulk_act.done_at is None and count_progress([bulk_act.id])[bulk_act.id].all <= AT_ONCE:
        _work(bulk_act.id)
    return redirect(url_for(".show", slug=slug, bulk_act_id=bulk_act.id), code=303)


def _start(slug: str, act: str, form_key: str) -> BulkAct:
    """Raises NobodyChosen, OthersFitNow."""
    asked = request.form
    with transaction():
        event = get_event(slug)
        existing = find_by_form(form_key)
        if existing is not None:
            return get_bulk_act(event, existing.id, sees_needs=_sees_needs(event))
        wanted = _search(event, asked)
        if asked.get("everybody") == "y":
            if count_registrations(event, wanted) != asked.get("number", -1, type=int):
                raise OthersFitNow
            ids = list_ids(event, wanted)
        else:
            ids = list_of_event(event, _ticked(asked))
        bulk_act = start_bulk_act(
            event,
            act,
            ids,
            form_key=form_key,
            note=short_note(asked.get("note")),
            beyond=asked.get("beyond") == "y",
            query=wanted.address if asked.get("everybody") == "y" or wanted.needs else "",
            actor=actor(),
            now=clock.now(),
        )
        if act == MAIL:
            account = own_account()
            write_to_chosen(
                event, bulk_act, writer=Writer(account.name, account.email), now=clock.now()
            )
    return bulk_act


def _work(bulk_act_id: int) -> None:
    """A few at a time, so that people register meanwhile."""
    is_left = True
    while is_left:
        with transaction():
            is_left = work_some(bulk_act_id, clock.now())


def _circular_address(slug: str, bulk_act: BulkAct) -> str:
    circular: Circular | None = find_circular_of(bulk_act.id)
    if circular is None:  # the draft was deleted since
        return url_for("manage_circulars.index", slug=slug)
    return url_for("manage_circulars.edit", slug=slug, circular_id=circular.id)


@manage_bulk_acts.get("/<int:bulk_act_id>")
def show(slug: str, bulk_act_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    bulk_act = get_bulk_act(event, bulk_act_id, sees_needs=_sees_needs(event))
    progress = count_progress([bulk_act.id])[bulk_act.id]
    show = request.args.get("show", "")
    show = show if show in ("done", "failed", "left") else ""
    number = getattr(progress, show or "all")
    pages = max(1, -(-number // PAGE_SIZE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "manage_bulk_acts/show.html",
        event=event,
        bulk_act=bulk_act,
        progress=progress,
        shown=show,
        page=page,
        pages=pages,
        outcomes=list_outcomes(bulk_act, show, page),
        circular=find_circular_of(bulk_act.id) if bulk_act.act == MAIL else None,
    )


def _search(event: Event, asked: "MultiDict[str, str]") -> RegistrationsWanted:
    """From the address of the list, or from the field of the review that holds it."""
    query = asked.get("query")
    wanted = RegistrationsWanted.of(asked if query is None else MultiDict(parse_qsl(query)))
    return wanted if _sees_needs(event) else wanted.without_needs()


def _sees_needs(event: Event) -> bool:
    return sees_access_needs(own_account(), event.id)


def _ticked(asked: "MultiDict[str, str]") -> list[int]:
    values = asked.getlist("id")[:_MOST_TICKED]
    return list(dict.fromkeys(int(each) for each in values if each.isdecimal() and len(each) < 10))
