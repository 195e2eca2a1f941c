"""How much one request may bring: little, and more only where people give files.

The limit must be known before anything reads the form, and the check of its token does.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, request, session

View = TypeVar("View", bound=Callable[..., object])

_WITH_FILES = "multipart/form-data"


def takes_files(megabytes: int) -> Callable[[View], View]:
    """Mark a view that takes files.

    Give more than the largest file may have: what is a little too large then gets its sentence
    beside the field, what is larger still only a page that says so.
    """

    def mark(view: View) -> View:
        view.largest_request = megabytes * 2**20  # type: ignore[attr-defined] # read below
        return view

    return mark


def init_app(app: Flask) -> None:
    """Before `error_pages`, whose check of the token reads the form."""

    @app.before_request
    def widen() -> None:
        largest = getattr(app.view_functions.get(request.endpoint or ""), "largest_request", None)
        # The desk's guard comes later: a stranger would fill the disk before it sends him away.
        is_desk = (request.endpoint or "").startswith("manage_")
        if largest is None or (is_desk and "_user_id" not in session):
            return
        if request.mimetype == _WITH_FILES:  # of the other kind all is held in memory at once
            request.max_content_length = largest
