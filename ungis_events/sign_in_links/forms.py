from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import DataRequired

from ungis_events.accounts.rules import SHORTEST_PASSWORD
from ungis_events.core.form_filters import NoControlCharacters, at_most, lower, tidy


class AskForm(FlaskForm):
    email = EmailField(
        lazy_gettext("E-mail address"),
        id="link-email",  # it stands below the form with the password
        filters=[tidy, lower],
        validators=[
            DataRequired(lazy_gettext("Enter your e-mail address")),
            at_most(254),
            NoControlCharacters(),
        ],
    )
    next = HiddenField(id="link-next")


class OpenForm(FlaskForm):
    """Nothing but the button."""

    new_password: str | None = None


class ChoosePasswordForm(FlaskForm):
    password = PasswordField(
        lazy_gettext("New password"),
        description=lazy_gettext(
            "At least %(n)s characters. Several words are easier to remember than signs.",
            n=SHORTEST_PASSWORD,
        ),
        validators=[DataRequired(lazy_gettext("Enter a new password"))],
    )

    @property
    def new_password(self) -> str | None:
        return self.password.data
