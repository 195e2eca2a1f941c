"""The roster page, one speaker's page, and people known from earlier events."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.event import listen, remove

from tests.factories import (
    NOON,
    PASSWORD,
    make_account,
    make_event,
    make_past_event,
    make_speaker,
)
from tests.speakers.steps import (
    ENTRY,
    a_photo,
    change,
    desk_address,
    do,
    make_confirmed,
    make_invited,
    make_speaker_with_mail,
    own_address,
    saved,
    states,
    waiting,
)
from ungis_events.accounts.models import Account, TeamMember
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.history.queries import list_history
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.speakers.queries import find_known, list_roster
from ungis_events.uploads.models import Upload

NEW = {"honorific": "", "name": "Suela Janina", "role": "", "organization": "", "part": "speaker"}


def roster_page(client: FlaskClient, event: Event, **asked: str) -> str:
    return client.get(f"/manage/events/{event.slug}/speakers/", query_string=asked).text


def limited_client(app: Flask, *events: Event) -> FlaskClient:
    """Of an organizer who works on these events only."""
    account = make_account()
    with transaction():
        db.session.get_one(Account, account.id).has_all_events = False
        for event in events:
            db.session.add(TeamMember(event_id=event.id, account_id=account.id))
    client = app.test_client()
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    return client


def test_roster_counts_states_and_says_how_long_somebody_has_been_asked(
    organizer_client: FlaskClient, clock_hands: object
) -> None:
    event = make_event()
    make_confirmed(event)
    make_invited(event, name="Bo Li", email="bo@example.org")
    make_speaker(event, name="Carla Paz")
    clock_hands.set_to(NOON + timedelta(days=3))  # type: ignore[attr-defined]

    page = roster_page(organizer_client, event)

    assert "Invited 3 days ago" in page
    figures = [part.split("</b>")[0] for part in page.split('class="figure"><b>')[1:]]
    assert figures == ["3", "1", "1", "0"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "jan"}, {"Suela Janina"}),
        ({"q": "bo@exam"}, {"Bo Li"}),
        ({"status": "invited"}, {"Bo Li"}),
        ({"status": "news"}, {"Suela Janina"}),
        ({"q": "nobody at all"}, set()),
        ({"q": "li", "status": "confirmed"}, set()),
    ],
)
def test_roster_is_searched_and_filtered(
    organizer_client: FlaskClient, asked: dict[str, str], expected: set[str]
) -> None:
    event = make_event()
    make_confirmed(event)
    make_invited(event, name="Bo Li", email="bo@example.org")

    page = roster_page(organizer_client, event, **asked)

    assert {name for name in ("Suela Janina", "Bo Li") if f"{name}</bdi></b>" in page} == expected
    assert "data-sortable" not in page


def test_speakers_changes_are_shown_before_and_after_until_somebody_has_looked(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    speaker = make_confirmed()
    organizer_client.post(
        desk_address(speaker, "/seen"), data={"version": str(saved(speaker).version)}
    )
    version = str(saved(speaker).version)
    form = ENTRY | {"role": "Chair of the group", "version": version}
    client.post(own_address(speaker, "/entry"), data=form)

    page = organizer_client.get(desk_address(speaker)).text
    news = page.split('id="news"')[1].split("</section>")[0]
    marked = "New changes" in roster_page(organizer_client, speaker.event)
    organizer_client.post(
        desk_address(speaker, "/seen"), data={"version": str(saved(speaker).version)}
    )

    assert "<del><bdi>Director</bdi></del> → <ins><bdi>Chair of the group</bdi></ins>" in news
    assert "speaker accepted" not in news
    assert (marked, "New changes" in roster_page(organizer_client, speaker.event)) == (True, False)


def test_what_came_after_the_page_was_opened_stays_marked(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    speaker = make_confirmed()
    looked_at = str(saved(speaker).version)
    client.post(
        own_address(speaker, "/entry"), data=ENTRY | {"version": str(saved(speaker).version)}
    )

    organizer_client.post(desk_address(speaker, "/seen"), data={"version": looked_at})

    assert saved(speaker).has_news


def test_organizers_act_by_buttons_and_hear_when_it_is_too_late(
    organizer_client: FlaskClient,
) -> None:
    speaker = make_speaker_with_mail()

    page = organizer_client.post(desk_address(speaker, "/invite"), follow_redirects=True).text
    again = organizer_client.post(desk_address(speaker, "/invite"), follow_redirects=True).text

    assert "is being invited by mail." in page
    assert "The answer has changed meanwhile. Look again." in again
    assert waiting(speaker.event) == ["speaker_invited"]


@pytest.mark.parametrize("act", ["invite", "ask_again", "confirm", "decline", "take_back"])
@pytest.mark.parametrize("status", list(SpeakerStatus))
def test_no_button_of_any_state_breaks(
    organizer_client: FlaskClient, act: str, status: SpeakerStatus
) -> None:
    speaker = make_speaker_with_mail()
    change(speaker, status=status)

    assert organizer_client.post(desk_address(speaker, f"/{act}")).status_code == 303
    assert organizer_client.get(desk_address(speaker)).status_code == 200


def test_closing_and_opening_an_entry(organizer_client: FlaskClient) -> None:
    speaker = make_confirmed()

    organizer_client.post(desk_address(speaker, "/freeze"))
    closed = saved(speaker).frozen_at
    organizer_client.post(desk_address(speaker, "/unfreeze"))

    assert (closed, saved(speaker).frozen_at) == (NOON, None)
    acts = [entry.act for entry in list_history(speaker.event_id)[:2]]
    assert acts == ["speaker entry opened", "speaker entry closed"]


def test_organizer_edits_everything_himself_and_that_is_no_news(
    organizer_client: FlaskClient,
) -> None:
    speaker = make_speaker(make_event())
    form = ENTRY | {"version": "1", "part": "keynote", "email": "A@Example.org"}
    form["photo"] = a_photo()

    answer = organizer_client.post(desk_address(speaker, "/edit"), data=form)

    row = saved(speaker)
    assert answer.status_code == 303
    assert (row.name, row.email, row.part.value, row.biography) == (
        "Suela Janina",
        "a@example.org",
        "keynote",
        "A diplomat of thirty years.",
    )
    assert (row.has_news, row.photo_id is not None) == (False, True)
    assert organizer_client.get(desk_address(speaker, "/photo")).mimetype == "image/webp"


def test_access_needs_are_for_the_people_named_for_them(organizer_client: FlaskClient) -> None:
    speaker = make_confirmed(access_needs="A step-free way")
    version = str(saved(speaker).version)

    shown = organizer_client.get(desk_address(speaker)).text
    form = organizer_client.get(desk_address(speaker, "/edit")).text
    data = ENTRY | {"version": version, "part": "speaker", "access_needs": "Overwritten"}
    organizer_client.post(desk_address(speaker, "/edit"), data=data)
    untouched = saved(speaker).access_needs
    account = db.session.scalars(db.select(Account)).one()
    with transaction():
        member = TeamMember(
            event_id=speaker.event_id, account_id=account.id, sees_access_needs=True
        )
        db.session.add(member)

    assert "A step-free way" not in shown + form
    assert untouched == "A step-free way"
    assert "A step-free way" in organizer_client.get(desk_address(speaker)).text


def test_substitute_named_at_the_desk_may_have_no_address(organizer_client: FlaskClient) -> None:
    speaker = make_confirmed()

    organizer_client.post(
        desk_address(speaker, "/substitute"), data={"name": "Bo Li", "honorific": "Mr."}
    )

    assert states(speaker.event) == [
        ("Suela Janina", SpeakerStatus.REPLACED),
        ("Bo Li", SpeakerStatus.PROPOSED),
    ]


def test_known_name_is_offered_before_it_is_saved(organizer_client: FlaskClient) -> None:
    known = make_confirmed(
        make_past_event(title="Ten years ago"), biography="Thirty years.", pronunciation="soo-EH-la"
    )
    event = make_event()
    add = f"/manage/events/{event.slug}/speakers/add"

    asked = organizer_client.post(add, data=NEW | {"role": "Chair"})
    between = states(event)
    organizer_client.post(add, data=NEW | {"role": "Chair", "known": str(known.id)})

    (speaker,) = list_roster(event)
    assert (asked.status_code, between) == (200, [])
    assert "Is it this person?" in asked.text
    assert "Ten years ago" in asked.text
    assert 'value="Chair"' in asked.text
    assert (speaker.honorific, speaker.role, speaker.organization) == ("Ms.", "Chair", "ITU")
    assert (speaker.email, speaker.biography, speaker.pronunciation) == (
        "suela@example.org",
        "Thirty years.",
        "soo-EH-la",
    )
    assert speaker.status is SpeakerStatus.PROPOSED


def test_namesake_is_somebody_else(organizer_client: FlaskClient) -> None:
    make_confirmed(make_past_event(), biography="Thirty years.")
    event = make_event()

    organizer_client.post(f"/manage/events/{event.slug}/speakers/add", data=NEW | {"known": "new"})

    (speaker,) = list_roster(event)
    assert (speaker.honorific, speaker.biography) == (None, None)


def test_person_is_found_by_part_of_the_name_and_taken_over(organizer_client: FlaskClient) -> None:
    known = make_confirmed(make_past_event(), name="José Álvarez")
    event = make_event()
    base = f"/manage/events/{event.slug}/speakers"

    page = organizer_client.get(f"{base}/add?q=alva").text
    organizer_client.post(f"{base}/take-over", data={"known": str(known.id)})

    assert "<bdi>Ms. José Álvarez</bdi>" in page
    assert [name for name, _status in states(event)] == ["José Álvarez"]


def test_organizer_of_named_events_takes_over_only_what_is_public(app: Flask) -> None:
    foreign = make_confirmed(make_event(), biography="Thirty years.", pronunciation="soo-EH-la")
    draft = make_speaker_with_mail(make_event(status=EventStatus.DRAFT), name="Bo Li")
    event = make_event()
    client = limited_client(app, event)
    base = f"/manage/events/{event.slug}/speakers"

    page = client.get(f"{base}/add?q=suela").text
    hidden = client.get(f"{base}/add?q=bo").text
    refused = client.post(f"{base}/take-over", data={"known": str(draft.id)})
    client.post(f"{base}/take-over", data={"known": str(foreign.id)})

    (speaker,) = list_roster(event)
    assert ("Suela Janina" in page, "suela@example.org" in page, "Bo Li" in hidden) == (
        True,
        False,
        False,
    )
    assert refused.status_code == 404
    assert (speaker.biography, speaker.email, speaker.pronunciation) == (
        "Thirty years.",
        None,
        None,
    )


def test_of_two_events_with_a_person_the_newer_counts() -> None:
    make_speaker(make_past_event(), name="Dongyu Qu", role="Vice-Minister")
    newest = make_speaker(make_event(), name="QU Dongyu", role="Director-General")

    found = find_known(["Qu Dongyu", "Unknown Person"])

    assert {key: speaker.id for key, speaker in found.items()} == {"dongyu qu": newest.id}


def test_shared_photo_outlives_the_one_roster(organizer_client: FlaskClient) -> None:
    known = make_confirmed(make_past_event())
    form = ENTRY | {"version": str(saved(known).version), "part": "speaker", "email": ""}
    organizer_client.post(desk_address(known, "/edit"), data=form | {"photo": a_photo()})
    event = make_event()
    organizer_client.post(
        f"/manage/events/{event.slug}/speakers/take-over", data={"known": str(known.id)}
    )
    (copy,) = list_roster(event)

    organizer_client.post(desk_address(known, "/remove"))
    between = db.session.scalar(db.select(db.func.count()).select_from(Upload))
    organizer_client.post(desk_address(copy, "/remove"))

    assert (between, db.session.scalar(db.select(db.func.count()).select_from(Upload))) == (1, 0)


def test_removing_who_sent_a_substitute_leaves_the_substitute(
    organizer_client: FlaskClient,
) -> None:
    speaker = make_confirmed()
    organizer_client.post(desk_address(speaker, "/substitute"), data={"name": "Bo Li"})

    answer = organizer_client.post(desk_address(speaker, "/remove"))

    assert answer.status_code == 303
    substitute = db.session.scalars(db.select(Speaker)).one()
    assert (substitute.name, substitute.replaces_id) == ("Bo Li", None)


def test_roster_asks_as_often_for_thirty_as_for_two(organizer_client: FlaskClient) -> None:
    def count(event: Event) -> int:
        seen: list[Any] = []

        def note(*args: Any) -> None:
            seen.append(args[2])

        listen(db.engine, "before_cursor_execute", note)
        roster_page(organizer_client, event)
        remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    few, many = make_event(), make_event()
    for event, number in ((few, 2), (many, 30)):
        for _ in range(number):
            make_speaker(event)
    count(few)  # the first page of all asks for what is then remembered

    assert count(many) == count(few)


def test_who_declined_stays_on_the_desk_and_off_the_page(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    speaker = make_invited()
    do(speaker, "decline", is_own=True)

    desk = roster_page(organizer_client, speaker.event)

    assert "Suela Janina" in desk
    assert "Declined" in desk
    assert "Suela Janina" not in client.get(f"/events/{speaker.event.slug}").text


def test_page_never_tells_which_speaker_has_access_needs(organizer_client: FlaskClient) -> None:
    speakers = [make_confirmed(access_needs=needs) for needs in ("A step-free way", None)]

    pages = [organizer_client.get(desk_address(each)).text for each in speakers]

    assert [page.count("Seen by the people named for it only.") for page in pages] == [1, 1]
