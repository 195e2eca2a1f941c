"""Forms to which a text is given: pasted, or as a file."""

from typing import Any, ClassVar

from flask_babel import LazyString
from flask_wtf import FlaskForm


class PastedOrFileForm(FlaskForm):
    """Takes one of the fields `text` and `file`, which its own class declares."""

    both_given: ClassVar[LazyString]
    none_given: ClassVar[LazyString]

    def has_file(self) -> bool:
        return bool(self.file.data and self.file.data.filename)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        has_text = bool((self.text.data or "").strip())
        if has_text and self.has_file():
            self.file.errors = [self.both_given]
        elif not has_text and not self.has_file():
            self.text.errors = [self.none_given]
        return not self.errors
