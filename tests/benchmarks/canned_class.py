"""Canned replies for a whole class: several processes behind one port, so that a benchmark times its client alone.

    python -m tests.benchmarks.canned_class --delay 0.08     prints its URL, and serves until its standard input ends

Each AssumeRole leads to the account that it names; all else answers as in `tests.benchmarks.canned`, in every account.
Linux only: the processes share their port by SO_REUSEPORT.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar
from urllib.parse import unquote

from tests.benchmarks.canned import FOR_PEERS, REPLIES
from tests.wire import operation_of

ASSUMED = (
    "<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::{0}:assumed-role/grader/x</Arn>"
    "<AssumedRoleId>AROAX:x</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>ASIA{0}</AccessKeyId>"
    "<SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>"
    "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
)
TARGET = re.compile(rb"(?i)\r\nx-amz-target: *([^\r]*)")
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
ROLE = re.compile(r"RoleArn=arn:aws:iam::(\d{12})")


def whole(status: int, content_type: str, body: bytes, *, of_head: bool = False) -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + (b"" if of_head else body)


class Server(asyncio.Protocol):
    """Answers request after request of one connection."""

    delay = 0.0
    replies: ClassVar[dict[str, bytes]]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            length = LENGTH.search(head)
            after = end + 4 + (int(length[1]) if length else 0)
            if b"100-continue" in head or len(self.buffer) < after:
                return
            body, self.buffer = self.buffer[end + 4 : after], self.buffer[after:]
            target = TARGET.search(head)
            method = head[: head.index(b" ")].decode()
            operation = operation_of(method, target[1].decode() if target else None, body)
            answer = self.replies.get(operation) or self.assumed(body)
            if self.delay:
                asyncio.get_running_loop().call_later(self.delay, self.transport.write, answer)
            else:
                self.transport.write(answer)

    def assumed(self, body: bytes) -> bytes:
        account = ROLE.search(unquote(body.decode()))
        return whole(200, "text/xml", ASSUMED.format(account[1] if account else "1" * 12).encode())


def serve(port: int, delay: float) -> None:
    recorded = {name: (each[0], each[1], each[2].encode()) for name, each in json.loads(REPLIES.read_text()).items()}
    Server.delay = delay
    Server.replies = {name: whole(*each, of_head=name == "HeadBucket") for name, each in (recorded | FOR_PEERS).items()}

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Server, "127.0.0.1", port, reuse_port=True, backlog=1024)
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def class_server(delay: float = 0.0, processes: int = 2) -> Iterator[str]:
    """An endpoint, in processes of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.canned_class", "--delay", str(delay)]
    command += ["--processes", str(processes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin
        assert child.stdout
        try:
            yield child.stdout.readline().strip()
        finally:
            child.stdin.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        running = [
            multiprocessing.Process(target=serve, args=(port, wanted.delay), daemon=True)
            for _ in range(wanted.processes)
        ]
        for each in running:
            each.start()
        for _ in range(200):
            with socket.socket() as trying:
                if not trying.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.05)
        print(f"http://127.0.0.1:{port}", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
