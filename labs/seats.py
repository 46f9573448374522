"""What a roster says of one learner, and what may be wrong with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from labs.errors import Problem
from labs.model import REGION
from labs.names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from labs.rows import Row

COLUMNS = (
    "learner",
    "account",
    "role",
    "profile",
    "endpoint",
    "external_id",
    "region",
    "email",
    "answers",
    "given_role",
)

ACCOUNT = re.compile(r"\d{12}|\d{4}-\d{4}-\d{4}")
ROLE = re.compile(
    r"(?:arn:(?P<partition>aws[a-z-]*):iam::(?P<account>\d{12}):role/)?(?P<name>(?:[\x21-\x7e]*/)?[\w+=,.@-]{1,64})"
)
"""An ARN, or a name with its path if it has one (IAM API reference, *CreateRole*)."""

EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
"""STS API reference, *AssumeRole*."""


@dataclass(frozen=True)
class Seat:
    """One learner, the account they work in, and the way in there: a role, a profile, an endpoint.

    `account` is twelve digits, or empty where only a profile or an endpoint is known. A role is an ARN. `region` is
    empty where it is the lab's own.
    """

    learner: str
    account: str = ""
    role: str = ""
    profile: str = ""
    endpoint: str = ""
    external_id: str = ""
    region: str = ""
    email: str = ""
    answers: str = ""
    """The path of the file with what the learner answers to a lab's questions."""
    given_role: str = ""
    """The name of a role that this account has already, where labs ask for one and set-up may not make any."""

    @property
    def standing(self) -> dict[str, str]:
        """Of a lab's names, those of things that stand in this account already."""
        return {"role": self.given_role} if self.given_role else {}

    def __str__(self) -> str:
        return f"{self.learner} in {self.account or self.profile or self.endpoint}"


class Learners:
    """Those that have a row already. Names count as `labs.names` compares them."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def wrong(self, row: Row, column: str = "learner") -> Iterator[str]:
        """What is wrong with the learner of this row."""
        learner = row.cells.get(column, "")
        known = canonical(learner)
        if not known:
            yield "this row names no learner."
        elif not learner.isprintable() and any(unicodedata.category(each) in ("Cc", "Cs") for each in learner):
            yield f"{learner!a} has characters in it that nobody types."
        elif (line := self._lines.setdefault(known, row.line)) != row.line:
            yield f"`{learner}` has a row already, in line {line}."


class Seating:
    """Seats made of rows, one after another, and everything that is wrong with them.

    `region` is where a row is that names none, as far as anybody knows.
    """

    def __init__(self, path: Path, region: str = "") -> None:
        self.path, self.region = path, region
        self.seats: list[Seat] = []
        self.problems: list[Problem] = []
        self._learners = Learners()
        self._taken_by: dict[tuple[str, ...], tuple[str, int]] = {}

    def take(self, row: Row) -> None:
        """Make a seat of the row, or tell why there can't be one."""
        problems = [
            Problem(self.path, *row.place(column), message, advice) for column, message, advice in self._wrong(row)
        ]
        if problems:
            self.problems += problems
            return
        cells, account = dict(row.cells), _account(row)
        if (role := ROLE.fullmatch(cells.get("role", ""))) and not role["account"]:
            partition = _partition(cells.get("region", ""))
            cells["role"] = f"arn:{partition}:iam::{account}:role/{cells['role'].lstrip('/')}"
        if "given_role" in cells:
            cells["given_role"] = cells["given_role"].rpartition("/")[2]
        if "answers" in cells:
            cells["answers"] = str(self.path.parent / cells["answers"])
        cells |= {"learner": unicodedata.normalize("NFC", cells["learner"]), "account": account}
        self.seats.append(Seat(**cells))

    def _wrong(self, row: Row) -> Iterator[tuple[str, str, str]]:
        cells = row.cells
        yield from (("learner", message, "") for message in self._learners.wrong(row))
        yield from _wrong_account(cells.get("account", ""), cells.get("role", ""))
        if not cells.keys() & {"role", "profile", "endpoint"}:
            yield "role", "nothing says how to get into this account.", "Give a role, a profile or an endpoint."
        if cells.keys() >= {"role", "profile"}:
            yield "profile", "there are both a role and a profile.", "One of them is the way in."
        if "external_id" in cells and not EXTERNAL_ID.fullmatch(cells["external_id"]):
            advice = "It has 2 to 1,224 letters, digits and + = , . @ : / -"
            yield "external_id", "this is no external id that AWS takes.", advice
        elif "external_id" in cells and "role" not in cells:
            yield "external_id", "an external id is said when a role is assumed, and there is no role.", ""
        if "region" in cells and not REGION.fullmatch(cells["region"]):
            yield "region", f"`{cells['region']}` is no AWS region.", "One looks like `eu-west-1`."
        if "endpoint" in cells and not _is_url(cells["endpoint"]):
            yield "endpoint", f"`{cells['endpoint']}` is no endpoint.", "One looks like http://127.0.0.1:4566."
        if "email" in cells and not re.fullmatch(r"[^@\s]+@[^@\s]+", cells["email"]):
            yield "email", f"`{cells['email']}` is no address for mail.", ""
        if "given_role" in cells:
            yield from (("given_role", *wrong) for wrong in wrong_given_role(cells["given_role"], _account(row)))
        yield from self._taken(row)

    def _taken(self, row: Row) -> Iterator[tuple[str, str, str]]:
        """Two learners in one region of an account would undo each other's work."""
        learner, region = row.cells.get("learner", ""), row.cells.get("region") or self.region
        for column, called, *place in _places(row):
            other, line = self._taken_by.setdefault((column, *place, region), (learner, row.line))
            if canonical(other) != canonical(learner):
                where = f" in {region}" if region else ""
                yield column, f"the {column} {called}{where} is `{other}`'s already, in line {line}.", "Each needs one."
                return


