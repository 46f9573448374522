"""How many points it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from checks.engine.min_score import MinScore
from labs.errors import UsageError
from tests.checks.reports.results import case


@pytest.mark.parametrize(
    ("least", "status"),
    [("90", 0), ("90.0", 0), ("90.01", 1), ("0", 0), ("100", 1), ("90%", 0), ("90.01%", 1), ("0%", 0), ("100%", 1)],
)
def test_it_takes_so_many_points(least: str, status: int) -> None:
    assert MinScore.parse(least).exit_status(case("half")) == status  # which has 90 of 100


def test_without_a_grade_no_score_is_reached() -> None:
    assert MinScore.parse("0").exit_status(case("unreadable")) == 3


@pytest.mark.parametrize("text", ["", "%", "ten", "-1", "1e3", "nan", "inf", "10 %", "101%", "1,5", "٣", "1" * 20])
def test_what_is_no_number_of_points_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        MinScore.parse(text)


def test_more_than_there_is_can_not_be_reached() -> None:
    MinScore.parse("100").check(100)
    with pytest.raises(UsageError, match="can't be reached: there are 100 points"):
        MinScore.parse("100.01").check(100)


@given(some.integers(0, 10_000), some.integers(1, 10_000))
def test_a_hundred_per_cent_is_all_to_the_cent(cents: int, most: int) -> None:
    result = replace(case("half"), score=min(cents, most) / 100, max_score=most / 100)
    assert MinScore.parse("100%").exit_status(result) == (0 if cents >= most else 1)
