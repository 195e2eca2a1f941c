"""Asking for a mailed link, and opening one. Looking at a link uses nothing up: its button does."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ungis_events.accounts import access
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import InvalidInput, NotFound
from ungis_events.core.rate_limits import check_rate_limit

from .forms import AskForm, ChoosePasswordForm, OpenForm
from .links import link_id_of
from .queries import get_link
from .rules import chooses_password
from .service import ask_for_link, use_link

sign_in_links = Blueprint("sign_in_links", __name__)


@sign_in_links.route("/sign-in/link", methods=["GET", "POST"])
@answers_stale_forms
def ask() -> ResponseReturnValue:
    """One answer for everybody: it must not tell who has an account."""
    form = AskForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        access.check_sign_in_limits(form.email.data)
        with transaction():
            ask_for_link(form.email.data, now=clock.now(), leads_to=form.next.data)
        return redirect(url_for(".asked"), code=303)
    return render_template("sign_in_links/ask.html", form=form), 422 if form.errors else 200


@sign_in_links.get("/sign-in/link/sent")
def asked() -> ResponseReturnValue:
    return render_template("sign_in_links/asked.html")


@sign_in_links.route("/sign-in/links/<token>", methods=["GET", "POST"])
@answers_stale_forms
def open_link(token: str) -> ResponseReturnValue:
    check_rate_limit("own_page_network")
    try:
        link = get_link(link_id_of(token, str(current_app.config["SECRET_KEY"])), clock.now())
        form = ChoosePasswordForm() if chooses_password(link) else OpenForm()
        if form.validate_on_submit():
            leads_to = link.leads_to or ""
            with transaction():
                account = use_link(link.id, now=clock.now(), password=form.new_password)
            return redirect(access.enter(account, leads_to), code=303)
    except InvalidInput as error:
        form.password.errors = list(error.fields.values())
    except NotFound:  # forged, used, taken back, too old: nobody learns which
        return render_template("sign_in_links/spent.html", form=AskForm(formdata=None)), 404
    page = render_template("sign_in_links/open.html", form=form, link=link, token=token)
    return page, 422 if form.errors else 200
