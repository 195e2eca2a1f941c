"""WSGI entry: `gunicorn app:app`, `flask --app app …`."""

from ungis_events import create_app

app = create_app()
