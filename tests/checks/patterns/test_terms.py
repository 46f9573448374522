"""Terms, in CloudWatch Logs' own examples (user guide, *Filter pattern syntax*)."""

from __future__ import annotations

import pytest

from checks.patterns import PatternError, parse

ERROR_CODE = "Exiting with ERRORCODE: -1"
FATAL = "[ERROR] A fatal exception has occurred"
CAUGHT = "[ERROR] Caught IllegalArgumentException"
BOTH, ERROR, WARN = "ERROR WARN message", "ERROR message", "WARN message"


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("", [BOTH, ""], []),
        ("  ", [BOTH], []),
        ("ERROR", [FATAL, ERROR_CODE], ["error", "Err"]),
        ('"ERROR" - "Exiting"', [FATAL], [ERROR_CODE]),
        ("ERROR -Exiting", [FATAL], [ERROR_CODE, "Exiting"]),
        ("ERROR Exception", [CAUGHT], [FATAL]),
        ('"fatal exception"', [FATAL], ["exception fatal", "fatal  exception"]),
        ("?ERROR ?WARN", [BOTH, ERROR, WARN], ["INFO"]),
        ("ERROR WARN", [BOTH], [ERROR, WARN]),
        ("ERROR -WARN", [ERROR], [BOTH, WARN]),
        ("-ERROR", [WARN, ""], [ERROR]),
        ("?ERROR ?WARN message", [BOTH, ERROR, WARN, "INFO message"], ["ERROR"]),
        ("%AUTHORIZED%", ["[ERROR 401] UNAUTHORIZED REQUEST", "[SUCCESS 200] AUTHORIZED REQUEST"], ["authorized"]),
        (r"%4\d\d% -%^4%", ["HTTP 404"], ["404", "4o4"]),
        (r'"say \"hi\" \\"', [r'he said: say "hi" \ '], ["say hi"]),
        ("größe", ["die größe"], ["die grosse"]),
    ],
)
def test_terms(pattern: str, matching: list[str], others: list[str]) -> None:
    found = parse(pattern)
    assert [message for message in matching + others if found.matches(message) is not None] == matching
    assert not found.declares("$1")


@pytest.mark.parametrize(
    ("pattern", "position", "term"),
    [
        ("?Status: timeout", 7, ":"),
        ("(ERROR)", 0, "("),
        ("`ERROR", 0, "`"),
        ("retrievedReferences [", 20, "["),
        ("two-words", 3, "-"),
        ("ERROR -", 7, ""),
        ('ERROR "never', 6, ""),
        ("%never", 0, ""),
        ("%something!%", 10, "!"),
        ("%(a|b)%", 1, "("),
        ("%two words%", 4, " "),
        ("%*%", 1, ""),
        ("%[%", 1, ""),
        ("%%", 1, ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(pattern: str, position: int, term: str) -> None:
    """Terms that the API quotes so are from refusals that people have met."""
    with pytest.raises(PatternError) as caught:
        parse(pattern)
    assert (caught.value.position, caught.value.term, caught.value.exit_status) == (position, term, 2)
    assert f"at character {position + 1}, " in str(caught.value)
    words = f"Invalid character(s) in term '{term}'" if term else "Invalid metric filter pattern"
    assert caught.value.refusal == words


def test_a_pattern_has_1024_characters_at_most() -> None:
    assert parse("a" * 1024)
    with pytest.raises(PatternError, match="1,024 characters at most"):
        parse("a" * 1025)
