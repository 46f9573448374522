"""How fast a class is graded, beside a loop with a boto3 session for each account, and beside the barest loop there is.

    uv run python -m tests.benchmarks.cohort                 speed, 2,000 accounts, canned replies
    uv run python -m tests.benchmarks.cohort --latency       the same at 80 ms an answer, on two processors
    uv run python -m tests.benchmarks.cohort --memory        100 and 10,000 accounts
    uv run python -m tests.benchmarks.cohort --dask          two Dask workers beside two processes of this machine
    uv run python -m tests.benchmarks.cohort --sandbox 1000  set up, solved and graded in the sandbox

Accounts a second of a processor, so that whoever else uses the machine matters less; the ways take turns, and a ratio
is the median of the rounds' own ratios. What writes the results down, into SQLite, is part of ours.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from fixtures.assignment import Choice
from fixtures.cohort.book import BookOfRun, Selection
from fixtures.cohort.enrolled import Enrolled, enrol
from fixtures.cohort.run import ClassRun
from fixtures.cohort.workers import grade_here
from tests.benchmarks.canned_class import class_server

if TYPE_CHECKING:
    from fixtures.cohort.run import Runner

LAB = "vpc-flow-logs"
KEYS = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "eu-west-1"}
FIRST = 200_000_000_000
Way = Callable[[int], None]
"""Does so many accounts."""


def enrolled(folder: Path, url: str, count: int) -> Enrolled:
    rows = "".join(f"learner-{n},{FIRST + n},grader,id-{n}\n" for n in range(count))
    path = folder / f"{count}.csv"
    path.write_text("learner,account,role,external_id\n" + rows)
    return enrol(LAB, path, Choice(endpoint_url=url), {})


def naive(url: str, count: int) -> None:
    """What one writes first."""
    import boto3

    for number in range(count):
        sts = boto3.session.Session(**KEYS).client("sts", endpoint_url=url)
        role = f"arn:aws:iam::{FIRST + number}:role/grader"
        given = sts.assume_role(RoleArn=role, RoleSessionName="grader", ExternalId="id-1")["Credentials"]
        session = boto3.session.Session(
            given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], "eu-west-1"
        )
        ec2, logs, iam, s3 = (session.client(name, endpoint_url=url) for name in ("ec2", "logs", "iam", "s3"))
        read_all(ec2, logs, iam, s3)


def read_all(ec2: Any, logs: Any, iam: Any, s3: Any) -> None:
    """The lab's six reads, every page of them."""
    for client, operation in (
        (ec2, "describe_subnets"),
        (ec2, "describe_network_interfaces"),
        (ec2, "describe_flow_logs"),
    ):
        list(client.get_paginator(operation).paginate())
    list(logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="eu-west-1b-logs"))
    iam.get_role(RoleName="metrolio-flow-logs-4df7f3c3")
    s3.head_bucket(Bucket="metrolio-eu-ff578811")


class Bare:
    """One set of clients, credentials swapped, one account after another; nothing is judged, and nothing kept."""

    def __init__(self, url: str) -> None:
        from botocore.config import Config
        from botocore.credentials import CredentialProvider, Credentials
        from botocore.session import Session

        bare = self

        class Keyring(Credentials):  # type: ignore[misc]
            def get_frozen_credentials(self) -> Any:
                return bare.keys

        class Provider(CredentialProvider):  # type: ignore[misc]
            METHOD = "bare"

            def load(self) -> Any:
                return Keyring("x", "x")

        session = Session()
        session.get_component("credential_provider").insert_before("env", Provider())
        config = Config(s3={"addressing_style": "path"})
        clients = (session.create_client(name, "eu-west-1", endpoint_url=url, config=config) for name in SERVICES)
        self.clients = tuple(clients)
        self.sts = Session().create_client("sts", endpoint_url=url, **KEYS)
        self.keys: Any = None

    def __call__(self, count: int) -> None:
        from botocore.credentials import ReadOnlyCredentials

        for number in range(count):
            role = f"arn:aws:iam::{FIRST + number}:role/grader"
            given = self.sts.assume_role(RoleArn=role, RoleSessionName="grader", ExternalId="id-1")["Credentials"]
            self.keys = ReadOnlyCredentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
            read_all(*self.clients)


