"""What members see."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import make_focal_point, make_limited, signed_in
from tests.factories import NOON, make_account, make_event
from tests.organizations.steps import make_organization
from ungis_events.accounts.models import Role
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.service import LinkDetails, add_link


def keep(event: Event, title: str, visibility: Visibility = Visibility.MEMBERS) -> None:
    details = LinkDetails(title, "https://example.org/x.pdf", LinkKind.SUMMARY, visibility)
    with transaction():
        add_link(get_event(event.slug), details, actor="test", now=NOON)


def titles(client: FlaskClient) -> list[str]:
    page = client.get("/members/files").text
    return re.findall(r"<(?:h2|li)><a [^>]*><bdi>(.*?)</bdi>", page)


def test_focal_point_sees_what_is_kept_for_members_by_event_newest_first(app: Flask) -> None:
    first, second = make_event(title="First"), make_event(title="Second")
    keep(first, "Old minutes")
    keep(second, "Draft")
    keep(first, "New minutes")
    keep(second, "For everybody", Visibility.PUBLIC)
    keep(second, "For organizers", Visibility.ORGANIZERS)
    keep(make_event(status=EventStatus.DRAFT), "Of a draft")

    shown = titles(signed_in(app, make_account(Role.MEMBER)))

    assert shown == ["First", "New minutes", "Old minutes", "Second", "Draft"]


def test_who_organizes_some_events_sees_what_is_kept_at_those(app: Flask) -> None:
    here, elsewhere = make_event(title="Here"), make_event(title="Elsewhere")
    keep(here, "Minutes")
    keep(elsewhere, "Other minutes")
    people = [
        make_limited(Role.ORGANIZER, here.id),
        make_limited(Role.ORGANIZER),
        make_account(Role.ORGANIZER),
        make_limited(Role.MEMBER),
    ]

    seen = [titles(signed_in(app, each)) for each in people]

    everything = ["Elsewhere", "Other minutes", "Here", "Minutes"]
    assert seen == [["Here", "Minutes"], [], everything, everything]


def test_focal_points_of_observers_see_the_same(app: Flask) -> None:
    make_organization("ITU")
    make_organization("ODET", status="observer")
    keep(make_event(title="Event"), "Minutes")

    seen = [titles(signed_in(app, make_focal_point(acronym))) for acronym in ("ITU", "ODET")]

    assert seen == [["Event", "Minutes"]] * 2


def test_focal_points_have_pages_of_their_own_and_no_desk(member_client: FlaskClient) -> None:
    page = member_client.get("/members/files").text
    account = member_client.get("/manage/account")

    assert "/manage/mail" not in page + account.text
    assert account.status_code == 200
    assert "Sign out" in page


def test_files_are_listed_in_the_same_number_of_queries(app: Flask) -> None:
    client = signed_in(app, make_account(Role.MEMBER))

    def queries() -> int:
        count = 0

        def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
            nonlocal count
            count += statement.startswith("SELECT")

        db.event.listen(db.engine, "before_cursor_execute", note)
        client.get("/members/files")
        db.event.remove(db.engine, "before_cursor_execute", note)
        return count

    keep(make_event(), "One")
    few = queries()
    for number in range(8):
        keep(make_event(), f"Another {number}")

    assert queries() == few
