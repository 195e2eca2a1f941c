"""What the room's states, calls and problems are called, and the countdown in words."""

import re
from collections.abc import Mapping
from datetime import timedelta
from math import inf
from typing import NamedTuple

from babel.dates import format_timedelta
from flask import current_app
from flask_babel import LazyString, gettext, lazy_gettext

from ungis_events.adapters.webinar import Problem, Recording

from .models import CallKind, Webinar, WebinarStatus
from .rules import time_left

STATES: Mapping[WebinarStatus, LazyString] = {
    WebinarStatus.WANTED: lazy_gettext("Asked for"),
    WebinarStatus.SCHEDULED: lazy_gettext("Scheduled"),
    WebinarStatus.PRACTICE: lazy_gettext("Practice session"),
    WebinarStatus.LIVE: lazy_gettext("Live"),
    WebinarStatus.ENDED: lazy_gettext("Ended"),
    WebinarStatus.GONE: lazy_gettext("No longer there"),
}
CALLS: Mapping[CallKind, LazyString] = {
    CallKind.CREATE: lazy_gettext("Make the webinar"),
    CallKind.ADOPT: lazy_gettext("Take over the webinar"),
    CallKind.UPDATE: lazy_gettext("Send the changes"),
    CallKind.PANELISTS: lazy_gettext("Bring the speakers up to date"),
    CallKind.DELETE: lazy_gettext("Delete the webinar"),
    CallKind.REPORT: lazy_gettext("Fetch who was there"),
    CallKind.FORGET: lazy_gettext("Remove one person's data"),
    CallKind.FORGET_PANELIST: lazy_gettext("Remove one speaker's place"),
}
RECORDINGS: Mapping[Recording, LazyString] = {
    Recording.NONE: lazy_gettext("None"),
    Recording.CLOUD: lazy_gettext("In the provider's cloud"),
    Recording.LOCAL: lazy_gettext("On the host's computer"),
}

PROBLEM_SENTENCES: Mapping[Problem, LazyString] = {
    Problem.UNREACHABLE: lazy_gettext(
        "%(provider)s does not answer. It is tried again by itself; nobody has to do anything."
    ),
    Problem.TOO_FAST: lazy_gettext(
        "%(provider)s asks us to go slower. It goes on by itself within minutes."
    ),
    Problem.DAILY_LIMIT: lazy_gettext(
        "%(provider)s takes no more requests of this kind today. It goes on by itself after "
        "00:00 UTC."
    ),
    Problem.PERSON_LIMIT: lazy_gettext(
        "%(provider)s takes an address three times a day, and this one has been sent that often. "
        "It goes on by itself after 00:00 UTC."
    ),
    Problem.CREDENTIALS: lazy_gettext(
        "%(provider)s does not accept our sign-in. Ask the administrator of this site to check "
        "the account, the client and its secret in the settings, and then try again."
    ),
    Problem.SCOPE_MISSING: lazy_gettext(
        "Our app at %(provider)s may not do this. Ask the administrator of the %(provider)s "
        "account to give it the missing scope (%(scopes)s), and then try again."
    ),
    Problem.NO_PLAN: lazy_gettext(
        "%(provider)s says that %(host)s has no webinar licence. Ask the administrator of the "
        "%(provider)s account for one, or choose another host, and then try again."
    ),
    Problem.HOST_UNKNOWN: lazy_gettext(
        "%(provider)s knows no user %(host)s in its account. Correct the host's address, or ask "
        "the administrator of the %(provider)s account to add them, and then try again."
    ),
    Problem.NOT_HOST: lazy_gettext(
        "This webinar belongs to somebody whom our app at %(provider)s may not act for. Make a "
        "new one, or take over one of our own account."
    ),
    Problem.NOT_FOUND: lazy_gettext(
        "%(provider)s has no such webinar any more: somebody deleted it there, or the number is "
        "wrong. Make a new one, or take over another by its number."
    ),
    Problem.RUNNING: lazy_gettext(
        "People are in the webinar, and %(provider)s deletes none that runs. End it there, and "
        "then try again."
    ),
    Problem.OVER: lazy_gettext(
        "The webinar is over at %(provider)s: it can no longer be changed. If the event is still "
        "to come, make a new one."
    ),
    Problem.REGISTRATION_OFF: lazy_gettext(
        "The webinar takes no registrations at %(provider)s. Open its page there, switch on "
        "“Registration: required” with automatic approval, and then try again."
    ),
    Problem.PAID: lazy_gettext(
        "This webinar takes money for registering, and we cannot pay. Take the payment off at "
        "%(provider)s, or make a new one."
    ),
    Problem.CAPACITY: lazy_gettext(
        "The webinar has no place left at %(provider)s. Ask the administrator of the %(provider)s "
        "account for a larger licence, and then try again. Until then who is left over joins "
        "with the event's own link."
    ),
    Problem.PERSON_REFUSED: lazy_gettext(
        "%(provider)s does not take this address: it is the host's own, or not one of an "
        "organization. They join with the event's own link; nothing has to be done."
    ),
    Problem.CHANGED_THERE: lazy_gettext(
        "Somebody changed this webinar at %(provider)s: its topic or times may differ from the "
        "event's. Look at it there. If what stands here is right, try again: ours is sent once "
        "more. If what stands there is right, change the event."
    ),
    Problem.DELETED_THERE: lazy_gettext(
        "Somebody deleted this webinar at %(provider)s: nobody can join. Make a new one, or take "
        "over another by its number."
    ),
    Problem.TURNED_AWAY: lazy_gettext(
        "Somebody took this person off the list at %(provider)s, and we do not put them back. "
        "Their place here stays. Withdraw it here if that is meant; to let them in after all, "
        "approve them at %(provider)s."
    ),
    Problem.WRONG_VALUE: lazy_gettext(
        "%(provider)s does not accept something we sent. Its own words stand on the Webinar tab: "
        "correct the setup or the event, and then try again."
    ),
    Problem.UNKNOWN: lazy_gettext(
        "%(provider)s answered with something we do not know. Try again in a few minutes; if it "
        "stays, show its own words below to the administrator of this site."
    ),
}
_SCOPE = re.compile(r"\b[a-z]+(?::[a-z_]+)+\b")


