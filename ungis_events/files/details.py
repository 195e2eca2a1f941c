"""What an organizer says about a link or a file, and what cannot be said."""

from dataclasses import dataclass, fields

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.events.details import is_web_address

from .models import Link, LinkKind, Visibility


@dataclass(frozen=True)
class LinkDetails:
    title: str
    url: str
    """Empty for a file of ours."""
    kind: LinkKind = LinkKind.OTHER
    visibility: Visibility = Visibility.PUBLIC

    @classmethod
    def of(cls, link: Link) -> "LinkDetails":
        return cls(**{field.name: getattr(link, field.name) for field in fields(cls)})

    def check(self, *, needs_url: bool = True) -> None:
        """Raises InvalidInput. Only the web's own schemes: javascript: would run on our page."""
        problems: dict[str, str | LazyString] = {}
        if not self.title.strip():
            problems["title"] = lazy_gettext("Enter a title")
        elif len(self.title) > 200:
            problems["title"] = lazy_gettext("Use at most %(n)s characters", n=200)
        elif has_control_characters(self.title) or "\n" in self.title:
            problems["title"] = lazy_gettext("Remove the control characters from this text")
        if not needs_url:
            pass
        elif not is_web_address(self.url):
            problems["url"] = lazy_gettext("Give an address that begins with https:// or http://")
        elif len(self.url) > 1000:
            problems["url"] = lazy_gettext("Use at most %(n)s characters", n=1000)
        if problems:
            raise InvalidInput(problems)

    def differences(self, newer: "LinkDetails") -> dict[str, list[str]]:
        """{field: [before, after]}"""
        pairs = {
            field.name: [getattr(self, field.name), getattr(newer, field.name)]
            for field in fields(self)
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
