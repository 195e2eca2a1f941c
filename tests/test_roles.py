"""Every route × every role: who gets past the guard.

The table below is the whole of it. A new route without a line fails the test, and so does a line
without a route. What a page then decides by itself (may this member open this file?) its own
tests hold; here each view is a trap, so that only the guard answers and nothing is done.
"""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from tests.factories import PASSWORD, make_account, make_event
from ungis_events.accounts.models import Account, Role, TeamMember
from ungis_events.core.database import db, transaction

YES, NO, SIGN_IN = "reached", "refused", "sent to sign in"

ROLES = (
    "stranger",
    "member",
    "helper here",
    "helper elsewhere",
    "helper everywhere",
    "organizer here",
    "organizer elsewhere",
    "organizer everywhere",
    "administrator",
    "switched off",
)
# Who may be where: the columns are ROLES.
_STRANGER, _OFF = SIGN_IN, SIGN_IN
EXPECTED = {
    "public": (YES,) * len(ROLES),
    "own account": (_STRANGER, YES, YES, YES, YES, YES, YES, YES, YES, _OFF),
    "members": (_STRANGER, YES, NO, NO, NO, YES, YES, YES, YES, _OFF),
    "door of an event": (_STRANGER, NO, YES, NO, YES, YES, NO, YES, YES, _OFF),
    "desk": (_STRANGER, NO, NO, NO, NO, YES, YES, YES, YES, _OFF),
    "desk of an event": (_STRANGER, NO, NO, NO, NO, YES, NO, YES, YES, _OFF),
    "administrators": (_STRANGER, NO, NO, NO, NO, NO, NO, NO, YES, _OFF),
}
ROUTES = {
    "public": """
        accounts.openid accounts.openid_callback accounts.second_step accounts.sign_in
        accounts.sign_out
        api.index api.openapi api.show
        certificates.index certificates.own certificates.show
        check_in.code
        circulars.unsubscribe circulars.unsubscribe_now
        events.accessibility events.atom events.calendar_file events.feed events.forum
        events.forum_feed events.index events.privacy events.show events.text events.topic_feed
        events.with_slash
        files.open_file files.open_own
        health.live health.ready
        invitations.register
        privacy.notice privacy.own_data privacy.remove privacy.removed
        registrations.change registrations.own registrations.own_calendar registrations.own_file
        registrations.register registrations.resend registrations.send_registration
        registrations.sent registrations.withdraw
        sign_in_links.ask sign_in_links.asked sign_in_links.open_link
        speakers.accept speakers.decline speakers.entry speakers.go_in speakers.join speakers.own
        speakers.own_calendar speakers.photo speakers.public_photo speakers.substitute
        static
        webhooks.receive
        webinars.go_in webinars.join
    """,
    "own account": """
        manage_accounts.end manage_accounts.end_others manage_accounts.index
        manage_accounts.set_password
        manage_second_factors.index manage_second_factors.renew manage_second_factors.switch_off
        manage_second_factors.switch_on
    """,
    "members": """
        members.files
    """,
    "desk": """
        manage_announcements.check manage_announcements.index manage_announcements.save
        manage_events.create manage_events.index manage_events.times
        manage_mailing.index manage_mailing.retry
        manage_zone_changes.index
    """,
    "desk of an event": """
        manage_agenda.add manage_agenda.briefing manage_agenda.close_gaps manage_agenda.edit
        manage_agenda.green_room
        manage_agenda.index manage_agenda.remove manage_agenda.send_briefing manage_agenda.shift
        manage_attendance.drop manage_attendance.export_csv manage_attendance.export_xlsx
        manage_attendance.index manage_attendance.match manage_attendance.person
        manage_attendance.report manage_attendance.say manage_attendance.take_in
        manage_attendance.upload
        manage_bulk_acts.index manage_bulk_acts.review manage_bulk_acts.show manage_bulk_acts.start
        manage_certificates.document manage_certificates.index manage_certificates.issue
        manage_certificates.name manage_certificates.revoke
        manage_changes.cancel manage_changes.place manage_changes.reschedule manage_changes.revive
        manage_circulars.call_back manage_circulars.create manage_circulars.delete
        manage_circulars.delivery manage_circulars.edit manage_circulars.index
        manage_circulars.retry manage_circulars.schedule manage_circulars.send_test
        manage_circulars.show
        manage_events.duplicate manage_events.edit manage_events.overview manage_events.preview
        manage_events.publish
        manage_files.add manage_files.add_file manage_files.confirm_removal manage_files.edit
        manage_files.index manage_files.move manage_files.order manage_files.remove
        manage_files.restore manage_files.version manage_files.versions
        manage_history.email manage_history.index manage_history.mail
        manage_invitations.act manage_invitations.add manage_invitations.edit
        manage_invitations.index manage_invitations.only
        manage_live.index manage_live.questions
        manage_paper.index manage_paper.nameplates manage_paper.qr_pdf manage_paper.qr_png
        manage_paper.qr_svg manage_paper.run_of_show manage_paper.speakers
        manage_privacy.access_needs manage_privacy.index manage_privacy.open_access_needs
        manage_privacy.remove
        manage_questions.act manage_questions.add manage_questions.answer_file
        manage_questions.edit manage_questions.index manage_questions.move manage_questions.order
        manage_questions.preview manage_questions.standard
        manage_registration_import.add manage_registration_import.choose
        manage_registration_import.confirm manage_registration_import.drop
        manage_registration_import.index manage_registration_import.show
        manage_registrations.act manage_registrations.compare manage_registrations.duplicates
        manage_registrations.export_csv manage_registrations.export_xlsx manage_registrations.index
        manage_registrations.merge manage_registrations.show
        manage_reminders.act manage_reminders.add manage_reminders.edit manage_reminders.index
        manage_reminders.preview manage_reminders.test
        manage_roster_import.index manage_roster_import.save
        manage_saved_views.delete manage_saved_views.index manage_saved_views.rename
        manage_saved_views.save
        manage_speakers.act manage_speakers.add manage_speakers.confirm_removal
        manage_speakers.edit manage_speakers.index
        manage_speakers.invite_all manage_speakers.move manage_speakers.order
        manage_speakers.order_by manage_speakers.photo manage_speakers.remove manage_speakers.show
        manage_speakers.substitute manage_speakers.take_over manage_speakers.tend
        manage_teams.add manage_teams.index manage_teams.name manage_teams.remove
        manage_webinars.adopt manage_webinars.create manage_webinars.delete manage_webinars.edit
        manage_webinars.fetch_attendance manage_webinars.index manage_webinars.let_go
        manage_webinars.paste manage_webinars.try_again
    """,
    "administrators": """
        manage_history.everything
        manage_organizations.add manage_organizations.choose_list manage_organizations.edit
        manage_organizations.index manage_organizations.save
        manage_people.end manage_people.end_all manage_people.history manage_people.index
        manage_people.invite manage_people.invite_again manage_people.show manage_people.switch_off
        manage_people.switch_off_second_factor manage_people.switch_on manage_people.take_back
    """,
    "door of an event": """
        manage_check_in.index manage_check_in.let_in manage_check_in.person manage_check_in.scan
        manage_check_in.undo
    """,
}