def wrong_given_role(role: str, account: str = "") -> Iterator[tuple[str, str]]:
    """Why no lab can be done with a role that is given by this name or ARN, and what to do."""
    found = ROLE.fullmatch(role)
    if not found:
        advice = "One looks like `LabRole`, or like `arn:aws:iam::111122223333:role/LabRole`."
        yield f"`{role}` is neither a role's name nor its ARN.", advice
    elif "/" in found["name"]:
        yield f"the role `{role}` has a path, and only roles without one can be given.", ""
    elif account and found["account"] not in (None, account):
        yield f"this role is in the account {found['account']}, not in {account}.", ""


def _account(row: Row) -> str:
    """Its twelve digits, out of the role's ARN where the row has no account of its own."""
    role = ROLE.fullmatch(row.cells.get("role", ""))
    return row.cells.get("account", "").replace("-", "") or (role["account"] if role else "") or ""


def _places(row: Row) -> Iterator[tuple[str, ...]]:
    """What leads to the row's account: its column, how to call it, and by what another row's is known to be the same.

    By one endpoint, roles lead to many accounts. Without a role it leads to one, as a profile does.
    """
    cells = row.cells
    endpoint = cells.get("endpoint", "").rstrip("/").casefold()
    if account := _account(row):
        yield "account", account, account, endpoint
    if "role" in cells:
        return
    if endpoint:
        yield "endpoint", cells["endpoint"], endpoint
    elif "profile" in cells:
        yield "profile", f"`{cells['profile']}`", cells["profile"]


def _wrong_account(account: str, role: str) -> Iterator[tuple[str, str, str]]:
    arn = ROLE.fullmatch(role)
    if role and not arn:
        advice = "One looks like `grader`, or like `arn:aws:iam::111122223333:role/grader`."
        yield "role", f"`{role}` is neither a role's name nor its ARN.", advice
    if account and not ACCOUNT.fullmatch(account):
        digits = re.fullmatch(r"\d{1,11}|[\d.,]+E\+?\d+", account)
        advice = "It has twelve digits."
        if digits:
            advice += " Excel takes leading zeros away, and rounds: make the column one of text."
        yield "account", f"`{account}` is no account id.", advice
    elif account and arn and arn["account"] not in (None, account.replace("-", "")):
        yield "role", f"this role is in the account {arn['account']}, not in {account}.", ""
    elif role and arn and not account and not arn["account"]:
        yield "account", "which account is this role in?", "Give the account, or the role's ARN."


def _partition(region: str) -> str:
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
