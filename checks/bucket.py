"""S3 buckets: is it there?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from checks.engine.capture.captured import Capture, Captured, LeftOut
from checks.engine.kind import Criterion, Expectation, Finding, Kind, Part, Resource, spelt
from checks.engine.properties import EXISTS
from checks.engine.snapshot import Read
from checks.engine.variation import Mutation, Variation, every

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
ALL_BUCKETS = Read("s3", "list_buckets", "Buckets", "s3:ListAllMyBuckets")

BucketName = Annotated[
    str,
    spelt(
        re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
        "is no name of a bucket. One has 3 to 63 small letters, digits, dots and hyphens, and begins and ends with a "
        "letter or digit",
    ),
]
"""Amazon S3 user guide, *General purpose bucket naming rules*."""


class Bucket(Expectation):
    """An S3 bucket that exists and that the account can reach.

    bucket: {name: metrolio-eu-ff578811}
    """

    name: BucketName


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


def mutations(expected: Bucket, _account: View) -> Iterator[Mutation]:
    """The bucket is gone."""
    of_it = ((expected.name,), frozenset({expected.name}))
    yield Mutation("gone", named(expected.name), lambda _items: (), {"name": "missing"}, *of_it)


def equivalents(expected: Bucket, _account: View) -> Iterator[Variation]:
    """The same bucket as older and newer SDKs show it."""
    shown = {"BucketRegion": "eu-west-1", "AccessPointAlias": False}
    yield Variation("bucket with its region told", named(expected.name), every(lambda item: {**item, **shown}))
    yield Variation("bucket with nothing told", named(expected.name), every(lambda _item: {}))


def captured(account: Snapshot) -> Iterator[Captured | LeftOut]:
    """Every bucket of the region."""
    for bucket in account.read(ALL_BUCKETS):
        name, region = str(bucket["Name"]), bucket.get("BucketRegion") or account.region
        if region == account.region:
            yield Captured(name, f"Create the bucket {name}", {"name": name})
        else:
            yield LeftOut(name, f"the bucket {name}", f"It is in {region}.")


KIND = Kind(
    "bucket",
    Bucket,
    reads=lambda expected: (named(expected.name),),
    judge=judge,
    select=select,
    mutations=mutations,
    equivalents=equivalents,
    capture=Capture((ALL_BUCKETS,), captured),
)
