"""What each kind of e-mail is called at the desk."""

from flask_babel import LazyString, lazy_gettext

KINDS: dict[str, LazyString] = {
    "registration_confirmed": lazy_gettext("Registration confirmed"),
    "registration_waitlisted": lazy_gettext("On the waiting list"),
    "registration_pending": lazy_gettext("Registration waits for approval"),
    "registration_rejected": lazy_gettext("Registration not admitted"),
    "already_registered": lazy_gettext("Already registered"),
    "link_resent": lazy_gettext("Link sent again"),
    "promoted": lazy_gettext("A seat has become free"),
    "withdrawn": lazy_gettext("Registration withdrawn"),
    "event_changed": lazy_gettext("Event changed"),
    "event_cancelled": lazy_gettext("Event cancelled"),
    "reminder": lazy_gettext("Reminder"),
    "recording": lazy_gettext("Recording"),
    "circular": lazy_gettext("Circular"),
    "speaker_invited": lazy_gettext("Invitation to speak"),
    "speaker_confirmed": lazy_gettext("Speaker confirmed"),
    "speaker_changed": lazy_gettext("Event changed, to a speaker"),
    "speaker_cancelled": lazy_gettext("No longer in the speaker's calendar"),
    "speaker_briefing": lazy_gettext("Briefing for a speaker"),
    "sign_in_link": lazy_gettext("Link to sign in"),
    "account_invited": lazy_gettext("Invitation to the desk"),
    "password_reset": lazy_gettext("New password"),
    "zone_changed": lazy_gettext("Time zone rules changed"),
}


def mail_kind(kind: str) -> str:
    return str(KINDS.get(kind, kind.replace("_", " ")))
