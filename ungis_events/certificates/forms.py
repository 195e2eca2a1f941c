from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, NumberRange, Optional

from ungis_events.core.form_fields import NumberField
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


class MinimumForm(FlaskForm):
    minutes = NumberField(
        lazy_gettext("Minutes online for a certificate"),
        description=lazy_gettext(
            "Who was in the webinar for less gets none. Empty: however short. It does not touch "
            "who was checked in at the door."
        ),
        validators=[
            Optional(),
            NumberRange(1, 1440, lazy_gettext("Enter minutes between %(min)s and %(max)s")),
        ],
    )
