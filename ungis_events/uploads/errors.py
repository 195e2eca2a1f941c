"""
UploadNotFound    no such bytes (any longer)
"""

from flask_babel import lazy_gettext

from ungis_events.core.errors import NotFound


class UploadNotFound(NotFound):
    message = lazy_gettext("That file is no longer there.")
