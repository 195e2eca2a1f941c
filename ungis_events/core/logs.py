"""Logs without personal data: no addresses, no names, no paths with personal links."""

import logging
import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask) -> None:
    if not logging.getLogger().handlers and not app.testing:
        logging.basicConfig(
            stream=sys.stderr,
            level=logging.INFO,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        )
        logging.getLogger("alembic").setLevel(logging.WARNING)
    # Werkzeug's own server writes whole paths.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    proxies = int(app.config["TRUSTED_PROXIES"])
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # the documented way
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0
        )
