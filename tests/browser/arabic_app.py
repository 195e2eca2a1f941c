"""The app with a language that runs from right to left, before its translation is complete."""

from ungis_events import create_app

app = create_app({"OFFERED_LANGUAGES": ("ar", "en")})
