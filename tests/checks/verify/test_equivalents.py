"""A judge that takes right work for wrong is found out, and so is one that other things lead astray."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import checks.flow_log.described
from checks.engine.kind import Criterion, Finding, Part, View
from checks.engine.snapshot import Snapshot
from checks.engine.verify.equivalents import equivalents, try_equivalents, try_noise
from checks.engine.verify.mutants import mutants
from checks.engine.verify.refusals import try_refusals
from checks.engine.verify.trial import Solved
from tests.checks.accounts import snapshot, untouched
from tests.checks.verify import kinds
from tests.checks.verify.kinds import RIGHT, TOPICS, UNTOUCHED, Topic, solved, told


def test_hundreds_of_right_accounts_pass_the_first_lab(right: Solved) -> None:
    trial = try_equivalents(right)
    assert trial.failures == ()
    assert trial.tried >= 500


@pytest.mark.slow
def test_the_same_equivalents_are_tried_every_time(right: Solved) -> None:
    assert try_equivalents(right) == try_equivalents(right)


def test_each_equivalent_is_another_account_and_none_comes_twice(right: Solved) -> None:
    every = equivalents(right)
    assert len({(it.read, it.label) for it in every}) == len(every)
    same = [it.label for it in every if it.of(right.snapshot) == right.snapshot]
    assert len(same) < len(every) / 4, same  # some say what this account says anyway


def to_the_letter(text: str | None) -> tuple[str, ...]:
    """It takes fields apart only where a single blank stands between them."""
    return tuple(each.strip("${}") for each in (text or "").split(" "))


def test_a_format_that_has_to_be_written_one_way_is_a_false_alarm(
    right: Solved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks.flow_log.described, "format_fields", to_the_letter)
    assert told(try_equivalents(Solved(right.bound, right.snapshot)).failures, "with its format in many blanks")


def tagged(*tags: str) -> object:
    """A judge whom topics with all of these tags displease."""

    def judge(expected: Topic, account: View) -> Iterator[Part]:
        for part in kinds.judge(expected, account):
            bad = any(all(tag in each for tag in tags) for each in account.read(TOPICS))
            spoilt = Criterion.unmet("colour", Finding("colour", "I don't like it."))
            yield Part(part.label, (part.criteria[0], spoilt)) if bad else part

    return judge


def test_a_false_alarm_is_told_by_its_cause(tmp_path: Path) -> None:
    failures = try_equivalents(solved(tmp_path, judge=tagged("B"))).failures
    assert told(failures, "tagged B: one is failed (colour), where it was passed")
    assert not told(failures, "tagged A")


def test_a_false_alarm_that_takes_two_is_brought_down_to_those_two(tmp_path: Path) -> None:
    failures = try_equivalents(solved(tmp_path, judge=tagged("A", "C"))).failures
    assert [each.split(": ")[0] for each in failures] == ["tagged A; with tagged C"]


def test_no_trace_is_left_in_the_folder(right: Solved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    try_equivalents(right)
    assert list(tmp_path.iterdir()) == []


def first_come(expected: Topic, account: View) -> Iterator[Part]:
    """It looks at the first topic only, whatever it is called."""
    first = account.read(TOPICS)[:1]
    return kinds.judge(expected, View(kinds.reply(*({**each, "Name": expected.name} for each in first)), {}))


def last_come(expected: Topic, account: View) -> Iterator[Part]:
    """It looks at the colour of the last topic."""
    for part in kinds.judge(expected, account):
        last = account.read(TOPICS)[-1:]
        wrong = [Finding("colour", "?") for each in last if each["Colour"] == "red"]
        yield (
            Part(part.label, (part.criteria[0], Criterion.of(part.criteria[-1].code, *wrong))) if part.exists else part
        )


def test_noise_that_leads_a_judge_astray_is_found(tmp_path: Path) -> None:
    one = kinds.LAB.split("  - id: two")[0]
    right = Solved(kinds.lab(tmp_path, one, replace(kinds.TOPIC, judge=first_come)), RIGHT)
    assert told(try_noise(right, UNTOUCHED, []).failures, "another topic: one is failed")


def test_an_order_that_leads_a_judge_astray_is_found(tmp_path: Path) -> None:
    right = solved(tmp_path, judge=last_come)
    assert told(try_equivalents(right).failures, "sns list_topics in reverse")
    assert told(try_noise(right, UNTOUCHED, []).failures, "in another order")


def anything(expected: Topic, account: View) -> Iterator[Part]:
    """Whatever there is will do."""
    for part in kinds.judge(expected, account):
        yield Part(part.label, (Criterion(part.criteria[0].code), *part.criteria[1:])) if account.read(TOPICS) else part


def test_noise_that_earns_where_nothing_was_done_is_found(tmp_path: Path) -> None:
    failures = try_noise(solved(tmp_path, judge=anything), UNTOUCHED, []).failures
    assert told(failures, "one earns in an account that nobody has touched: exists of alarms")


def sated(expected: Topic, account: View) -> Iterator[Part]:
    """A pink topic makes up for a wrong colour."""
    pink = any(each["Colour"] == "pink" for each in account.read(TOPICS))
    for part in kinds.judge(expected, account):
        yield Part(part.label, tuple(Criterion(each.code) for each in part.criteria)) if pink and part.exists else part


def test_noise_that_hides_a_mutant_is_found(tmp_path: Path) -> None:
    right = solved(tmp_path, judge=sated)
    assert told(try_noise(right, UNTOUCHED, mutants(right)).failures, "topic: green: one passes all the same")


def test_noise_changes_nothing_of_the_first_lab(right: Solved) -> None:
    trial = try_noise(right, snapshot(untouched()), mutants(right))
    assert trial.failures == ()
    labels = {it.label for each in right.all() for it in each.kind.noise(each.expected, right.view(each))}
    assert {"5,000 log groups with the same prefix", "3,000 other interfaces"} <= labels


def test_a_refusal_that_is_taken_for_nothing_there_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = solved(tmp_path)
    trial = try_refusals(right, UNTOUCHED)
    assert (trial.failures, trial.tried) == ((), 8)
    monkeypatch.setattr(Snapshot, "read", Snapshot.seen)
    failures = try_refusals(right, UNTOUCHED).failures
    assert told(failures, "AccessDenied in a solved account", "one rests on sns list_topics, and is failed (missing)")
    assert told(failures, "there is a score, 0, though sns list_topics failed")


def test_a_refused_read_fails_nothing_and_passes_nothing_of_the_first_lab(right: Solved) -> None:
    trial = try_refusals(right, snapshot(untouched()))
    assert trial.failures == ()
    assert trial.tried == 6 * 4 * 2
