from ungis_events.core.errors import DomainError


class TextNotRead(DomainError):
    """The sentence says why no text comes out of the file."""

    status_code = 422
