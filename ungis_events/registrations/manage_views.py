"""Organizers' pages of the people who come."""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.errors import Conflict
from ungis_events.core.form_filters import short_note
from ungis_events.core.templating import text_direction
from ungis_events.events.queries import get_event
from ungis_events.history.service import record_history
from ungis_events.topics.catalogue import list_stakeholder_groups

from . import desk_queries, exports
from .desk_queries import PAGE_SIZE, RegistrationsWanted
from .models import RegistrationStatus
from .queries import get_registration, place_in_line
from .rules import possible_acts
from .service import (
    approve_registration,
    reject_registration,
    renew_links,
    withdraw_registration,
)

manage_registrations = Blueprint("manage_registrations", __name__)
manage_registrations.before_request(require_organizer)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@manage_registrations.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    asked = request.args
    wanted = RegistrationsWanted(
        q=asked.get("q", ""),
        status=asked.get("status", ""),
        sort=asked.get("sort", RegistrationsWanted().sort),
        page=min(max(asked.get("page", 1, type=int), 1), 1_000_000),
    )
    found = desk_queries.count_registrations(event, wanted)
    return render_template(
        "manage_registrations/index.html",
        event=event,
        wanted=wanted,
        registrations=desk_queries.list_registrations(event, wanted),
        found=found,
        pages=max(1, -(-found // PAGE_SIZE)),
        counts=desk_queries.count_by_status(event),
        groups=desk_queries.count_by_group(event),
        group_labels=dict(list_stakeholder_groups()),
        statuses=list(RegistrationStatus),
    )


@manage_registrations.get("/<int:registration_id>")
def show(slug: str, registration_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    registration = get_registration(event, registration_id)
    return render_template(
        "manage_registrations/show.html",
        event=event,
        registration=registration,
        acts=possible_acts(registration.status),
        place_in_line=place_in_line(registration),
        group_labels=dict(list_stakeholder_groups()),
    )


@manage_registrations.post("/<int:registration_id>/<any(approve, reject, withdraw, renew):act>")
def act(slug: str, registration_id: int, act: str) -> ResponseReturnValue:
    try:
        with transaction():
            event = get_event(slug)
            registration = get_registration(event, registration_id)
            before, now = registration.status, clock.now()
            if act == "approve":
                approve_registration(registration, now=now)
            elif act == "reject":
                note = short_note(request.form.get("note"))
                reject_registration(registration, note=note, now=now)
            elif act == "renew":
                renew_links(registration, now=now)
            else:
                withdraw_registration(registration, now=now, by_organizer=True)
            # The number only: history outlives the person's data.
            record_history(
                event.id,
                act=f"registration {registration.id}: {act}",
                changes={"status": [before.value, registration.status.value]},
                actor=actor(),
                now=now,
            )
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("Done. They are being told by mail."))
    return redirect(url_for(".show", slug=slug, registration_id=registration_id), code=303)


@manage_registrations.post("/export.csv")
def export_csv(slug: str) -> ResponseReturnValue:
    event_id = _note_export(slug)
    lines = exports.csv_lines(
        exports.headings(), exports.rows(desk_queries.stream_registrations(event_id))
    )
    response = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(slug)}.csv"'
    return response


@manage_registrations.post("/export.xlsx")
def export_xlsx(slug: str) -> ResponseReturnValue:
    event_id = _note_export(slug)
    file = exports.xlsx_file(
        exports.headings(),
        exports.rows(desk_queries.stream_registrations(event_id)),
        right_to_left=text_direction() == "rtl",
    )
    return send_file(
        file, mimetype=_XLSX, as_attachment=True, download_name=f"{_file_name(slug)}.xlsx"
    )


def _note_export(slug: str) -> int:
    """Write down who takes the list away, before it goes; returns the event's id."""
    with transaction():
        event = get_event(slug)
        number = desk_queries.count_registrations(event, RegistrationsWanted())
        record_history(
            event.id,
            act="registrations exported",
            changes={"rows": [None, number]},
            actor=actor(),
            now=clock.now(),
        )
    return event.id


def _file_name(slug: str) -> str:
    return f"registrations-{slug}-{clock.now():%Y-%m-%d}"
