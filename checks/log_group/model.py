"""What a lab may ask of a log group, and the calls that show it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal

from checks.engine.kind import Expectation, Text, spelt
from checks.engine.snapshot import Read

LOG_GROUPS = Read("logs", "describe_log_groups", "logGroups", "logs:DescribeLogGroups", owner="arn")
ALL_GROUPS = LOG_GROUPS.bounded(20)
"""A thousand groups are enough to find a slip of the keyboard in."""

Name = Annotated[
    str,
    spelt(
        re.compile(r"[\w./#-]{1,512}", re.ASCII),
        "is no name of a log group. One has up to 512 letters, digits and the characters _ - / . #",
    ),
]
"""CloudWatch Logs API reference, *CreateLogGroup*."""

# fmt: off
Days = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, "never"
]
# fmt: on
"""CloudWatch Logs API reference, *PutRetentionPolicy*."""


class LogGroup(Expectation):
    """A CloudWatch log group. `retention` is in days, and `never` is AWS's default.

    log_group: {name: eu-west-1b-logs, retention: never, log_class: STANDARD}
    """

    name: Name
    retention: Days = "never"
    log_class: Literal["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] = "STANDARD"
    kms_key: Text | None = None
    deletion_protection: bool = False


@lru_cache(4096)
def named(name: str) -> Read:
    """The read that finds the group `name`, among those whose names begin so: the service has no exact look-up."""
    return LOG_GROUPS.narrowed(logGroupNamePrefix=name)
