"""Who was in the online room: the list, an uploaded report, and what no rule could match."""

from collections.abc import Callable, Iterator

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
from flask_babel import gettext, lazy_gettext, ngettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.check_in import rules as check_in
from ungis_events.check_in.queries import count_room
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.core.request_sizes import takes_files
from ungis_events.core.templating import text_direction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.service import record_history
from ungis_events.registrations import exports as tables
from ungis_events.registrations.models import RegistrationStatus
from ungis_events.registrations.queries import count_in, get_registration
from ungis_events.webinars.queries import find_webinar

from . import acts, desk_queries, desk_service, exports
from .desk_queries import PAGE_SIZE, SHOWN, AttendanceWanted
from .errors import ReportNotRead
from .forms import UploadForm, ZoneForm
from .previewing import cities, own_clock, preview_page, read_upload
from .queries import find_kept_report, find_summary, get_attendance, get_kept_report
from .reading import LONGEST_BYTES
from .rules import intervals_of
from .vocabulary import MATCHES, SOURCES, VIEWS

manage_attendance = Blueprint("manage_attendance", __name__)
manage_attendance.before_request(require_organizer)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ACTS = {
    "unmatch": (acts.unmatch, lazy_gettext("Taken back: they are not recognized.")),
    "set-aside": (acts.set_aside, lazy_gettext("Set aside: they are counted nowhere.")),
    "count-again": (acts.count_again, lazy_gettext("They count again.")),
}


