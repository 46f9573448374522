"""Read an account: the only place that speaks to AWS for a grade, and it only reads.

Each read is made once, every page of it, side by side with the others. One that fails is kept as such, with its code:
it is never an empty list.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from checks.engine.snapshot import Read, Reply, Snapshot
from labs.errors import LabgraderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from checks.engine.snapshot import Item

SIDE_BY_SIDE = 16


class Connection(Protocol):
    """A way into one account. `fixtures.accounts.Account` is one."""

    @property
    def region(self) -> str:
        """The region that is read unless another is asked for."""

    @property
    def source(self) -> str:
        """What kind of account this is, for the record."""

    def client(self, service: str, region: str | None = None, operations: frozenset[str] = frozenset()) -> Any:
        """An SDK client of `service` that need know no other operations than these, as the API names them."""


def collect(reads: Iterable[Read], account: Connection, at_once: int = SIDE_BY_SIDE) -> Snapshot:
    """A snapshot of `account` that holds an answer, or a failure, for each of `reads`.

    `at_once` of them are made side by side; with one, all are made in the caller's own thread, one after another.
    """
    taken_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    snapshot = Snapshot(account.region, account.source, taken_at)
    return further(snapshot, [(read, account.region) for read in reads], account, at_once=at_once)


def further(
    snapshot: Snapshot,
    reads: Iterable[tuple[Read, str]],
    account: Connection,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    at_once: int = SIDE_BY_SIDE,
) -> Snapshot:
    """`snapshot` with those of `reads` in it that it didn't hold yet; each comes with its region."""
    wanted = {read.key(region): (read, region) for read, region in reads}
    missing = {key: wanted[key] for key in sorted(wanted) if key not in snapshot.replies}
    if not missing:
        return snapshot
    # Clients are made here, one after another: the SDK's session is not safe to share while it makes one.
    asked = _operations(read for read, _ in missing.values())
    calls = [
        (key, read, _client(account, read, region, asked[read.service])) for key, (read, region) in missing.items()
    ]
    replies: dict[str, Reply] = {}
    for key, reply in _replies(calls, at_once):
        replies[key] = reply
        progress(len(replies), len(calls))
    snapshot = snapshot.with_replies(replies)
    return replace(snapshot, account_id=snapshot.account_id or _owner(missing, replies))


def _replies(calls: list[tuple[str, Read, Any]], at_once: int) -> Iterator[tuple[str, Reply]]:
    if at_once == 1:
        for key, read, client in calls:
            yield key, _reply(read, client)
        return
    with ThreadPoolExecutor(min(at_once, len(calls)), thread_name_prefix="collect") as pool:
        futures = [(key, pool.submit(_reply, read, client)) for key, read, client in calls]
        for key, future in futures:
            yield key, future.result()


def _operations(reads: Iterable[Read]) -> dict[str, frozenset[str]]:
    """By service, what is going to be called. `describe_flow_logs` is DescribeFlowLogs in the API."""
    asked: dict[str, frozenset[str]] = {}
    for read in reads:
        name = "".join(word.capitalize() for word in read.operation.split("_"))
        asked[read.service] = asked.get(read.service, frozenset()) | {name}
    return asked


def _client(account: Connection, read: Read, region: str, operations: frozenset[str]) -> Any:
    """A client, or why there can't be one."""
    from botocore.exceptions import BotoCoreError

    try:
        return account.client(read.service, region, operations)
    except (BotoCoreError, ValueError) as error:
        return error


def _reply(read: Read, client: Any) -> Reply:
    from botocore.exceptions import BotoCoreError, ClientError

    if isinstance(client, Exception):
        return Reply(code=type(client).__name__, message=str(client))
    try:
        return _ask(read, client)
    except ClientError as error:
        said = error.response.get("Error", {})
        code = str(said.get("Code") or "Unknown")
        if code in read.absent:
            return Reply()
        return Reply(code=code, message=str(said.get("Message") or "AWS gave no reason."))
    except (BotoCoreError, LabgraderError) as error:
        return Reply(code=type(error).__name__, message=str(error))
    except Exception as error:  # a reply that the SDK chokes on is one more way to be unreadable
        return Reply(code="UnexpectedReply", message=f"{type(error).__name__}: {error}")


def _ask(read: Read, client: Any) -> Reply:
    params = dict(read.params)
    if not client.can_paginate(read.operation):
        return Reply(tuple(_items(read, getattr(client, read.operation)(**params))))
    items: list[Item] = []
    for number, page in enumerate(client.get_paginator(read.operation).paginate(**params), start=1):
        items += _items(read, page)
        if number == read.pages:
            return Reply(tuple(items), cut_short=True)
    return Reply(tuple(items))


def _items(read: Read, page: dict[str, Any]) -> list[Item]:
    if not read.items:
        return [_plain({key: value for key, value in page.items() if key != "ResponseMetadata"})]
    if read.items not in page:
        if read.sparse:
            return []
        raise ValueError(f"the reply holds no {read.items}")
    value = page[read.items]
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(item, dict) for item in found):
        raise ValueError(f"{read.items} is not what AWS documents")
    return [_plain(item) for item in found]


_AS_IT_IS = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    """As JSON has it, so that a saved snapshot and a fresh one are the same."""
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, dict):
        return {str(key): inner if type(inner) in _AS_IT_IS else _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float) else str(value)


def _owner(reads: dict[str, tuple[Read, str]], replies: dict[str, Reply]) -> str | None:
    """The id of the account that was read, as its own replies tell it: no call is spent on asking.

    An ARN of a role or a group is the account's own. A bare owner may be another's, in a VPC that is shared, and counts
    only where all agree.
    """
    told = [
        str(item.get(read.owner, "")) for key, (read, _) in reads.items() if read.owner for item in replies[key].items
    ]
    by_arn = [parts[4] for each in told if len(parts := each.split(":")) > 4]
    bare = {each for each in told if ":" not in each}
    found = by_arn[0] if by_arn else bare.pop() if len(bare) == 1 else ""
    return found if len(found) == 12 and found.isdigit() else None
