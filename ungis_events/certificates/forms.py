from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired

from ungis_events.core.form_filters import NoControlCharacters, at_most, tidy


class NameForm(FlaskForm):
    name = StringField(
        lazy_gettext("Name on the certificate"),
        description=lazy_gettext("With the honorific, as it is to be printed."),
        filters=[tidy],
        validators=[
            DataRequired(lazy_gettext("Enter the name to be printed")),
            at_most(300),
            NoControlCharacters(),
        ],
    )
