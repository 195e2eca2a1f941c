"""Online, in a room or both, and on which platform: only what the text says."""

import pytest

from ungis_events.announcements.reading.candidates.where.formats import read_format
from ungis_events.announcements.reading.candidates.where.platforms import read_platform
from ungis_events.announcements.reading.candidates.where.venues import read_venue
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines


def format_in(text: str) -> str | None:
    notice = read_lines(text)
    marks = find_marks(notice)
    venue, platform = read_venue(notice, marks), read_platform(notice, marks)
    found = read_format(notice, marks, venue, platform)
    return found.value.value if found else None


def platform_in(text: str) -> str | None:
    notice = read_lines(text)
    found = read_platform(notice, find_marks(notice))
    return found.value if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Format: Virtual",
        "Location: Online",
        "Where: Zoom",
        "Virtual Platform:\nZoom (webinar)",
        "Mode : en ligne",
        "Modalidad: virtual",
        "WEBINAR: Seeds of the future",
        "Webinaire : Semences d'avenir",
        "Seminario web: Semillas del futuro",
        "A high-level virtual dialogue on seeds",
        "12 May 2023 | Online",
        "Join us, online, on Tuesday 4 May 2021 at 13:00 CEST.",
        "The event will be held virtually.",
        "L'événement se tiendra en ligne le 4 mai 2021.",
        "El evento se realizará de manera virtual.",
        "Volvemos a conectarnos virtualmente el 4 de mayo.",
        "Virtual side event on seeds\nWe are glad to see you.",
        "Platform: MS Teams",
        "Seeds of the future\n4 May 2021, 10:00\nhttps://us02web.zoom.us/j/12345678901",
        "Register: https://example.zoom.us/webinar/register/WN_abc",
        "La réunion aura lieu par visioconférence.",
        "Venue: Zoom Webinar (link to be shared)",
        "This is a virtual-only event.",
        "The webchat takes place on Facebook Live.",
        "Location: New York\nFormat: Virtual",
    ],
)
def test_an_event_is_virtual_where_the_text_says_so(text: str) -> None:
    assert format_in(text) == "virtual"


@pytest.mark.parametrize(
    "text",
    [
        "Location: Physical",
        "Format: In-person",
        "Modalité : présentiel",
        "Modalidad: presencial",
        "Venue: Conference Room 4, UN Headquarters",
        "Lieu : Salle XIX, Palais des Nations, Genève",
        "Lugar: Auditorio Sur, piso 3, Bogotá",
        "Tuesday 4 May 2021\nRestaurant of the Palais des Nations\n13.00 - 14.45",
        "The event will take place in Room XXV, of the Palais des Nations in Geneva.",
        "Venue: Room XX, Palais des Nations\nOnline safety for children is a task for all.",
        "Venue: Room XX, Palais des Nations\nThe recording will be on YouTube.",
        "The workshop will be held at the Hotel Meridian, Nairobi.",
        "Reunión presencial de expertas en semillas",
    ],
)
def test_an_event_is_in_person_where_it_has_a_place(text: str) -> None:
    assert format_in(text) == "in-person"


@pytest.mark.parametrize(
    "text",
    [
        "How: Platform: Hybrid (Virtual and in-person)",
        "Format: hybrid",
        "Format : hybride",
        "Modalidad: híbrida",
        "This hybrid event brings seed savers together.",
        "La réunion se tiendra en format hybride.",
        "El encuentro será en formato híbrido.",
        "Venue: Room XX, Palais des Nations, and online via Zoom",
        "Venue: Room XX, Palais des Nations\nPlatform: Zoom",
        "Lieu : Maison de la Paix, Genève\nVous pouvez aussi participer en ligne.",
        "Where: In person at the Palais des Nations or online",
        "Venue: CICG, Geneva\nJoin online: https://example.zoom.us/j/12345678901",
        "Attend in person or join virtually.",
        "Participación presencial y virtual",
    ],
)
def test_an_event_is_hybrid_where_people_come_in_both_ways(text: str) -> None:
    assert format_in(text) == "hybrid"


