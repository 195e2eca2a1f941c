"""The words of the domain, for every template: topics, countries, groups."""

from flask import Flask
from flask_babel import gettext

from ungis_events.core.templating import language
from ungis_events.mailing.vocabulary import mail_kind
from ungis_events.topics.catalogue import (
    Topic,
    list_countries,
    list_stakeholder_groups,
    topics_by_code,
)


def topic(code: str) -> Topic:
    return topics_by_code()[code]


def country_name(code: str) -> str:
    if code == "none":
        return gettext("None")
    return dict(list_countries(language())).get(code, code)


def group_name(code: str) -> str:
    return dict(list_stakeholder_groups()).get(code, code)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        mail_kind=mail_kind,
        topic=topic,
        country_name=country_name,
        group_name=group_name,
    )
