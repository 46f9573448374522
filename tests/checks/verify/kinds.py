"""Kinds that judge wrongly, each in one way, and labs that ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from checks import KINDS
from checks.engine.bind import BoundLab, bind
from checks.engine.kind import Criterion, Expectation, Finding, Kind, Part, Text, View
from checks.engine.properties import EXISTS
from checks.engine.snapshot import Read, Reply, Snapshot
from checks.engine.variation import Mutation, Variation, added, edited, removed
from checks.engine.verify.trial import Solved
from labs.load import load

TOPICS = Read("sns", "list_topics", "Topics", "sns:ListTopics")
LAB = """\
id: a-lab
title: A lab
region: eu-west-1
tasks:
  - id: one
    title: One
    points: 10
    expect: {topic: {name: alarms, colour: red}}
  - id: two
    title: Two
    points: 10
    expect: {topic: {name: reports}}
"""


class Topic(Expectation):
    """A topic, with a colour."""

    name: Text
    colour: str = "blue"


def judge(expected: Topic, account: View) -> Iterator[Part]:
    """As it should be."""
    it = next((each for each in account.read(TOPICS) if each["Name"] == expected.name), None)
    colour = "colour" if "colour" in expected.said else "defaults"
    if it is None:
        gone = Finding("missing", "There is none.")
        yield Part(expected.name, (Criterion.of(EXISTS, gone), Criterion.unmet(colour)), exists=False)
        return
    wrong = None if it["Colour"] == expected.colour else Finding("colour", f"It is {it['Colour']}.")
    yield Part(expected.name, (Criterion(EXISTS), Criterion.of(colour, wrong)))


def mutations(expected: Topic, _account: View) -> Iterator[Mutation]:
    it = ((expected.name,), frozenset({expected.name}))
    yield Mutation("gone", TOPICS, removed("Name", expected.name), {"name": "missing"}, *it)
    green = edited("Name", expected.name, lambda item: {**item, "Colour": "green"})
    yield Mutation("green", TOPICS, green, {"colour": "colour"}, *it)


def equivalents(expected: Topic, _account: View) -> Iterator[Variation]:
    for tag in ("A", "B", "C"):
        tagged = edited("Name", expected.name, lambda item, tag=tag: {**item, tag: 1})  # type: ignore[misc]
        yield Variation(f"tagged {tag}", TOPICS, tagged)


def noise(_expected: Topic, _account: View) -> Iterator[Variation]:
    yield Variation("another topic", TOPICS, added({"Name": "other", "Colour": "pink"}))


TOPIC = Kind(
    "topic",
    Topic,
    reads=lambda _expected: (TOPICS,),
    judge=judge,
    mutations=mutations,
    equivalents=equivalents,
    noise=noise,
)


def reply(*topics: dict[str, Any]) -> Snapshot:
    """An account with these topics."""
    items = {TOPICS.key("eu-west-1"): Reply(topics)}
    return Snapshot("eu-west-1", "sandbox", "2026-01-01T00:00:00Z", items, "123456789012")


RIGHT = reply({"Name": "alarms", "Colour": "red"}, {"Name": "reports", "Colour": "blue"})
UNTOUCHED = reply()


def lab(folder: Path, text: str = LAB, kind: Kind[Any] = TOPIC, guide: str | None = None) -> BoundLab:
    """The lab of that text, with that kind of topic."""
    where = folder / "a_lab"
    where.mkdir(exist_ok=True)
    (where / "lab.yaml").write_text(text)
    if guide is not None:
        (where / "guide.md.j2").write_text(guide)
    return bind(load(where), {**KINDS, "topic": kind})


def solved(folder: Path, **changes: Any) -> Solved:
    """The lab solved, the kind of topic changed in some of what it does."""
    return Solved(lab(folder, kind=replace(TOPIC, **changes)), RIGHT)


def told(failures: Iterable[str], *words: str) -> bool:
    """Whether some failure has all of these words in it."""
    return any(all(word in failure for word in words) for failure in failures)
