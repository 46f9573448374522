"""What a lab may ask of a flow log."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from checks.bucket import BucketName
from checks.engine.kind import Expectation, Refers, Text
from checks.engine.snapshot import Read
from checks.log_group.model import Name as LogGroupName
from checks.records.fields import DEFAULT
from checks.role import RoleName

FLOW_LOGS = Read("ec2", "describe_flow_logs", "FlowLogs", "ec2:DescribeFlowLogs")

DEFAULT_FORMAT = DEFAULT


class To(Expectation):
    """Where records go: to a log group, through a role, or to a folder of a bucket."""

    log_group: LogGroupName | None = None
    role: RoleName | None = None
    bucket: BucketName | None = None
    prefix: str = ""

    @model_validator(mode="after")
    def _one_destination(self) -> Self:
        if (self.log_group is None) == (self.bucket is None):
            raise ValueError("`to` names either a `log_group` or a `bucket`.")
        if self.bucket is None and "prefix" in self.model_fields_set:
            raise ValueError("`prefix` is a folder of a `bucket`; a log group has none.")
        if self.log_group is None and self.role is not None:
            raise ValueError("`role` goes with a `log_group`; AWS takes none with a bucket.")
        if "AWSLogs" in self.prefix.split("/"):
            raise ValueError("`AWSLogs` is reserved by AWS and can't be a folder here.")
        return self


class FlowLog(Expectation):
    """A flow log on each resource that `resource` refers to.

    flow_log: {name: web-traffic, resource: interfaces, traffic: ACCEPT, interval: 600, to: {bucket: b, prefix: web/}}
    """

    name: Text
    resource: Annotated[str, Refers(("subnet", "network_interface", "vpc"))]
    traffic: Literal["ACCEPT", "REJECT", "ALL"] = "ALL"
    interval: Literal[60, 600] = Field(default=600, description="Maximum aggregation interval, in seconds.")
    to: To
    format: tuple[Text, ...] = Field(default=DEFAULT_FORMAT, strict=False)
    file_format: Literal["plain-text", "parquet"] = "plain-text"
    hive_partitions: bool = False
    hourly_partitions: bool = False


_FIELD = re.compile(r"\$\{([a-z0-9-]+)\}")


@lru_cache(256)
def format_fields(log_format: str | None) -> tuple[str, ...]:
    """The fields of a LogFormat, whatever white space or `$${}` escapes a client wrote it with; none is the default."""
    if not log_format:
        return DEFAULT_FORMAT
    pieces = log_format.replace("$${", "${").split()
    return tuple(field[1] if (field := _FIELD.fullmatch(piece)) else piece for piece in pieces)
