"""Links and files of events, made with one line."""

from io import BytesIO

from tests.factories import NOON
from tests.uploads import samples
from ungis_events.core.database import transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.files.models import Link, LinkKind, Visibility
from ungis_events.files.queries import get_link
from ungis_events.files.service import LinkDetails, add_file, add_link, replace_file


def make_link(
    event: Event,
    visibility: Visibility = Visibility.PUBLIC,
    *,
    title: str = "Summary",
    url: str = "https://example.org/summary",
    kind: LinkKind = LinkKind.SUMMARY,
) -> Link:
    details = LinkDetails(title, url, kind, visibility)
    with transaction():
        return add_link(get_event(event.slug), details, actor="test", now=NOON)


def make_file(
    event: Event,
    visibility: Visibility = Visibility.PUBLIC,
    *,
    title: str = "Concept note",
    name: str = "Concept note.pdf",
    content: bytes = samples.PDF,
    kind: LinkKind = LinkKind.CONCEPT_NOTE,
) -> Link:
    details = LinkDetails(title, "", kind, visibility)
    with transaction():
        return add_file(
            get_event(event.slug), details, BytesIO(content), name, actor="test", now=NOON
        )


def put_version(event: Event, link: Link, content: bytes, name: str = "Second.pdf") -> None:
    with transaction():
        event = get_event(event.slug)
        link = get_link(event, link.id)
        replace_file(event, link, BytesIO(content), name, actor="test", now=NOON)
