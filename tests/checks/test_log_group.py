"""The log group: existence first, then settings, each default checked."""

from __future__ import annotations

from typing import Any

import pytest

from checks.engine.grade import regrade
from checks.engine.snapshot import Reply
from checks.log_group import ALL_GROUPS
from tests.checks.accounts import (
    GROUP,
    GROUPS,
    REGION,
    changed,
    codes,
    graded,
    lab,
    log_group,
    snapshot,
    solved,
    tasks,
    untouched,
)


def test_a_group_at_its_defaults_earns_everything() -> None:
    task = tasks(graded(solved()))["log-group"]
    assert (task.verdict, task.score) == ("passed", 20.0)


@pytest.mark.parametrize(
    ("changes", "code", "observed"),
    [
        ({"retentionInDays": 731}, "retention", 731),
        ({"retentionInDays": 1}, "retention", 1),
        ({"logGroupClass": "INFREQUENT_ACCESS"}, "log-class", "INFREQUENT_ACCESS"),
        (
            {"kmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/k"},
            "kms-key",
            "arn:aws:kms:eu-west-1:123456789012:key/k",
        ),
        ({"deletionProtectionEnabled": True}, "deletion-protection", "on"),
    ],
)
def test_each_setting_that_is_not_the_default_is_told_and_costs_half(
    changes: dict[str, Any], code: str, observed: object
) -> None:
    result = graded(changed(GROUPS, **changes))
    assert codes(result) == {"log-group": [code]}
    task = tasks(result)["log-group"]
    assert task.findings[0].actual == observed
    assert (task.verdict, task.score) == ("failed", 10.0)


def test_two_wrong_settings_are_both_told() -> None:
    result = graded(changed(GROUPS, retentionInDays=7, logGroupClass="INFREQUENT_ACCESS"))
    assert codes(result) == {"log-group": ["retention", "log-class"]}


@pytest.mark.parametrize("key", ["logGroupClass", "logGroupArn", "storedBytes"])
def test_a_client_too_old_to_show_a_field_shows_correct_work_all_the_same(key: str) -> None:
    assert graded(changed(GROUPS, **{key: None})).verdict == "passed"


def test_a_group_whose_name_only_begins_the_same_is_not_the_group() -> None:
    account = untouched() | {GROUPS: [log_group(f"{GROUP}-old"), log_group(f"{GROUP}/web")]}
    task = tasks(graded(account))["log-group"]
    assert (task.verdict, task.score) == ("failed", 0.0)
    assert task.findings[0].code == "missing"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("EU-West-1b-Logs", "upper and lower case"),
        ("eu-west-1b-log", "slip of the keyboard"),
        ("eu-west-1b-logs ", "white space"),
        ("eu-wset-1b-logs", "slip of the keyboard"),
    ],
)
def test_a_misspelt_group_is_found_by_the_further_read_and_named(name: str, words: str) -> None:
    taken = snapshot(untouched()).with_replies({ALL_GROUPS.key(REGION): Reply((log_group("other"), log_group(name)))})
    finding = tasks(regrade(lab(), taken))["log-group"].findings[0]
    assert finding.code == "missing"
    assert repr(name) in finding.message
    assert words in finding.message


def test_a_misspelt_group_earns_nothing() -> None:
    taken = snapshot(untouched()).with_replies({ALL_GROUPS.key(REGION): Reply((log_group("eu-west-1b-log"),))})
    assert tasks(regrade(lab(), taken))["log-group"].score == 0.0


def test_the_right_group_among_hundreds_is_enough() -> None:
    account = solved()
    account[GROUPS] = [*(log_group(f"{GROUP}-{n}", retentionInDays=1) for n in range(300)), *account[GROUPS]]
    assert graded(account).verdict == "passed"
