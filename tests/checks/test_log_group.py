"""The log group: existence first, then settings, each default checked."""

from __future__ import annotations

from typing import Any

import pytest

from checks.engine.grade import regrade
from checks.engine.kind import Finding
from checks.engine.snapshot import Reply
from checks.log_group import ALL_GROUPS
from tests.checks.accounts import (
    GROUP,
    GROUPS,
    REGION,
    asking,
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


EDIT = "In the console: Actions, Edit retention setting. To never expire: `aws logs delete-retention-policy`."
ANEW = "A log group's class can't be changed: delete the group and create it again."
KEY = "arn:aws:kms:eu-west-1:123456789012:key/k"
KEYS = "`aws logs disassociate-kms-key` takes a key away, `associate-kms-key` sets one."


@pytest.mark.parametrize(
    ("asked", "changes", "message", "rest"),
    [
        ({}, {"retentionInDays": 7}, "The retention (in days) {} is 7, not never.", ("never", 7, EDIT)),
        ({"retention": 7}, {}, "The retention (in days) {} is never, not 7.", (7, "never", EDIT)),
        (
            {},
            {"logGroupClass": "DELIVERY"},
            "The class {} is DELIVERY, not STANDARD.",
            ("STANDARD", "DELIVERY", ANEW),
        ),
        ({}, {"kmsKeyId": KEY}, f"The KMS key {{}} is {KEY}, not none.", ("none", KEY, KEYS)),
        ({"kms_key": KEY}, {}, f"The KMS key {{}} is none, not {KEY}.", (KEY, "none", KEYS)),
        (
            {},
            {"deletionProtectionEnabled": True},
            "The deletion protection {} is on, not off.",
            ("off", "on", "Turn deletion protection off in the group's settings."),
        ),
        (
            {"deletion_protection": True},
            {},
            "The deletion protection {} is off, not on.",
            ("on", "off", "Turn deletion protection on in the group's settings."),
        ),
    ],
)
def test_what_is_wrong_is_said_in_full(
    asked: dict[str, Any], changes: dict[str, Any], message: str, rest: tuple[object, object, str]
) -> None:
    (task,) = regrade(asking("log_group", None, name=GROUP, **asked), snapshot(changed(GROUPS, **changes))).tasks
    (finding,) = task.findings
    assert finding.message == message.format(f"of the log group {GROUP}")
    assert (finding.expected, finding.actual, finding.hint) == rest
    assert finding.resource == GROUP


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


def test_a_group_that_nothing_is_like_is_missing_and_no_more_is_said() -> None:
    task = tasks(graded(untouched() | {GROUPS: [log_group(f"{GROUP}-of-another-project-altogether")]}))["log-group"]
    assert task.findings == (Finding("missing", f"There is no log group {GROUP} in {REGION}.", GROUP),)
    assert not task.parts[0].exists


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
    assert finding.message.startswith(f"There is no log group {GROUP} in {REGION}. There is one named {name!r}, which ")
    assert words in finding.message
    assert (finding.expected, finding.actual, finding.resource) == (GROUP, name, name)
    assert finding.hint == "A log group can't be renamed: create one with the exact name."


def test_a_misspelt_group_earns_nothing_and_is_there_all_the_same() -> None:
    taken = snapshot(untouched()).with_replies({ALL_GROUPS.key(REGION): Reply((log_group("eu-west-1b-log"),))})
    task = tasks(regrade(lab(), taken))["log-group"]
    assert (task.score, task.parts[0].exists) == (0.0, True)


def test_a_slip_at_the_end_is_seen_without_a_further_read() -> None:
    finding = tasks(graded(untouched() | {GROUPS: [log_group(f"{GROUP}s")]}))["log-group"].findings[0]
    assert finding.actual == f"{GROUP}s"


def test_only_the_group_of_that_name_is_told_of_in_another_region() -> None:
    there = {GROUPS.key("us-east-1"): Reply((log_group(f"{GROUP}-old"), log_group()))}
    findings = tasks(regrade(lab(), snapshot(untouched()).with_replies(there)))["log-group"].findings
    assert [each.message.split(" stands")[0] for each in findings[1:]] == [f"A log group named {GROUP}"]


def test_the_right_group_among_hundreds_is_enough() -> None:
    account = solved()
    account[GROUPS] = [*(log_group(f"{GROUP}-{n}", retentionInDays=1) for n in range(300)), *account[GROUPS]]
    assert graded(account).verdict == "passed"
