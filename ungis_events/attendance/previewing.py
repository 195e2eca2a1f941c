"""What an uploaded report says, on a page, before it counts."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.adapters.tables import TableNotRead
from ungis_events.core.clock_faces import Cities, short_moment
from ungis_events.core.templating import language
from ungis_events.events.models import Event

from . import desk_service
from .errors import ReportNotRead
from .forms import UploadForm, ZoneForm, zone_choices
from .queries import find_summary, get_kept_report
from .reading import LONGEST_BYTES, Report, read_report
from .vocabulary import SOURCES

_PROBLEMS_SHOWN, _STRANGERS_SHOWN = 100, 50


def cities() -> Cities:
    found: Cities = current_app.config["HOME_CITIES"]
    return found


def own_clock(event: Event) -> Callable[[datetime], str | None]:
    """A moment on the clock of the event, where that is not one of the cities'."""
    is_a_city = event.zone in {zone for _city, zone in cities()}

    def shown(at: datetime) -> str | None:
        if is_a_city:
            return None
        return f"{short_moment(at, ((event.zone, event.zone),), language())} ({event.zone})"

    return shown


def read_upload(form: UploadForm) -> Report | None:
    """Before a transaction: it may take a second. What cannot be read is said at the field."""
    if not form.file.data:
        form.file.errors = [gettext("Choose a file")]
        return None
    name = form.file.data.filename or gettext("report")
    try:
        return read_report(form.file.data.read(LONGEST_BYTES + 1), name)
    except (TableNotRead, ReportNotRead) as error:
        form.file.errors = [error.message]
        return None


def preview_page(event: Event, form: ZoneForm, own_number: str | None) -> ResponseReturnValue:
    """`own_number`: of the event's webinar; a report of another one is doubtful."""
    kept = get_kept_report(event)
    choices = zone_choices(event, cities())
    preview, other_room = None, None
    try:
        preview = desk_service.look_at(event, kept, [zone for zone, _label in choices])
    except ReportNotRead as error:
        form.zone.errors = [*form.zone.errors, error.message]
    else:
        told = preview.report.number
        other_room = told if told and own_number and told != own_number else None
    page = render_template(
        "manage_attendance/report.html",
        event=event,
        kept=kept,
        form=form,
        preview=preview,
        labels=dict(choices),
        summary=find_summary(event),
        sources=SOURCES,
        seen=desk_service.seen(kept),
        other_room=other_room,
        problems_shown=_PROBLEMS_SHOWN,
        strangers_shown=_STRANGERS_SHOWN,
    )
    return page, 422 if form.errors else 200
