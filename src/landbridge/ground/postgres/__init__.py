"""The database server: another's by URL, or the embedded one."""

from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlsplit


def connection_settings(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Host, port, name, user and password for the roles "app" and "owner", in Django's spelling."""
    app = environ.get("DATABASE_URL", "postgresql:///landbridge")
    return {"app": _parsed(app), "owner": _parsed(environ.get("DATABASE_OWNER_URL", app))}


def _parsed(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    host = parts.hostname or parse_qs(parts.query).get("host", [""])[0]
    return {
        "HOST": host,
        "PORT": str(parts.port or ""),
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }
