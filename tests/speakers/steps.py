"""What the tests of speakers and of the agenda do again and again."""

from io import BytesIO
from typing import Any

from PIL import Image

from tests.factories import NOON, make_event, make_speaker
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.speakers import answering, links, service
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.speakers.queries import get_speaker, list_roster

SPEAKERS_OF_2023 = [
    ("Mr.", "Tomas Lamanauskas", "Deputy Secretary-General", "ITU"),
    (
        "Dr.",
        "Tawfik Jelassi",
        "Assistant Director-General for Communication and Information",
        "UNESCO",
    ),
    (
        "Mr.",
        "Jean Paul Adam",
        "Director Technology",
        "United Nations Economic Commission for Africa (ECA)",
    ),
    (
        "Mr.",
        "Liberato C. Bautista",
        "President",
        "Conference of Non-Governmental Organizations in Consultative Relationship with the "
        "United Nations (CoNGO)",
    ),
    (
        "Ms.",
        "Mei Lin Fung",
        "Chair and Cofounder",
        "People Centered Internet and Impact Network",
    ),
    ("Mr.", "Maikel Wilms", "Partner & Director", "The Boston Consulting Group"),
]
"""(honorific, name, role, organization) in the notice of tests/data, in its order."""
UGLY = 'WSIS; 20 years, "after" and \\; so on – العربية ' + "x" * 90
ENTRY: dict[str, Any] = {
    "honorific": "H.E. Ms.",
    "name": "Suela Janina",
    "role": "Permanent Representative",
    "organization": "Albania",
    "pronunciation": "soo-EH-la ya-NEE-na",
    "biography": "A diplomat of thirty years.",
    "access_needs": "A step-free way to the podium",
    "may_record": "yes",
    "gender": "woman",
    "country": "AL",
    "language": "en",
    "zone": "Europe/Tirane",
}


def change(speaker: Speaker, **values: Any) -> None:
    """Straight in the row, without any consequences."""
    with transaction():
        row = db.session.get_one(Speaker, speaker.id)
        for name, value in values.items():
            setattr(row, name, value)


def do(speaker: Speaker, act: str, **more: Any) -> None:
    with transaction():
        event = get_event(speaker.event.slug)
        fresh = get_speaker(event, speaker.id)
        answering.act_on(event, fresh, act, actor="test", now=more.pop("now", NOON), **more)


def make_speaker_with_mail(event: Event | None = None, **profile: Any) -> Speaker:
    """On the roster with an address, proposed."""
    event = event or make_event()
    speaker = make_speaker(event, name=profile.pop("name", "Suela Janina"))
    given = {"email": "suela@example.org"} | profile
    with transaction():
        fresh = get_speaker(get_event(event.slug), speaker.id)
        details = SpeakerProfile.of(fresh)
        values = {name: getattr(details, name) for name in SpeakerProfile.__dataclass_fields__}
        changed = SpeakerProfile(**values | given)
        service.change_speaker(fresh.event, fresh, changed, actor="test", now=NOON)
    return speaker


def make_invited(event: Event | None = None, **profile: Any) -> Speaker:
    speaker = make_speaker_with_mail(event, **profile)
    do(speaker, "invite")
    return speaker


def make_confirmed(event: Event | None = None, **profile: Any) -> Speaker:
    """They accepted; for an event that is over it was noted by hand."""
    event = event or make_event()
    speaker = make_speaker_with_mail(event, **profile)
    if event.ends_at < NOON:
        do(speaker, "confirm")
    else:
        do(speaker, "invite")
        do(speaker, "accept", is_own=True)
    return speaker


def saved(speaker: Speaker) -> Speaker:
    """As it is in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Speaker, speaker.id)


def own_address(speaker: Speaker, rest: str = "") -> str:
    return f"/speakers/{links.own_token(saved(speaker))}{rest}"


def desk_address(speaker: Speaker, rest: str = "") -> str:
    return f"/manage/events/{saved(speaker).event.slug}/speakers/{speaker.id}{rest}"


def states(event: Event) -> list[tuple[str, SpeakerStatus]]:
    """(name, state) of everybody, in the order of the roster."""
    db.session.rollback()
    db.session.expire_all()
    return [(speaker.name, speaker.status) for speaker in list_roster(get_event(event.slug))]


def mails(event: Event) -> list[tuple[str, str, str]]:
    """(kind, to, status) of the outbox, in order."""
    db.session.rollback()
    query = db.select(OutgoingEmail).where(OutgoingEmail.event_id == event.id)
    rows = db.session.scalars(query.order_by(OutgoingEmail.id))
    return [(row.kind, row.to_address, row.status.value) for row in rows]


def waiting(event: Event) -> list[str]:
    """The kinds of mail that have not left."""
    return [kind for kind, _to, status in mails(event) if status == EmailStatus.WAITING.value]


def hidden_version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def a_photo(side: int = 300) -> tuple[BytesIO, str]:
    """As a browser sends it."""
    out = BytesIO()
    Image.new("RGB", (side, side + 40), "teal").save(out, "JPEG")
    out.seek(0)
    return out, "me.jpg"
