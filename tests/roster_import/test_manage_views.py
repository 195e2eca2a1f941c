import io
import re
from html import unescape

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import make_event, make_past_event, make_speaker
from ungis_events.accounts.models import Account, TeamMember
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.history.queries import list_history
from ungis_events.speakers.models import Part, SpeakerStatus
from ungis_events.speakers.queries import list_speakers

LIST = """Moderator: Ms. Vera Lind, Editor, The Fjord Times

Panellists
• H.E. Mr. Omar Sy, Permanent Representative of Senegal

Tom Berg
Lunch in the garden
"""


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/speakers/import/{rest}"


def read_page(client: FlaskClient, event: Event, text: str = LIST) -> str:
    answer = client.post(address(event), data={"text": text})
    assert answer.status_code == 200
    return answer.text


def filled(page: str) -> dict[str, str]:
    """What a browser would send of the form of people."""
    form = page.split('/import/save"')[1].split("</form>")[0]
    values = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if attributes.get("type") != "checkbox" or " checked" in tag:
            values[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        values[name] = chosen[1] if chosen else ""
    return values


def shown(page: str) -> list[tuple[str, bool]]:
    values = filled(page)
    numbers = [key.split("-")[1] for key in values if key.endswith("-name")]
    return [
        (values[f"people-{number}-name"], f"people-{number}-is_taken" in values)
        for number in numbers
    ]


def names(event: Event) -> list[str]:
    return [speaker.name for speaker in list_speakers(event)]


def test_list_is_shown_and_nothing_is_saved(organizer_client: FlaskClient) -> None:
    event = make_event()

    page = read_page(organizer_client, event)

    assert shown(page) == [("Vera Lind", True), ("Omar Sy", True), ("Tom Berg", False)]
    assert "Is this a person?" in page
    assert "Moderator: Ms. Vera Lind, Editor, The Fjord Times" in page
    assert "1 line was not read as a person" in page
    assert "Lunch in the garden" in page
    assert names(event) == []


def test_confirmed_people_join_the_roster_as_they_were_mended(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    form = filled(read_page(organizer_client, event))

    answer = organizer_client.post(
        address(event, "save"), data=form | {"people-0-role": "Editor-in-chief"}
    )

    speakers = list_speakers(event)
    assert answer.status_code == 303
    assert [
        (each.honorific, each.name, each.role, each.organization, each.part, each.status)
        for each in speakers
    ] == [
        (
            "Ms.",
            "Vera Lind",
            "Editor-in-chief",
            "The Fjord Times",
            Part.MODERATOR,
            SpeakerStatus.PROPOSED,
        ),
        (
            "H.E. Mr.",
            "Omar Sy",
            "Permanent Representative",
            "Senegal",
            Part.PANELLIST,
            SpeakerStatus.PROPOSED,
        ),
    ]
    assert [entry.act for entry in list_history(event.id)][:2] == ["speaker added"] * 2


def test_nothing_is_saved_while_one_person_needs_mending(organizer_client: FlaskClient) -> None:
    event = make_event()
    form = filled(read_page(organizer_client, event))

    answer = organizer_client.post(
        address(event, "save"),
        data=form
        | {"people-0-name": " ", "people-1-email": "nowhere", "people-1-role": "Ambassador"},
    )

    assert answer.status_code == 422
    assert names(event) == []
    assert 'href="#people-0-name"' in answer.text
    assert "Enter an e-mail address like name@example.org" in answer.text
    assert filled(answer.text)["people-1-role"] == "Ambassador"
    assert "Moderator: Ms. Vera Lind, Editor, The Fjord Times" in answer.text


def test_who_is_left_needs_no_mending(organizer_client: FlaskClient) -> None:
    event = make_event()
    form = filled(read_page(organizer_client, event)) | {"people-2-name": ""}

    answer = organizer_client.post(address(event, "save"), data=form)

    assert answer.status_code == 303
    assert names(event) == ["Vera Lind", "Omar Sy"]


def test_nobody_ticked_is_said(organizer_client: FlaskClient) -> None:
    event = make_event()
    form = filled(read_page(organizer_client, event, "Tom Berg"))

    answer = organizer_client.post(address(event, "save"), data=form)

    assert answer.status_code == 422
    assert "Nobody is ticked. Tick those who join the roster." in answer.text


def test_page_sent_twice_adds_nobody_twice(organizer_client: FlaskClient) -> None:
    event = make_event()
    form = filled(read_page(organizer_client, event))
    organizer_client.post(address(event, "save"), data=form)

    again = organizer_client.post(address(event, "save"), data=form)

    assert again.status_code == 422
    assert "Somebody changed the roster meanwhile" in again.text
    assert shown(again.text) == [("Vera Lind", False), ("Omar Sy", False), ("Tom Berg", False)]
    assert names(event) == ["Vera Lind", "Omar Sy"]


def test_who_stands_on_the_roster_is_noticed(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_speaker(event, name="LIND Vera")

    page = read_page(organizer_client, event)

    assert shown(page)[0] == ("Vera Lind", False)
    assert "Stands on the roster already." in page


def test_who_is_known_from_another_event_is_noticed_and_reused(
    organizer_client: FlaskClient,
) -> None:
    earlier = make_past_event(title="The forum of 2023")
    make_speaker(
        earlier, name="Vera Lind", honorific="Dr.", role="Editor", organization="The Fjord Times"
    )
    event = make_event()

    page = read_page(organizer_client, event, "Vera Lind, The Fjord Times")
    form = filled(page)
    organizer_client.post(address(event, "save"), data=form | {"people-0-is_taken": "y"})

    assert "Known from “The forum of 2023” (Tue 31 Jan 2023)" in unescape(page)
    assert form["people-0-is_known"] == "y"
    assert [(each.honorific, each.role) for each in list_speakers(event)] == [("Dr.", "Editor")]


def test_somebody_else_of_that_name_takes_nothing_over(organizer_client: FlaskClient) -> None:
    make_speaker(make_past_event(), name="Vera Lind", role="Singer", organization="A choir")
    event = make_event()

    form = filled(read_page(organizer_client, event, "Ms. Vera Lind, The Fjord Times"))
    organizer_client.post(address(event, "save"), data=form)

    assert "people-0-is_known" not in form
    assert [each.role for each in list_speakers(event)] == [None]


def test_file_is_read_like_a_list(organizer_client: FlaskClient) -> None:
    event = make_event()
    book = openpyxl.Workbook()
    book.active.append(["Organisation", "Nom", "Fonction", "Hôtel"])
    book.active.append(["UIT", "Mme Léa Kanté", "Directrice", "Lac"])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)

    page = organizer_client.post(address(event), data={"file": (file, "roster.xlsx")}).text

    assert shown(page) == [("Léa Kanté", True)]
    assert filled(page)["people-0-honorific"] == "Mme"
    assert "Columns that were not read: <bdi>Hôtel</bdi>" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Paste a list, or choose a file"),
        ({"text": "Lunch at noon"}, "No person was found. Write one on a line, the name first."),
        ({"text": "x" * 60_001}, "Use at most 60000 characters: paste the list in parts"),
        (
            {"file": (io.BytesIO(b"%PDF-1.7"), "list.pdf")},
            "“list.pdf” is neither CSV nor XLSX. In your spreadsheet program, choose “Save as”.",
        ),
        (
            {"text": "Tom Berg", "file": (io.BytesIO(b"name\nA B"), "a.csv")},
            "Give either a list or a file, one after the other",
        ),
    ],
)
def test_what_cannot_be_read_is_said_and_the_text_is_kept(
    organizer_client: FlaskClient, given: dict[str, object], sentence: str
) -> None:
    answer = organizer_client.post(address(make_event()), data=dict(given))

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert str(given.get("text", "")) in answer.text


