"""What goes over the wire between an AWS client and its endpoint, as far as tests look at it."""

from __future__ import annotations

from urllib.parse import parse_qs


def operation_of(method: str, target: str | None, body: bytes) -> str:
    """What a request asks for, in the words of AWS. `target` is its X-Amz-Target header, if any."""
    if target:
        return target.rpartition(".")[2]
    if method == "HEAD":
        return "HeadBucket"
    return parse_qs(body.decode(errors="replace")).get("Action", [""])[0]
