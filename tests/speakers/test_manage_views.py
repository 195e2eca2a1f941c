import pytest
from flask.testing import FlaskClient

from tests.factories import make_event, make_speaker
from tests.speakers.steps import desk_address, make_confirmed, make_speaker_with_mail
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.speakers.models import Part, Speaker
from ungis_events.speakers.queries import list_speakers

FORM = {
    "honorific": "H.E. Ms.",
    "name": "Suela Janina",
    "role": "Permanent Representative",
    "organization": "Albania",
    "part": "opening",
}


def names(event: Event) -> list[str]:
    return [speaker.name for speaker in list_speakers(event)]


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/speakers/{rest}"


def hidden_version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def test_speaker_is_added_at_the_end(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_speaker(event, name="Bo Li")
    version = get_event(event.slug).version

    answer = organizer_client.post(address(event, "add"), data=FORM)

    speakers = list_speakers(event)
    assert answer.status_code == 303
    assert [speaker.name for speaker in speakers] == ["Bo Li", "Suela Janina"]
    assert (speakers[1].display_name, speakers[1].part) == ("H.E. Ms. Suela Janina", Part.OPENING)
    assert get_event(event.slug).version == version + 1
    assert list_history(event.id)[0].act == "speaker added"


def test_search_finds_the_event_by_its_speakers(organizer_client: FlaskClient) -> None:
    event = make_event()
    organizer_client.post(address(event, "add"), data=FORM)
    speaker = list_speakers(event)[0]

    with_her = "janina" in get_event(event.slug).search_text
    organizer_client.post(address(event, f"{speaker.id}/remove"))

    assert (with_her, "janina" in get_event(event.slug).search_text) == (True, False)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "  "}, "Enter the speaker"),
        ({"name": "x" * 201}, "Use at most 200 characters"),
        ({"role": "\x07bell"}, "Remove the control characters from this text"),
    ],
)
def test_wrong_speaker_is_shown_again(
    organizer_client: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    event = make_event()

    answer = organizer_client.post(address(event, "add"), data=FORM | given)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert names(event) == []


def test_saving_over_a_newer_speaker_shows_both_and_then_saves(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    speaker = make_speaker(event, name="Bo Li", role="Chair")
    page = address(event, f"{speaker.id}/edit")
    read = hidden_version(organizer_client.get(page).text)
    first = FORM | {"name": "Bo Li", "role": "President", "version": read}
    organizer_client.post(page, data=first)

    mine = FORM | {"name": "Bo Li", "role": "Director", "version": read}
    refused = organizer_client.post(page, data=mine)
    between = list_speakers(event)[0].role
    again = mine | {"version": hidden_version(refused.text)}
    accepted = organizer_client.post(page, data=again)

    assert refused.status_code == 422
    assert 'value="Director"' in refused.text
    assert "<b>Now saved:</b> <bdi>President</bdi>" in refused.text
    assert between == "President"
    assert (accepted.status_code, list_speakers(event)[0].role) == (303, "Director")


@pytest.mark.parametrize(
    ("direction", "expected"), [("up", ["B", "A", "C"]), ("down", ["A", "C", "B"])]
)
def test_buttons_move_a_speaker(
    organizer_client: FlaskClient, direction: str, expected: list[str]
) -> None:
    event = make_event()
    _, moving, _ = (make_speaker(event, name=name) for name in "ABC")

    organizer_client.post(address(event, f"{moving.id}/move"), data={"direction": direction})

    assert names(event) == expected


def test_dragging_saves_the_whole_order(organizer_client: FlaskClient) -> None:
    event = make_event()
    a, b, c = (make_speaker(event, name=name) for name in "ABC")

    organizer_client.post(address(event, "order"), data={"speaker": [c.id, a.id, b.id]})

    assert names(event) == ["C", "A", "B"]


def test_order_made_before_somebody_was_added_is_refused(organizer_client: FlaskClient) -> None:
    event = make_event()
    a, b, _ = (make_speaker(event, name=name) for name in "ABC")

    answer = organizer_client.post(
        address(event, "order"), data={"speaker": [b.id, a.id]}, follow_redirects=True
    )

    assert "Somebody changed the roster meanwhile" in answer.text
    assert names(event) == ["A", "B", "C"]


def test_hand_order_overrides_protocol(organizer_client: FlaskClient) -> None:
    event = make_event()
    expert = make_speaker(event, name="Expert", role="Researcher", organization="MIT")
    make_speaker(event, name="Head", role="Secretary-General", organization="ITU")

    organizer_client.post(address(event, "protocol"))
    proposed = names(event)
    organizer_client.post(address(event, f"{expert.id}/move"), data={"direction": "up"})

    assert (proposed, names(event)) == (["Head", "Expert"], ["Expert", "Head"])


def test_speaker_of_another_event_is_out_of_reach(organizer_client: FlaskClient) -> None:
    mine, other = make_event(), make_event()
    speaker: Speaker = make_speaker(other)

    answer = organizer_client.post(address(mine, f"{speaker.id}/remove"))

    assert answer.status_code == 404
    assert len(names(other)) == 1


def test_roster_shows_what_the_public_will_see(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_speaker(event, honorific="H.E. Ms.", name="Suela Janina", part=Part.OPENING)

    page = organizer_client.get(address(event)).text

    assert "<bdi>H.E. Ms. Suela Janina</bdi>" in page
    assert "Opening remarks" in page


def test_removing_asks_first_and_says_who_is_told(organizer_client: FlaskClient) -> None:
    speaker = make_confirmed()
    event, page = speaker.event, desk_address(speaker, "/remove")

    show = organizer_client.get(desk_address(speaker)).text
    asked = organizer_client.get(page).text
    before = names(event)
    organizer_client.post(page)

    assert (f'action="{page}"' in show, f'href="{page}"' in show) == (False, True)
    assert f'action="{page}"' in asked
    assert "They are told by mail that they are no longer expected, and their calendar" in asked
    assert (before, names(event)) == (["Suela Janina"], [])


def test_whoever_stands_on_the_roster_is_added_again_only_when_asked_for(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    make_speaker(event, name="Suela Janina")

    asked = organizer_client.post(address(event, "add"), data=FORM | {"name": "JANINA Suela"})
    before = names(event)
    organizer_client.post(address(event, "add"), data=FORM | {"known": "new"})

    assert "Somebody of that name stands on the roster already" in asked.text
    assert 'value="JANINA Suela"' in asked.text
    assert (before, names(event)) == (["Suela Janina"], ["Suela Janina", "Suela Janina"])


def test_whoever_is_known_elsewhere_is_taken_over_once(organizer_client: FlaskClient) -> None:
    event, known = make_event(), make_speaker(make_event(), name="Suela Janina")

    answers = [
        organizer_client.post(address(event, "take-over"), data={"known": known.id}).status_code
        for _ in range(2)
    ]
    found = organizer_client.get(address(event, "add?q=suela")).text

    assert (answers, names(event)) == ([303, 409], ["Suela Janina"])
    assert "Stands on the roster already." in found
    assert "take-over" not in found


def test_the_button_says_whom_it_invites(organizer_client: FlaskClient) -> None:
    event = make_event()
    for name in ("Bo Li", "Ana Paz"):
        make_speaker_with_mail(event, name=name)
    of_all = organizer_client.get(address(event)).text
    make_speaker(event)

    of_some = organizer_client.get(address(event)).text

    assert "Invite all 2 proposed<" in of_all
    assert "Invite the 2 proposed who have an address<" in of_some
