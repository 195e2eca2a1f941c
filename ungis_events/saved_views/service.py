"""Searches with a name, shared by an event's team."""

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters, tidy
from ungis_events.events.models import Event

from .models import SavedView
from .queries import find_view, list_views

LONGEST_NAME, LONGEST_QUERY = 100, 2000
MOST = 50


def save_view(
    event: Event, name: str, query: str, *, replaces: bool = False, made_by: str
) -> SavedView:
    """`replaces`: a view of that name gets the new search. Raises InvalidInput."""
    name = _checked(name)
    if not query:
        raise InvalidInput({"name": lazy_gettext("Choose a filter first: this is the whole list")})
    if len(query) > LONGEST_QUERY:
        raise InvalidInput({"name": lazy_gettext("This search is too long to be kept")})
    existing = find_view(event, name)
    if existing is not None:
        if not replaces:
            raise InvalidInput({"name": _taken(name)})
        existing.query, existing.made_by = query, made_by
        return existing
    if len(list_views(event)) >= MOST:
        sentence = lazy_gettext("There are %(n)d views already: delete one first", n=MOST)
        raise InvalidInput({"name": sentence})
    view = SavedView(event_id=event.id, name=name, query=query, made_by=made_by)
    db.session.add(view)
    db.session.flush()
    return view


def rename_view(event: Event, view: SavedView, name: str) -> None:
    """Raises InvalidInput."""
    name = _checked(name)
    other = find_view(event, name)
    if other is not None and other.id != view.id:
        raise InvalidInput({"name": _taken(name)})
    view.name = name


def delete_view(view: SavedView) -> None:
    db.session.delete(view)


def _checked(name: str) -> str:
    name = tidy(name) or ""
    if not name:
        raise InvalidInput({"name": lazy_gettext("Give the view a name")})
    if len(name) > LONGEST_NAME:
        sentence = lazy_gettext("Use at most %(max)d characters", max=LONGEST_NAME)
        raise InvalidInput({"name": sentence})
    if has_control_characters(name):
        sentence = lazy_gettext("Remove the control characters from this text")
        raise InvalidInput({"name": sentence})
    return name


def _taken(name: str) -> LazyString:
    return lazy_gettext(
        "There is a view “%(name)s” already. Replace it, or choose another name", name=name
    )