def access_of() -> dict[str, str]:
    """{endpoint: whom it is for}"""
    return {name: access for access, names in ROUTES.items() for name in names.split()}


@pytest.fixture
def clients(app: Flask) -> dict[str, FlaskClient]:
    """A browser for each role. "Here" is the event that the addresses below name."""
    here, elsewhere = make_event(slug="here"), make_event(slug="elsewhere")
    people: dict[str, Account] = {
        "member": make_account(Role.MEMBER),
        "helper here": limited(Role.HELPER, here.id),
        "helper elsewhere": limited(Role.HELPER, elsewhere.id),
        "helper everywhere": make_account(Role.HELPER),
        "organizer here": limited(Role.ORGANIZER, here.id),
        "organizer elsewhere": limited(Role.ORGANIZER, elsewhere.id),
        "organizer everywhere": make_account(Role.ORGANIZER),
        "administrator": make_account(Role.ADMINISTRATOR),
        "switched off": make_account(Role.ADMINISTRATOR),
    }
    clients = {role: signed_in(app, account) for role, account in people.items()}
    with transaction():
        db.session.get_one(Account, people["switched off"].id).is_active = False
    return {"stranger": app.test_client()} | clients


def limited(role: Role, event_id: int) -> Account:
    account = make_account(role)
    with transaction():
        db.session.get_one(Account, account.id).has_all_events = False
        db.session.add(TeamMember(event_id=event_id, account_id=account.id))
    return account


def signed_in(app: Flask, account: Account) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    assert answer.status_code == 303
    return client


@pytest.fixture
def trapped_app(
    app: Flask, clients: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> Flask:
    """No view does anything: whoever comes so far has passed the guard."""
    trap: Callable[..., str] = lambda **_: YES  # noqa: E731
    for endpoint in app.view_functions:
        monkeypatch.setitem(app.view_functions, endpoint, trap)
    return app


def requests_of(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of every route, with made-up arguments."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, path_of(rule)


def path_of(rule: Rule) -> str:
    values = {name: made_up(name, part) for name, part in rule._converters.items()}
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return built[1]


def made_up(name: str, converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, IntegerConverter):
        return 1
    return "here" if name == "slug" else "x"


def answer_to(client: FlaskClient, method: str, path: str) -> str:
    answer = client.open(path, method=method)
    if answer.status_code == 302 and answer.location.startswith("/sign-in?next="):
        return SIGN_IN
    return {200: answer.text, 403: NO}.get(answer.status_code, str(answer.status_code))


def test_every_route_has_its_line(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    lines = [name for names in ROUTES.values() for name in names.split()]

    assert sorted(routes - set(lines)) == []
    assert sorted(set(lines) - routes) == []
    assert len(lines) == len(set(lines))


def test_everybody_reaches_what_is_theirs_and_nothing_else(
    trapped_app: Flask, clients: dict[str, FlaskClient]
) -> None:
    access, wrong, asked = access_of(), [], 0
    for endpoint, method, path in requests_of(trapped_app):
        expected = dict(zip(ROLES, EXPECTED[access.get(endpoint, "public")], strict=True))
        for role in ROLES:
            answer, asked = answer_to(clients[role], method, path), asked + 1
            if answer != expected[role]:
                wrong.append(f"{role}: {method} {path} ({endpoint}): {answer}")

    assert wrong == []
    assert asked > 1000


def test_what_is_public_never_looks_who_asks(
    trapped_app: Flask, clients: dict[str, FlaskClient]
) -> None:
    """Or it would vary by cookie, and no cache could keep it."""
    asked = [each for each in requests_of(trapped_app) if each[0].startswith("events.")]

    varying = [
        path
        for _endpoint, method, path in asked
        if "Cookie" in clients["administrator"].open(path, method=method).headers.get("Vary", "")
    ]

    assert asked
    assert varying == []
