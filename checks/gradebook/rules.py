"""The decisions and policies that a gradebook keeps. Nothing is ever changed in them: the latest holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from checks.gradebook.decisions import Decision
from checks.gradebook.moments import moment, stamp
from checks.gradebook.policy import Policy
from checks.gradebook.settings import read
from checks.gradebook.tables import DECISIONS, POLICIES
from labs.names import canonical

if TYPE_CHECKING:
    from checks.gradebook.book import Gradebook
    from checks.gradebook.decisions import What


def decide(book: Gradebook, what: What, lab: str, learner: str, value: str | None, reason: str, author: str) -> None:
    """Write a decision down; without a `value`, the one before is taken back."""
    row = {
        "what": what,
        "lab": lab,
        "learner": canonical(learner),
        "name": learner.strip(),
        "value": value,
        "reason": reason,
        "author": author,
        "made_at": stamp(datetime.now(UTC)),
    }
    book.database.write(lambda connection: connection.execute(insert(DECISIONS).values(row)))


def decisions(book: Gradebook, lab: str | None = None, learner: str | None = None) -> list[Decision]:
    """All that was decided, in the order in which it was; of one lab or learner, or of all."""
    wanted = select(DECISIONS).order_by(DECISIONS.c.id)
    if lab is not None:
        wanted = wanted.where(DECISIONS.c.lab == lab)
    if learner is not None:
        wanted = wanted.where(DECISIONS.c.learner == canonical(learner))
    rows = book.database.read(lambda connection: connection.execute(wanted).all())
    return [
        Decision(each.what, each.lab, each.learner, each.name, each.value, each.reason, each.author, made)
        for each in rows
        if (made := moment(each.made_at))
    ]


def set_policy(book: Gradebook, lab: str, policy: Policy, author: str) -> None:
    """Let `policy` be the lab's from now on, for the attempts that are there too."""
    row = {"lab": lab, "settings": policy.to_json(), "author": author, "made_at": stamp(datetime.now(UTC))}
    book.database.write(lambda connection: connection.execute(insert(POLICIES).values(row)))


def policies(book: Gradebook) -> dict[str, Policy]:
    """The policy of each lab that has one."""
    last = select(func.max(POLICIES.c.id)).group_by(POLICIES.c.lab)
    wanted = select(POLICIES.c.lab, POLICIES.c.settings).where(POLICIES.c.id.in_(last))
    rows = book.database.read(lambda connection: connection.execute(wanted).all())
    return {each.lab: read(each.settings) for each in rows}