SERVICES = ("ec2", "logs", "iam", "s3")


def ours(folder: Path, url: str, runner: Runner, count: int) -> None:
    """A class, graded and written down."""
    it = enrolled(folder, url, count)
    book = BookOfRun.begin(str(folder / "gradebook.db"), it, Selection())
    verdicts = Counter(graded.result.verdict for graded in ClassRun(it.order, it.roster.seats, None, book, runner).go())
    book.gradebook.close()
    if verdicts != {"passed": count}:
        raise SystemExit(f"the accounts are solved, and yet: {verdicts}")


def processor() -> float:
    """Seconds of the processor, of this process and of those that it has ended."""
    spent = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def rates(way: Way, count: int) -> tuple[float, float]:
    """Accounts a second of the processor, and of the clock."""
    worked, began = processor(), time.perf_counter()
    way(count)
    return count / (processor() - worked), count / (time.perf_counter() - began)


def speed(folder: Path, accounts: int, rounds: int) -> None:
    with class_server() as url:
        bare = Bare(url)
        mine = partial(ours, folder, url, partial(grade_here, processes=1))
        ways: dict[str, tuple[Way, int]] = {
            "ours, and written down": (mine, accounts),
            "one set of clients, bare": (bare, accounts),
            "a boto3 session for each": (partial(naive, url), 12),
        }
        for way, _ in ways.values():
            way(2)
        seen: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, (way, count) in ways.items():
                seen[name].append(rates(way, count)[0])
    first, *_ = ways
    print(f"\nAccounts a second of one processor ({rounds} rounds of {accounts:,} accounts)")
    for name, found in seen.items():
        ratio = median(mine / other for mine, other in zip(seen[first], found, strict=True))
        print(f"  {name:26} {median(found):7.1f}" + ("" if name == first else f"   ours is {ratio:.2f} times as fast"))


def latency(folder: Path, accounts: int) -> None:
    with class_server(0.08) as url:
        _, clock = rates(partial(ours, folder, url, partial(grade_here, processes=2)), accounts)
        print(f"\nAt 80 ms an answer, two processes: {clock:.0f} accounts a second ({accounts:,} accounts)")


def memory(folder: Path) -> None:
    print("\nMemory at its most, the process and its two workers together")
    with class_server() as url:
        for count in (100, 10_000):
            with Highest() as highest:
                ours(folder, url, partial(grade_here, processes=2), count)
            print(f"  {count:6,} accounts  {highest.megabytes:6.0f} MB")


class Highest:
    """The most memory that this process and its children have at a time (Linux)."""

    def __enter__(self) -> Highest:
        self.megabytes, self.over = 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def watch(self) -> None:
        while not self.over.wait(0.1):
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            ours = [child for child in children if b"cohort.worker" in of(child, "cmdline")]
            self.megabytes = max(self.megabytes, sum(map(resident, [str(os.getpid()), *ours])))


def of(pid: str, what: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:
        return b""


def resident(pid: str) -> float:
    words = of(pid, "statm").split()
    return int(words[1]) * resource.getpagesize() / 1e6 if words else 0.0


@contextmanager
def cluster() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=2, dashboard_address=None, worker_dashboard_address=None
    ) as running:
        yield running.scheduler_address


