"""A guide that keeps something from the learner, or tells one of another's names, is found out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from checks import KINDS
from checks.engine.bind import bind
from checks.engine.verify.book import try_book
from checks.engine.verify.mutants import mutants
from checks.engine.verify.trial import Solved
from labs.load import load
from labs.names import Identity
from tests.checks.accounts import LAB, snapshot, solved
from tests.checks.verify.kinds import told

ADA = Identity("ada", b"correct horse battery staple")


WORDS = (
    "{{ region }}",
    "{{ zone }}",
    "default",
    "an instance",
    "{{ zone }}-logs",
    "{{ zone }}-all-traffic",
    "all",
    "1 minute",
    "{{ role }}",
    "web-traffic",
    "ACCEPT",
    "600",
    "{{ bucket }}",
    "/web/",
)
"""All that the first lab grades, in as few words as will do."""


def failures(folder: Path, guide: str | None = None, hidden: str = "") -> tuple[str, ...]:
    """What is found in the first lab, with that guide in place of its own, and with that task hidden."""
    where = folder / "vpc_flow_logs"
    shutil.copytree(LAB, where)
    if guide is not None:
        (where / "guide.md.j2").write_text(guide)
    if hidden:
        task = f"  - id: {hidden}\n"
        text = (where / "lab.yaml").read_text()
        assert text.count(task) == 1
        (where / "lab.yaml").write_text(text.replace(task, f"{task}    visibility: hidden\n"))
    right = Solved(bind(load(where), KINDS), snapshot(solved()))
    return try_book(right, load(where, ADA), mutants(right)).failures


def test_the_first_labs_guide_tells_all_that_is_graded(tmp_path: Path) -> None:
    assert failures(tmp_path) == ()


def test_of_what_is_hidden_a_guide_may_tell_nothing(tmp_path: Path) -> None:
    words = [each for each in WORDS if each not in ("web-traffic", "/web/", "{{ bucket }}", "an instance")]
    assert failures(tmp_path / "shown", "\n".join(words)) != ()
    assert failures(tmp_path / "hidden", "\n".join(words), hidden="web-traffic") == ()


def test_a_guide_of_few_words_may_tell_it_as_well(tmp_path: Path) -> None:
    assert failures(tmp_path, "\n".join(WORDS)) == ()


@pytest.mark.parametrize(
    ("word", "way", "words"),
    [
        ("{{ region }}", "`region`", "'eu-west-1'"),
        ("{{ zone }}", "`availability_zone`", "'eu-west-1b'"),
        ("default", "`default`", "'default'"),
        ("an instance", "`attached_to`", "'instance'"),
        ("{{ zone }}-logs", "`name`", "'eu-west-1b-logs'"),
        ("{{ zone }}-all-traffic", "`name`", "'eu-west-1b-all-traffic'"),
        ("all", "`traffic`", "'ALL'"),
        ("1 minute", "`interval`", "'60' or '1 minute' or 'one minute'"),
        ("{{ role }}", "`to.role`", "'metrolio-flow-logs-4df7f3c3'"),
        ("web-traffic", "`name`", "'web-traffic'"),
        ("ACCEPT", "`traffic`", "'ACCEPT'"),
        ("600", "`interval`", "'600' or '10 minute' or 'ten minutes'"),
        ("{{ bucket }}", "`to.bucket`", "'metrolio-eu-ff578811'"),
        ("/web/", "`to.prefix`", "'web/'"),
    ],
)
def test_what_is_graded_and_not_told_is_found(tmp_path: Path, word: str, way: str, words: str) -> None:
    guide = "\n".join(each for each in WORDS if each != word)
    assert told(failures(tmp_path, guide), f"is graded by {way}, and the guide says nowhere {words}.")


def test_that_the_rest_is_left_at_its_default_has_to_be_told(tmp_path: Path) -> None:
    guide = "\n".join(each for each in WORDS if each != "default")
    assert told(failures(tmp_path, guide), "the task log-group is graded by `all else at its default`")


def test_a_name_has_to_be_told_to_the_letter(tmp_path: Path) -> None:
    assert told(failures(tmp_path, "\n".join(WORDS).replace("web-traffic", "Web-Traffic")), "'web-traffic'")


def test_a_published_name_in_a_hint_is_a_leak(tmp_path: Path) -> None:
    """The learner's own name stands for all of them."""
    where = tmp_path / "one"
    where.mkdir()
    shutil.copytree(LAB, where / "vpc_flow_logs")
    path = where / "vpc_flow_logs" / "lab.yaml"
    path.write_text(
        path.read_text().replace("Logs, log group {{ zone }}-logs, role {{ role }}", "role metrolio-flow-logs-4df7f3c3")
    )
    lab = bind(load(where / "vpc_flow_logs", ADA), KINDS)
    right = Solved(bind(load(where / "vpc_flow_logs"), KINDS), snapshot(solved()))
    ada = Solved(replace(right.bound, lab=lab.lab), right.snapshot)
    (failure,) = [each for each in try_book(ada, right.bound.lab, []).failures if each.startswith("hint")]
    assert failure == (
        "hint 3 of subnet-flow-log has another learner's `role` in it, metrolio-flow-logs-4df7f3c3: use {{ role }}."
    )


def test_a_message_of_a_kind_that_has_a_name_written_into_it_is_a_leak(tmp_path: Path) -> None:
    right = Solved(bind(load(LAB), KINDS), snapshot(solved()))
    another = replace(right.bound.lab, names={**right.bound.lab.names, "bucket": "delete it and create it again"})
    assert told(try_book(right, another, mutants(right)).failures, "what is told of the flow_log", "`bucket`")
