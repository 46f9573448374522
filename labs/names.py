"""Who the learner is, and the names that only they have.

A course that holds a secret gives each learner names of their own: `token(what)` is the start of an HMAC over lab,
learner and `what`, so it is the same every time and nobody guesses a neighbour's. Without a course, everybody is the
demo learner and has the names that the lab publishes.
"""

from __future__ import annotations

import codecs
import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from labs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = "GRADER_SECRET"  # noqa: S105 - the variable's name, not a secret
SECRET_FILE = "GRADER_SECRET_FILE"  # noqa: S105
DEMO = "demo"
SHORTEST_SECRET = 16
LONGEST_SECRET = 4096
TOKEN_LENGTH = 8


@dataclass(frozen=True)
class Identity:
    """The learner, and what their names are made from: a course secret, names given, or neither.

    `given` holds names that were worked out before (in evidence, say), so that no secret is needed again. `standing`
    are those of the lab's names that somebody else chose: of what stands in the account already, as a role that its
    vendor made.
    """

    learner: str = DEMO
    secret: bytes | None = field(default=None, repr=False)
    given: Mapping[str, str] | None = None
    standing: Mapping[str, str] = field(default_factory=dict)

    def token(self, lab_id: str, what: str, published: Mapping[str, str]) -> str:
        """Eight hex digits for `what` in this lab, the same every time for this learner."""
        if self.secret is None:
            if what in published:
                return published[what]
            return _hex(b"labgrader", lab_id, DEMO, what)
        return _hex(self.secret, lab_id, canonical(self.learner), what)


@dataclass(frozen=True)
class Anybody(Identity):
    """No learner in particular: each token is the same `mark`, by which it is known again in what is made of names."""

    mark: str = field(default_factory=lambda: token_hex(TOKEN_LENGTH // 2))

    def token(self, lab_id: str, what: str, published: Mapping[str, str]) -> str:  # noqa: ARG002
        """The mark, whatever it is for."""
        return self.mark


def _hex(secret: bytes, *parts: str) -> str:
    message = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:TOKEN_LENGTH]


def canonical(learner: str) -> str:
    """`learner` as it counts: surrounding white space, case and Unicode's spelling variants make no difference."""
    folded = unicodedata.normalize("NFC", learner.strip()).casefold()
    return unicodedata.normalize("NFC", folded)


def _checked(learner: str) -> str:
    """`learner` in one spelling. Raises `UsageError` for what is no name."""
    if not canonical(learner):
        raise UsageError("--learner is empty.", remedy="Name the learner as the course does, or leave it out.")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in learner.strip()):
        raise UsageError(
            f"--learner {learner!a} has characters in it that nobody types.",
            remedy="Name the learner as the course does.",
        )
    return unicodedata.normalize("NFC", learner.strip())


def identify(learner: str | None, secret_file: Path | None = None, environ: Mapping[str, str] = os.environ) -> Identity:
    """The learner by that name, with the course secret from a file or `GRADER_SECRET`; the demo learner by none.

    Raises `UsageError` when there is a secret without a learner or a learner without a secret.
    """
    secret = course_secret(secret_file, environ)
    learner = None if learner is None else _checked(learner)
    if learner is None and secret is None:
        return Identity()
    if learner is None:
        raise UsageError(
            "There is a course secret, but no learner.",
            remedy=f"Say whose account this is with --learner, or unset {SECRET} and {SECRET_FILE}.",
        )
    if secret is None:
        raise UsageError(
            f"The names of learner {learner!r} need the course secret.",
            remedy=f"Put it in {SECRET}, or in a file named by --secret-file or {SECRET_FILE}. "
            "Without --learner you are the demo learner, with the published names.",
        )
    return Identity(learner, secret)


def course_secret(file: Path | None = None, environ: Mapping[str, str] = os.environ) -> bytes | None:
    """The course secret from `file`, the file that the environment names, or the environment: the first that says any.

    No message repeats what it says: whoever mixes the variables up has put the secret where a path belongs.
    """
    if file is not None:
        secret = _read(file, f"The secret file {file}")
    elif environ.get(SECRET_FILE, "").strip():
        secret = _read(Path(environ[SECRET_FILE]), f"The file that {SECRET_FILE} names")
    else:
        secret = environ.get(SECRET, "").encode("utf-8", "surrogateescape").strip()
        if not secret:
            return None
    if len(secret) < SHORTEST_SECRET:
        raise UsageError(
            f"The course secret is shorter than {SHORTEST_SECRET} bytes, so it can be guessed.",
            remedy='Make one with: python -c "import secrets; print(secrets.token_hex(32))"',
        )
    return secret


def _read(path: Path, called: str) -> bytes:
    try:
        with path.open("rb") as file:
            secret = file.read(LONGEST_SECRET + 1)
    except OSError as error:
        raise UsageError(f"{called} can't be read: {error.strerror}.") from None
    except ValueError:
        raise UsageError(f"{called} can't be read: that is no path.") from None
    if len(secret) > LONGEST_SECRET:
        raise UsageError(f"{called} is over {LONGEST_SECRET} bytes.", remedy="Is it the right file?")
    return secret.removeprefix(codecs.BOM_UTF8).strip()
