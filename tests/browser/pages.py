"""Every page of the site, by the name of its view."""

from dataclasses import dataclass

from ungis_events.sample import REAL_EVENT, SAMPLE_EVENT

from .people import Keys

DESK = f"/manage/events/{SAMPLE_EVENT}"
REGISTRATION = DESK + "/registrations/{registration}"
FORUM = "/forums/commission-on-science-and-technology-for-development-2027"


@dataclass(frozen=True)
class PageToVisit:
    endpoint: str
    path: str
    """May hold fields of Keys in braces."""
    needs_sign_in: bool = False
    status: int = 200

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
    PageToVisit("registrations.register", "/events/questions/register"),
    PageToVisit("registrations.register", "/events/invited-only/register", status=403),
    PageToVisit("invitations.register", "/invitations/{invited}"),
    PageToVisit("privacy.notice", f"/events/{SAMPLE_EVENT}/privacy"),
    PageToVisit("privacy.remove", "/registrations/{own}/remove"),
    PageToVisit("privacy.removed", f"/registrations/removed/{SAMPLE_EVENT}"),
    PageToVisit("certificates.show", "/certificates/no-code", status=404),
    PageToVisit("certificates.show", "/certificates/{code}"),
    PageToVisit("certificates.index", "/certificates"),
    PageToVisit("speakers.own", "/speakers/{speaker_invited}"),
    PageToVisit("speakers.decline", "/speakers/{speaker_invited}/decline"),
    PageToVisit("speakers.substitute", "/speakers/{speaker_invited}/substitute"),
    PageToVisit("speakers.entry", "/speakers/{speaker_invited}/entry"),
    PageToVisit("speakers.join", "/speakers/join/{speaker_joins}"),
    PageToVisit("accounts.sign_in", "/sign-in"),
    PageToVisit("sign_in_links.ask", "/sign-in/link"),
    PageToVisit("sign_in_links.asked", "/sign-in/link/sent"),
    PageToVisit("sign_in_links.open_link", "/sign-in/links/{sign_in_link}"),
    PageToVisit("sign_in_links.open_link", "/sign-in/links/{password_link}"),
    PageToVisit("sign_in_links.open_link", "/sign-in/links/forged", status=404),
    *(
        PageToVisit(endpoint, path, needs_sign_in=True)
        for endpoint, path in [
            ("manage_events.index", "/manage/"),
            ("manage_events.create", "/manage/events/new"),
            ("manage_announcements.index", "/manage/announcements/new"),
            ("manage_events.overview", f"{DESK}/"),
            ("manage_events.overview", "/manage/events/draft/"),
            ("manage_events.preview", "/manage/events/draft/preview"),
            ("manage_events.edit", f"{DESK}/edit"),
            ("manage_history.index", f"{DESK}/history"),
            ("manage_history.everything", "/manage/history"),
            ("manage_history.mail", f"{DESK}/mail"),
            ("manage_history.email", DESK + "/mail/{email}"),
            ("manage_changes.reschedule", f"{DESK}/reschedule"),
            ("manage_changes.place", f"{DESK}/place"),
            ("manage_changes.cancel", f"{DESK}/cancel"),
            ("manage_changes.revive", "/manage/events/cancelled/revive"),
            ("manage_speakers.index", f"{DESK}/speakers/"),
            ("manage_speakers.add", f"{DESK}/speakers/add"),
            ("manage_speakers.edit", DESK + "/speakers/{speaker}/edit"),
            ("manage_speakers.show", DESK + "/speakers/{speaker}"),
            ("manage_speakers.confirm_removal", DESK + "/speakers/{speaker}/remove"),
            ("manage_speakers.substitute", DESK + "/speakers/{speaker}/substitute"),
            ("manage_speakers.index", "/manage/events/hybrid/speakers/"),
            ("manage_agenda.index", f"{DESK}/agenda"),
            ("manage_agenda.add", f"{DESK}/agenda/add"),
            ("manage_agenda.edit", DESK + "/agenda/{item}/edit"),
            ("manage_agenda.green_room", f"{DESK}/agenda/green-room"),
            ("manage_agenda.briefing", "/manage/events/hybrid/agenda/briefing"),
            ("manage_questions.index", f"{DESK}/form/"),
            ("manage_questions.index", "/manage/events/questions/form/"),
            ("manage_questions.add", f"{DESK}/form/add"),
            ("manage_questions.edit", DESK + "/form/{question}/edit"),
            ("manage_questions.preview", "/manage/events/questions/form/preview"),
            ("manage_invitations.index", f"{DESK}/invitations/"),
            ("manage_invitations.add", f"{DESK}/invitations/add"),
            ("manage_invitations.edit", DESK + "/invitations/{invitation}/edit"),
            ("manage_registrations.index", f"{DESK}/registrations/"),
            ("manage_registrations.duplicates", f"{DESK}/registrations/duplicates"),
            ("manage_registrations.compare", REGISTRATION + "/merge?with={other}"),
            ("manage_saved_views.index", f"{DESK}/registrations/views/"),
            ("manage_saved_views.save", f"{DESK}/registrations/views/new?q=x"),
            ("manage_saved_views.rename", DESK + "/registrations/views/{view}/rename"),
            ("manage_bulk_acts.index", f"{DESK}/registrations/acts/"),
            (
                "manage_bulk_acts.review",
                f"{DESK}/registrations/acts/review?act=withdraw&everybody=y",
            ),
            ("manage_bulk_acts.show", DESK + "/registrations/acts/{bulk_act}"),
            ("manage_registration_import.index", f"{DESK}/registrations/import/"),
            ("manage_registration_import.add", f"{DESK}/registrations/import/by-hand"),
            ("manage_registration_import.show", DESK + "/registrations/import/{waiting_import}"),
            ("manage_registration_import.show", DESK + "/registrations/import/{done_import}"),
            ("manage_check_in.index", "/manage/events/hybrid/check-in/"),
            ("manage_check_in.person", "/manage/events/hybrid/check-in/people/{in_room}"),
            ("manage_check_in.scan", "/manage/events/hybrid/check-in/{at_door}"),
            ("manage_certificates.index", f"{DESK}/certificates/"),
            ("manage_certificates.name", DESK + "/certificates/{certificate}/name"),
            ("manage_privacy.index", f"{DESK}/privacy"),
            ("manage_privacy.access_needs", f"{DESK}/access-needs"),
            ("manage_teams.index", f"{DESK}/team/"),
            ("manage_registrations.show", REGISTRATION),
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
            *(
                ("manage_webinars.index", f"/manage/events/{slug}/webinar")
                for slug in (
                    *("webinar", "webinar-refused", "webinar-gone", "webinar-over"),
                    *("no-webinar", "live", "hybrid"),
                )
            ),
            ("manage_events.overview", "/manage/events/webinar-refused/"),
            ("manage_events.edit", "/manage/events/webinar/edit"),
            ("manage_changes.cancel", "/manage/events/webinar/cancel"),
            ("manage_webinars.create", "/manage/events/no-webinar/webinar/new/zoom"),
            ("manage_webinars.edit", "/manage/events/webinar/webinar/edit"),
            ("manage_webinars.adopt", "/manage/events/no-webinar/webinar/adopt/zoom"),
            ("manage_webinars.paste", "/manage/events/no-webinar/webinar/link"),
            ("manage_webinars.let_go", "/manage/events/webinar/webinar/let-go"),
            ("manage_webinars.delete", "/manage/events/webinar/webinar/delete"),
            ("manage_live.index", "/manage/events/live/live"),
            ("manage_live.index", "/manage/events/webinar/live"),
            ("manage_live.index", "/manage/events/webinar-over/live"),
            ("manage_live.questions", f"{DESK}/live/questions"),
            ("manage_attendance.index", "/manage/events/webinar-over/attendance/"),
            ("manage_attendance.index", "/manage/events/webinar/attendance/"),
            ("manage_attendance.upload", "/manage/events/webinar/attendance/upload"),
            ("manage_attendance.report", "/manage/events/webinar-over/attendance/report"),
            ("manage_attendance.person", "/manage/events/webinar-over/attendance/{came}"),
            ("manage_attendance.person", "/manage/events/webinar-over/attendance/{unmatched}"),
            ("manage_zone_changes.index", "/manage/zone-changes"),
            ("manage_mailing.index", "/manage/mail"),
            ("manage_accounts.index", "/manage/account"),
            ("manage_second_factors.index", "/manage/account/second-factor"),
            ("manage_people.index", "/manage/people"),
            ("manage_people.invite", "/manage/people/invite"),
            ("manage_people.show", "/manage/people/{account}"),
            ("manage_people.history", "/manage/people/{account}/history"),
            ("manage_organizations.index", "/manage/organizations"),
            ("manage_organizations.add", "/manage/organizations/new"),
            ("manage_organizations.edit", "/manage/organizations/{organization}"),
            ("manage_organizations.choose_list", "/manage/organizations/import"),
            ("members.files", "/members/files"),
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
    "registrations.own_file": "a file",
    "check_in.code": "a picture",
    "certificates.own": "a file",
    "privacy.own_data": "a file",
    "speakers.own_calendar": "a file",
    "speakers.photo": "a picture",
    "speakers.public_photo": "a picture",
    "files.open_file": "a file",
    "files.open_own": "a file",
    "manage_files.version": "a file",
    "manage_questions.answer_file": "a file",
    "manage_certificates.document": "a file",
    "manage_speakers.photo": "a picture",
    "manage_paper.nameplates": "a file",
    "manage_paper.run_of_show": "a file",
    "manage_paper.speakers": "a file",
    "manage_paper.qr_pdf": "a file",
    "manage_paper.qr_png": "a file",
    "manage_paper.qr_svg": "a file",
    "manage_events.times": "a piece of manage_events.edit",
    "accounts.second_step": "has a test of its own: it comes after the first",
    "accounts.openid": "leads elsewhere",
    "accounts.openid_callback": "leads elsewhere",
    "api.index": "for machines",
    "api.show": "for machines",
    "api.openapi": "for machines",
    "health.live": "for machines",
    "health.ready": "for machines",
}


def one_of_each_view() -> list[PageToVisit]:
    return list({page.endpoint: page for page in reversed(PAGES)}.values())
