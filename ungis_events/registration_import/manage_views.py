"""Organizers' pages to add people who did not register themselves: one by hand, or a list."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.adapters.tables import Table, TableNotRead
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.core.languages import chosen_language
from ungis_events.core.request_sizes import takes_files
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.service import record_history
from ungis_events.registrations.desk_service import add_registration
from ungis_events.registrations.errors import AlreadyRegistered, NoSeatLeft
from ungis_events.registrations.models import RegistrationStatus
from ungis_events.registrations.registering import country_options, receive_files, shape_of
from ungis_events.topics.catalogue import list_stakeholder_groups

from . import service
from .forms import AddForm, ColumnsForm, UploadForm
from .models import RegistrationImport
from .queries import PAGE_SIZE, count_failed, get_import, list_imports, list_rows
from .reading import ReadRow
from .rules import AT_ONCE, FIELDS, LONGEST_BYTES, ImportOptions, fingerprint

manage_registration_import = Blueprint("manage_registration_import", __name__)
manage_registration_import.before_request(require_organizer)

_GOOD_ROWS_SHOWN, _DOUBTS_SHOWN = 10, 200


@manage_registration_import.route("/by-hand", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(25)
def add(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    form = AddForm.for_event([mode.mode for mode in event.modes], shape_of(event.id, event.version))
    if request.method == "GET":
        form.is_told.data = True
        if event.approval:
            form.status.data = RegistrationStatus.PENDING.value
    if form.validate_on_submit():
        receive_files(form)
        try:
            number = _add(slug, form)
        except AlreadyRegistered as error:
            form.email.errors = [error.message]
        except NoSeatLeft as error:
            form.status.errors = [error.message]
        except Conflict as error:
            form.form_errors.append(error.message)
        else:
            flash(gettext("Added."))
            address = url_for("manage_registrations.show", slug=slug, registration_id=number)
            return redirect(address, code=303)
    page = render_template(
        "manage_registration_import/add.html",
        event=get_event(slug),
        form=form,
        country_options=country_options(chosen_language(), form.country.data),
    )
    return page, 422 if form.errors else 200


def _add(slug: str, form: AddForm) -> int:
    """Raises RegistrationError."""
    with transaction():
        event, now = get_event(slug), clock.now()
        registration = add_registration(
            event,
            form.details(form.email.data or ""),
            status=RegistrationStatus(form.status.data),
            beyond=form.beyond.data,
            is_told=form.is_told.data,
            answers=form.answers(),
            now=now,
        )
        record_history(
            event.id,
            act=f"registration {registration.id}: added by hand",
            changes={"status": [None, registration.status.value]},
            actor=actor(),
            now=now,
            registration_id=registration.id,
        )
    return registration.id


@manage_registration_import.route("/", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(LONGEST_BYTES // 2**20 + 2)
def index(slug: str) -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        if not form.file.data:
            form.file.errors = [gettext("Choose a file")]
        else:
            try:
                kept = _keep(slug, form)
            except TableNotRead as error:
                form.file.errors = [error.message]
            except InvalidInput as error:
                form.file.errors = [error.message]
            else:
                return redirect(url_for(".show", slug=slug, import_id=kept.id), code=303)
    event = get_event(slug)
    page = render_template(
        "manage_registration_import/index.html",
        event=event,
        form=form,
        imports=list_imports(event),
        fields=FIELDS,
    )
    return page, 422 if form.errors else 200


def _keep(slug: str, form: UploadForm) -> RegistrationImport:
    """Raises TableNotRead, InvalidInput."""
    name = form.file.data.filename or gettext("list")
    content = form.file.data.read(LONGEST_BYTES + 1)
    table = service.read_file(content, name)  # before the transaction: it may take a second
    with transaction():
        event = get_event(slug)
        status = RegistrationStatus.PENDING if event.approval else RegistrationStatus.CONFIRMED
        options = ImportOptions(
            status=status.value,
            default_group=list_stakeholder_groups()[-1][0],
            attendance=event.modes[0].mode.value,
            language=chosen_language(),
        )
        return service.keep_file(event, table, name, options, actor=actor(), now=clock.now())


@manage_registration_import.get("/<int:import_id>")
def show(slug: str, import_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    kept = get_import(event, import_id)
    if kept.confirmed_at is None and kept.upload_id is not None:
        table = service.saved_table(kept)
        return _preview_page(event, kept, table, _columns_form(event, kept, table))
    failed = count_failed(kept)
    show = request.args.get("show", "")
    show = show if show in ("saved", "failed") else ""
    number = {"": kept.rows_worked, "saved": kept.rows_saved, "failed": failed}[show]
    pages = max(1, -(-number // PAGE_SIZE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "manage_registration_import/show.html",
        event=event,
        kept=kept,
        failed=failed,
        shown=show,
        rows=list_rows(kept, show, page),
        page=page,
        pages=pages,
    )


def _columns_form(event: Event, kept: RegistrationImport, table: Table) -> ColumnsForm:
    modes = [mode.mode for mode in event.modes]
    options = ImportOptions.of(kept.options)
    return ColumnsForm.of(table.headings, kept.columns, options, modes)


def _preview_page(
    event: Event, kept: RegistrationImport, table: Table, form: ColumnsForm
) -> ResponseReturnValue:
    rows = service.preview(kept, event)
    good = [row for row in rows if row.details is not None and not row.doubts]
    doubtful = [row for row in rows if row.details is not None and row.doubts]
    left_out = [row for row in rows if row.details is None]
    shown: list[ReadRow] = [*left_out, *doubtful][:_DOUBTS_SHOWN] + good[:_GOOD_ROWS_SHOWN]
    page = render_template(
        "manage_registration_import/preview.html",
        event=event,
        kept=kept,
        table=table,
        form=form,
        fields={name: label for name, (label, _headings) in FIELDS.items()},
        shown=sorted(shown, key=lambda row: row.number),
        counts=(len(good), len(doubtful), len(left_out)),
        number_shown=len(shown),
        short_of_seats=service.count_seats(event, rows, kept.options["status"]),
        group_labels=dict(list_stakeholder_groups()),
        seen=fingerprint(kept.columns, kept.options),
        at_once=AT_ONCE,
    )
    return page, 422 if form.errors else 200


@manage_registration_import.post("/<int:import_id>/columns")
@answers_stale_forms
def choose(slug: str, import_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    kept = get_import(event, import_id)
    table = service.saved_table(kept)
    form = _columns_form(event, kept, table)
    if not form.validate_on_submit():
        return _preview_page(event, kept, table, form)
    with transaction():
        kept = get_import(get_event(slug), import_id)
        options = form.options(ImportOptions.of(kept.options))
        service.choose_columns(kept, form.columns(), options)
    return redirect(url_for(".show", slug=slug, import_id=import_id), code=303)


@manage_registration_import.post("/<int:import_id>/confirm")
def confirm(slug: str, import_id: int) -> ResponseReturnValue:
    try:
        with transaction():
            kept = get_import(get_event(slug), import_id)
            seen = request.form.get("seen", "")
            service.confirm_import(kept, seen, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        is_left = kept.rows_all <= AT_ONCE
        while is_left:
            with transaction():
                is_left = service.work_some(import_id, clock.now())
    return redirect(url_for(".show", slug=slug, import_id=import_id), code=303)


@manage_registration_import.post("/<int:import_id>/drop")
def drop(slug: str, import_id: int) -> ResponseReturnValue:
    try:
        with transaction():
            service.drop_import(get_import(get_event(slug), import_id), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("The file is gone, and nobody was taken in."))
    return redirect(url_for(".index", slug=slug), code=303)
