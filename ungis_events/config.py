"""Every setting, read once from the environment, checked before anything starts."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytz
from email_validator import EmailNotValidError, validate_email

INSTANCE_FOLDER = Path(
    os.environ.get("INSTANCE_FOLDER") or Path(__file__).parent.parent / "instance"
).absolute()
"""What is kept beside the database, and that one itself where no other is named."""
MIGRATIONS_FOLDER = Path(__file__).parent.parent / "migrations"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
_ADDRESS = re.compile(r"^(?P<name>[^<>@]*)<(?P<address>[^<>@\s]+@[^<>@\s]+)>$")


class WrongSetting(SystemExit):
    """Stops the start with one line: the setting, what was given, what is allowed."""

    def __init__(self, name: str, given: object, allowed: str) -> None:
        super().__init__(f"{name}={given!r} cannot be used: {allowed}")


def from_environment(environment: Mapping[str, str] = os.environ) -> dict[str, object]:
    """The Flask configuration. Raises WrongSetting.

    Defaults are safe on a laptop; what is not safe in public is refused when BASE_URL is https.
    """
    base_url = _base_url(environment.get("BASE_URL") or "http://127.0.0.1:5000")
    public = base_url.startswith("https:")
    mail_name, mail_address = _mail_from(environment.get("MAIL_FROM"), public)
    return {
        # Where the site is reached; every link in a mail or file begins with it.
        "BASE_URL": base_url,
        "SECRET_KEY": _secret_key(environment.get("SECRET_KEY"), public),
        "SQLALCHEMY_DATABASE_URI": _database_url(environment.get("DATABASE_URL")),
        # Logs show statements, never the personal data in them.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        # folder://, smtp:// or smtps://: checked by the mail adapter at start.
        "MAIL_URL": environment.get("MAIL_URL") or "folder://",
        "MAIL_FROM_NAME": mail_name,
        "MAIL_FROM_ADDRESS": mail_address,
        # Counts requests for the rate limits across processes; none: each process by itself.
        "REDIS_URL": _redis_url(environment.get("REDIS_URL")),
        "RATE_LIMITS": _rate_limits(environment.get("RATE_LIMITS"), public),
        # A provider people may sign in with: all four, or none.
        **_openid(environment),
        # Who makes online rooms by itself; none: links are pasted.
        **_zoom(environment),
        # A third maker's own settings, as its file in adapters/webinar/providers/ reads them.
        **{name: given for name, given in environment.items() if name.startswith("WEBINAR_")},
        "RETENTION_DAYS": _whole_number(environment, "RETENTION_DAYS", 90),
        # The two clocks shown beside each other everywhere: [(name, IANA zone), …].
        "HOME_CITIES": _cities(environment.get("HOME_CITIES")),
        # Complete languages only: half a translation is offered to nobody.
        "OFFERED_LANGUAGES": tuple(code for code in LANGUAGES if _is_complete(code)),
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "UTC",
        "SESSION_COOKIE_NAME": "__Host-session" if public else "session",
        "SESSION_COOKIE_SECURE": public,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": 4 * 3600,
        # Every message of ours is translated by gettext; WTForms' own files cost 2 ms a form.
        "WTF_I18N_ENABLED": False,
        # We call protect() ourselves, so that a form can answer a stale token by itself.
        "WTF_CSRF_CHECK_DEFAULT": False,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        # Of its texts: the preview of a long list of people is a form of that size.
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "TRUSTED_PROXIES": _whole_number(environment, "TRUSTED_PROXIES", 1 if public else 0),
    }


def _is_complete(language: str) -> bool:
    """English is the source; another language is offered once its catalogue is compiled."""
    catalogue = Path(__file__).parent / "translations" / language / "LC_MESSAGES" / "messages.mo"
    return language == "en" or catalogue.exists()


def _base_url(given: str) -> str:
    if not _is_site(given):
        raise WrongSetting("BASE_URL", given, "give http:// or https:// and a host, without a path")
    return given.rstrip("/")


def _is_site(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_right_port = parts.port != 0
    except ValueError:  # "Invalid IPv6 URL", a port that is no number
        return False
    rest = parts.path.strip("/") + parts.query + parts.fragment
    return (
        parts.scheme in ("http", "https") and bool(parts.hostname) and has_right_port and not rest
    )


def _secret_key(given: str | None, public: bool) -> str:
    if given:
        if len(given) < 16:
            raise WrongSetting("SECRET_KEY", "…", "give at least 16 characters")
        return given
    if public:
        raise WrongSetting("SECRET_KEY", "", "it is required when BASE_URL is https")
    return _kept_secret(INSTANCE_FOLDER / "secret_key")


def _kept_secret(path: Path) -> str:
    """A key made on the first run and kept; two processes starting at once agree on one."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        mine.touch(mode=0o600)
        mine.write_text(os.urandom(32).hex())
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        mine.unlink()
    return path.read_text().strip()