def dask(folder: Path, accounts: int, rounds: int) -> None:
    from fixtures.cohort.on_dask import grade_on

    with class_server(0.02) as url, cluster() as address:
        ways = {
            "two Dask workers": partial(ours, folder, url, grade_on(address)),
            "two processes": partial(ours, folder, url, partial(grade_here, processes=2)),
        }
        seen: dict[str, list[float]] = {name: [] for name in ways}
        for way in ways.values():
            way(50)
        for _ in range(rounds):
            for name, way in ways.items():
                seen[name].append(rates(way, accounts // rounds)[1])
    there, here = seen.values()
    ratio = median(mine / other for mine, other in zip(there, here, strict=True))
    print(f"\nAccounts a second, at 20 ms an answer ({accounts:,} accounts in {rounds} rounds)")
    for name, found in seen.items():
        print(f"  {name:26} {median(found):7.1f}")
    print(f"  Dask is {ratio:.2f} times as fast")


def sandbox(folder: Path, accounts: int) -> None:
    from fixtures.cohort.access import Access
    from fixtures.cohort.run import task_for
    from fixtures.cohort.slots import Slots
    from fixtures.cohort.upkeep import Upkeep
    from fixtures.sandbox.process import Sandbox
    from labs.seats import Seat

    with Sandbox.start() as running:
        it = enrolled(folder, running.endpoint, accounts)
        it = replace(it, secret=b"the secret of this course")
        began = time.perf_counter()
        upkeep = Upkeep(it, "setup", lambda seat: task_for(it.order, seat, it.secret))
        done = list(upkeep.do(list(upkeep.look(it.roster))))
        failed = [each.said for each in done if each.failed]
        set_up = time.perf_counter()
        access = Access("eu-west-1", running.endpoint)

        def solve(seat: Seat) -> bool:
            with access.enter(seat) as into:
                names = task_for(it.order, seat, it.secret).names
                by_boto3(partial(into.account.client), names, seat.account)
            return True

        slots: Slots[Seat, bool] = Slots(8, solve)
        solved_ones = sum(slots.each(it.roster))
        solved = time.perf_counter()
        book = BookOfRun.begin(str(folder / "gradebook.db"), it, Selection())
        run = ClassRun(it.order, it.roster.seats, it.secret, book, grade_here)
        verdicts = Counter(graded.result.verdict for graded in run.go())
        graded = time.perf_counter()
    print(f"\n{accounts:,} accounts in one sandbox: {verdicts}, {len(failed)} not set up, {solved_ones:,} solved")
    print(f"  set up {set_up - began:.0f} s, solved {solved - set_up:.0f} s, graded {graded - solved:.0f} s")


def by_boto3(client: Callable[[str], Any], names: Any, account: str) -> None:
    """The lab's solution."""
    ec2, logs = client("ec2"), client("logs")
    logs.create_log_group(logGroupName="eu-west-1b-logs")
    wanted = [{"Name": "availability-zone", "Values": ["eu-west-1b"]}, {"Name": "default-for-az", "Values": ["true"]}]
    subnet = ec2.describe_subnets(Filters=wanted)["Subnets"][0]["SubnetId"]

    def flow_log(name: str, **others: Any) -> None:
        tags = [{"ResourceType": "vpc-flow-log", "Tags": [{"Key": "Name", "Value": name}]}]
        made = ec2.create_flow_logs(TagSpecifications=tags, **others)
        if made.get("Unsuccessful"):
            raise SystemExit(f"{account}: {made['Unsuccessful']}")

    flow_log(
        "eu-west-1b-all-traffic",
        ResourceIds=[subnet],
        ResourceType="Subnet",
        TrafficType="ALL",
        LogGroupName="eu-west-1b-logs",
        DeliverLogsPermissionArn=f"arn:aws:iam::{account}:role/{names['role']}",
        MaxAggregationInterval=60,
    )
    servers = ec2.describe_network_interfaces(Filters=[{"Name": "tag:labgrader:estate", "Values": ["metrolio"]}])
    flow_log(
        "web-traffic",
        ResourceIds=[each["NetworkInterfaceId"] for each in servers["NetworkInterfaces"]],
        ResourceType="NetworkInterface",
        TrafficType="ACCEPT",
        LogDestinationType="s3",
        LogDestination=f"arn:aws:s3:::{names['bucket']}/web/",
        MaxAggregationInterval=600,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", action="store_true")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--sandbox", type=int, metavar="ACCOUNTS")
    wanted = parser.parse_args()
    gc.set_threshold(50_000)  # as the command has it
    for name in [name for name in os.environ if name.startswith(("AWS_", "GRADER_"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if wanted.latency:
            latency(folder, wanted.accounts)
        if wanted.memory:
            memory(folder)
        if wanted.dask:
            dask(folder, wanted.accounts, wanted.rounds)
        if wanted.sandbox:
            sandbox(folder, wanted.sandbox)
        if not (wanted.latency or wanted.memory or wanted.dask or wanted.sandbox):
            speed(folder, wanted.accounts, wanted.rounds)


if __name__ == "__main__":
    main()
