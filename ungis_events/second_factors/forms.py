from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired

from ungis_events.core.form_filters import NoControlCharacters, at_most, tidy


class CodeForm(FlaskForm):
    code = StringField(
        lazy_gettext("Code"),
        description=lazy_gettext(
            "The six digits that your app shows now, or one of your recovery codes."
        ),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter a code")), at_most(60), NoControlCharacters()],
    )


class SwitchOnForm(FlaskForm):
    secret = HiddenField()
    """Made with the page; nothing is kept of it until a code of it comes back."""
    code = StringField(
        lazy_gettext("Code"),
        description=lazy_gettext("The six digits that your app shows now."),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter a code")), at_most(60), NoControlCharacters()],
    )
    password = PasswordField(
        lazy_gettext("Your password"),
        description=lazy_gettext("So that nobody does this at a desk you left open."),
        validators=[DataRequired(lazy_gettext("Enter your password"))],
    )


class ProveForm(CodeForm):
    """Before it is switched off, or its recovery codes are made anew."""

    password = PasswordField(
        lazy_gettext("Your password"),
        validators=[DataRequired(lazy_gettext("Enter your password"))],
    )
