"""The way e-mails leave, chosen by MAIL_URL."""

from pathlib import Path

from flask import Flask

from ungis_events.adapters.mail import mailer_from_url
from ungis_events.config import WrongSetting


def init_app(app: Flask) -> None:
    """Raises WrongSetting."""
    url = str(app.config["MAIL_URL"])
    try:
        mailer = mailer_from_url(url, Path(app.instance_path))
    except ValueError as error:
        raise WrongSetting("MAIL_URL", url.partition(":")[0] + ":…", str(error)) from error
    app.extensions["mailer"] = mailer
