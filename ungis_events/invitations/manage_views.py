"""Organizers' pages of an event's links for groups."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.events.queries import get_event
from ungis_events.registrations import kept_places
from ungis_events.registrations.queries import count_by_invitation

from .details import InvitationDetails
from .forms import InvitationForm
from .links import invitation_url
from .queries import get_invitation, list_invitations

manage_invitations = Blueprint("manage_invitations", __name__)
manage_invitations.before_request(require_organizer)


@manage_invitations.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    invitations = list_invitations(event)
    return render_template(
        "manage_invitations/index.html",
        event=event,
        invitations=invitations,
        urls={each.id: invitation_url(each) for each in invitations if not each.revoked_at},
        registered=count_by_invitation([each.id for each in invitations]),
    )


@manage_invitations.route("/add", methods=["GET", "POST"])
@answers_stale_forms
def add(slug: str) -> ResponseReturnValue:
    form = InvitationForm.for_event(get_event(slug))
    if form.validate_on_submit():
        try:
            with transaction():
                invitation = kept_places.add_invitation(
                    get_event(slug), form.details(), actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("The link is made: copy it and send it to the group."))
            return _back(slug, invitation.id)
    return _form_page("manage_invitations/add.html", slug, form)


@manage_invitations.route("/<int:invitation_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str, invitation_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    saved = InvitationDetails.of(get_invitation(event, invitation_id))
    form = InvitationForm.for_event(event, saved)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                invitation = get_invitation(event, invitation_id)
                saved = InvitationDetails.of(invitation)
                form.check_read(saved)
                kept_places.change_invitation(
                    event, invitation, form.details(), actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            form.show_conflict(form.details(), saved)
        else:
            flash(gettext("Saved."))
            return _back(slug, invitation_id)
    return _form_page("manage_invitations/edit.html", slug, form, invitation_id=invitation_id)


def _form_page(
    template: str, slug: str, form: InvitationForm, **more: object
) -> ResponseReturnValue:
    page = render_template(template, event=get_event(slug), form=form, **more)
    return page, 422 if form.errors else 200


@manage_invitations.post("/<int:invitation_id>/<any(renew, revoke, release):act>")
def act(slug: str, invitation_id: int, act: str) -> ResponseReturnValue:
    acts = {
        "renew": kept_places.renew_invitation,
        "revoke": kept_places.revoke_invitation,
        "release": kept_places.release_places,
    }
    sentences = {
        "renew": gettext("The link has a new address. The one given out so far leads nowhere."),
        "revoke": gettext("The link leads nowhere any more. Who came by it stays registered."),
        "release": gettext("The places not taken are everybody's now."),
    }
    try:
        with transaction():
            event = get_event(slug)
            invitation = get_invitation(event, invitation_id)
            acts[act](event, invitation, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(sentences[act])
    return _back(slug, invitation_id)


@manage_invitations.post("/only")
def only(slug: str) -> ResponseReturnValue:
    """Registration by invitation only, or for everybody again."""
    wanted = request.form.get("by_invitation") == "y"
    with transaction():
        kept_places.set_by_invitation(get_event(slug), wanted, actor=actor(), now=clock.now())
    flash(
        gettext("Only who has a link can register now.")
        if wanted
        else gettext("Everybody can register now.")
    )
    return redirect(url_for(".index", slug=slug), code=303)


def _back(slug: str, invitation_id: int) -> ResponseReturnValue:
    anchor = f"invitation-{invitation_id}"
    return redirect(url_for(".index", slug=slug, _anchor=anchor), code=303)
