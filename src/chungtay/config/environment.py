"""Reading settings from the environment: every variable is named in .env.example, and a bad one says how to mend it."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "CHUNGTAY_"


def text(name: str, default: str = "") -> str:
    """The variable CHUNGTAY_<name>, or the default where it is unset or empty."""
    return os.environ.get(PREFIX + name, "") or default


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes, on against 0, false, no, off."""
    value = text(name).lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if value == "" else value in ("1", "true", "yes", "on")
    raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}; write 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number above nought."""
    value = text(name)
    if value and not (value.isascii() and value.isdigit() and int(value)):
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}; write a whole number, as in {default}.")
    return int(value) if value else default


ROLES = ("reporter", "approver", "partner", "administrator", "oversight")


def roles(name: str, default: str) -> tuple[str, ...]:
    """Roles of accounts, separated by commas; 'none' for none."""
    value = text(name, default)
    named = () if value == "none" else tuple(part.strip() for part in value.split(","))
    if unknown := [part for part in named if part not in ROLES]:
        raise ImproperlyConfigured(f"{PREFIX}{name} names {', '.join(unknown)}; write none, or of {', '.join(ROLES)}.")
    return named


def provider(name: str, *, may_be_plain: bool) -> str:
    """The address of a provider of identities, https:// but on a machine of one's own."""
    value = text(name)
    parts = urlsplit(value)
    if value and (parts.scheme not in (("https", "http") if may_be_plain else ("https",)) or not parts.hostname):
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}; write its issuer as https://host/path.")
    return value


def database(url: str) -> dict[str, object]:
    """Django's description of 'sqlite:///path' or 'postgresql://user:password@host:port/name'; `?host=` for a
    socket, `?prepared=no` as below."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:])
            if parts.path.startswith("//") or not parts.path.startswith("/")
            else parts.path,
            # Several writers wait for each other instead of failing; readers never wait (WAL).
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        query = dict(item.split("=", 1) for item in parts.query.split("&") if "=" in item)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", "") or parts.hostname or ""),
            "PORT": str(parts.port or ""),
            # A connection of its own costs each page 4 ms before it asks, and more until the server's process knows the
            # tables; one that broke meanwhile is noticed before it is used.
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # What registers ask of few rows takes the server longer to plan than to find: its plan is kept from the
            # third time on. Behind a pooler that hands each transaction to another connection and does not know
            # prepared statements, `?prepared=no` leaves that; Django's own questions are never prepared.
            "OPTIONS": {"prepare_threshold": None if query.get("prepared") == "no" else 2},
        }
    raise ImproperlyConfigured(
        f"{PREFIX}DATABASE_URL has scheme {parts.scheme!r}; write sqlite:///... or postgresql://..."
    )


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; no host: no mail leaves."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    begins_tls: bool = False
    is_tls: bool = False


def mail_server(url: str) -> MailServer:
    """The server of 'smtp://user:password@host:587', with TLS begun in between ('smtp+tls') or from the first byte
    ('smtps'); none for ''."""
    if not url:
        return MailServer()
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured(
            f"{PREFIX}SMTP_URL has scheme {parts.scheme!r}; write smtp://, smtp+tls:// or smtps:// and a host."
        )
    return MailServer(
        parts.hostname,
        parts.port or ports[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme == "smtp+tls",
        parts.scheme == "smtps",
    )


def bare_host(url: str) -> str:
    """The host of an address, with its port where it has one."""
    return urlsplit(url).netloc or "localhost"


def shared_store(named: str) -> str:
    """'s3://bucket', 's3://bucket/prefix', an absolute folder, or nothing."""
    parts = urlsplit(named)
    is_bucket = parts.scheme == "s3" and parts.netloc and not parts.query and "@" not in parts.netloc
    if named and not is_bucket and not (parts.scheme == "" and Path(named).is_absolute()):
        raise ImproperlyConfigured(
            f"{PREFIX}WAREHOUSE_STORE is {named!r}; write s3://bucket/prefix or the absolute path of a shared folder. "
            f"Server and keys stand in {PREFIX}WAREHOUSE_STORE_ENDPOINT, _KEY and _SECRET."
        )
    return named.rstrip("/")


def endpoint(name: str, *, may_be_plain: bool) -> str:
    """The address of a server, 'https://host:port', or nothing; 'http://' only where that is allowed."""
    value = text(name)
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/")):
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}; write https://host:port.")
    if parts.scheme == "http" and not may_be_plain:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} is {value!r}: figures and keys would travel in the clear. Write https://, or set "
            f"{PREFIX}PLAIN_HTTP=1 on a closed network."
        )
    return value.rstrip("/")


def kept_secret(name: str, folder: Path) -> str:
    """The variable, or outside production a random value made once and kept (mode 600) beside the data."""
    if value := text(name):
        return value
    path = folder / f".{name.lower()}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
