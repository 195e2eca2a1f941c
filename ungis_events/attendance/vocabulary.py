"""Words for how attendance is known."""

from flask_babel import LazyString, lazy_gettext

from .models import MatchedBy, Source

SOURCES: dict[Source, LazyString] = {
    Source.WEBHOOKS: lazy_gettext("Told by the webinar as people came and left."),
    Source.REPORT: lazy_gettext("From the webinar's own report, fetched after the end."),
    Source.UPLOAD: lazy_gettext("From a report that was uploaded."),
}
MATCHES: dict[MatchedBy, LazyString] = {
    MatchedBy.REGISTRANT: lazy_gettext("by their own link"),
    MatchedBy.ADDRESS: lazy_gettext("by the address"),
    MatchedBy.HAND: lazy_gettext("by an organizer"),
}
VIEWS: dict[str, LazyString] = {
    "": lazy_gettext("All"),
    "known": lazy_gettext("Known to us"),
    "unknown": lazy_gettext("Not recognized"),
    "speakers": lazy_gettext("Speakers"),
    "aside": lazy_gettext("Set aside"),
}
