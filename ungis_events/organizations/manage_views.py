"""Administrators' pages of members, observers and partners."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ungis_events.accounts.access import actor, require_administrator
from ungis_events.adapters.tables import TableNotRead
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput

from . import queries
from .forms import EVIDENCE_WORDS, STATUSES, ConfirmForm, ListForm, OrganizationForm
from .importing import LONGEST_FILE, ListRead, read_list
from .queries import OrganizationsWanted, get_organization
from .rules import OrganizationDetails, Outcome
from .service import save_list, save_organization

manage_organizations = Blueprint("manage_organizations", __name__)
manage_organizations.before_request(require_administrator)


@manage_organizations.get("")
def index() -> ResponseReturnValue:
    asked = request.args
    page = min(max(asked.get("page", 1, type=int), 1), 100_000)
    wanted = OrganizationsWanted(asked.get("q", ""), asked.get("status", ""), page)
    found = queries.count_organizations(wanted)
    return render_template(
        "manage_organizations/index.html",
        organizations=queries.list_organizations(wanted),
        wanted=wanted,
        found=found,
        pages=max(1, -(-found // queries.PAGE_SIZE)),
        statuses=dict(STATUSES),
        evidence_words=dict(EVIDENCE_WORDS),
    )


@manage_organizations.route("/new", methods=["GET", "POST"])
@answers_stale_forms
def add() -> ResponseReturnValue:
    form = OrganizationForm()
    if form.validate_on_submit():
        try:
            with transaction():
                save_organization(None, form.details(), actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("The organization is added."))
            return redirect(url_for(".index"), code=303)
    return _form_page(form, None)


@manage_organizations.route("/<int:organization_id>", methods=["GET", "POST"])
@answers_stale_forms
def edit(organization_id: int) -> ResponseReturnValue:
    form = OrganizationForm.of(get_organization(organization_id))
    if form.validate_on_submit():
        saved = OrganizationDetails.of(get_organization(organization_id))
        try:
            with transaction():
                organization = get_organization(organization_id)
                saved = OrganizationDetails.of(organization)
                form.check_read(saved)
                save_organization(organization, form.details(), actor=actor(), now=clock.now())
        except Conflict:
            form.show_conflict(form.details(), saved)
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".index"), code=303)
    return _form_page(form, organization_id)


def _form_page(form: OrganizationForm, organization_id: int | None) -> ResponseReturnValue:
    page = render_template(
        "manage_organizations/edit.html", form=form, organization_id=organization_id
    )
    return page, 422 if form.errors else 200


@manage_organizations.route("/import", methods=["GET", "POST"])
@answers_stale_forms
def choose_list() -> ResponseReturnValue:
    """Shows what the list would change; nothing is saved here."""
    form = ListForm()
    if form.validate_on_submit():
        file = form.file.data
        try:
            content = file.read(LONGEST_FILE + 1) if file else b""
            if not content:
                raise TableNotRead(gettext("Choose a file"))
            return _preview(read_list(content, file.filename or ""))
        except TableNotRead as error:
            form.file.errors = [error.message]
    page = render_template("manage_organizations/choose_list.html", form=form)
    return page, 422 if form.errors else 200


def _preview(read: ListRead) -> ResponseReturnValue:
    return render_template(
        "manage_organizations/preview.html",
        read=read,
        outcomes=Outcome,
        labels={field.name: field.label.text for field in OrganizationForm(formdata=None)},
        statuses=dict(STATUSES),
        evidence_words=dict(EVIDENCE_WORDS),
        form=ConfirmForm(formdata=None, content=read.text),
    )


@manage_organizations.post("/import/save")
@answers_stale_forms
def save() -> ResponseReturnValue:
    """Reads the list again, so that what was saved meanwhile counts."""
    form = ConfirmForm()
    if not form.validate():
        flash(gettext("Nothing was saved. Please choose the file once more."), "problem")
        return redirect(url_for(".choose_list"), code=303)
    try:
        read = read_list(form.content.data.encode(), gettext("the list"))
    except TableNotRead as error:
        flash(str(error.message), "problem")
        return redirect(url_for(".choose_list"), code=303)
    with transaction():
        save_list(read, actor=actor(), now=clock.now())
    saved = len(read.of(Outcome.NEW)) + len(read.of(Outcome.CHANGED))
    sentence = ngettext("%(num)d organization saved.", "%(num)d organizations saved.", saved)
    flash(sentence)
    return redirect(url_for(".index"), code=303)
