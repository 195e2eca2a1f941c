"""Organizers' pages of an event's personal data: the notice, how long, who needs what."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.accounts.queries import sees_access_needs
from ungis_events.attendance.queries import find_summary
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, NotAllowed
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event, lock_event
from ungis_events.topics.catalogue import list_countries, list_stakeholder_groups

from . import queries, service
from .forms import PrivacyForm, RemoveNowForm
from .rules import removed_at, without_small_cells
from .service import PrivacyDetails

manage_privacy = Blueprint("manage_privacy", __name__)
manage_privacy.before_request(require_organizer)


@manage_privacy.route("/privacy", methods=["GET", "POST"])
@answers_stale_forms
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    form = PrivacyForm.of(event)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                lock_event(event)
                form.check_read(PrivacyDetails.of(event))
                service.change_privacy(event, form.details(), actor=actor(), now=clock.now())
        except Conflict:
            event = get_event(slug)
            form.show_conflict(form.details(), PrivacyDetails.of(event))
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".index", slug=slug), code=303)
    return _page(event, form, RemoveNowForm(slug)), 422 if form.errors else 200


@manage_privacy.post("/privacy/remove")
@answers_stale_forms
def remove(slug: str) -> ResponseReturnValue:
    form = RemoveNowForm(slug)
    if not form.validate_on_submit():
        event = get_event(slug)
        return _page(event, PrivacyForm.of_saved(event), form), 422
    try:
        with transaction():
            service.ask_purge(get_event(slug), actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("The personal data are being removed. The numbers stay."))
    return redirect(url_for(".index", slug=slug), code=303)


def _page(event: Event, form: PrivacyForm, remove_form: RemoveNowForm) -> str:
    default_days, now = int(current_app.config["RETENTION_DAYS"]), clock.now()
    totals = queries.find_totals(event.id)
    return render_template(
        "manage_privacy/index.html",
        event=event,
        form=form,
        remove_form=remove_form,
        default_days=default_days,
        removed_at=removed_at(event, default_days),
        is_over=event.ends_at <= now or event.status == "cancelled",
        kept=queries.count_kept(event.id),
        removal=queries.find_removal_of_event(event.id),
        named=queries.list_named(event.id),
        sees_needs=sees_access_needs(own_account(), event.id),
        totals=totals,
        summary=find_summary(event),
        **_totals_shown(totals.totals if totals else {}),
    )


def _totals_shown(totals: dict[str, dict[str, int]]) -> dict[str, object]:
    return {
        "by_group": without_small_cells(totals.get("group", {})),
        "by_country": without_small_cells(totals.get("country", {})),
        "group_names": dict(list_stakeholder_groups()),
        "country_names": dict(list_countries("en")),
    }


@manage_privacy.get("/access-needs")
def access_needs(slug: str) -> ResponseReturnValue:
    """Says what opening it means; the list itself comes by a POST, which is written down."""
    event = _named_for(slug)
    return render_template("manage_privacy/access_needs.html", event=event, needs=None)


@manage_privacy.post("/access-needs")
def open_access_needs(slug: str) -> ResponseReturnValue:
    with transaction():
        event = _named_for(slug)
        needs = queries.list_needs(event)
        service.record_opening(event, len(needs), actor=actor(), now=clock.now())
    return render_template("manage_privacy/access_needs.html", event=event, needs=needs)


def _named_for(slug: str) -> Event:
    """Raises NotAllowed: no role gives it, an administrator's neither."""
    event = get_event(slug)
    if not sees_access_needs(own_account(), event.id):
        raise NotAllowed(
            gettext("What people need to take part is seen by those named for it only.")
        )
    return event