@pytest.mark.parametrize(
    "text",
    [
        "Side event on seeds\n4 May 2021, 10:00 New York time",
        "You are invited to the side event on seeds.",
        "Our previous webinar was a success.",
        "Online violence harms girls.\nVirtual currencies and hybrid seeds are our themes.",
        "Event video (audio only in Spanish)",
        "Ambassador Ana Diop, Permanent Representative to the United Nations in Geneva",
        "Follow us on YouTube, Facebook and LinkedIn.",
    ],
)
def test_a_format_is_never_guessed(text: str) -> None:
    assert format_in(text) is None


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("Virtual Platform:\nZoom (webinar)", "Zoom"),
        ("Register: https://example-org.zoom.us/webinar/register/WN_abc", "Zoom"),
        ("JOIN MEETING NOW zoom.us", "Zoom"),
        ("Zoom Registration for Session I", "Zoom"),
        ("La réunion aura lieu sur Zoom.", "Zoom"),
        ("Encuentro por Zoom", "Zoom"),
        ("12 May | Zoom", "Zoom"),
        ("The event will take place on Webex.", "Webex"),
        ("Location: MS Teams", "Microsoft Teams"),
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc", "Microsoft Teams"),
        ("Join at https://meet.google.com/abc-defg-hij", "Google Meet"),
        ("Interpretation and participation via Interprefy", "Interprefy"),
        ("Plataforma: Kudo", "Kudo"),
        ("Live on YouTube Live", "YouTube"),
        ("Join via Zoom; it is also live on YouTube.", "Zoom"),
    ],
)
def test_a_platform_is_where_people_meet(text: str, platform: str) -> None:
    assert platform_in(text) == platform


@pytest.mark.parametrize(
    "text",
    [
        "A recording will be on YouTube.",
        "Our teams work on food.",
        "A ‘zoomed-out’ look at seeds; let us zoom in on soil.",
        "Webinar on seeds",
        "Follow us on YouTube and Facebook",
    ],
)
def test_a_platform_is_no_recording_and_no_common_word(text: str) -> None:
    assert platform_in(text) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Conferencia de prensa virtual desde Lima", "virtual"),
        ("Where: online, please register here", "virtual"),
        ("Lieu : Événement en ligne", "virtual"),
        ("Live stream only", "virtual"),
        ("Facebook Live", "virtual"),
        ("WHERE: Virtual release event\nIt is webcast on the site.", "virtual"),
        ("The virtual Youth Observance begins with music.", "virtual"),
        ("Place: the YouTube channel of the institute", "virtual"),
        ("Interactive Dialogue Room Altice Arena", "in-person"),
        ("The dialogue will be held online and at the Vienna International Centre.", "hybrid"),
        ("The event will take place at the Embassy of Fiordland.", "in-person"),
        ("La réunion se tiendra à l’Ambassade de Fiordland.", "in-person"),
        ("El taller se llevará a cabo en la sede del Instituto de Ríos.", "in-person"),
        ("UNI LAC, salle M2193", "in-person"),
        ("The event builds on meetings held at the University of Fiordland.", None),
    ],
)
def test_format_follows_from_how_people_come(words: str, expected: str | None) -> None:
    assert format_in(f"Healthy rivers\n4 May 2027, 10:00\n\n{words}") == expected


@pytest.mark.parametrize(
    "words",
    [
        "The meeting takes place on the platform Zoom.",
        "Anyone can join through the zoom link below.",
        "Vous recevrez un lien Zoom la veille.",
        "Recibirá el enlace de Zoom la víspera.",
    ],
)
def test_platform_is_named_in_a_sentence(words: str) -> None:
    assert platform_in(words) == "Zoom"


def test_a_channel_is_the_platform_where_it_is_the_place() -> None:
    assert platform_in("Place: Institute Youtube channel") == "YouTube"
