"""How attempts become a grade."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from checks.gradebook.attempt import Attempt
from checks.gradebook.decisions import NOTHING, Decision, Decisions, What, points
from checks.gradebook.moments import moment, read_back, stamp, when, written
from checks.gradebook.policy import Policy, grade
from checks.gradebook.settings import changed, read
from labs.errors import UsageError
from tests.checks.gradebook.attempts import LAB, NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def attempts(*scores: tuple[float | None, timedelta]) -> list[Attempt]:
    """Attempts with these scores, of 80 points, received so long after noon."""
    return [
        Attempt(
            id=number,
            run=None,
            learner="ada",
            name="Ada",
            lab=LAB,
            lab_digest="sha256:0",
            grader_version="1",
            verdict="unreadable" if score is None else "failed",
            score=score,
            max_score=80.0,
            taken_at="1999-01-01T00:00:00Z",  # a learner's own clock, which decides nothing
            received_at=NOON + after,
        )
        for number, (score, after) in enumerate(scores, start=1)
    ]


def policy(*said: str) -> Policy:
    return changed(Policy(), said)


def decided(what: What, value: str | None, made_at: datetime = NOON) -> Decision:
    return Decision(what, LAB, "ada", "Ada", value, "She was ill.", "Prof. Noether", made_at)


def comes_to(of: list[Attempt], by: Policy, decisions: Decisions = NOTHING) -> tuple[int | None, float | None]:
    it = grade(of, by, decisions)
    return (it.attempt.id if it.attempt else None), it.final


THREE = attempts((40, HOUR), (60, 2 * HOUR), (50, 3 * HOUR))
DUE = "deadline=2026-03-01T12:00Z"


@pytest.mark.parametrize(
    ("said", "number", "score"),
    [
        ([], 2, 60),
        (["counts=best"], 2, 60),
        (["counts=last"], 3, 50),
        (["counts=first"], 1, 40),
        (["attempts=1"], 1, 40),
        (["attempts=2", "counts=last"], 2, 60),
        (["attempts=99"], 2, 60),
    ],
)
def test_which_attempt_counts(said: list[str], number: int, score: float) -> None:
    assert comes_to(THREE, policy(*said)) == (number, score)
    assert comes_to(THREE[::-1], policy(*said)) == (number, score)  # in whatever order they were recorded


def test_of_equals_the_first_counts() -> None:
    assert comes_to(attempts((60, HOUR), (60, 2 * HOUR)), policy())[0] == 1


def test_what_could_not_be_read_is_no_attempt() -> None:
    broken = attempts((None, HOUR), (40, 2 * HOUR), (None, 3 * HOUR))
    for said in ("counts=best", "counts=last", "counts=first", "attempts=1"):
        assert comes_to(broken, policy(said)) == (2, 40)
    assert grade(broken, policy(), NOTHING).attempts == 1


def test_nothing_readable_is_ungraded_and_never_zero() -> None:
    only = grade(attempts((None, HOUR)), policy(), NOTHING)
    assert (only.state, only.final) == ("ungraded", None)
    none = grade([], policy(), NOTHING)
    assert (none.state, none.final) == ("none", None)


def test_a_real_zero_is_a_zero() -> None:
    assert comes_to(attempts((0.0, HOUR)), policy()) == (1, 0.0)


def test_after_the_deadline_nothing_counts_unless_there_is_a_penalty() -> None:
    both = attempts((40, -SECOND), (80, SECOND))
    assert comes_to(both, policy(DUE)) == (1, 40)
    late = grade(attempts((80, SECOND)), policy(DUE), NOTHING)
    assert (late.state, late.final, late.attempts) == ("late", None, 1)


def test_the_very_moment_of_the_deadline_is_in_time() -> None:
    assert comes_to(attempts((80, timedelta())), policy(DUE)) == (1, 80)


@pytest.mark.parametrize(
    ("late", "after", "score"),
    [
        ("late=10/day", SECOND, 72),
        ("late=10/day", DAY, 72),
        ("late=10/day", DAY + SECOND, 64),
        ("late=10", DAY + SECOND, 64),
        ("late=1/hour", SECOND, 79.2),
        ("late=1/hour", 5 * HOUR + SECOND, 75.2),
        ("late=0/day", 9 * DAY, 80),
        ("late=2.5%/day", DAY, 78),
        ("late=10/day", 30 * DAY, 0),
        ("late=33.3333/day", 2 * DAY, 26.67),
    ],
)
def test_a_late_penalty_takes_off_percents_of_what_could_be_had(late: str, after: timedelta, score: float) -> None:
    assert comes_to(attempts((80, after)), policy(DUE, late)) == (1, score)


def test_a_penalty_has_a_cap() -> None:
    assert comes_to(attempts((80, 30 * DAY)), policy(DUE, "late=10/day", "cap=50")) == (1, 40)


def test_a_penalty_takes_no_more_than_there_is() -> None:
    assert comes_to(attempts((5, DAY)), policy(DUE, "late=10/day")) == (1, 0)


def test_the_best_is_the_best_after_the_penalty() -> None:
    assert comes_to(attempts((70, -HOUR), (75, HOUR)), policy(DUE, "late=10/day")) == (1, 70)
    assert grade(attempts((70, -HOUR), (80, HOUR)), policy(DUE, "late=10/day"), NOTHING).penalty == 10


def test_an_extension_moves_the_deadline_for_one_learner() -> None:
    longer = Decisions.of([decided("extend", "2026-03-02T12:00Z")])
    assert comes_to(attempts((80, DAY)), policy(DUE), longer) == (1, 80)
    assert comes_to(attempts((80, DAY + SECOND)), policy(DUE), longer) == (None, None)
    assert comes_to(attempts((80, DAY + SECOND)), policy(DUE, "late=10/day"), longer) == (1, 72)


def test_an_override_stands_beside_the_computed_grade() -> None:
    it = grade(THREE, policy(), Decisions.of([decided("override", "77.50")]))
    assert (it.score, it.final, it.attempt and it.attempt.id) == (60, 77.5, 2)
    assert it.decisions.override is not None
    assert (it.decisions.override.reason, it.decisions.override.author) == ("She was ill.", "Prof. Noether")


def test_an_override_of_somebody_who_has_done_nothing() -> None:
    it = grade([], policy(), Decisions.of([decided("override", "10.00")]))
    assert (it.state, it.score, it.final) == ("none", None, 10)


def test_the_latest_decision_holds_and_may_be_taken_back() -> None:
    first, second, back = decided("override", "10"), decided("override", "20"), decided("override", None)
    assert grade([], policy(), Decisions.of([first, second])).final == 20
    assert grade([], policy(), Decisions.of([first, second, back])).final is None
    assert Decisions.of([first, decided("excuse", "yes"), back]) == Decisions(excuse=decided("excuse", "yes"))


def test_who_is_excused_is_excused_whatever_they_did() -> None:
    it = grade(THREE, policy(), Decisions.of([decided("excuse", "yes")]))
    assert it.excused
    assert it.score == 60


def test_a_policy_is_kept_as_it_was_said() -> None:
    whole = policy("counts=last", "attempts=3", "deadline=2026-03-01T13:00+01:00", "late=2.5/hour", "cap=60%")
    assert read(whole.to_json()) == whole
    assert whole.deadline == NOON
    assert str(whole) == (
        "the last attempt counts; 3 are allowed; due 2026-03-01T12:00:00Z; 2.5% off for each hour late, 60% at most"
    )
    assert read(Policy().to_json()) == Policy()


def test_a_setting_is_taken_back_by_an_empty_value() -> None:
    whole = policy(DUE, "late=5/hour", "attempts=1")
    assert changed(whole, ["late=", "attempts="]) == policy(DUE)
    assert changed(whole, ["late=", "deadline=", "attempts=", "cap=", "counts="]) == Policy()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("count=best", "Did you mean `counts`"),
        ("counts", "Say counts=VALUE"),
        ("counts=worst", "best, last or first"),
        ("attempts=0", "no number of attempts"),
        ("attempts=-1", "no number of attempts"),
        ("attempts=²", "no number of attempts"),
        ("deadline=tomorrow", "no moment"),
        ("deadline=2026-03-01T12:00", "no time zone"),
        ("deadline=0001-01-01T00:00+10:00", "beyond all calendars"),
        ("late=10/week", "each day or hour"),
        ("late=101", "no share of a hundred"),
        ("late=1/3/day", "each day or hour"),
        ("cap=nan", "no share of a hundred"),
        ("late=10/day", "needs a deadline"),
    ],
)
def test_what_is_no_policy_is_explained(said: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        policy(said)


def test_points_that_a_person_gives() -> None:
    assert points("77.5") == "77.50"
    for wrong in ("-1", "nan", "inf", "many"):
        with pytest.raises(UsageError, match="no number of points"):
            points(wrong)


@pytest.mark.parametrize("year", [1, 26, 999, 1999, 2026, 9999])
def test_whatever_moment_is_written_can_be_read(year: int) -> None:
    then = datetime(year, 3, 1, 12, tzinfo=UTC)
    assert moment(stamp(then)) == then
    assert read_back(written(then)) == then


def test_a_moment_of_a_year_without_its_zeros_can_be_read() -> None:
    assert moment("26-03-01T12:00:00.000000Z") == datetime(26, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("said", ["0026-03-01T12:00Z", "1999-12-31T23:59:59Z", "2000-01-01T00:00+01:00"])
def test_a_year_that_is_a_slip_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="before the year 2000"):
        when(said)


def test_what_was_kept_of_an_old_year_stays_readable() -> None:
    assert read('{"deadline": "0026-03-01T12:00:00Z", "late": "10/day"}').deadline == datetime(26, 3, 1, 12, tzinfo=UTC)
    decided = Decision("extend", LAB, "ada", "Ada", "0026-03-01T12:00:00Z", "", "", NOON)
    assert decided.until.year == 26


def test_moments_are_read_in_any_zone_and_written_in_utc() -> None:
    assert written(when("2026-03-01T13:30+01:30")) == "2026-03-01T12:00:00Z"
    assert written(when("2026-03-01T12:00:00.25Z")) == "2026-03-01T12:00:00.250000Z"
