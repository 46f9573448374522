"""A judge that overlooks something, or takes points for what is right, is found out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

import checks.flow_log
import checks.log_group
from checks.engine.kind import Criterion, Part, View
from checks.engine.properties import Property
from checks.engine.variation import Mutation, edited
from checks.engine.verify.mutants import Mutant, mutants, try_mutants, try_pairs
from checks.engine.verify.trial import Solved
from checks.engine.wrongs import leaves, wrongs
from checks.flow_log import properties as flow_log_properties
from checks.flow_log.case import Case
from checks.flow_log.model import FLOW_LOGS
from checks.log_group import properties as log_group_properties
from tests.checks.verify import kinds
from tests.checks.verify.kinds import TOPICS, Topic, solved, told


def failures(right: Solved) -> tuple[str, ...]:
    return try_mutants(right, mutants(right))[0].failures


def blind(properties: tuple[Property[Any], ...], way: str) -> tuple[Property[Any], ...]:
    """The same properties, one of which nobody looks at."""
    return tuple(replace(each, judge=lambda _case: None) if each.way == way else each for each in properties)


def test_every_mutant_of_the_first_lab_is_told_for_what_it_is(right: Solved) -> None:
    trial, tallies = try_mutants(right, mutants(right))
    assert trial.failures == ()
    assert trial.tried >= 100
    assert set(tallies) == {"log_group", "flow_log", "subnet", "network_interface"}
    assert all(tally.made == tally.killed > 0 for tally in tallies.values())


@pytest.mark.parametrize("way", [each.way for each in flow_log_properties.PROPERTIES])
def test_a_setting_of_flow_logs_that_is_not_looked_at_is_found(
    right: Solved, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks.flow_log, "PROPERTIES", blind(flow_log_properties.PROPERTIES, way))
    assert told(failures(right), f"flow_log: {way} ", "passes all the same")


@pytest.mark.parametrize("way", [each.way for each in log_group_properties.PROPERTIES])
def test_a_setting_of_log_groups_that_is_not_looked_at_is_found(
    right: Solved, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks.log_group, "PROPERTIES", blind(log_group_properties.PROPERTIES, way))
    assert told(failures(right), f"log_group: {way} ", "log-group passes all the same")


def test_no_mutant_is_made_twice(right: Solved) -> None:
    made = mutants(right)
    assert len({str(each) for each in made}) == len(made)


def test_what_a_wrong_puts_there_is_what_is_seen_there(right: Solved) -> None:
    """Or a mutant would not be what it is called."""
    for task, each in right.asked():
        if each.kind.name == "flow_log" and task == "web-traffic":
            resource = right.view(each).found["interfaces"][0]
            log = next(item for item in right.snapshot.read(FLOW_LOGS) if item["ResourceId"] == resource.id)
            case = Case(each.expected, log, resource, right.view(each))  # type: ignore[arg-type]
            moot = set(each.kind.moot(each.expected))
            for wrong in wrongs(flow_log_properties.PROPERTIES, each.expected, case, log, moot):
                spoilt = [it for it in flow_log_properties.PROPERTIES if it.way not in moot]
                differing = {it.way for it in spoilt if it.seen(wrong.change(log)) != it.seen(log)}
                assert differing <= wrong.spoils.keys(), wrong.label


class Wider(Topic):
    """A topic with a setting that its kind's author forgot about."""

    loud: Literal["yes", "no"] = "no"


def test_a_setting_without_a_mutation_is_found(tmp_path: Path) -> None:
    assert told(failures(solved(tmp_path, model=Wider)), "one: no mutation of the topic spoils `loud`")
    assert failures(solved(tmp_path, model=Wider, moot=lambda _expected: ("loud",))) == ()


def test_the_leaves_of_a_model_are_all_that_can_be_said() -> None:
    assert "to.role" in set(leaves(checks.flow_log.FlowLog))
    assert "to" not in set(leaves(checks.flow_log.FlowLog))


def test_a_kind_that_is_right_is_proved_right(tmp_path: Path) -> None:
    assert failures(solved(tmp_path)) == ()
    right = solved(tmp_path)
    assert try_pairs(right, mutants(right)).failures == ()


def only_the_first(expected: Topic, account: View) -> Iterator[Part]:
    for part in kinds.judge(expected, account):
        yield Part(part.label, part.criteria[:1], part.exists)


def test_a_criterion_that_is_missing_is_found(tmp_path: Path) -> None:
    assert told(failures(solved(tmp_path, judge=only_the_first)), "topic: green: one passes all the same")


