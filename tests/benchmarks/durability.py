"""What it costs that the sandbox survives a `kill -9`: on each request, and when it is started again.

    uv run python -m tests.benchmarks.durability                     1,000 writes
    uv run python -m tests.benchmarks.durability --writes 10000

The writes are what labs are made of (log groups, tags, uploads, users), sent bare: a client's own time is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from fixtures.sandbox.process import Sandbox

SIGNED = "AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/{}/aws4_request, SignedHeaders=host, Signature=0"
FORM = "application/x-www-form-urlencoded"
Sent = tuple[str, str, str, bytes, dict[str, str]]


def writes(count: int) -> Iterator[Sent]:
    """Service, method, target, body and headers of each."""
    where = b"<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>"
    yield "s3", "PUT", "/uploads", where, {}
    for number in range(count - 1):
        match number % 4:
            case 0:
                target = {"X-Amz-Target": "Logs_20140328.CreateLogGroup", "Content-Type": "application/x-amz-json-1.1"}
                yield "logs", "POST", "/", json.dumps({"logGroupName": f"group-{number}"}).encode(), target
            case 1:
                form = {"Action": "CreateVpc", "Version": "2016-11-15", "CidrBlock": "10.0.0.0/16"}
                yield "ec2", "POST", "/", urlencode(form).encode(), {"Content-Type": FORM}
            case 2:
                yield "s3", "PUT", f"/uploads/{number}", os.urandom(1024), {}
            case _:
                form = {"Action": "CreateUser", "Version": "2010-05-08", "UserName": f"user-{number}"}
                yield "iam", "POST", "/", urlencode(form).encode(), {"Content-Type": FORM}


def send(endpoint: str, asked: Iterator[Sent]) -> list[float]:
    """How long each took, in milliseconds. Raises `SystemExit` on an answer that isn't a success."""
    host = endpoint.removeprefix("http://")
    connection = HTTPConnection(host, timeout=60)
    taken = []
    for service, method, target, body, headers in asked:
        started = time.perf_counter()
        connection.request(method, target, body, {"Authorization": SIGNED.format(service), **headers})
        answer = connection.getresponse()
        said = answer.read()
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{method} {target}: {answer.status} {said!r}")
    return taken


def started_in(state: Path | None) -> tuple[Sandbox, float]:
    before = time.perf_counter()
    sandbox = Sandbox.start(state=state)
    return sandbox, time.perf_counter() - before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writes", type=int, default=1000)
    count = parser.parse_args().writes
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state"
        started_in(None)[0].stop()  # the first one compiles modules
        for title, where in (("without a journal", None), ("with a journal", state)):
            sandbox, took = started_in(where)
            taken = send(sandbox.endpoint, writes(count))
            print(f"{title:18} starts in {took:5.2f} s   a write {median(taken):6.3f} ms (median)")
            os.kill(sandbox.pid, signal.SIGKILL)
            sandbox.stop()
        size = sum(path.stat().st_size for path in state.rglob("*") if path.is_file())
        sandbox, took = started_in(state)
        with sandbox:
            print(f"started again in {took:.2f} s, with {sandbox.restored} writes, {len(sandbox.differing)} differing")
            print(f"on disk {size / 1e6:.1f} MB, {size / count:.0f} bytes a write")


if __name__ == "__main__":
    main()
