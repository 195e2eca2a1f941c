from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired

from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import NoControlCharacters, at_most, lower, tidy


class AddForm(FlaskForm):
    email = EmailField(
        lazy_gettext("E-mail address"),
        description=lazy_gettext("Exactly as in their account."),
        filters=[tidy, lower],
        validators=[
            DataRequired(lazy_gettext("Enter an e-mail address")),
            at_most(254),
            NoControlCharacters(),
        ],
    )
    name = StringField(
        lazy_gettext("Name"),
        description=lazy_gettext(
            "Only for somebody without an account: they are invited as a helper, who checks "
            "people in at this event and sees nothing else."
        ),
        filters=[tidy],
        validators=[at_most(200), NoControlCharacters()],
    )

    def show_problems(self, error: InvalidInput) -> None:
        for name, message in error.fields.items():
            self[name].errors = [message]
