"""SNS topics: is it there?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from checks.engine.capture.captured import Capture, Captured
from checks.engine.kind import Criterion, Expectation, Finding, Kind, Part, Resource, spelt
from checks.engine.nearness import nearest_slip
from checks.engine.properties import EXISTS
from checks.engine.snapshot import Read
from checks.engine.variation import Mutation, Variation, added, edited, removed
from checks.engine.wrongs import other_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.engine.kind import View
    from checks.engine.snapshot import Item, Snapshot
    from checks.engine.variation import Change

TOPICS = Read("sns", "list_topics", "Topics", "sns:ListTopics", owner="TopicArn")

ARN = "TopicArn"
MANY = 5000

TopicName = Annotated[
    str,
    spelt(
        re.compile(r"[\w-]{1,256}|[\w-]{1,251}\.fifo", re.ASCII),
        "is no name of a topic. One has up to 256 letters, digits, hyphens and underscores",
    ),
]
"""SNS API reference, *CreateTopic*."""


class SnsTopic(Expectation):
    """An SNS topic.

    sns_topic: {name: metrolio-alarms}
    """

    name: TopicName


def name(topic: Item) -> str:
    """A topic's name: the end of its ARN."""
    return str(topic[ARN]).rpartition(":")[2]


def select(expected: SnsTopic, account: Snapshot) -> Iterator[Resource]:
    """The topic of that name."""
    for topic in account.read(TOPICS):
        if name(topic) == expected.name:
            yield Resource(topic[ARN], f"the topic {expected.name}")


def judge(expected: SnsTopic, account: View) -> Iterator[Part]:
    """Whether it is there."""
    names = [name(topic) for topic in account.read(TOPICS)]
    if expected.name in names:
        yield Part(expected.name, (Criterion(EXISTS),))
        return
    near = nearest_slip(expected.name, names)
    message = f"There is no topic {expected.name} in {account.snapshot.region}."
    if near:
        message += f" There is one named {near[0]!r}, {near[1]}."
    hint = "A topic can't be renamed: create one with the exact name." if near else None
    it = near[0] if near else None
    missing = Finding("missing", message, expected.name, it, it, hint)
    yield Part(expected.name, (Criterion.unmet(EXISTS, missing),), exists=near is not None)


def mutations(expected: SnsTopic, account: View) -> Iterator[Mutation]:
    """The topic is gone, or named otherwise."""
    arn = next(topic[ARN] for topic in account.read(TOPICS) if name(topic) == expected.name)
    of_it = ((expected.name,), frozenset({expected.name}))
    yield Mutation("gone", TOPICS, removed(ARN, arn), {"name": "missing"}, *of_it)
    for label, other in other_values(SnsTopic.model_fields["name"], expected.name):
        yield Mutation(f"name {label}", TOPICS, edited(ARN, arn, _renaming(other)), {"name": "missing"}, *of_it)


def noise(expected: SnsTopic, account: View) -> Iterator[Variation]:
    """Other topics, with the name at the beginning or the end of theirs: a few, and very many."""
    it = next(topic for topic in account.read(TOPICS) if name(topic) == expected.name)
    others = [_renaming(f"{expected.name}-old")(it), _renaming(f"old-{expected.name}")(it)]
    yield Variation("topics with names alike", TOPICS, added(*others))
    many = [_renaming(f"team-{number:05}")(it) for number in range(MANY)]
    yield Variation(f"{MANY:,} other topics", TOPICS, added(*many))


def _renaming(to: str) -> Change:
    return lambda topic: {**topic, ARN: f"{str(topic[ARN]).rpartition(':')[0]}:{to}"}


def elsewhere(expected: SnsTopic, items: Mapping[Read, Sequence[Item]]) -> Iterator[str]:
    """The topic, in another region."""
    if any(name(topic) == expected.name for topic in items[TOPICS]):
        yield f"A topic named {expected.name}"


def captured(account: Snapshot) -> Iterator[Captured]:
    """Every topic."""
    for topic in account.read(TOPICS):
        yield Captured(name(topic), f"Create the SNS topic {name(topic)}", {"name": name(topic)})


KIND = Kind(
    "sns_topic",
    SnsTopic,
    reads=lambda _expected: (TOPICS,),
    judge=judge,
    select=select,
    elsewhere_reads=lambda _expected: (TOPICS,),
    elsewhere=elsewhere,
    leaves_behind=lambda expected: (expected.name,),
    mutations=mutations,
    noise=noise,
    capture=Capture((TOPICS,), captured),
)
