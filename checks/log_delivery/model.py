"""What a lab may ask of records that arrive, and the calls that list them."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from checks.bucket import BucketName
from checks.engine.kind import Expectation, Refers
from checks.engine.snapshot import Read
from checks.log_group.model import Name as LogGroupName

STREAMS = Read(
    "logs",
    "describe_log_streams",
    "logStreams",
    "logs:DescribeLogStreams",
    absent=("ResourceNotFoundException",),
    resource="arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}",
)
OBJECTS = Read(
    "s3",
    "list_objects_v2",
    "Contents",
    "s3:ListBucket",
    absent=("404", "NoSuchBucket", "NotFound"),
    resource="arn:{partition}:s3:::{Bucket}",
    sparse=True,
)


class LogDelivery(Expectation):
    """Flow log records that have arrived, in a log group or in a folder of a bucket. What is unsaid may be any way.

    In a log group they may be asked for of each of some `interfaces`; `at_least` counts streams there, and files in a
    bucket.

    log_delivery: {bucket: metrolio-eu-ff578811, prefix: web/, at_least: 2, file_format: parquet, hive_partitions: true}
    """

    log_group: LogGroupName | None = None
    interfaces: Annotated[str, Refers(("network_interface",))] | None = None
    bucket: BucketName | None = None
    prefix: str = ""
    at_least: Annotated[int, Field(ge=1)] = 1
    file_format: Literal["plain-text", "parquet"] | None = None
    hive_partitions: bool | None = None
    hourly_partitions: bool | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.log_group is None) == (self.bucket is None):
            raise ValueError("records arrive either in a `log_group` or in a `bucket`: name the one or the other.")
        if self.bucket is None and (
            said := self.said & {"prefix", "file_format", "hive_partitions", "hourly_partitions"}
        ):
            raise ValueError(f"`{min(said)}` goes with a `bucket`; a log group has no files.")
        if self.bucket and self.interfaces:
            raise ValueError("`interfaces` goes with a `log_group`: names of files don't tell the interface.")
        return self

    @property
    def place(self) -> str:
        """Where records arrive, in words."""
        if self.log_group:
            return f"the log group {self.log_group}"
        folder = self.prefix.strip("/")
        return f"the folder {folder}/ of the bucket {self.bucket}" if folder else f"the bucket {self.bucket}"


@lru_cache(4096)
def listing(expected: LogDelivery) -> Read:
    """The read that lists what has arrived."""
    if expected.log_group:
        return STREAMS.narrowed(logGroupName=expected.log_group)
    folder = expected.prefix.strip("/")
    return OBJECTS.narrowed(Bucket=expected.bucket, Prefix=f"{folder}/AWSLogs/" if folder else "AWSLogs/")


def whole_bucket(expected: LogDelivery) -> Read:
    """The beginning of all that is in the bucket, to see where records have gone in place of the folder."""
    return OBJECTS.narrowed(Bucket=expected.bucket).bounded(2)
