"""From the text of a filter pattern to something that can be asked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from checks.patterns.delimited import delimited
from checks.patterns.document import document
from checks.patterns.model import LONGEST, PatternError
from checks.patterns.scanner import Scanner
from checks.patterns.terms import terms

if TYPE_CHECKING:
    from checks.patterns.model import Pattern


@lru_cache(maxsize=512)
def parse(text: str) -> Pattern:
    """The pattern that `text` is; none at all matches every event. Raises `PatternError`."""
    if len(text) > LONGEST:
        raise PatternError(text, LONGEST, f"A filter pattern has {LONGEST:,} characters at most.")
    scanner = Scanner(text)
    if scanner.sees("["):
        return delimited(scanner)
    if scanner.sees("{"):
        return document(scanner)
    return terms(scanner)
