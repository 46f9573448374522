"""What was read from an account at one moment: plain data, saved as JSON, and asked again for ever after."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from labs.errors import LabgraderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Item = dict[str, Any]
"""One resource as AWS describes it, in AWS's own keys; times are ISO 8601 text."""


ONLY_READ = ("describe_", "get_", "head_", "list_", "filter_log_events")
"""How the operations begin that only read. CloudWatch Logs looks records up by one that is called otherwise."""


@dataclass(frozen=True, order=True)
class Read:
    """One read-only API call that a kind declares.

    `operation` is the method of the SDK's client and `items` the key of the reply that holds what was asked for (empty:
    the reply as a whole). `action` is the IAM action it needs, and `absent` the error codes that mean "there is none".
    `owner` is the key of an item that carries the account's own id, alone or inside an ARN. `pages` bounds a read that
    only helps to explain; a read that decides has no bound. `resource` is the ARN that IAM weighs the action against,
    with `{partition}`, `{region}`, `{account}` and the names of parameters in it; empty where the action takes no
    resource (AWS's service authorization reference says which do). AWS leaves the key `items` out of the reply where
    there is none, if the read is `sparse`. A `mark` is what set-up leaves for a judgement to go by: where a submission
    is run, it is read before that, and evidence from before there was such a mark is judged without.
    """

    service: str
    operation: str
    items: str
    action: str
    params: tuple[tuple[str, Any], ...] = ()
    absent: tuple[str, ...] = ()
    owner: str = ""
    pages: int | None = None
    resource: str = ""
    sparse: bool = False
    mark: bool = False

    def __post_init__(self) -> None:
        only_tries = ("DryRun", True) in self.params  # which AWS answers without doing anything
        if not only_tries and not self.operation.startswith(ONLY_READ):
            raise ValueError(f"{self.operation} isn't a call that only reads; a grade makes no other")

    def narrowed(self, **params: Any) -> Read:
        """The same read with parameters, such as the one name that is looked for."""
        return replace(self, params=tuple(sorted({**dict(self.params), **params}.items())))

    def bounded(self, pages: int) -> Read:
        """The same read, given up after so many pages."""
        return replace(self, pages=pages)

    def key(self, region: str) -> str:
        """What a snapshot files the reply under."""
        return f"{region} {self._call}"

    @cached_property
    def _call(self) -> str:
        params = json.dumps(dict(self.params), sort_keys=True, separators=(",", ":"))
        bound = f" pages<={self.pages}" if self.pages else ""
        return f"{self.service}.{self.operation} {params}{bound}"


class NotKnown(LabgraderError):
    """Something can't be judged: never taken for an absent resource, and never for a pass.

    The engine turns it into the task's verdict `unreadable`, with `reason`.
    """

    reason = "unreadable"


class NeedsNewRead(NotKnown):
    """The snapshot holds no answer to a question that the lab asks now."""

    reason = "needs-new-read"

    def __init__(self, read: Read) -> None:
        super().__init__(
            f"The saved evidence holds no {read.service} {read.operation} that answers this. Grade the account anew."
        )


class Unreadable(NotKnown):
    """A read that AWS refused, or that broke on the way."""

    def __init__(self, read: Read, code: str, message: str) -> None:
        super().__init__(
            f"{read.service} {read.operation} failed with {code}: {message.rstrip('.')}. {_advice(read, code)}"
        )
        self.code = code


def _advice(read: Read, code: str) -> str:
    if code in REFUSALS:
        return f"It needs {read.action}."
    if "Expired" in code:
        return "The credentials have run out: sign in again."
    if code in NOBODY:
        return "Say which account with --profile, or sign in first: `aws sts get-caller-identity` should answer."
    if code in SILENT:
        return "Nobody answers there: is the address right, and does anything run there?"
    return "Try again; if it stays, look up what the code means."


NOBODY = frozenset({"NoCredentialsError", "PartialCredentialsError"})
SILENT = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"})
"""Names of the SDK's errors."""


REFUSALS = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "UnauthorizedOperation",
        "AuthorizationError",
        "403",
        "Forbidden",
    }
)
"""Codes by which AWS's services say that an IAM action is missing. S3's HeadBucket has a bare 403."""


class Reply(NamedTuple):
    """How a read ended: with `items`, or with the error's `code` and `message`."""

    items: tuple[Item, ...] = ()
    code: str | None = None
    message: str = ""
    cut_short: bool = False


@dataclass(frozen=True)
class Snapshot:
    """The replies of one account, and where and when they were read. `taken_at` is UTC, to the second."""

    region: str
    source: str
    taken_at: str
    replies: Mapping[str, Reply] = field(default_factory=dict)
    account_id: str | None = None

    def read(self, read: Read) -> tuple[Item, ...]:
        """What `read` gave. Raises `Unreadable` when it failed and `NeedsNewRead` when it was never made."""
        reply = self.replies.get(read.key(self.region))
        if reply is None:
            raise NeedsNewRead(read)
        if reply.code is not None:
            raise Unreadable(read, reply.code, reply.message)
        return reply.items

    def seen(self, read: Read, region: str | None = None) -> tuple[Item, ...]:
        """What `read` gave, or nothing. For explanations only: nothing may pass or fail by it."""
        reply = self.replies.get(read.key(region or self.region))
        return reply.items if reply else ()

    def holds(self, read: Read) -> bool:
        """Whether `read` was made, however it ended."""
        return read.key(self.region) in self.replies

    @cached_property
    def other_regions(self) -> tuple[str, ...]:
        """The regions beside its own that something was read from."""
        return tuple(sorted({key.split(" ", 1)[0] for key in self.replies} - {self.region}))

    def shows_absent(self, read: Read) -> bool:
        """Whether `read` was made and AWS said that there is none."""
        reply = self.replies.get(read.key(self.region))
        return reply is not None and reply.code is None and not reply.items

    def with_replies(self, replies: Mapping[str, Reply]) -> Snapshot:
        """The same snapshot, with more in it."""
        return replace(self, replies={**self.replies, **replies})

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.replies))
