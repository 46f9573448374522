"""S3 buckets: is it there?"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from checks.engine.kind import Criterion, Expectation, Finding, Kind, Part, Resource, Text
from checks.engine.properties import EXISTS
from checks.engine.snapshot import Read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.engine.kind import View
    from checks.engine.snapshot import Snapshot

BUCKET = Read(
    "s3",
    "head_bucket",
    "",
    "s3:ListBucket",
    absent=("404", "NoSuchBucket", "NotFound"),
    resource="arn:{partition}:s3:::{Bucket}",
)


class Bucket(Expectation):
    """An S3 bucket that exists and that the account can reach.

    bucket: {name: metrolio-eu-ff578811}
    """

    name: Text


@lru_cache(4096)
def named(name: str) -> Read:
    """The read that finds the bucket `name`."""
    return BUCKET.narrowed(Bucket=name)


def select(expected: Bucket, account: Snapshot) -> Iterator[Resource]:
    """The bucket of that name."""
    if account.read(named(expected.name)):
        yield Resource(expected.name, f"the bucket {expected.name}")


def judge(expected: Bucket, account: View) -> Iterator[Part]:
    """Whether it is there."""
    there = bool(account.read(named(expected.name)))
    missing = None if there else Finding("missing", f"There is no bucket {expected.name}.", expected.name)
    yield Part(expected.name, (Criterion.of(EXISTS, missing),), exists=there)


KIND = Kind("bucket", Bucket, reads=lambda expected: (named(expected.name),), judge=judge, select=select)