def problem_sentence(
    problem: Problem | str, *, provider: str, host: str = "", detail: str | None = None
) -> str:
    """What happened, and what to do about it. `provider`: its name for people.

    `detail`: the provider's own words, of which a missing scope is named.
    """
    known = problem if problem in PROBLEM_SENTENCES else Problem.UNKNOWN
    return str(PROBLEM_SENTENCES[Problem(known)]) % {
        "provider": provider,
        "host": host or gettext("the host"),
        "scopes": ", ".join(dict.fromkeys(_SCOPE.findall(detail or "")))
        or gettext("its name stands on the Webinar tab"),
    }


class WebinarShown(NamedTuple):
    """An event's online room in a line, on pages that are about something else."""

    maker: str
    state: str
    number: str | None
    is_there: bool
    is_coming: bool
    """There, or asked for."""
    problem: str | None
    """What happened, and what to do about it."""


def webinar_shown(webinar: Webinar | None) -> WebinarShown | None:
    if webinar is None:
        return None
    maker = maker_label(webinar.provider)
    return WebinarShown(
        maker=maker,
        state=str(STATES[webinar.status]),
        number=shown_number(webinar.number) if webinar.number else None,
        is_there=webinar.is_there,
        is_coming=webinar.status is not WebinarStatus.GONE,
        problem=problem_sentence(
            webinar.problem,
            provider=maker,
            host=webinar.host or usual_host(webinar.provider),
            detail=webinar.problem_detail,
        )
        if webinar.problem
        else None,
    )


def maker_label(name: str) -> str:
    """Zoom; also of one that was set up here once and no longer is."""
    provider = current_app.extensions["webinar_providers"].get(name)
    return provider.label if provider else name.capitalize()


def usual_host(name: str) -> str:
    """Whose that maker's rooms are where nobody is named: the setting ZOOM_HOST."""
    return str(current_app.config.get(f"{name.upper()}_HOST") or "")


def shown_number(number: str) -> str:
    """As people read it aloud: 857 4606 5123. What is no such number stays as it is."""
    if not (number.isascii() and number.isdecimal() and 9 <= len(number) <= 11):
        return number
    middle = 7 if len(number) == 11 else 6
    return f"{number[:3]} {number[3:middle]} {number[middle:]}"


def countdown(left: timedelta, language: str) -> str:
    """2 hours 5 minutes."""
    words = [
        # Without the threshold 23 hours would become "1 day".
        format_timedelta(
            timedelta(**{f"{unit}s": number}), granularity=unit, threshold=inf, locale=language
        )
        for unit, number in time_left(left)
    ]
    return pair(*words) if len(words) == 2 else words[0]


def pair(larger: str, smaller: str) -> str:
    """Two units beside each other, as the language joins them."""
    return gettext("%(larger)s %(smaller)s", larger=larger, smaller=smaller)
