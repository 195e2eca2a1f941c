from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.form_fields import NumberField, none_if_blank, one_kind_of_line_end
from ungis_events.core.form_filters import NoControlCharacters, at_most, tidy
from ungis_events.events.models import Event

from .rules import LONGEST, SHORTEST
from .service import PrivacyDetails


class PrivacyForm(DeskForm):
    notice = TextAreaField(
        lazy_gettext("Notice of this event"),
        description=lazy_gettext(
            "What people's data are used for here, beside the general notice: who else gets the "
            "list, a recording, photographs. It stands on the form, before people agree. Markdown."
        ),
        filters=[one_kind_of_line_end, none_if_blank],
        validators=[Optional(), at_most(5000), NoControlCharacters()],
    )
    retention_days = NumberField(
        lazy_gettext("Days that personal data stay after the event"),
        validators=[
            Optional(),
            NumberRange(
                SHORTEST,
                LONGEST,
                lazy_gettext("Enter a number of days between %(min)s and %(max)s"),
            ),
        ],
    )

    @classmethod
    def of(cls, event: Event) -> "PrivacyForm":
        details = PrivacyDetails.of(event)
        return cls(version=fingerprint(details), **vars(details))

    @classmethod
    def of_saved(cls, event: Event) -> "PrivacyForm":
        """Beside another form that was sent: nothing of it is taken for its own."""
        details = PrivacyDetails.of(event)
        return cls(formdata=None, version=fingerprint(details), **vars(details))

    def details(self) -> PrivacyDetails:
        return PrivacyDetails(self.notice.data, self.retention_days.data)


class RemoveNowForm(FlaskForm):
    """Typing a word is slow on purpose."""

    word = StringField(
        lazy_gettext("Type the end of the event's address to confirm"), filters=[tidy]
    )

    def __init__(self, slug: str) -> None:
        super().__init__(prefix="remove-")
        self._slug = slug

    def validate_word(self, field: StringField) -> None:
        if (field.data or "").casefold() != self._slug:
            raise ValidationError(
                lazy_gettext(
                    "Nothing was removed: type %(word)s, as it stands above", word=self._slug
                )
            )
