"""Event registration and webinar scheduling for the side events of UNGIS."""

import zoneinfo

# Before anything reads a zone: one zone-data edition in the process, the one we pin, not the
# operating system's older one (they disagree on Vancouver, Casablanca and others).
zoneinfo.reset_tzpath(to=())

from flask import Flask  # noqa: E402 - after the line above

from ungis_events import cli, config, desk_map, labels, site_map  # noqa: E402
from ungis_events.core import (  # noqa: E402
    database,
    error_pages,
    languages,
    logs,
    rate_limits,
    request_sizes,
    security_headers,
    static_files,
    templating,
)
from ungis_events.core.extensions import login, migrate  # noqa: E402
from ungis_events.events import vocabulary  # noqa: E402
from ungis_events.history import vocabulary as history_vocabulary  # noqa: E402
from ungis_events.mailing import mailer  # noqa: E402
from ungis_events.webinars import providers as webinar_providers  # noqa: E402


def create_app(settings: dict[str, object] | None = None) -> Flask:
    """Build the application; tests pass `settings` to override the environment."""
    app = Flask(
        __name__,
        template_folder="../templates",
        static_folder="static",
        instance_path=str(config.INSTANCE_FOLDER),
    )
    app.config.from_mapping(config.from_environment() | (settings or {}))

    logs.init_app(app)
    database.init_app(app)
    migrate.init_app(app, database.db, directory=str(config.MIGRATIONS_FOLDER))
    languages.init_app(app)
    mailer.init_app(app)
    webinar_providers.init_app(app)
    rate_limits.init_app(app)
    login.init_app(app, add_context_processor=False)  # public pages never look who asks

    security_headers.init_app(app)
    static_files.init_app(app)
    templating.init_app(app)
    labels.init_app(app)
    vocabulary.init_app(app)
    history_vocabulary.init_app(app)
    request_sizes.init_app(app)
    error_pages.init_app(app)
    site_map.init_app(app)
    desk_map.init_app(app)
    cli.init_app(app)
    return app
