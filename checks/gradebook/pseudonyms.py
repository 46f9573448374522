"""Names for learners that tell nobody who they are, and are the same in every export made with the same key."""

from __future__ import annotations

import hashlib
import hmac
import json

from labs.names import canonical

LENGTH = 16
"""Hexadecimal digits: among a million learners, two share one once in some ten million books."""


def pseudonym(key: bytes, learner: str) -> str:
    """`learner-…`. Whoever has the key, and only they, can work out whose it is by trying names."""
    message = json.dumps(["labgrader/pseudonym", canonical(learner)], ensure_ascii=False).encode("utf-8", "replace")
    return f"learner-{hmac.new(key, message, hashlib.sha256).hexdigest()[:LENGTH]}"
