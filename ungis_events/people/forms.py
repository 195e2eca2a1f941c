from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms import EmailField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired

from ungis_events.accounts.models import Account, Role
from ungis_events.accounts.queries import list_team_events
from ungis_events.accounts.service import AccountDetails
from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_fields import as_choices
from ungis_events.core.form_filters import NoControlCharacters, at_most, lower, tidy
from ungis_events.organizations.queries import list_current_organizations

ROLE_WORDS: dict[str, LazyString] = {
    Role.ADMINISTRATOR.value: lazy_gettext("Administrator"),
    Role.ORGANIZER.value: lazy_gettext("Organizer"),
    Role.HELPER.value: lazy_gettext("Helper"),
    Role.MEMBER.value: lazy_gettext("Focal point of a member"),
}
ROLE_HINTS: dict[str, LazyString] = {
    Role.ADMINISTRATOR.value: lazy_gettext("Everything, people and organizations included"),
    Role.ORGANIZER.value: lazy_gettext("Events with all that belongs to them"),
    Role.HELPER.value: lazy_gettext("Checks people in at the door, and sees nothing else"),
    Role.MEMBER.value: lazy_gettext("Opens what is kept for members; signs in by a mailed link"),
}
ALL, NAMED = "all", "named"


class PersonForm(DeskForm):
    name = StringField(
        lazy_gettext("Name"),
        filters=[tidy],
        validators=[
            DataRequired(lazy_gettext("Enter a name")),
            at_most(200),
            NoControlCharacters(),
        ],
    )
    email = EmailField(
        lazy_gettext("E-mail address"),
        filters=[tidy, lower],
        validators=[
            DataRequired(lazy_gettext("Enter an e-mail address")),
            at_most(254),
            NoControlCharacters(),
        ],
    )
    role = RadioField(
        lazy_gettext("Role"),
        choices=as_choices(ROLE_WORDS.items()),
        validators=[DataRequired(lazy_gettext("Choose a role"))],
    )
    organization = SelectField(
        lazy_gettext("Organization"),
        description=lazy_gettext("Of a focal point; others may leave it empty."),
        default="",
    )
    scope = RadioField(
        lazy_gettext("Events"),
        description=lazy_gettext("For organizers and helpers."),
        choices=as_choices(
            [(ALL, lazy_gettext("All events")), (NAMED, lazy_gettext("Only the events below"))]
        ),
    )
    events = SelectMultipleField(
        lazy_gettext("Named events"),
        description=lazy_gettext(
            "Those to come, and those they have. Others are added on the event's own page, under "
            "Team."
        ),
        coerce=int,
        validate_choice=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (each.acronym, f"{each.acronym}, {each.name}") for each in list_current_organizations()
        ]
        self.organization.choices = as_choices([("", "–"), *named])

    @classmethod
    def of(cls, account: Account) -> "PersonForm":
        return cls(
            name=account.name,
            email=account.email,
            role=account.role.value,
            organization=account.organization.acronym if account.organization else "",
            scope=ALL if account.has_all_events else NAMED,
            events=[event.id for event in list_team_events(account)],
            version=fingerprint(details_of(account)),
        )

    def details(self) -> AccountDetails:
        """Raises InvalidInput."""
        role = Role(self.role.data)
        organization = self.organization.data or None
        if role is Role.MEMBER and organization is None:
            raise InvalidInput({"organization": lazy_gettext("Choose whose focal point this is")})
        is_limited = role in (Role.ORGANIZER, Role.HELPER) and self.scope.data == NAMED
        return AccountDetails(
            self.email.data, self.name.data, role, organization, has_all_events=not is_limited
        )

    def event_ids(self) -> list[int] | None:
        """None: who works on all events stays on the teams they are on."""
        if self.role.data == Role.MEMBER.value:
            return []
        return self.events.data if self.scope.data == NAMED else None


def details_of(account: Account) -> AccountDetails:
    acronym = account.organization.acronym if account.organization else None
    return AccountDetails(
        account.email, account.name, account.role, acronym, account.has_all_events
    )
