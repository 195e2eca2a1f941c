"""Every page of the site, by the name of its view."""

from dataclasses import dataclass

from ungis_events.sample import REAL_EVENT, SAMPLE_EVENT

from .people import Keys

DESK = f"/manage/events/{SAMPLE_EVENT}"
FORUM = "/forums/commission-on-science-and-technology-for-development-2027"


@dataclass(frozen=True)
class PageToVisit:
    endpoint: str
    path: str
    """May hold fields of Keys in braces."""
    needs_sign_in: bool = False

    def path_with(self, keys: Keys) -> str:
        return self.path.format_map(vars(keys))

    @property
    def is_public(self) -> bool:
        """The same for everybody, so it must not even set a cookie."""
        return self.endpoint.startswith("events.") or self.endpoint == "registrations.sent"


PAGES = [
    PageToVisit("events.index", "/"),
    PageToVisit("events.index", "/?q=nothing+like+this"),
    PageToVisit("events.index", "/?topic=SDG9&format=virtual"),
    PageToVisit("events.forum", FORUM),
    PageToVisit("events.show", f"/events/{SAMPLE_EVENT}"),
    PageToVisit("events.show", f"/events/{REAL_EVENT}"),
    *(
        PageToVisit("events.show", f"/events/{slug}")
        for slug in ("cancelled", "closed", "full", "hybrid", "live", "no-line", "not-yet-open")
    ),
    PageToVisit("events.privacy", "/privacy"),
    PageToVisit("events.accessibility", "/accessibility"),
    PageToVisit("registrations.register", f"/events/{SAMPLE_EVENT}/register"),
    PageToVisit("registrations.register", "/events/full/register"),
    PageToVisit("registrations.register", "/events/hybrid/register"),
    PageToVisit("registrations.sent", f"/registrations/sent/{SAMPLE_EVENT}"),
    PageToVisit("registrations.sent", "/registrations/sent/full?full=y"),
    PageToVisit("registrations.resend", f"/events/{SAMPLE_EVENT}/resend"),
    PageToVisit("registrations.own", "/registrations/{own}"),
    PageToVisit("registrations.own", "/registrations/{waiting}?saved=y"),
    PageToVisit("registrations.own", "/registrations/{withdrawn}"),
    PageToVisit("registrations.change", "/registrations/{own}/change"),
    PageToVisit("registrations.withdraw", "/registrations/{own}/withdraw"),
    PageToVisit("webinars.join", "/join/{join_early}"),
    PageToVisit("webinars.join", "/join/{join_open}"),
    PageToVisit("circulars.unsubscribe", "/unsubscribe/{unsubscribe}"),
    PageToVisit("accounts.sign_in", "/sign-in"),
    *(
        PageToVisit(endpoint, path, needs_sign_in=True)
        for endpoint, path in [
            ("manage_events.index", "/manage/"),
            ("manage_events.create", "/manage/events/new"),
            ("manage_events.overview", f"{DESK}/"),
            ("manage_events.overview", "/manage/events/draft/"),
            ("manage_events.preview", "/manage/events/draft/preview"),
            ("manage_events.edit", f"{DESK}/edit"),
            ("manage_events.history", f"{DESK}/history"),
            ("manage_changes.reschedule", f"{DESK}/reschedule"),
            ("manage_changes.place", f"{DESK}/place"),
            ("manage_changes.cancel", f"{DESK}/cancel"),
            ("manage_changes.revive", "/manage/events/cancelled/revive"),
            ("manage_speakers.index", f"{DESK}/speakers/"),
            ("manage_speakers.add", f"{DESK}/speakers/add"),
            ("manage_speakers.edit", DESK + "/speakers/{speaker}/edit"),
            ("manage_registrations.index", f"{DESK}/registrations/"),
            ("manage_registrations.show", DESK + "/registrations/{registration}"),
            ("manage_registrations.show", "/manage/events/approval/registrations/{pending}"),
            ("manage_files.index", f"{DESK}/links/"),
            ("manage_files.add", f"{DESK}/links/add"),
            ("manage_files.edit", DESK + "/links/{link}/edit"),
            ("manage_files.add_file", f"{DESK}/links/add-file"),
            ("manage_files.versions", DESK + "/links/{file}/versions"),
            ("manage_files.confirm_removal", DESK + "/links/{file}/remove"),
            ("manage_roster_import.index", f"{DESK}/speakers/import/"),
            ("manage_paper.index", f"{DESK}/paper/"),
            ("manage_reminders.index", f"{DESK}/reminders/"),
            ("manage_reminders.add", f"{DESK}/reminders/add"),
            ("manage_reminders.edit", DESK + "/reminders/{reminder}/edit"),
            ("manage_reminders.preview", DESK + "/reminders/{reminder}/preview"),
            ("manage_circulars.index", f"{DESK}/circulars/"),
            ("manage_circulars.create", f"{DESK}/circulars/new"),
            ("manage_circulars.edit", DESK + "/circulars/{circular}/edit"),
            ("manage_circulars.show", DESK + "/circulars/{circular}"),
            ("manage_circulars.delivery", DESK + "/circulars/{sent_circular}/delivery"),
            ("manage_zone_changes.index", "/manage/zone-changes"),
            ("manage_mailing.index", "/manage/mail"),
            ("manage_accounts.index", "/manage/account"),
        ]
    ),
]
NOT_PAGES = {
    "static": "files",
    "events.text": "a text",
    "events.calendar_file": "a file",
    "events.feed": "a file",
    "events.forum_feed": "a file",
    "events.topic_feed": "a file",
    "events.atom": "a file",
    "events.with_slash": "leads to events.show",
    "registrations.own_calendar": "a file",
    "files.open_file": "a file",
    "files.open_own": "a file",
    "manage_files.version": "a file",
    "manage_paper.nameplates": "a file",
    "manage_paper.run_of_show": "a file",
    "manage_paper.speakers": "a file",
    "manage_paper.qr_pdf": "a file",
    "manage_paper.qr_png": "a file",
    "manage_paper.qr_svg": "a file",
    "manage_events.times": "a piece of manage_events.edit",
    "api.index": "for machines",
    "api.show": "for machines",
    "api.openapi": "for machines",
    "health.live": "for machines",
    "health.ready": "for machines",
}


def one_of_each_view() -> list[PageToVisit]:
    return list({page.endpoint: page for page in reversed(PAGES)}.values())
