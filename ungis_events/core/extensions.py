"""Flask extensions, created here without an app and bound in `create_app`."""

from flask import Response
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from .database import UtcDateTime, WallTime


def _render_type(kind: str, item: object, _context: object) -> str | bool:
    # Migrations must run years from now, so they never import our code.
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, WallTime):
        return "sa.DateTime(timezone=False)"
    return False


class SessionLogin(LoginManager):
    """Flask-Login without "remember me"."""

    def _update_remember_cookie(self, response: Response) -> Response:
        # Its look at the session would make every public answer vary by cookie.
        return response


babel = Babel()
csrf = CSRFProtect()
login = SessionLogin()
migrate = Migrate(render_as_batch=True, render_item=_render_type)