@manage_attendance.get("/")
def index(slug: str) -> ResponseReturnValue:
    event, wanted = get_event(slug), _wanted()
    strangers = desk_queries.list_strangers(event)
    people, number = desk_queries.list_people(event, wanted)
    has_door, webinar = check_in.has_room(event), find_webinar(event)
    return render_template(
        "manage_attendance/index.html",
        event=event,
        summary=find_summary(event),
        sources=SOURCES,
        matches=MATCHES,
        views=VIEWS,
        confirmed=count_in(event, RegistrationStatus.CONFIRMED),
        waiting=find_kept_report(event),
        has_room_there=webinar is not None and webinar.is_there,
        room=count_room(event) if has_door else None,
        strangers=strangers,
        strangers_all=desk_queries.count_strangers(event),
        proposals=desk_queries.propose(event, strangers),
        aside=desk_queries.count_set_aside(event),
        wanted=wanted,
        people=people,
        number=number,
        pages=max(1, -(-number // PAGE_SIZE)),
        own_clock=own_clock(event),
        is_over=event.ends_at <= clock.now(),
    )


def _wanted() -> AttendanceWanted:
    asked = request.args
    show = asked.get("show", "")
    return AttendanceWanted(
        q=asked.get("q", "").strip()[:200],
        show=show if show in SHOWN else "",
        page=min(max(asked.get("page", 1, type=int), 1), 10_000),
    )


@manage_attendance.route("/upload", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(LONGEST_BYTES // 2**20 + 3)
def upload(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    if event.purged_at is not None:  # what was removed does not come back
        return redirect(url_for(".index", slug=slug), code=303)
    form = UploadForm(event, cities())
    if request.method == "GET":
        form.zone.data = event.zone
    if form.validate_on_submit() and (found := read_upload(form)) is not None:
        try:
            with transaction():
                event = get_event(slug)
                name = form.file.data.filename or gettext("report")
                desk_service.keep_report(
                    event, found, name, form.zone.data, actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.file.errors = [error.message]
        else:
            return redirect(url_for(".report", slug=slug), code=303)
    page = render_template("manage_attendance/upload.html", event=get_event(slug), form=form)
    return page, 422 if form.errors else 200


@manage_attendance.route("/report", methods=["GET", "POST"])
@answers_stale_forms
def report(slug: str) -> ResponseReturnValue:
    """What the uploaded report says, and in which zone; nothing of it counts yet."""
    event = get_event(slug)
    if find_kept_report(event) is None:
        return redirect(url_for(".upload", slug=slug), code=303)
    form = ZoneForm(event, cities())
    if request.method == "GET":
        form.zone.data = get_kept_report(event).zone
    if form.validate_on_submit():
        with transaction():
            desk_service.choose_zone(get_event(slug), form.zone.data)
        return redirect(url_for(".report", slug=slug), code=303)
    return preview_page(event, form, webinar.number if (webinar := find_webinar(event)) else None)


@manage_attendance.post("/report/take-in")
def take_in(slug: str) -> ResponseReturnValue:
    people = 0
    try:
        with transaction():
            event, seen = get_event(slug), request.form.get("seen", "")
            if desk_service.take_in(event, seen, actor=actor(), now=clock.now()):
                summary = find_summary(event)
                people = summary.people if summary is not None else 0
    except (Conflict, ReportNotRead) as error:
        flash(str(error.message), "problem")
        return redirect(url_for(".report", slug=slug), code=303)
    flash(ngettext("%(num)d person was there.", "%(num)d people were there.", people))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_attendance.post("/report/drop")
def drop(slug: str) -> ResponseReturnValue:
    return _do(slug, desk_service.drop, gettext("The report is gone, and nothing was changed."))


@manage_attendance.get("/<int:attendance_id>")
def person(slug: str, attendance_id: int) -> ResponseReturnValue:
    """One person: when they were there, and whose registration it is."""
    event = get_event(slug)
    one = get_attendance(event, attendance_id)
    q = request.args.get("q", "").strip()[:200]
    return render_template(
        "manage_attendance/person.html",
        event=event,
        one=one,
        stays=intervals_of(one.stays),
        matches=MATCHES,
        q=q,
        proposals=desk_queries.propose(event, [one])[one.id],
        found=desk_queries.search_registrations(event, q),
        own_clock=own_clock(event),
    )


@manage_attendance.post("/<int:attendance_id>/match")
def match(slug: str, attendance_id: int) -> ResponseReturnValue:
    number = min(max(request.form.get("registration", 0, type=int), 0), 2**31 - 1)

    def act(event: Event) -> None:
        one, registration = get_attendance(event, attendance_id), get_registration(event, number)
        acts.match_by_hand(event, one, registration, actor=actor(), now=clock.now())

    return _do(slug, act, gettext("Matched. Their minutes count."))


@manage_attendance.post("/<int:attendance_id>/<any('unmatch','set-aside','count-again'):act>")
def say(slug: str, attendance_id: int, act: str) -> ResponseReturnValue:
    do, done = _ACTS[act]
    return _do(
        slug,
        lambda event: do(
            event, get_attendance(event, attendance_id), actor=actor(), now=clock.now()
        ),
        str(done),
    )


def _do(slug: str, act: Callable[[Event], None], done: str) -> ResponseReturnValue:
    try:
        with transaction():
            act(get_event(slug))
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(done)
    return redirect(url_for(".index", slug=slug), code=303)


@manage_attendance.post("/export.csv")
def export_csv(slug: str) -> ResponseReturnValue:
    lines = tables.csv_lines(exports.headings(), _export(slug))
    answer = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(slug)}.csv"'
    return answer


@manage_attendance.post("/export.xlsx")
def export_xlsx(slug: str) -> ResponseReturnValue:
    file = tables.xlsx_file(
        exports.headings(), _export(slug), right_to_left=text_direction() == "rtl"
    )
    name = f"{_file_name(slug)}.xlsx"
    return send_file(file, mimetype=_XLSX, as_attachment=True, download_name=name)


def _export(slug: str) -> Iterator[list[tables.Cell]]:
    """The list as it was looked at. Who takes it away is written down before it goes."""
    with transaction():
        event, wanted = get_event(slug), _wanted()
        _people, number = desk_queries.list_people(event, wanted)
        record_history(
            event.id,
            act="attendance exported",
            changes={"rows": [None, number], "filter": wanted.for_history},
            actor=actor(),
            now=clock.now(),
        )
    return exports.rows(desk_queries.stream_people(event, wanted))


def _file_name(slug: str) -> str:
    return f"attendance-{slug}-{clock.now():%Y-%m-%d}"
