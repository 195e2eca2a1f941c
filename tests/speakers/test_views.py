"""The speakers' own pages: everything behind the personal link, without an account."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.factories import NOON, make_event, make_past_event
from tests.registrations.steps import deliver, settings
from tests.speakers.steps import (
    ENTRY,
    a_photo,
    change,
    do,
    hidden_version,
    mails,
    make_confirmed,
    make_invited,
    make_speaker_with_mail,
    own_address,
    saved,
    states,
    waiting,
)
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.speakers import links
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.errors import EntryFrozen
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.speakers.service import change_speaker, set_photo
from ungis_events.uploads.models import Upload

SUBSTITUTE = {
    "honorific": "Mr.",
    "name": "Bo Li",
    "role": "Deputy",
    "organization": "Albania",
    "email": "bo@example.org",
}
GREEN_ROOM = "https://rooms.example.org/green?pwd=1"


def entry(speaker: Speaker, **given: object) -> dict[str, object]:
    """The form as a browser sends it."""
    return ENTRY | {"version": str(saved(speaker).version)} | given


def with_green_room(event: Event, url: str | None = GREEN_ROOM) -> None:
    with transaction():
        get_event(event.slug).green_room_url = url


def test_invitation_tells_when_in_both_cities_and_in_their_own(client: FlaskClient) -> None:
    speaker = make_invited(zone="Asia/Tokyo")

    page = client.get(own_address(speaker)).text

    assert [hours for hours in ("08:30–09:45", "14:30–15:45", "22:30–23:45") if hours in page] == [
        "08:30–09:45",
        "14:30–15:45",
        "22:30–23:45",
    ]
    assert "Your time (Tokyo) Sun 31 Jan 2027, 22:15 (JST)" in page
    assert [word for word in ("Accept", "Decline", "Send a substitute") if word in page] == [
        "Accept",
        "Decline",
        "Send a substitute",
    ]


@pytest.mark.parametrize("token", ["1-aaaa", "x", "999-" + "a" * 32, "0"])
def test_made_up_link_leads_nowhere(client: FlaskClient, token: str) -> None:
    make_invited()

    assert client.get(f"/speakers/{token}").status_code == 404


def test_renewed_link_leaves_the_old_one_dead(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    speaker = make_confirmed()
    old, join = own_address(speaker), f"/speakers/join/{links.join_token(saved(speaker))}"

    organizer_client.post(f"/manage/events/{speaker.event.slug}/speakers/{speaker.id}/renew")

    codes = [client.get(address).status_code for address in (old, join, own_address(speaker))]
    assert codes == [404, 404, 200]
    assert waiting(speaker.event)[-1] == "speaker_confirmed"


def test_looking_changes_nothing(client: FlaskClient) -> None:
    speaker = make_invited()
    change(speaker, photo_id=None)

    for rest in ("", "/decline", "/substitute", "/entry", "/accept", "/photo"):
        client.get(own_address(speaker, rest))

    assert saved(speaker).status is SpeakerStatus.INVITED


def test_accepting_is_one_click_and_a_second_changes_nothing(client: FlaskClient) -> None:
    speaker = make_invited()

    answers = [client.post(own_address(speaker, "/accept")) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert saved(speaker).status is SpeakerStatus.CONFIRMED
    assert waiting(speaker.event).count("speaker_confirmed") == 1
    assert "You have accepted." in client.get(own_address(speaker)).text


def test_declining_keeps_the_word_for_the_organizers(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    speaker = make_invited()

    client.post(own_address(speaker, "/decline"), data={"word": "I travel.\r\nSorry."})

    latest = list_history(speaker.event_id)[0]
    assert (saved(speaker).status, saved(speaker).has_news) == (SpeakerStatus.DECLINED, True)
    assert (latest.actor, "I travel" in str(latest.changes)) == ("Ms. Suela Janina", False)
    assert saved(speaker).answer_words == "I travel.\nSorry."
    desk = f"/manage/events/{speaker.event.slug}/speakers/{speaker.id}"
    assert "I travel." in organizer_client.get(desk).text


def test_stale_form_is_shown_again(app: Flask, client: FlaskClient) -> None:
    speaker = make_invited()

    with settings(app, WTF_CSRF_ENABLED=True):
        answers = [
            client.post(own_address(speaker, "/accept")),
            client.post(own_address(speaker, "/decline"), data={"word": "Kept"}),
        ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Kept" in answers[1].text
    assert saved(speaker).status is SpeakerStatus.INVITED


def test_substitute_is_invited_at_once_and_takes_over_part_and_place(
    client: FlaskClient, outbox: list[Email]
) -> None:
    event = make_event()
    speaker = make_confirmed(event, part="keynote")
    make_speaker_with_mail(event, name="Carla Paz", email="carla@example.org")
    deliver(outbox)

    answer = client.post(own_address(speaker, "/substitute"), data=SUBSTITUTE)

    assert answer.status_code == 303
    assert states(event) == [
        ("Suela Janina", SpeakerStatus.REPLACED),
        ("Bo Li", SpeakerStatus.INVITED),
        ("Carla Paz", SpeakerStatus.PROPOSED),
    ]
    substitute = db.session.scalars(db.select(Speaker).where(Speaker.name == "Bo Li")).one()
    assert (substitute.replaces_id, substitute.part.value) == (speaker.id, "keynote")
    assert substitute.has_news
    left = [(mail.message["Subject"].split(":")[0], mail.method) for mail in deliver(outbox)]
    assert left == [("Your part has ended", "CANCEL"), ("Invitation to speak", None)]
    page = client.get(own_address(substitute)).text
    assert "You were named as the substitute of Ms. Suela Janina." in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " "}, "Enter the speaker&#39;s name"),
        ({"email": ""}, "Enter the e-mail address of the substitute"),
        ({"email": "bo@"}, "Enter an e-mail address like name@example.org"),
        ({"name": "Win at https://spam.example"}, "Leave web addresses out of this field"),
        ({"role": "x" * 301}, "Use at most 300 characters"),
    ],
)
def test_wrong_substitute_is_shown_again(
    client: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    speaker = make_confirmed()
    data = SUBSTITUTE | {"organization": "Kept words"} | given

    answer = client.post(own_address(speaker, "/substitute"), data=data)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Kept words"' in answer.text
    assert saved(speaker).status is SpeakerStatus.CONFIRMED


def test_naming_many_substitutes_is_slowed_down(app: Flask, client: FlaskClient) -> None:
    speaker = make_confirmed()

    with settings(app, RATE_LIMITS=True):
        codes = [
            client.post(own_address(speaker, "/substitute"), data={}).status_code for _ in range(40)
        ]

    assert (codes[0], codes[-1]) == (422, 429)


def test_entry_is_saved_and_marked_for_the_organizers(client: FlaskClient) -> None:
    speaker = make_confirmed()

    answer = client.post(own_address(speaker, "/entry"), data=entry(speaker))

    row = saved(speaker)
    assert answer.status_code == 303
    assert {name: getattr(row, name) for name in ENTRY if name != "may_record"} == {
        name: value for name, value in ENTRY.items() if name != "may_record"
    }
    assert (row.may_record, row.email, row.has_news) == (True, "suela@example.org", True)


def test_history_never_holds_what_is_private(client: FlaskClient) -> None:
    speaker = make_confirmed()
    client.post(own_address(speaker, "/entry"), data=entry(speaker))

    changes = list_history(speaker.event_id)[0].changes

    names = ("access_needs", "pronunciation", "biography", "zone")
    private = {name: changes[name] for name in names}
    assert private == {name: [None, "set"] for name in private}
    assert "email" not in changes


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"biography": "word " * 163},
            "Use at most 150 words: this has 163, 13 too many",
        ),
        ({"biography": "字" * 151}, "Use at most 150 words: this has 151, 1 too many"),
        ({"name": ""}, "Enter the speaker&#39;s name"),
        ({"zone": "Mars/Phobos"}, "Choose a time zone from the list, or leave it empty"),
        ({"country": "ZZ"}, "Choose a country from the list, or none"),
        ({"pronunciation": "\x07"}, "Remove the control characters from this text"),
        ({"gender": "unicorn"}, "Not a valid choice"),
    ],
)
def test_wrong_entry_is_shown_again_with_all_that_was_typed(
    client: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    speaker = make_confirmed()

    answer = client.post(
        own_address(speaker, "/entry"), data=entry(speaker, **{"role": "Kept words"} | given)
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Kept words"' in answer.text
    assert saved(speaker).role == "Director"


def test_the_office_and_the_organizers_at_once_see_both_texts(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    speaker = make_confirmed()
    read = hidden_version(client.get(own_address(speaker, "/entry")).text)
    desk = f"/manage/events/{speaker.event.slug}/speakers/{speaker.id}/edit"
    theirs = entry(speaker, role="As the desk wrote it", part="speaker", email="a@example.org")
    assert organizer_client.post(desk, data=theirs).status_code == 303

    refused = client.post(
        own_address(speaker, "/entry"), data=entry(speaker, role="As they wrote it", version=read)
    )
    again = entry(speaker, role="As they wrote it", version=hidden_version(refused.text))
    accepted = client.post(own_address(speaker, "/entry"), data=again)

    assert refused.status_code == 422
    assert "<b>Now saved:</b> <bdi>As the desk wrote it</bdi>" in refused.text
    assert (accepted.status_code, saved(speaker).role) == (303, "As they wrote it")


def test_photo_is_drawn_anew_and_seen_by_everybody_while_they_come(client: FlaskClient) -> None:
    speaker = make_confirmed()
    client.post(own_address(speaker, "/entry"), data=entry(speaker, photo=a_photo()))
    name = saved(speaker).photo_name

    public = client.get(f"/speakers/photos/{name}")
    own = client.get(own_address(speaker, "/photo"))
    shown = f'src="/speakers/photos/{name}" width="52" height="52" loading="lazy"'
    page = client.get(f"/events/{speaker.event.slug}").text
    do(speaker, "decline")

    assert (public.status_code, public.mimetype) == (200, "image/webp")
    assert Image.open(BytesIO(public.data)).size == (300, 300)
    assert own.headers["Cache-Control"] == "private, no-store"
    assert shown in page
    assert client.get(f"/speakers/photos/{name}").status_code == 404


@pytest.mark.parametrize("name", ["1-00000000.webp", "x.webp", "1-%25%25%25%25%25%25%25%25.webp"])
def test_guessed_photo_is_not_found(client: FlaskClient, name: str) -> None:
    speaker = make_confirmed()
    client.post(own_address(speaker, "/entry"), data=entry(speaker, photo=a_photo()))

    assert client.get(f"/speakers/photos/{name}").status_code == 404


def test_photo_of_a_draft_is_nobodys_to_see(client: FlaskClient) -> None:
    speaker = make_confirmed(make_event(status=EventStatus.DRAFT))
    client.post(own_address(speaker, "/entry"), data=entry(speaker, photo=a_photo()))

    assert client.get(f"/speakers/photos/{saved(speaker).photo_name}").status_code == 404


def test_new_photo_and_removal_leave_no_bytes_behind(client: FlaskClient) -> None:
    speaker = make_confirmed()
    client.post(own_address(speaker, "/entry"), data=entry(speaker, photo=a_photo()))
    client.post(own_address(speaker, "/entry"), data=entry(speaker, photo=a_photo(200)))
    between = db.session.scalar(db.select(db.func.count()).select_from(Upload))
    client.post(own_address(speaker, "/entry"), data=entry(speaker, is_without_photo="y"))

    assert between == 1
    assert saved(speaker).photo_id is None
    assert db.session.scalar(db.select(db.func.count()).select_from(Upload)) == 0


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ((BytesIO(b"GIF89a no photo"), "me.jpg"), "This photo cannot be read."),
        (a_photo(60), "This photo is too small."),
    ],
    ids=["no photo", "too small"],
)
def test_unusable_photo_is_told_beside_the_field(
    client: FlaskClient, file: tuple[BytesIO, str], sentence: str
) -> None:
    speaker = make_confirmed()

    answer = client.post(
        own_address(speaker, "/entry"), data=entry(speaker, photo=file, role="Kept words")
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Kept words"' in answer.text
    assert saved(speaker).photo_id is None


def test_photo_of_more_than_eight_megabytes_is_told_beside_the_field(client: FlaskClient) -> None:
    speaker = make_confirmed()
    fields = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in entry(speaker).items()
    ]
    head = '--x\r\nContent-Disposition: form-data; name="photo"; filename="me.jpg"\r\n\r\n'
    body = ("".join(fields) + head).encode() + b"\0" * (8 * 2**20 + 1) + b"\r\n--x--\r\n"

    answer = client.post(
        own_address(speaker, "/entry"), data=body, content_type="multipart/form-data; boundary=x"
    )

    assert (answer.status_code, "This photo is too large." in answer.text) == (422, True)


def test_photo_beside_another_mistake_must_be_chosen_again(client: FlaskClient) -> None:
    speaker = make_confirmed()

    answer = client.post(
        own_address(speaker, "/entry"), data=entry(speaker, photo=a_photo(), zone="Mars/Phobos")
    )

    assert "Choose the photo once more" in answer.text


def test_closed_entry_is_read_only_and_says_whom_to_write_to(client: FlaskClient) -> None:
    event = make_event(contact="desk@example.org")
    speaker = make_confirmed(event)
    form = entry(speaker, role="Too late")
    change(speaker, frozen_at=event.created_at)

    shown = client.get(own_address(speaker, "/entry"))
    answer = client.post(own_address(speaker, "/entry"), data=form)

    assert (shown.status_code, answer.status_code) == (303, 303)
    assert 'href="mailto:desk@example.org"' in client.get(own_address(speaker)).text
    assert saved(speaker).role == "Director"


def test_closed_entry_is_refused_also_where_the_form_was_open_before() -> None:
    speaker = make_confirmed()
    change(speaker, frozen_at=speaker.event.created_at)

    with pytest.raises(EntryFrozen), transaction():
        row = db.session.get_one(Speaker, speaker.id)
        details = replace(SpeakerProfile.of(row), role="Too late")
        change_speaker(row.event, row, details, actor="test", now=NOON, is_own=True)
    with pytest.raises(EntryFrozen), transaction():
        row = db.session.get_one(Speaker, speaker.id)
        set_photo(row.event, row, b"", actor="test", now=NOON, is_own=True)


@pytest.mark.parametrize("act", ["accept", "decline"])
@pytest.mark.parametrize(
    "status", [SpeakerStatus.PROPOSED, SpeakerStatus.DECLINED, SpeakerStatus.REPLACED]
)
def test_link_answers_only_what_was_asked(
    client: FlaskClient, status: SpeakerStatus, act: str
) -> None:
    speaker = make_speaker_with_mail()
    change(speaker, status=status)

    client.post(own_address(speaker, f"/{act}"))

    assert saved(speaker).status is status


def test_substitute_is_named_once(client: FlaskClient) -> None:
    speaker = make_confirmed()

    for name in ("Bo Li", "Carla Paz"):
        client.post(own_address(speaker, "/substitute"), data=SUBSTITUTE | {"name": name})

    assert [name for name, _status in states(speaker.event)] == ["Suela Janina", "Bo Li"]


def test_public_page_shows_who_comes_and_who_is_not_sure_yet(client: FlaskClient) -> None:
    event = make_event()
    make_confirmed(event, name="Sure Person", biography="Thirty years at ITU.")
    make_invited(event, name="Asked Person", email="asked@example.org")
    gone = make_invited(event, name="Gone Person", email="gone@example.org")
    do(gone, "decline", is_own=True)

    page, text = (client.get(f"/events/{event.slug}{rest}").text for rest in ("", ".txt"))

    assert (page.count("to be confirmed"), text.count("to be confirmed")) == (1, 1)
    assert "Gone Person" not in page + text
    assert '<p class="pre" dir="auto">Thirty years at ITU.</p>' in page
    assert "suela@example.org" not in page + text


def test_the_way_in_opens_with_the_green_room(client: FlaskClient, clock_hands: object) -> None:
    event = make_event()
    with_green_room(event)
    speaker = make_confirmed(event)
    door = f"/speakers/join/{links.join_token(saved(speaker))}"

    early = client.post(door)
    early_page = client.get(door).text
    clock_hands.set_to(event.starts_at - timedelta(minutes=15))  # type: ignore[attr-defined]
    page, inside = client.get(door), client.post(door)

    assert (early.status_code, early.location) == (303, door)
    assert "Speakers meet from:" in early_page
    assert (inside.status_code, inside.location) == (303, GREEN_ROOM)
    assert GREEN_ROOM not in page.text.replace("&amp;", "&")
    assert "https://rooms.example.org" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("details", "green_room", "expected"),
    [
        ({}, None, "https://example.org/room"),
        ({"join_url": None}, None, None),
        ({"format": EventFormat.IN_PERSON}, GREEN_ROOM, None),
        ({"format": EventFormat.HYBRID}, GREEN_ROOM, GREEN_ROOM),
    ],
    ids=["the webinar where there is no green room", "no address yet", "in a room only", "hybrid"],
)
def test_where_the_way_in_leads(
    client: FlaskClient,
    clock_hands: object,
    details: dict[str, Any],
    green_room: str | None,
    expected: str | None,
) -> None:
    event = make_event(**details)
    with_green_room(event, green_room)
    speaker = make_confirmed(event)
    door = f"/speakers/join/{links.join_token(saved(speaker))}"
    clock_hands.set_to(event.starts_at)  # type: ignore[attr-defined]

    assert client.post(door).location == (expected or door)
    assert client.get(door).status_code == 200


def test_nobody_goes_in_who_does_not_speak(client: FlaskClient, clock_hands: object) -> None:
    speaker = make_confirmed()
    door = f"/speakers/join/{links.join_token(saved(speaker))}"
    do(speaker, "decline", is_own=True)
    clock_hands.set_to(speaker.event.starts_at)  # type: ignore[attr-defined]

    assert [client.get(door).status_code, client.post(door).status_code] == [403, 403]


def test_own_calendar_file_is_for_who_has_accepted(client: FlaskClient) -> None:
    speaker = make_invited()

    before = client.get(own_address(speaker, "/calendar.ics")).status_code
    do(speaker, "accept", is_own=True)
    file = client.get(own_address(speaker, "/calendar.ics"))

    assert (before, file.status_code, file.mimetype) == (404, 200, "text/calendar")
    assert "METHOD:REQUEST" in file.text


@pytest.mark.parametrize("status", list(SpeakerStatus))
@pytest.mark.parametrize("moment", ["coming", "over", "cancelled", "draft"])
def test_own_page_says_something_in_every_state(
    client: FlaskClient, status: SpeakerStatus, moment: str
) -> None:
    status_of = {"cancelled": EventStatus.CANCELLED, "draft": EventStatus.DRAFT}
    event = (
        make_past_event()
        if moment == "over"
        else make_event(status=status_of.get(moment, EventStatus.PUBLISHED))
    )
    speaker = make_speaker_with_mail(event)
    change(speaker, status=status)

    page = client.get(own_address(speaker))

    assert page.status_code == 200
    is_asked = status is SpeakerStatus.INVITED and moment in ("coming", "draft")
    assert ("Accept</button>" in page.text) == is_asked


def test_two_answers_at_the_same_time_leave_one_state(client: FlaskClient) -> None:
    speaker = make_invited()

    client.post(own_address(speaker, "/decline"))
    client.post(own_address(speaker, "/accept"))

    assert saved(speaker).status is SpeakerStatus.DECLINED
    assert [kind for kind, _to, _status in mails(speaker.event)] == ["speaker_invited"]