def test_more_people_than_fit_on_a_page_are_told(organizer_client: FlaskClient) -> None:
    text = "\n".join(f"Ms. Vera {'I' * n} Lind, Editor, RFI" for n in range(1, 40)) * 6

    page = read_page(organizer_client, make_event(), text)

    assert page.count('class="source"') == 200
    assert "more people are on the list: import them from a second one." in page


def test_form_that_was_made_longer_by_hand_is_read_as_far_as_a_page_goes(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    form = filled(read_page(organizer_client, event, "Ms. Vera Lind, ITU"))
    longer = {f"people-{number}-name": "Tom Berg" for number in range(1, 300)}

    answer = organizer_client.post(address(event, "save"), data=form | longer | {"roster": "x"})

    assert answer.text.count('class="source"') == 200


def test_words_of_the_list_are_shown_as_text(organizer_client: FlaskClient) -> None:
    page = read_page(
        organizer_client, make_event(), "Ms. Vera Lind, <script>alert(1)</script>, ITU"
    )

    assert "<script>alert" not in page


def test_list_is_for_organizers(member_client: FlaskClient, client: FlaskClient) -> None:
    event = make_event()

    assert member_client.get(address(event)).status_code == 403
    assert client.get(address(event)).status_code == 302
    assert client.post(address(event, "save")).status_code == 302
    assert names(event) == []


def test_known_person_of_an_event_one_may_not_read_is_not_taken_over(
    organizer_client: FlaskClient,
) -> None:
    """The number in the form is only a wish."""
    secret = make_event(status=EventStatus.DRAFT)
    hidden_id = make_speaker(secret, name="Vera Lind", role="Director").id
    event = make_event()
    with transaction():
        account = db.session.scalars(select(Account)).one()
        account.has_all_events = False
        db.session.add(TeamMember(event_id=event.id, account_id=account.id))

    page = read_page(organizer_client, event, "Ms. Vera Lind, ITU")
    wish = {"people-0-known_id": str(hidden_id), "people-0-is_known": "y"}
    answer = organizer_client.post(address(event, "save"), data=filled(page) | wish)

    assert "Known from" not in page
    assert answer.status_code == 404
    assert names(event) == []
