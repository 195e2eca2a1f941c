"""Organizers' pages of an event's links."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.events.queries import get_event

from . import service
from .forms import KINDS, VISIBILITIES, LinkForm
from .queries import get_link, list_links
from .service import LinkDetails

manage_files = Blueprint("manage_files", __name__)
manage_files.before_request(require_organizer)


@manage_files.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return render_template(
        "manage_files/index.html",
        event=event,
        links=list_links(event),
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


@manage_files.route("/<int:link_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str, link_id: int) -> ResponseReturnValue:
    saved = LinkDetails.of(get_link(get_event(slug), link_id))
    form = LinkForm.of(saved)
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
    return _form_page("manage_files/edit.html", slug, form, link_id=link_id)


def _form_page(template: str, slug: str, form: LinkForm, **more: object) -> ResponseReturnValue:
    page = render_template(template, event=get_event(slug), form=form, **more)
    return page, 422 if form.errors else 200


@manage_files.post("/<int:link_id>/remove")
def remove(slug: str, link_id: int) -> ResponseReturnValue:
    with transaction():
        event = get_event(slug)
        service.remove_link(event, get_link(event, link_id), actor=actor(), now=clock.now())
    flash(gettext("The link is removed."))
    return redirect(url_for(".index", slug=slug), code=303)
