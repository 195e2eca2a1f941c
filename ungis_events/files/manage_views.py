"""Organizers' pages of an event's links and files."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.core.request_sizes import takes_files
from ungis_events.events.queries import get_event
from ungis_events.speakers.rules import moved
from ungis_events.uploads.serving import send_upload

from . import queries, service
from .details import LinkDetails
from .forms import KINDS, VISIBILITIES, AboutForm, FileForm, LinkForm, NewVersionForm
from .queries import get_link, list_links
from .rules import ACCEPTED, MEGABYTES

manage_files = Blueprint("manage_files", __name__)
manage_files.before_request(require_organizer)

# A file that is a little too large reaches the form, which says so beside the field.
_LARGEST_REQUEST = MEGABYTES + 14


@manage_files.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return render_template(
        "manage_files/index.html",
        event=event,
        links=list_links(event),
        versions=queries.count_versions(event),
        kind_labels=dict(KINDS),
        visibility_labels=dict(VISIBILITIES),
    )


@manage_files.route("/add", methods=["GET", "POST"])
@answers_stale_forms
def add(slug: str) -> ResponseReturnValue:
    form = LinkForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.add_link(get_event(slug), form.details(), actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("The link is added."))
            return redirect(url_for(".index", slug=slug), code=303)
    return _form_page("manage_files/add.html", slug, form)


@manage_files.route("/add-file", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(_LARGEST_REQUEST)
def add_file(slug: str) -> ResponseReturnValue:
    form = FileForm()
    if form.validate_on_submit():
        given = form.file.data
        try:
            with transaction():
                service.add_file(
                    get_event(slug),
                    form.details(),
                    given.stream,
                    given.filename,
                    actor=actor(),
                    now=clock.now(),
                )
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("The file is added."))
            return redirect(url_for(".index", slug=slug), code=303)
    return _form_page("manage_files/add_file.html", slug, form, accepted=ACCEPTED)


@manage_files.route("/<int:link_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str, link_id: int) -> ResponseReturnValue:
    link = get_link(get_event(slug), link_id)
    saved = LinkDetails.of(link)
    form = (LinkForm if link.upload is None else AboutForm).of(saved)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                link = get_link(event, link_id)
                saved = LinkDetails.of(link)
                form.check_read(saved)
                service.change_link(event, link, form.details(), actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            form.show_conflict(form.details(), saved)
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".index", slug=slug), code=303)
    return _form_page("manage_files/edit.html", slug, form, link=link)


@manage_files.route("/<int:link_id>/versions", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(_LARGEST_REQUEST)
def versions(slug: str, link_id: int) -> ResponseReturnValue:
    """What the file was and is; a new one is put on top."""
    form = NewVersionForm()
    if form.validate_on_submit():
        given = form.file.data
        try:
            with transaction():
                event = get_event(slug)
                service.replace_file(
                    event,
                    get_link(event, link_id),
                    given.stream,
                    given.filename,
                    actor=actor(),
                    now=clock.now(),
                )
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("The new version is there. The earlier ones are kept."))
            return redirect(url_for(".versions", slug=slug, link_id=link_id), code=303)
    link = queries.get_file(get_event(slug), link_id)
    return _form_page(
        "manage_files/versions.html",
        slug,
        form,
        link=link,
        versions=queries.list_versions(link),
        accepted=ACCEPTED,
    )


@manage_files.get("/<int:link_id>/versions/<int:number>")
def version(slug: str, link_id: int, number: int) -> ResponseReturnValue:
    found = queries.get_version(get_link(get_event(slug), link_id), number)
    return send_upload(found.upload)


@manage_files.post("/<int:link_id>/versions/<int:number>/restore")
def restore(slug: str, link_id: int, number: int) -> ResponseReturnValue:
    with transaction():
        event = get_event(slug)
        link = get_link(event, link_id)
        earlier = queries.get_version(link, number)
        service.restore_version(event, link, earlier, actor=actor(), now=clock.now())
    flash(gettext("Version %(number)s is what people open again.", number=number))
    return redirect(url_for(".versions", slug=slug, link_id=link_id), code=303)


@manage_files.post("/<int:link_id>/move")
def move(slug: str, link_id: int) -> ResponseReturnValue:
    """One place earlier or later: the way without dragging."""
    by = -1 if request.form.get("direction") == "up" else 1
    with transaction():
        event = get_event(slug)
        get_link(event, link_id)
        order = moved([link.id for link in list_links(event)], link_id, by)
        service.order_links(event, order, actor=actor(), now=clock.now())
    return redirect(url_for(".index", slug=slug, _anchor=f"link-{link_id}"), code=303)


@manage_files.post("/order")
def order(slug: str) -> ResponseReturnValue:
    """The whole new order, as dragging made it."""
    ids = request.form.getlist("link", type=int)
    try:
        with transaction():
            service.order_links(get_event(slug), ids, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("The new order is saved."))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_files.get("/<int:link_id>/remove")
def confirm_removal(slug: str, link_id: int) -> ResponseReturnValue:
    """Asked for files alone: their versions cannot be brought back."""
    event = get_event(slug)
    link = queries.get_file(event, link_id)
    return render_template(
        "manage_files/confirm_removal.html",
        event=event,
        link=link,
        versions=queries.list_versions(link),
    )


@manage_files.post("/<int:link_id>/remove")
def remove(slug: str, link_id: int) -> ResponseReturnValue:
    with transaction():
        event = get_event(slug)
        link = get_link(event, link_id)
        is_file = link.upload is not None
        service.remove_link(event, link, actor=actor(), now=clock.now())
    flash(gettext("The file is removed.") if is_file else gettext("The link is removed."))
    return redirect(url_for(".index", slug=slug), code=303)


def _form_page(
    template: str, slug: str, form: AboutForm | NewVersionForm, **more: object
) -> ResponseReturnValue:
    page = render_template(template, event=get_event(slug), form=form, **more)
    return page, 422 if form.errors else 200
