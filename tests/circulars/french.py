"""A little French: whole catalogues come later, and sentences must be ready for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import refresh

from tests.registrations.steps import settings


@contextmanager
def french(app: Flask, words: dict[str, str]) -> Iterator[None]:
    """The app offers French (`?lang=fr`), and knows these sentences."""
    catalogue = Catalog(locale="fr")
    for sentence, translation in words.items():
        catalogue.add(sentence, translation)
    babel = app.extensions["babel"]
    before = babel.translation_directories
    with TemporaryDirectory() as folder, settings(app, OFFERED_LANGUAGES=("en", "fr")):
        path = Path(folder) / "fr" / "LC_MESSAGES" / "messages.mo"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_mo(file, catalogue)
        babel.translation_directories = [folder]
        try:
            _forget(app)
            yield
        finally:
            babel.translation_directories = before
            _forget(app)


def _forget(app: Flask) -> None:
    """Sentences read before, and the language of the request around the test."""
    app.extensions["babel"].instance.domain_instance.cache.clear()
    refresh()
