"""Raw expectations become their kinds' own types, and whatever they refer to is there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import field_validator

from checks import KINDS
from checks.engine.bind import BoundLab, bind, references
from checks.engine.kind import Expectation, Kind, Refers
from checks.flow_log.model import FlowLog
from checks.log_group import LogGroup
from labs.errors import LabError
from labs.load import load
from tests.labs.writing import LAB, places, spoilt, words, write

BUILT_IN = Path(__file__).parents[2] / "labs" / "vpc_flow_logs"


class Rule(Expectation):
    """A kind of an instructor's own that refers in every way there is."""

    one: Annotated[str, Refers(("subnet",))] = "subnet"
    maybe: Annotated[str, Refers(("bucket",))] | None = None
    many: Annotated[tuple[str, ...], Refers(("subnet", "bucket"))] = ()
    each: tuple[Annotated[str, Refers(("bucket",))], ...] = ()
    inner: Rule | None = None
    inners: tuple[Rule, ...] = ()
    either: int | Rule = 0
    plain: str = ""

    @field_validator("plain")
    @classmethod
    def _breaks(cls, value: str) -> str:
        if value == "break":
            raise KeyError("where is it?")
        if value == "refuse":
            raise ValueError("`plain` refuses this.")
        return value

    model_config = Expectation.model_config | {"strict": False}


RULE: dict[str, Kind[Any]] = {
    **KINDS,
    "rule": Kind("rule", Rule, reads=lambda _expected: (), judge=lambda _expected, _view: ()),
}


def bound(tmp_path: Path, rule: str) -> BoundLab:
    """A lab that asks for a rule."""
    return bind(load(write(tmp_path, spoilt(('log_group: {name: "{{ zone }}-logs"}', f"rule: {rule}")))), RULE)


def test_the_first_lab_is_bound_to_its_kinds() -> None:
    lab = bind(load(BUILT_IN), KINDS)
    group, subnet, web = (task.expectations[0].expected for task in lab.tasks)
    assert isinstance(group, LogGroup)
    assert isinstance(subnet, FlowLog)
    assert isinstance(web, FlowLog)
    assert (group.name, group.retention) == ("eu-west-1b-logs", "never")
    assert (subnet.traffic, subnet.interval, subnet.to.log_group) == ("ALL", 60, "eu-west-1b-logs")
    assert (web.to.bucket, web.to.prefix) == ("metrolio-eu-ff578811", "web/")
    assert {name: each.kind.name for name, each in lab.find.items()} == {
        "subnet": "subnet",
        "interfaces": "network_interface",
    }


def test_each_call_is_asked_for_once_and_in_a_steady_order() -> None:
    reads = bind(load(BUILT_IN), KINDS).reads
    assert [f"{read.service}.{read.operation}" for read in reads] == sorted(
        f"{read.service}.{read.operation}" for read in reads
    )
    assert len(set(reads)) == len(reads)


def test_a_task_may_expect_several_kinds(tmp_path: Path) -> None:
    text = spoilt(('log_group: {name: "{{ zone }}-logs"}', "log_group: {name: x}\n      bucket: {name: mine}"))
    task = bind(load(write(tmp_path, text)), KINDS).tasks[0]
    assert [each.kind.name for each in task.expectations] == ["log_group", "bucket"]


def test_references_are_found_wherever_they_are(tmp_path: Path) -> None:
    lab = bound(
        tmp_path,
        "{maybe: bucket, many: [subnet, bucket], each: [bucket], inner: {one: subnet, maybe: bucket}, inners: [{}]}",
    )
    (rule,) = lab.tasks[0].expectations
    assert [(reference.way, reference.name) for reference in references(Rule, rule.expected)] == [
        (("one",), "subnet"),
        (("maybe",), "bucket"),
        (("many", 0), "subnet"),
        (("many", 1), "bucket"),
        (("each", 0), "bucket"),
        (("inner", "one"), "subnet"),
        (("inner", "maybe"), "bucket"),
        (("inners", 0, "one"), "subnet"),
    ]
    assert rule.references == ("subnet", "bucket")


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("{one: bucket}", "`bucket` finds a `bucket`; this takes a `subnet`. Known here: `subnet`."),
        ("{maybe: bukcet}", "`bukcet` isn't among what the lab finds. Did you mean `bucket`?"),
        ("{many: [subnet, nothing]}", "`nothing` isn't among what the lab finds. Known here: `bucket`, `subnet`."),
        ("{each: [subnet]}", "`subnet` finds a `subnet`; this takes a `bucket`."),
        ("{inner: {maybe: subnet}}", "`subnet` finds a `subnet`; this takes a `bucket`."),
        ("{inners: [{}, {one: xyz}]}", "`xyz` isn't among what the lab finds."),
        ("{either: {plian: x}}", "`plian` is no key that is known here. Did you mean `plain`?"),
        ("{either: {plain: 5}}", '5 isn\'t text. Put it in quotes: "5".'),
        ("{either: many}", "'many' isn't a whole number or a mapping (`key: value`)."),
        ("{plain: refuse}", "`plain` refuses this."),
        ("{plain: break}", "the kind `rule` breaks on this: KeyError: 'where is it?'. Mend the kind;"),
    ],
)
def test_a_wrong_reference_is_told_wherever_it_is(tmp_path: Path, rule: str, says: str) -> None:
    with pytest.raises(LabError) as wrong:
        bound(tmp_path, rule)
    (problem,) = wrong.value.problems
    assert says in words(problem)
    assert problem.line == 18


def test_a_default_that_refers_to_nothing_is_told_of_too(tmp_path: Path) -> None:
    text = spoilt(
        ('log_group: {name: "{{ zone }}-logs"}', "rule: {}"), ("  subnet:\n    subnet:", "  net:\n    subnet:")
    )
    with pytest.raises(LabError) as wrong:
        bind(load(write(tmp_path, text)), RULE)
    first, second = wrong.value.problems
    assert (first.line, first.column) == (18, 13)
    assert words(first) == "`subnet` isn't among what the lab finds. Did you mean `net`?"
    assert (second.line, second.column) == (28, 19)


def test_a_wrong_expectation_and_its_wrong_reference_are_told_together(tmp_path: Path) -> None:
    text = spoilt(("resource: subnet", "resource: subnte"), ("interval: 60", "interval: 61"))
    with pytest.raises(LabError) as wrong:
        bind(load(write(tmp_path, text)), KINDS)
    assert places(list(wrong.value.problems)) == [(28, 19), (30, 19)]


def test_nothing_found_is_told_in_words(tmp_path: Path) -> None:
    text = LAB[: LAB.index("find:")] + LAB[LAB.index("tasks:") :]
    with pytest.raises(LabError, match="`find` has no `subnet` or `network_interface` or `vpc` yet"):
        bind(load(write(tmp_path, text)), KINDS)
