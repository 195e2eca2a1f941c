"""What the desk's own pages are about: forms, groups, lists, acts on many, people, papers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tests.factories import make_account, make_registration
from tests.files.steps import make_file, put_version
from tests.invitations.steps import make_invitation, path_of
from tests.questions.steps import make_question
from tests.speakers.steps import a_photo, make_confirmed, make_invited
from tests.uploads import samples
from ungis_events.accounts.models import Account, Role, SignInLink, TeamMember
from ungis_events.adapters.images import portrait
from ungis_events.agenda.queries import list_items
from ungis_events.bulk_acts.service import start_bulk_act, work_some
from ungis_events.certificates.models import Certificate
from ungis_events.certificates.service import new_code
from ungis_events.check_in.links import check_in_token
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, Mode
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.organizations.models import Organization
from ungis_events.questions.models import QuestionKind
from ungis_events.registration_import import service as importing
from ungis_events.registration_import.rules import ImportOptions, fingerprint
from ungis_events.registrations.kept_places import set_by_invitation
from ungis_events.registrations.models import Registration
from ungis_events.saved_views.service import save_view
from ungis_events.sign_in_links.links import link_token
from ungis_events.sign_in_links.service import ask_for_link
from ungis_events.speakers.links import join_token, own_token
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import get_speaker
from ungis_events.speakers.service import set_photo

ADMINISTRATOR = "administrator@example.org"
ACTOR = "Bo Li"
LIST = (
    b"First name,Surname,E-mail,Organisation,Group,Country\n"
    b"Bo,Li,bo.li@example.org,ITU,UN,CN\n"
    b"Carla,Paz,no address,Ministry of Communications,Aliens,PE\n"
)


@dataclass(frozen=True)
class DeskKeys:
    """What the addresses of the desk's pages hold."""

    file: int
    item: int
    question: int
    invitation: int
    invited: str
    view: int
    bulk_act: int
    waiting_import: int
    done_import: int
    certificate: int
    code: str
    email: int
    account: int
    organization: int
    sign_in_link: str
    password_link: str
    speaker_invited: str
    speaker_joins: str
    in_room: int
    at_door: str


def make_desk_rows(
    sample: Event, hybrid: Event, people: list[Registration], now: datetime
) -> DeskKeys:
    """For the event of the sample, and for one that has a room."""
    invitation = make_invitation(sample)
    with transaction():
        set_by_invitation(get_event("invited-only"), True, actor=ACTOR, now=now)
    for kind in QuestionKind:
        options = ("Geneva", "New York") if kind.value.endswith(" of") else ()
        make_question(get_event("questions"), f"A {kind.value}?", kind=kind, options=options)
    certificate = _certify(people[0], now)
    in_room = make_registration(hybrid, now=now, attendance=Mode.ROOM)
    organizer = make_account(email="carla.paz@example.org", name="Carla Paz")
    member = make_account(Role.MEMBER, email="member@example.org", name="Ingrid Sørensen")
    return DeskKeys(
        file=_file_of_two_versions(sample),
        item=list_items(sample)[0].id,
        question=make_question(sample, "Which of the papers have you read?").id,
        invitation=invitation.id,
        invited=path_of(invitation).rpartition("/")[2],
        view=_save_view(sample),
        bulk_act=_act_on_many(sample, people, now),
        waiting_import=_import(sample, now, is_confirmed=False),
        done_import=_import(sample, now, is_confirmed=True),
        certificate=certificate.id,
        code=certificate.code,
        email=_mail_of(sample),
        account=_put_into_team(sample, organizer),
        organization=db.session.scalars(select(Organization.id)).first() or 0,
        sign_in_link=_link_for(member, now),
        password_link=_link_for(organizer, now),
        speaker_invited=own_token(_with_photo(make_invited(hybrid), now)),
        speaker_joins=join_token(make_confirmed(hybrid, name="Bo Li", email="bo@example.org")),
        in_room=in_room.id,
        at_door=check_in_token(in_room),
    )


def make_administrator(event: Event) -> None:
    """Also named to see access needs: no role gives that."""
    account = make_account(Role.ADMINISTRATOR, email=ADMINISTRATOR, name="Anna Ruiz")
    with transaction():
        db.session.add(TeamMember(event_id=event.id, account_id=account.id, sees_access_needs=True))


def _file_of_two_versions(event: Event) -> int:
    link = make_file(event)
    put_version(event, link, samples.PDF + b"%", "Concept note (final).pdf")
    return link.id


def _save_view(event: Event) -> int:
    with transaction():
        return save_view(get_event(event.slug), "From Peru", "country=PE", made_by=ACTOR).id


def _act_on_many(event: Event, people: list[Registration], now: datetime) -> int:
    """Approving who is in already cannot be done: each row says so."""
    ids = [each.id for each in people]
    with transaction():
        act = start_bulk_act(
            get_event(event.slug), "approve", ids, form_key="browser", actor=ACTOR, now=now
        )
        work_some(act.id, now)
    return act.id


def _import(event: Event, now: datetime, *, is_confirmed: bool) -> int:
    table, options = importing.read_file(LIST, "people.csv"), ImportOptions(status="confirmed")
    with transaction():
        kept = importing.keep_file(
            get_event(event.slug), table, "people.csv", options, actor=ACTOR, now=now
        )
    if is_confirmed:
        seen = fingerprint(kept.columns, kept.options)
        with transaction():
            importing.confirm_import(kept, seen, actor=ACTOR, now=now)
        with transaction():
            importing.work_some(kept.id, now)
    return kept.id


def _certify(person: Registration, now: datetime) -> Certificate:
    certificate = Certificate(
        event_id=person.event_id,
        registration_id=person.id,
        code=new_code(),
        name=person.full_name,
        minutes=60,
        issued_at=now,
    )
    with transaction():
        db.session.add(certificate)
    return certificate


def _mail_of(event: Event) -> int:
    query = select(OutgoingEmail.id).where(OutgoingEmail.event_id == event.id)
    return db.session.scalars(query.order_by(OutgoingEmail.id)).first() or 0


def _put_into_team(event: Event, account: Account) -> int:
    with transaction():
        db.session.get_one(Account, account.id).has_all_events = False
        db.session.add(TeamMember(event_id=event.id, account_id=account.id))
    return account.id


def _link_for(account: Account, now: datetime) -> str:
    with transaction():
        ask_for_link(account.email, now=now)
    query = select(SignInLink.id).where(SignInLink.account_id == account.id)
    return link_token(db.session.scalars(query).one())


def _with_photo(speaker: Speaker, now: datetime) -> Speaker:
    picture = portrait(a_photo()[0].read())
    with transaction():
        event = get_event(speaker.event.slug)
        fresh = get_speaker(event, speaker.id)
        set_photo(event, fresh, picture, actor=ACTOR, now=now)
    return fresh
