"""The page that stops news. Its address is the proof: mail programs post there by themselves."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from ungis_events.core.database import transaction
from ungis_events.core.error_pages import proves_itself
from ungis_events.registrations.links import registration_of
from ungis_events.registrations.models import Registration

from .links import UNSUBSCRIBE
from .service import stop_news

circulars = Blueprint("circulars", __name__)


@circulars.get("/unsubscribe/<token>")
def unsubscribe(token: str) -> ResponseReturnValue:
    """Only asks: programs that look at every link of a mail change nothing."""
    _of(token)
    return render_template("circulars/unsubscribe.html", token=token)


@circulars.post("/unsubscribe/<token>")
@proves_itself
def unsubscribe_now(token: str) -> ResponseReturnValue:
    """No redirect, which mail programs do not follow. Says nothing about who it was."""
    with transaction():
        stop_news(_of(token))
    return render_template("circulars/unsubscribed.html")


def _of(token: str) -> Registration:
    return registration_of(UNSUBSCRIBE, token, str(current_app.config["SECRET_KEY"]))
