"""An endpoint that answers the first lab's six calls with recorded replies, so that a benchmark times its client alone.

python -m tests.benchmarks.canned --delay 0.08     prints its URL, and serves until its standard input ends
python -m tests.benchmarks.canned --record         records the replies anew, from a solved sandbox
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.wire import operation_of

ROOT = Path(__file__).parents[2]
REPLIES = Path(__file__).with_name("replies.json")


class Server(ThreadingHTTPServer):
    """Quiet, and gone with its process."""

    daemon_threads = True
    request_queue_size = 128


def server(answer: Any) -> Server:
    """A server that hands each request's operation, path, body and headers to `answer`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet a reply
        disable_nagle_algorithm = True

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            operation = operation_of(self.command, self.headers.get("X-Amz-Target"), body)
            status, content_type, reply = answer(operation, self.command, self.path, body, self.headers)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply)
            self.wfile.flush()

        do_GET = do_POST = do_HEAD = do_PUT = handle_one  # noqa: N815 - http.server's names

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    return Server(("127.0.0.1", 0), Handler)


JSON, XML = "application/x-amz-json-1.1", "text/xml"
FOR_PEERS = {
    "GetResources": (200, JSON, b'{"ResourceTagMappingList": []}'),
    "GetCallerIdentity": (
        *(200, XML),
        b"<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>"
        b"<Arn>arn:aws:iam::123456789012:user/x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
    ),
    "ListRoles": (
        *(200, XML),
        b"<ListRolesResponse><ListRolesResult><IsTruncated>false</IsTruncated><Roles/></ListRolesResult>"
        b"</ListRolesResponse>",
    ),
}
"""What only a peer asks for."""


def serve(delay: float) -> None:
    """Answer every call after `delay` seconds, until standard input ends."""
    replies = {name: (each[0], each[1], each[2].encode()) for name, each in json.loads(REPLIES.read_text()).items()}
    replies |= FOR_PEERS

    def answer(operation: str, *_request: Any) -> tuple[int, str, bytes]:
        time.sleep(delay)
        if operation not in replies:
            print(f"nobody recorded {operation}", file=sys.stderr)
        return replies.get(operation, (404, "text/plain", operation.encode()))

    with server(answer) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{running.server_port}", flush=True)
        sys.stdin.read()


def record() -> None:
    """Solve the lab in a sandbox, grade it through a recorder, and keep what was answered."""
    from checks import KINDS
    from checks.engine.bind import bind
    from checks.engine.grade import grade
    from fixtures import solution
    from fixtures.accounts import Account
    from fixtures.assignment import Assignment, Choice
    from fixtures.sandbox.process import Sandbox
    from labs.load import load

    bound = bind(load(ROOT / "labs" / "vpc_flow_logs"), KINDS)
    kept: dict[str, tuple[int, str, str]] = {}
    with Sandbox.start() as sandbox:
        place = Assignment(bound, Account.sandbox(sandbox.endpoint, bound.lab.region), Choice())
        place.estate.set_up(place.account, bound.lab.id, bound.lab.names, place.named)
        list(solution.run(bound.lab, place.account))

        def answer(operation: str, method: str, path: str, body: bytes, headers: Any) -> tuple[int, str, bytes]:
            request = urllib.request.Request(sandbox.endpoint + path, body or None, dict(headers), method=method)
            with urllib.request.urlopen(request) as reply:
                got = (reply.status, reply.headers["Content-Type"], reply.read())
            kept[operation] = (got[0], got[1], got[2].decode())
            return got

        with server(answer) as running:
            threading.Thread(target=running.serve_forever, daemon=True).start()
            result, _ = grade(bound, Account.sandbox(f"http://127.0.0.1:{running.server_port}", bound.lab.region))
    if result.verdict != "passed" or len(kept) != 6:
        raise SystemExit(f"recorded {len(kept)} replies of an account that {result.verdict}")
    REPLIES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--record", action="store_true")
    wanted = parser.parse_args()
    if wanted.record:
        record()
    else:
        serve(wanted.delay)