def colour_of_anybody(expected: Topic, account: View) -> Iterator[Part]:
    """A colour that counts for all topics alike."""
    for part in kinds.judge(expected, account):
        spoilt = any(each["Colour"] == "green" for each in account.read(TOPICS))
        yield Part(part.label, (part.criteria[0], part.criteria[1]._replace(met=part.criteria[1].met and not spoilt)))


def test_a_task_that_fails_by_what_is_not_its_business_is_found(tmp_path: Path) -> None:
    right = solved(tmp_path, judge=colour_of_anybody)
    assert told(failures(right), "topic: green", "it is no business of two")


def dear(expected: Topic, account: View) -> Iterator[Part]:
    """Whoever has the wrong colour loses everything."""
    for part in kinds.judge(expected, account):
        good = all(each.met for each in part.criteria)
        yield (
            part
            if good
            else Part(part.label, tuple(Criterion.unmet(each.code, *each.findings) for each in part.criteria))
        )


def test_points_taken_for_what_is_right_are_found(tmp_path: Path) -> None:
    assert told(
        failures(solved(tmp_path, judge=dear)), "takes points for", "exists of alarms", "not for colour of alarms"
    )


def test_a_finding_of_another_name_is_found(tmp_path: Path) -> None:
    def renamed(expected: Topic, account: View) -> Iterator[Mutation]:
        for each in kinds.mutations(expected, account):
            yield replace(each, spoils={way: f"{code}-wrong" for way, code in each.spoils.items()})

    assert told(failures(solved(tmp_path, mutations=renamed)), "one tells colour, not colour-wrong")


def even(expected: Topic, account: View) -> Iterator[Part]:
    """Two wrong colours look right to it."""
    colours = [each["Colour"] for each in account.read(TOPICS)]
    for part in kinds.judge(expected, account):
        yield (
            Part(part.label, tuple(Criterion(each.code) for each in part.criteria))
            if colours.count("green") == 2
            else part
        )


def silent(expected: Topic, account: View) -> Iterator[Part]:
    """It tells of the first thing that is wrong in the account, and of nothing else."""
    wrong = [each["Name"] for each in account.read(TOPICS) if each["Colour"] == "green"]
    for part in kinds.judge(expected, account):
        quiet = len(wrong) > 1 and wrong[0] != expected.name
        criteria = [each._replace(findings=()) if quiet else each for each in part.criteria]
        yield Part(part.label, tuple(criteria), part.exists)


def test_two_wrongs_that_make_a_right_are_found(tmp_path: Path) -> None:
    right = solved(tmp_path, judge=even)
    assert failures(right) == ()
    assert told(try_pairs(right, mutants(right)).failures, "green, and topic: green: one passes all the same")


def test_a_wrong_that_is_not_told_beside_another_is_found(tmp_path: Path) -> None:
    right = solved(tmp_path, judge=silent)
    assert failures(right) == ()
    assert told(try_pairs(right, mutants(right)).failures, "two tells nothing, and nothing of the topic: green")


def test_two_mutations_of_the_same_thing_are_no_pair(tmp_path: Path) -> None:
    def two_colours(expected: Topic, account: View) -> Iterator[Mutation]:
        yield from kinds.mutations(expected, account)
        back = edited(
            "Name", expected.name, lambda item: {**item, "Colour": {"green": "red"}.get(item["Colour"], "white")}
        )
        it = ((expected.name,), frozenset({expected.name}))
        yield Mutation("white", TOPICS, back, {"colour": "colour"}, *it)

    right = solved(tmp_path, mutations=two_colours)
    assert try_pairs(right, mutants(right)).failures == ()


def test_what_two_tasks_rest_on_has_to_fail_both(tmp_path: Path) -> None:
    both = kinds.LAB.replace("{name: reports}", "{name: alarms, colour: red}")
    right = Solved(kinds.lab(tmp_path, both), kinds.RIGHT)
    made = mutants(right)
    assert [sorted(each.outcomes) for each in made] == [["one", "two"], ["one", "two"]]
    assert try_mutants(right, made)[0].failures == ()


def test_an_estate_that_is_spoilt_makes_tasks_unreadable_and_is_paired_with_nothing(right: Solved) -> None:
    spoilt: list[Mutant] = [each for each in mutants(right) if each.is_of_estate]
    assert {each.kind for each in spoilt} == {"subnet", "network_interface"}
    assert try_mutants(right, spoilt)[0].failures == ()
    assert try_pairs(right, spoilt).tried == 0


def test_every_pair_of_the_first_lab_is_told(right: Solved) -> None:
    trial = try_pairs(right, mutants(right))
    assert trial.failures == ()
    assert trial.tried > 5000
