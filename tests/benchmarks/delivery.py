"""How long it takes to make traffic and to deliver what flow logs record of it, and how much memory that takes.

    uv run python -m tests.benchmarks.delivery              a day of one learner's; 30 flow logs for an hour
    uv run python -m tests.benchmarks.delivery --week       a week as well

Beside it, in the same run: the traffic alone, as it is made for the same interfaces and minutes, and a client that puts
the very events of that day into a log group over HTTP, as if the flow-log service were a program with an SDK.
"""

from __future__ import annotations

import argparse
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from fixtures.sandbox.process import Sandbox
from fixtures.traffic.described import network_from
from fixtures.traffic.generate import traffic
from fixtures.traffic.network import Network
from tests.fixtures.sandbox.asking import REGION, Client
from tests.fixtures.sandbox.delivery.estate import Estate

DAY = 1440


def clients_of(sandbox: Sandbox) -> Client:
    session = boto3.session.Session("a", "b", region_name=REGION)
    config = Config(s3={"addressing_style": "path"})
    made: dict[str, Any] = {}

    def client(service: str) -> Any:
        return made.setdefault(service, session.client(service, endpoint_url=sandbox.endpoint, config=config))

    return client


def peak(sandbox: Sandbox) -> int:
    """The most memory that the sandbox has taken so far, in MiB; 0 where nobody tells."""
    try:
        lines = Path(f"/proc/{sandbox.pid}/status").read_text().splitlines()
    except OSError:
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(sandbox.pid)], capture_output=True, text=True, check=False)
        return int(told.stdout or 0) // 1024
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def timed(sandbox: Sandbox, minutes: int) -> float:
    before = time.perf_counter()
    sandbox.pass_time(minutes)
    return time.perf_counter() - before


def events(estate: Estate) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every stream of the log group, with its events as PutLogEvents takes them."""
    logs = estate.client("logs")
    for stream in logs.describe_log_streams(logGroupName="web")["logStreams"]:
        found: list[dict[str, Any]] = []
        token: dict[str, str] = {}
        where = {"logGroupName": "web", "logStreamName": stream["logStreamName"], "startFromHead": True}
        while (page := logs.get_log_events(**where, **token))["events"]:
            found += [{"timestamp": each["timestamp"], "message": each["message"]} for each in page["events"]]
            token = {"nextToken": page["nextForwardToken"]}
        yield stream["logStreamName"], found


def put(estate: Estate, streams: list[tuple[str, list[dict[str, Any]]]]) -> float:
    """Put the events as a client would, one call for each stream and minute."""
    logs = estate.client("logs")
    logs.create_log_group(logGroupName="peer")
    before = time.perf_counter()
    for name, found in streams:
        logs.create_log_stream(logGroupName="peer", logStreamName=name)
        minutes: dict[int, list[dict[str, Any]]] = {}
        for event in found:
            minutes.setdefault(event["timestamp"] // 60_000, []).append(event)
        for each in minutes.values():
            logs.put_log_events(logGroupName="peer", logStreamName=name, logEvents=each)
    return time.perf_counter() - before


def network_of(estate: Estate) -> Network:
    ec2 = estate.client("ec2")
    instances = [each for reserved in ec2.describe_instances()["Reservations"] for each in reserved["Instances"]]
    return network_from(
        ec2.describe_network_interfaces()["NetworkInterfaces"],
        ec2.describe_security_groups()["SecurityGroups"],
        ec2.describe_subnets()["Subnets"],
        ec2.describe_network_acls()["NetworkAcls"],
        instances,
        ec2.describe_vpcs()["Vpcs"],
    )


def made(network: Network, minutes: int) -> tuple[float, int]:
    """How long the traffic alone takes, minute by minute, and how many flows it has."""
    start, count = time.time() // 60 * 60, 0
    before = time.perf_counter()
    for minute in range(minutes):
        count += sum(1 for _ in traffic(network, "benchmark", start + 60 * minute, start + 60 * (minute + 1)))
    return time.perf_counter() - before, count


def a_day(days: int) -> None:
    with Sandbox.start() as sandbox:
        estate = Estate.make(sandbox, clients_of(sandbox), "t3.micro", "t3.micro")
        estate.log("VPC", estate.vpc, MaxAggregationInterval=60)
        estate.log_to_s3("VPC", estate.vpc, "web")
        sandbox.pass_time(2)
        at_first = peak(sandbox)
        took = timed(sandbox, DAY * days)
        after = peak(sandbox)
        title = "a day" if days == 1 else f"{days} days"
        print(
            f"{title}, two interfaces, to CloudWatch Logs and to S3: {took:.2f} s; {at_first} MiB before, {after} after"
        )
        if days == 1:
            streams = list(events(estate))
            alone, flows = made(network_of(estate), DAY)
            peer = put(estate, streams)
            print(f"  {flows} flows, {sum(len(found) for _, found in streams)} records in the log group")
            print(f"  {took / alone:.1f} times as long as making the traffic alone ({alone:.2f} s)")
            print(
                f"  {took / peer:.2f} times as long as boto3 takes to put the log group's events alone ({peer:.2f} s)"
            )


def thirty() -> None:
    with Sandbox.start() as sandbox:
        estate = Estate.make(sandbox, clients_of(sandbox), "t3.micro", "t3.micro")
        for number in range(10):
            estate.log("VPC", estate.vpc, LogGroupName=f"group-{number}", MaxAggregationInterval=60)
            estate.log_to_s3("VPC", estate.vpc, f"folder-{number}", TrafficType="ACCEPT")
            estate.log(
                "NetworkInterface", estate.interfaces[0], LogGroupName=f"rejected-{number}", TrafficType="REJECT"
            )
        sandbox.pass_time(2)
        took = timed(sandbox, 60)
        alone, _ = made(network_of(estate), 60)
        print(f"an hour, 30 flow logs: {took:.2f} s")
        print(f"  {took / alone:.1f} times as long as making the traffic alone ({alone:.2f} s)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--week", action="store_true", help="a week, to see what memory grows with")
    week = parser.parse_args().week
    Sandbox.start().stop()  # the first one compiles modules
    a_day(1)
    thirty()
    if week:
        a_day(7)


if __name__ == "__main__":
    main()
