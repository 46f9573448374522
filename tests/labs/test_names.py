"""Names that only one learner has, the same every time, and a secret that stays one."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from labs.errors import UsageError
from labs.load import load
from labs.names import SECRET, SECRET_FILE, Identity, canonical, identify

COURSE = "correct-horse-battery-staple"
PUBLISHED = {"role": "4df7f3c3", "bucket": "ff578811"}
BUILT_IN = Path(__file__).parents[2] / "labs" / "vpc_flow_logs"
LEARNERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda name: bool(name.strip()))


def independent(secret: str, lab: str, learner: str, what: str) -> str:
    """The token by its definition: an HMAC over JSON."""
    message = json.dumps([lab, learner, what], separators=(",", ":"), ensure_ascii=False)
    return hmac.new(secret.encode(), message.encode("utf-8"), hashlib.sha256).hexdigest()[:8]


@pytest.mark.parametrize(
    ("learner", "counts_as"),
    [
        ("ada", "ada"),
        ("Ada Lovelace", "ada lovelace"),
        ("  ada ", "ada"),
        ("JOSÉ", "josé"),
        ("Jose\u0301", "josé"),
        ("Straße", "strasse"),
        ('o"brien, [x]', 'o"brien, [x]'),
    ],
)
def test_a_token_is_an_hmac_over_lab_learner_and_what(learner: str, counts_as: str) -> None:
    token = Identity(learner, COURSE.encode()).token("a-lab", "role", PUBLISHED)
    assert token == independent(COURSE, "a-lab", unicodedata.normalize("NFC", counts_as), "role")


def test_a_token_stays_the_same_for_ever() -> None:
    assert Identity("ada", COURSE.encode()).token("vpc-flow-logs", "role", PUBLISHED) == "50d624d1"


def test_the_demo_learner_has_the_names_that_the_course_publishes() -> None:
    lab = load(BUILT_IN)
    assert lab.names == {
        "zone": "eu-west-1b",
        "role": "metrolio-flow-logs-4df7f3c3",
        "bucket": "metrolio-eu-ff578811",
    }
    assert lab.learner == "demo"


def test_a_learner_has_names_of_their_own() -> None:
    names = load(BUILT_IN, Identity("ada", COURSE.encode())).names
    assert names["role"] == f"metrolio-flow-logs-{independent(COURSE, 'vpc-flow-logs', 'ada', 'role')}"
    assert names["bucket"] == f"metrolio-eu-{independent(COURSE, 'vpc-flow-logs', 'ada', 'bucket')}"


def test_names_that_were_worked_out_before_need_no_secret() -> None:
    given = {"zone": "eu-west-1c", "role": "r", "bucket": "b"}
    lab = load(BUILT_IN, Identity("ada", given=given))
    assert lab.names == given
    assert lab.tasks[0].title == "Create the log group eu-west-1c-logs"
    assert lab.tasks[1].expect["flow_log"]["to"]["role"] == "r"


def test_names_that_are_given_are_never_taken_for_templates() -> None:
    given = {"zone": "{{ 1 }}", "role": "{% for x in y %}", "bucket": "b"}
    lab = load(BUILT_IN, Identity("ada", given=given))
    assert lab.names == given
    assert lab.tasks[1].expect["flow_log"]["to"]["role"] == "{% for x in y %}"


@pytest.mark.parametrize("given", [{}, {"zone": "z", "role": "r"}, {"zone": "z", "role": "r", "bucket": "b", "x": "y"}])
def test_names_of_another_version_of_the_lab_are_refused(given: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="made for another version of the lab vpc-flow-logs"):
        load(BUILT_IN, Identity("ada", given=given))


@given(LEARNERS)
def test_spelling_case_and_blanks_make_no_difference(learner: str) -> None:
    for form in ("NFC", "NFD"):
        assert canonical(f" {unicodedata.normalize(form, learner)}\t") == canonical(learner)
    assert canonical(learner.casefold()) == canonical(learner)
    assert canonical(canonical(learner)) == canonical(learner)


@given(LEARNERS, st.text(min_size=1), st.text(min_size=1))
def test_a_token_is_eight_hex_digits_and_steady(learner: str, lab: str, what: str) -> None:
    assume(all(unicodedata.category(letter) != "Cs" for letter in lab + what))
    identity = Identity(learner, COURSE.encode())
    token = identity.token(lab, what, {})
    assert token == identity.token(lab, what, {}) == independent(COURSE, lab, canonical(learner), what)
    assert len(token) == 8
    assert set(token) <= set("0123456789abcdef")


@given(st.lists(LEARNERS, min_size=2, max_size=2, unique_by=canonical))
def test_different_learners_have_different_tokens(learners: list[str]) -> None:
    one, other = (Identity(learner, COURSE.encode()).token("a-lab", "role", PUBLISHED) for learner in learners)
    assert one != other


def test_lab_learner_and_what_dont_run_into_each_other() -> None:
    secret = COURSE.encode()
    tokens = {
        Identity("b", secret).token("a", "c", {}),
        Identity("bc", secret).token("a", "", {}),
        Identity("b", secret).token("a,c", "", {}),
        Identity('b","c', secret).token("a", "", {}),
        Identity("b", b"another secret of good length").token("a", "c", {}),
    }
    assert len(tokens) == 5


def test_without_a_secret_what_isnt_published_is_still_steady() -> None:
    assert Identity().token("a-lab", "role", PUBLISHED) == "4df7f3c3"
    assert Identity().token("a-lab", "queue", PUBLISHED) == Identity().token("a-lab", "queue", {})
    assert Identity().token("a-lab", "queue", {}) != Identity().token("b-lab", "queue", {})


def test_nobody_named_and_no_secret_is_the_demo_learner() -> None:
    assert identify(None, environ={}) == Identity("demo")
    assert identify(None, environ={SECRET: " ", SECRET_FILE: ""}) == Identity("demo")


def test_a_secret_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"\xef\xbb\xbf" + COURSE.encode() + b"\r\n")
    expected = Identity("Ada", COURSE.encode())
    assert identify(" Ada ", environ={SECRET: f" {COURSE}\n"}) == expected
    assert identify("Ada", environ={SECRET_FILE: str(file)}) == expected
    assert identify("Ada", file, environ={}) == expected
    assert identify("Ada", file, environ={SECRET: "another secret of good length"}) == expected


def test_a_secret_of_odd_bytes_is_the_same_from_both(tmp_path: Path) -> None:
    odd = b"\xff\xfe odd bytes, but long enough"
    (tmp_path / "secret").write_bytes(odd)
    in_environment = odd.decode("utf-8", "surrogateescape")
    assert identify("ada", environ={SECRET: in_environment}) == identify("ada", tmp_path / "secret", environ={})


@pytest.mark.parametrize(
    ("learner", "environ", "says"),
    [
        ("ada", {}, "The names of learner 'ada' need the course secret."),
        ("ada", {SECRET: ""}, "The names of learner 'ada' need the course secret."),
        (None, {SECRET: COURSE}, "There is a course secret, but no learner."),
        ("", {SECRET: COURSE}, "--learner is empty."),
        (" \t", {SECRET: COURSE}, "--learner is empty."),
        ("a\nb", {SECRET: COURSE}, r"--learner 'a\nb' has characters in it that nobody types."),
        ("a\udcff", {SECRET: COURSE}, r"--learner 'a\udcff' has characters in it"),
        ("ada", {SECRET: "too short"}, "shorter than 16 bytes"),
        ("ada", {SECRET_FILE: "/nowhere/secret"}, f"The file that {SECRET_FILE} names can't be read: No such file"),
        ("ada", {SECRET_FILE: "a\0b"}, "that is no path."),
    ],
)
def test_half_an_identity_is_refused(learner: str | None, environ: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError) as refused:
        identify(learner, environ=environ)
    assert says in refused.value.message
    assert refused.value.exit_status == 2


def test_a_file_that_is_too_long_for_a_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"x" * 5000)
    with pytest.raises(UsageError, match="is over 4096 bytes"):
        identify("ada", tmp_path / "photo.png", environ={})


@pytest.mark.parametrize(
    ("learner", "environ"),
    [
        (None, {SECRET: COURSE}),
        ("", {SECRET: COURSE}),
        ("ada", {SECRET: COURSE[:15]}),
        ("ada", {SECRET_FILE: COURSE}),
        ("ada", {SECRET_FILE: f"{COURSE}\0"}),
        ("a\nb", {SECRET: COURSE}),
    ],
)
def test_no_message_repeats_the_secret(learner: str | None, environ: dict[str, str]) -> None:
    with pytest.raises(UsageError) as refused:
        identify(learner, environ=environ)
    assert COURSE[:15] not in f"{refused.value} {refused.value!r}"
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_an_identity_doesnt_show_its_secret() -> None:
    identity = identify("ada", environ={SECRET: COURSE})
    assert COURSE not in f"{identity} {identity!r}"
    assert COURSE not in repr(load(BUILT_IN, identity))