def _database_url(given: str | None) -> str:
    if not given:
        INSTANCE_FOLDER.mkdir(mode=0o700, exist_ok=True)
        return f"sqlite:///{INSTANCE_FOLDER / 'ungis_events.db'}"
    # The spelling hosts hand out means the driver we ship.
    url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", given)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")) or not _can_be_read(url):
        raise WrongSetting(
            "DATABASE_URL", _without_password(given), "give sqlite:///… or postgresql://…"
        )
    folder = Path(url.removeprefix("sqlite:///")).parent
    if url.startswith("sqlite:////") and not folder.is_dir():
        raise WrongSetting("DATABASE_URL", given, f"there is no folder {folder}")
    return url


def _can_be_read(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        return False


def _without_password(url: str) -> str:
    return re.sub(r"(//[^:/@]*):[^@]*@", r"\1:…@", url)


def _mail_from(given: str | None, public: bool) -> tuple[str, str]:
    match = _ADDRESS.match((given or "UNGIS events <events@example.org>").strip())
    if match is None or not _is_plain_address(match["address"]):
        raise WrongSetting("MAIL_FROM", given, "give a name and an address: Name <name@host>")
    if public and match["address"].endswith(("@example.org", "@example.com")):
        raise WrongSetting("MAIL_FROM", given or "", "give a real mailbox when BASE_URL is https")
    return match["name"].strip().strip('"'), match["address"].lower()


def _is_plain_address(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _redis_url(given: str | None) -> str | None:
    schemes = ("redis://", "rediss://", "unix://")
    if given and not (given.startswith(schemes) and _can_be_read(given)):
        raise WrongSetting("REDIS_URL", _without_password(given), "give redis://host:port/number")
    return given or None


def _rate_limits(given: str | None, public: bool) -> bool:
    if (given or "on") not in ("on", "off"):
        raise WrongSetting("RATE_LIMITS", given, "give on or off")
    if given == "off" and public:
        raise WrongSetting("RATE_LIMITS", given, "limits stay on when BASE_URL is https")
    return given != "off"


_OPENID = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")


def _openid(environment: Mapping[str, str]) -> dict[str, str | None]:
    given = {name: environment.get(name) or None for name in _OPENID}
    missing = [name for name in _OPENID if given[name] is None]
    if missing and len(missing) < len(_OPENID):
        raise WrongSetting(missing[0], "", f"give all of {', '.join(_OPENID)}, or none")
    issuer = given["OIDC_ISSUER"]
    if issuer and not _is_safe_url(issuer):
        raise WrongSetting("OIDC_ISSUER", issuer, "give https://… as the provider spells it")
    return given


_ZOOM_ADDRESSES = {
    "ZOOM_API_URL": "https://api.zoom.us/v2",
    "ZOOM_OAUTH_URL": "https://zoom.us/oauth/token",
}
_ZOOM_PLANS = ("free", "pro", "business")


def _zoom(environment: Mapping[str, str]) -> dict[str, str | None]:
    """Used when ZOOM_ACCOUNT_ID is set. No message repeats a secret."""
    names = ("ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET", "ZOOM_WEBHOOK_SECRET")
    given = {name: (environment.get(name) or "").strip() or None for name in names}
    if given["ZOOM_ACCOUNT_ID"]:
        for name in ("ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"):
            if given[name] is None:
                raise WrongSetting(name, "", "it is required when ZOOM_ACCOUNT_ID is set")
    for name, value in given.items():
        if value and not (value.isascii() and value.isprintable() and " " not in value):
            raise WrongSetting(name, "…", "give it as Zoom shows it, without blanks")
    for name, default in _ZOOM_ADDRESSES.items():
        url = environment.get(name) or default
        if not _is_safe_url(url):
            raise WrongSetting(
                name, _without_password(url), "give https://…, or http://… on this machine"
            )
        given[name] = url.rstrip("/")
    given["ZOOM_HOST"] = (environment.get("ZOOM_HOST") or "").strip()
    if given["ZOOM_HOST"] and not _is_plain_address(given["ZOOM_HOST"]):
        raise WrongSetting("ZOOM_HOST", given["ZOOM_HOST"], "give an e-mail address, or nothing")
    given["ZOOM_PLAN"] = environment.get("ZOOM_PLAN") or "pro"
    if given["ZOOM_PLAN"] not in _ZOOM_PLANS:
        raise WrongSetting("ZOOM_PLAN", given["ZOOM_PLAN"], "give free, pro or business")
    return given


def _is_safe_url(url: str) -> bool:
    """http only on this machine, for trying it out."""
    try:
        parts = urlsplit(url)
        is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    rest = parts.query + parts.fragment + (parts.username or "")
    return (parts.scheme == "https" or is_here) and is_whole and not rest


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(name) or str(default)
    if not given.isdecimal():
        raise WrongSetting(name, given, "give a whole number")
    return int(given)


def _cities(given: str | None) -> tuple[tuple[str, str], ...]:
    text = given or "New York=America/New_York,Geneva=Europe/Zurich"
    cities = tuple(
        (name.strip(), zone.strip())
        for name, _, zone in (city.partition("=") for city in text.split(","))
    )
    if not all(name and zone in pytz.all_timezones_set for name, zone in cities):
        raise WrongSetting("HOME_CITIES", given, "give City=IANA/Zone,City=IANA/Zone")
    return cities
