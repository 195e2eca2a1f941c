"""The way around the desk: an event's tabs, the pages behind each, and who is shown which."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import Flask, g, request, url_for
from flask_babel import LazyString, lazy_gettext

from .accounts.models import Account
from .events.models import Event
from .webinars.queries import find_webinar

_ = lazy_gettext


class Tab(NamedTuple):
    """`pages`: the endpoint and name of each; the first is where the tab leads."""

    label: LazyString
    pages: tuple[tuple[str, LazyString], ...]


TABS = (
    Tab(_("Overview"), (("manage_events.overview", _("Overview")),)),
    Tab(_("Details & schedule"), (("manage_events.edit", _("Details & schedule")),)),
    Tab(
        _("Speakers"),
        (
            ("manage_speakers.index", _("Roster")),
            ("manage_agenda.index", _("Agenda")),
            ("manage_roster_import.index", _("Paste or import")),
            ("manage_agenda.briefing", _("Briefing")),
            ("manage_paper.index", _("Paper")),
        ),
    ),
    Tab(
        _("Registration form"),
        (
            ("manage_questions.index", _("Questions")),
            ("manage_invitations.index", _("Invitations and places")),
            ("manage_privacy.index", _("Notice and retention")),
        ),
    ),
    Tab(
        _("Registrations"),
        (
            ("manage_registrations.index", _("List")),
            ("manage_check_in.index", _("Check-in")),
            ("manage_certificates.index", _("Certificates")),
            ("manage_bulk_acts.index", _("Acts on many")),
            ("manage_registration_import.add", _("Add by hand")),
            ("manage_registration_import.index", _("Import")),
            ("manage_registrations.duplicates", _("Duplicates")),
        ),
    ),
    Tab(
        _("Webinar"),
        (
            ("manage_webinars.index", _("Set up")),
            ("manage_live.index", _("Live")),
            ("manage_attendance.index", _("Attendance")),
        ),
    ),
    Tab(_("Files & links"), (("manage_files.index", _("Files & links")),)),
    Tab(
        _("Messages"),
        (
            ("manage_reminders.index", _("Reminders")),
            ("manage_circulars.index", _("Circulars")),
            ("manage_history.mail", _("Mails sent")),
        ),
    ),
    Tab(_("Team"), (("manage_teams.index", _("Team")),)),
    Tab(_("History"), (("manage_history.index", _("History")),)),
)
FOR_HELPERS = frozenset({"manage_check_in"})
"""Blueprints whose pages helpers may open too."""


@dataclass(frozen=True)
class PageLink:
    label: LazyString
    url: str
    is_open: bool


@dataclass(frozen=True)
class TabShown:
    label: LazyString
    url: str
    is_open: bool
    number: int | None
    pages: tuple[PageLink, ...]


def desk_groups(event: Event) -> list[TabShown]:
    """The tabs that who is signed in may open and the event has."""
    account: Account = g.account
    shown = []
    for tab in TABS:
        if tab.pages[0][0] == "manage_webinars.index" and not _has_webinar_tab(event):
            continue
        pages = tuple(_link(event, *page) for page in tab.pages if _may_open(account, page[0]))
        if pages:
            is_list = tab.pages[0][0] == "manage_registrations.index"
            # After the purge the seats still count whom the list no longer holds.
            is_counted = is_list and event.purged_at is None
            number = sum(mode.taken for mode in event.modes) if is_counted else None
            is_open = any(page.is_open for page in pages)
            shown.append(TabShown(tab.label, pages[0].url, is_open, number, pages))
    return shown


def _has_webinar_tab(event: Event) -> bool:
    """Also an event that has come to take place in a room only, while its webinar is there."""
    return event.is_online or find_webinar(event) is not None


def _may_open(account: Account, endpoint: str) -> bool:
    return account.can_manage or endpoint.partition(".")[0] in FOR_HELPERS


def _link(event: Event, endpoint: str, label: LazyString) -> PageLink:
    return PageLink(label, url_for(endpoint, slug=event.slug), _is_open(endpoint))


def _is_open(endpoint: str) -> bool:
    """Whether this is the page, or one behind it: of its blueprint and named by no other tab."""
    if request.endpoint == endpoint:
        return True
    named = {name for tab in TABS for name, _label in tab.pages}
    blueprint, _dot, view = endpoint.partition(".")
    return request.blueprint == blueprint and view == "index" and request.endpoint not in named


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(desk_groups=desk_groups)
