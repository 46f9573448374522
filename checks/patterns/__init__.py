"""CloudWatch Logs' filter patterns: what log events does one match, and what does it take out of them?

The language is that of metric filters, subscription filters, FilterLogEvents and Live Tail alike. Source, where nothing
else is said: CloudWatch Logs user guide, *Filter pattern syntax*. `?` marks what nobody has confirmed.
"""

from checks.patterns.model import Pattern, PatternError
from checks.patterns.parse import parse

__all__ = ["Pattern", "PatternError", "parse"]
