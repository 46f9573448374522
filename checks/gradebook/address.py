"""Where a gradebook is, as people say it, and how much of that may be told: there are many places for a password."""

from __future__ import annotations

import os
import re

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from checks.gradebook.errors import NoBook

DEFAULT = "gradebook.db"
VARIABLE = "GRADER_GRADEBOOK"

SECRETS = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
"""Parameters of a connection that are nobody's business (PostgreSQL, *Parameter Key Words*)."""

ESCAPED = "In a name or a password, write %40 for @, %2F for /, %3F for ?, %26 for &."

_MEANT_AS_URL = re.compile(r"postgres\w*(\+\w+)?(:|//)|.*\bpassword\s*=", re.IGNORECASE | re.DOTALL)
_AFTER_PASSWORD = re.compile(r"[\w+]+://(?:[^:/]*(?::[^@]*)?@)?(?P<place>[^?]*)\??(?P<query>.*)", re.DOTALL)
_HOST, _NAME = re.compile(r"[\w.,:-]*"), re.compile(r"[\w. -]*")
_SHORT = 4
"""Letters. Less of a secret than this would be found in any sentence."""


def place(said: str | None) -> str:
    """Where the gradebook is: what was said, what the environment says, or a file of this folder."""
    return said or os.environ.get(VARIABLE, "").strip() or DEFAULT


def address(said: str) -> URL:
    """`said` as SQLAlchemy has it: a URL, or the path of an SQLite file. Raises `NoBook` for what is neither.

    A password stands in its place, wherever in the URL it was.
    """
    if "://" not in said:
        if _MEANT_AS_URL.match(said):
            raise _no_url()
        return URL.create("sqlite", database=said)
    try:
        url = make_url(said)
    except (ArgumentError, ValueError):
        raise _no_url() from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise NoBook(
            f"A gradebook can't be kept in {url.drivername}.", remedy="It takes sqlite:///FILE or postgresql://…."
        )
    return _of_file(url) if url.get_backend_name() == "sqlite" else _of_server(url, said)


def _no_url() -> NoBook:
    return NoBook("That is no URL of a database.", remedy=f"One is postgresql://user@host/name. {ESCAPED}")


def _of_file(url: URL) -> URL:
    if url.database in (None, "", ":memory:"):
        raise NoBook("A gradebook needs a file.", remedy="Say sqlite:///gradebook.db.")
    if url.query or url.host or url.username or url.password:
        raise NoBook(
            "A gradebook in a file is named by the file's path alone: it takes no settings, and is on no server.",
            remedy="Say sqlite:///gradebook.db, or where its name has a `?`, just the path.",
        )
    return url


def _of_server(url: URL, said: str) -> URL:
    """What follows the password may be the rest of it, where it has an `@`: then no server is looked for by that."""
    found = _AFTER_PASSWORD.match(said)
    if not found or "@" in found["place"] or any("=" not in each for each in found["query"].split("&") if each):
        raise NoBook("That URL of a database can't be told apart.", remedy=ESCAPED)
    password = url.query.get("password")
    if password is None:
        return url
    one = password if isinstance(password, str) else password[-1]
    return url.difference_update_query(["password"]).set(password=one)


def named(url: URL) -> str:
    """The file; or the server's host and port and the database's name, where none of these might be something else."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    if not _is_plain(url):
        return "postgresql://…"
    host = f"[{url.host}]" if url.host and ":" in url.host else url.host or ""
    port = f":{url.port}" if url.port is not None else ""
    return f"postgresql://{host}{port}/{url.database or ''}"


def telling(url: URL, words: str) -> str:
    """What a database said, on one line, as far as it may be repeated."""
    if url.get_backend_name() != "sqlite" and not _is_plain(url):
        return "what it says is not repeated, since the URL looks as if there were more in it"
    said = " ".join(words.split()).rstrip(".")
    secrets = [url.password, *(url.query.get(each) for each in SECRETS)]
    for each in secrets:
        if isinstance(each, str) and len(each) >= _SHORT:
            said = said.replace(each, "…")
    return said


def _is_plain(url: URL) -> bool:
    return bool(_HOST.fullmatch(url.host or "") and _NAME.fullmatch(url.database or ""))
