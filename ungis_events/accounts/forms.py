from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from ungis_events.core.form_filters import NoControlCharacters, at_most, lower, tidy

from .rules import LONGEST_PASSWORD, SHORTEST_PASSWORD


class SignInForm(FlaskForm):
    email = EmailField(
        lazy_gettext("E-mail address"),
        filters=[tidy, lower],
        validators=[
            DataRequired(lazy_gettext("Enter your e-mail address")),
            at_most(254),
            NoControlCharacters(),
        ],
    )
    password = PasswordField(
        lazy_gettext("Password"),
        validators=[DataRequired(lazy_gettext("Enter your password"))],
    )
    next = HiddenField()


class PasswordForm(FlaskForm):
    current = PasswordField(
        lazy_gettext("Your password now"),
        validators=[DataRequired(lazy_gettext("Enter your password"))],
    )
    new = PasswordField(
        lazy_gettext("New password"),
        description=lazy_gettext(
            "At least %(n)s characters. Other browsers are signed out.", n=SHORTEST_PASSWORD
        ),
        validators=[
            DataRequired(lazy_gettext("Enter a new password")),
            Length(
                min=SHORTEST_PASSWORD,
                message=lazy_gettext("Use at least %(n)s characters", n=SHORTEST_PASSWORD),
            ),
            Length(
                max=LONGEST_PASSWORD,
                message=lazy_gettext("Use at most %(n)s characters", n=LONGEST_PASSWORD),
            ),
        ],
    )
