"""The mails with a link that lets somebody in."""

from datetime import datetime

from flask_babel import force_locale, gettext

from ungis_events.accounts.models import Account
from ungis_events.adapters.mail import Email
from ungis_events.core.languages import gettext_noop
from ungis_events.core.site_links import site_url
from ungis_events.mailing.composing import compose_email
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail

from .links import link_url
from .queries import find_link
from .rules import chooses_password, is_open


def build(row: OutgoingEmail, now: datetime) -> Email:
    """The complete e-mail. Raises Overtaken when the link works no more, or never did."""
    link = find_link(row.facts["link"])
    if link is None or link.account is None:
        raise Overtaken(gettext_noop("there is no account to let in"))
    if not is_open(link, now):
        raise Overtaken(gettext_noop("the link works no more"))
    account: Account = link.account
    with force_locale(row.language):
        dear = gettext("Dear %(name)s,", name=account.name)
    context = {
        "dear": dear,
        "account": account,
        "link": link,
        "link_url": link_url(link.id),
        "sign_in_url": site_url("accounts.sign_in"),
        "chooses_password": chooses_password(link),
        "invited_by": row.facts.get("invited_by"),
    }
    return compose_email(row, context, to_name=account.name)
