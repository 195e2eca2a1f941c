"""
OrganizationNotFound    no such organization
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotFound


class OrganizationNotFound(NotFound):
    message = lazy_gettext("There is no such organization.")
