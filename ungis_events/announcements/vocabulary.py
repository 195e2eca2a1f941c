"""How sure a reading is, and what its rules look for, in plain words."""

from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext


class Sign(NamedTuple):
    """A word and a shape, so that nobody has to tell colours apart."""

    name: str
    shape: str
    word: LazyString


SIGNS = {
    "sure": Sign("sure", "●", lazy_gettext("Sure")),
    "likely": Sign("likely", "◐", lazy_gettext("Likely")),
    "unsure": Sign("unsure", "▲", lazy_gettext("Look at it")),
    None: Sign("missing", "○", lazy_gettext("Not said")),
}

_BEHIND_A_LABEL = lazy_gettext("It stands behind a label.")
_HELD_AT = lazy_gettext("The text says that it is held there.")
_YEAR_NEAR = lazy_gettext("The day names no year: that of the same day elsewhere was taken.")

_EXPLANATIONS = {
    "title.headline": lazy_gettext("The first line that reads like a title."),
    "title.quoted": lazy_gettext("It stands in quotation marks."),
    "title.invitation": lazy_gettext("An invitation names it."),
    "title.held": lazy_gettext("A sentence says when it is held."),
    "title.host-sentence": lazy_gettext("A sentence says who hosts it."),
    "title.launch": lazy_gettext("A sentence says what is launched."),
    "title.labelled": _BEHIND_A_LABEL,
    "title.what": lazy_gettext("The text says so behind “What”."),
    "theme.labelled": _BEHIND_A_LABEL,
    "theme.second-headline": lazy_gettext("A second headline beside the title."),
    "forum.beside": lazy_gettext("The text says that the event stands beside it."),
    "forum.in-title": lazy_gettext("It stands in the title."),
    "forum.margins": lazy_gettext("The text says that the event is on its margins."),
    "kind.in-title": lazy_gettext("The title calls it so."),
    "kind.in-lead": lazy_gettext("The first lines call it so."),
    "organizers.labelled": _BEHIND_A_LABEL,
    "organizers.organized-by": lazy_gettext("The text says who organizes it."),
    "organizers.holding": lazy_gettext("The text says who holds it."),
    "organizers.inviting": lazy_gettext("The text says who invites."),
    "organizers.joined": lazy_gettext("Names that stand together near the title."),
    "format.label": lazy_gettext("A label of place or platform says so."),
    "format.label-and-venue": lazy_gettext("A platform and a venue are both named."),
    "format.platform": lazy_gettext("A platform is named, and no venue."),
    "format.venue": lazy_gettext("A venue is named, and no platform."),
    "format.venue-and-online": lazy_gettext("A venue is named, and a way to follow online."),
    "format.says-hybrid": lazy_gettext("The text says that it is hybrid."),
    "format.broadcast": lazy_gettext("It is broadcast, and no place is named."),
    "format.says-both": lazy_gettext("The text says in person and online."),
    "format.says-in-person": lazy_gettext("The text says that people meet in person."),
    "format.says-online": lazy_gettext("The text says that it is online."),
    "platform.label": _BEHIND_A_LABEL,
    "platform.named": lazy_gettext("The text names it."),
    "platform.link": lazy_gettext("A link leads there."),
    "platform.broadcast": lazy_gettext("It is only where the event can be watched."),
    "venue.label": _BEHIND_A_LABEL,
    "venue.known-house": lazy_gettext("A house that we know."),
    "venue.room": lazy_gettext("A room is named."),
    "venue.address": lazy_gettext("It reads like an address."),
    "venue.held-at": _HELD_AT,
    "venue.held-in-city": _HELD_AT,
    "venue.at-house-in-city": _HELD_AT,
    "venue.beside-time": lazy_gettext("It stands beside the hours."),
    "venue.near-date": lazy_gettext("It stands near the date."),
    "languages.label": _BEHIND_A_LABEL,
    "languages.spoken": lazy_gettext("The text says that it is spoken or interpreted."),
    "languages.held-in": lazy_gettext("The text says that the event is held in it."),
    "registration_url.words": lazy_gettext("Words of registering stand beside the link."),
    "join_url.meeting-room": lazy_gettext("The link leads into a meeting room."),
    "join_url.words": lazy_gettext("Words of joining stand beside the link."),
    "contact.labelled": _BEHIND_A_LABEL,
    "contact.announced": lazy_gettext("The text says to write there."),
    "contact.only-address": lazy_gettext("The only address in the text."),
    "description.prose": lazy_gettext("The paragraphs that are sentences."),
    "topics.named": lazy_gettext("The text names them by number."),
    "topics.words": lazy_gettext("Words of the text point to them."),
    "topics.named-and-words": lazy_gettext("The text names them, or its words point to them."),
    "zone.stated": lazy_gettext("It stands beside the hours."),
    "zone.beside-date": lazy_gettext("It stands beside the date."),
    "zone.iana": lazy_gettext("It stands there by its full name."),
    "zone.city": lazy_gettext("The city that the hours are of."),
    "zone.country": lazy_gettext("The country that the hours are of."),
    "zone.offset": lazy_gettext("From the difference to UTC that is given."),
    "zone.utc": lazy_gettext("The hours are given in UTC."),
    "zone.venue": lazy_gettext("No zone is named: that of the venue was taken."),
    "zone.known-venue": lazy_gettext("No zone is named: that of the venue was taken."),
    "zone.meeting-place": lazy_gettext(
        "No zone is named: that of the city it is held in was taken."
    ),
    "zone.venue-label": lazy_gettext("No zone is named: that of the venue was taken."),
    "starts.announced": lazy_gettext("The date and the hours as announced."),
    "starts.date": lazy_gettext("The date as announced."),
    "starts.iso": lazy_gettext("Date and hour stand there in one."),
    "starts.programme": lazy_gettext("No hours are announced: those of the programme were taken."),
    "starts.year-of-same-date": _YEAR_NEAR,
    "starts.year-of-posting": lazy_gettext(
        "The day names no year: that of the announcement's own date was taken."
    ),
    "starts.year-of-range": lazy_gettext("The year is that of the days it lies within."),
    "starts.year-of-month": lazy_gettext("The year is that of the month above it."),
    "starts.year-of-title": lazy_gettext("The year is that of the title."),
}


def explained_rule(rule: str) -> LazyString | None:
    """What a rule goes by; None: it goes without one. An end is found as a start is."""
    return _EXPLANATIONS.get(rule.replace("ends.", "starts.", 1))
