"""Every mistake an author can make is told: where, what is wrong, and what was probably meant. § marks the place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import yaml

from checks.engine.lint import lint
from labs.errors import LabError
from labs.load import load
from tests.labs.writing import LAB, marks, places, spoilt, told, words, write

if TYPE_CHECKING:
    from pathlib import Path

Change = tuple[str, str]

ONE_EACH: dict[str, tuple[Change, str]] = {
    # Keys
    "a misspelt key at the top": (
        ("title: A lab", "§titel: A lab"),
        "`titel` is no key that is known here. Did you mean",
    ),
    "a misspelt key that holds everything": (("tasks:", "§taks:"), "Did you mean `tasks`?"),
    "a misspelt section that templates use": (("names:", "§nams:"), "Did you mean `names`?"),
    "an unknown key at the top": (
        ("title: A lab", "title: A lab\n§colour: red"),
        "Known here: `estate`, `find`, `id`,",
    ),
    "a misspelt key in a task": (("points: 20", "§pionts: 20"), "Did you mean `points`?"),
    "a misspelt key beside the right one": (("points: 20", "points: 20\n    §pionts: x"), "`pionts` is no key"),
    "a misspelt optional key in a task": (("    needs:", "    §need:"), "Did you mean `needs`?"),
    "a misspelt key in an expectation": (('{name: "{{ zone }}-logs"}', "{§nam: x}"), "Did you mean `name`?"),
    "a misspelt key inside a key": (("role: writer", "§rol: writer"), "Did you mean `role`?"),
    "an unknown key inside a key": (
        ("role: writer", "role: w, §colour: x"),
        "Known here: `bucket`, `log_group`, `prefix`",
    ),
    "a missing key": (
        (
            "- id: log-group\n    title: Create a log group\n    points: 20",
            "- §id: log-group\n    title: Create a log group",
        ),
        "`points` is missing here. What the task is worth",
    ),
    "a missing key in an expectation": (
        ("flow_log:\n        name: all-traffic\n        resource", "flow_log:\n        §resource"),
        "`name` is missing here.",
    ),
    "a key twice": (("title: A lab", "title: A lab\n§title: B"), "`title` stands here twice (first in line 2)."),
    "a number as a key": (("title: A lab", "title: A lab\n§5: x"), "`5` is no key"),
    "a list as a key": (("title: A lab", "title: A lab\n§[a]: x"), "a key has to be a plain word."),
    "a mapping as a key": (("title: A lab", "title: A lab\n? §{a: b}\n: x"), "a key has to be a plain word."),
    "an empty key": (("title: A lab", "title: A lab\n§'': x"), "a key has to be a plain word."),
    "an unseen key": (("title: A lab", 'title: A lab\n§"\\0": x'), "a key has to be a plain word."),
    # Values
    "no points": (("points: 20", "points: §0"), "0 is too little. It has to be more than 0."),
    "points below zero": (("points: 20", "points: §-5"), "-5 is too little."),
    "points without end": (("points: 20", "points: §.inf"), "'.inf' isn't a number."),
    "points that are no number": (("points: 20", "points: §.nan"), "'.nan' isn't a number."),
    "points in letters": (("points: 20", "points: §twenty"), "'twenty' isn't a number."),
    "points in quotes": (("points: 20", "points: §'20'"), "Write 20 without quotes."),
    "points that are true": (("points: 20", "points: §true"), "`true` isn't a number."),
    "points as a programmer writes them": (("points: 20", "points: §1_000"), "Write it in plain digits."),
    "points in octal": (("points: 20", "points: §0020"), "Write it in plain digits."),
    "points beyond all bounds": (("points: 20", "points: §9999999"), "It can be 1000000 at most."),
    "points of 5000 digits": (("points: 20", f"points: §{'9' * 5000}"), "'99999"),
    "points left out": (("points: 20", "§points:"), "there is nothing here; it takes a number."),
    "points as a list": (("points: 20", "points: §[20]"), "A list isn't a number."),
    "a number for text": (("name: all-traffic", "name: §12"), '12 isn\'t text. Put it in quotes: "12".'),
    "true for text": (("name: all-traffic", "name: §true"), 'Put it in quotes: "true".'),
    "empty text": (("name: all-traffic", "name: §''"), "the text is empty."),
    "text for true": (("default: true", "default: §yes"), "'yes' isn't `true` or `false`. Did you mean `true`?"),
    "a wrong choice": (("credit: all-or-nothing", "credit: §all-or-noting"), "Did you mean `all-or-nothing`?"),
    "a choice in small letters": (("traffic: ALL", "traffic: §all"), "Did you mean `ALL`?"),
    "a number in quotes for a choice": (("interval: 60", "interval: §'60'"), "Write 60 without quotes."),
    "a number that is no choice": (("interval: 60", "interval: §61"), "61 isn't `60` or `600`."),
    "neither of two types": (
        ('{name: "{{ zone }}-logs"}', "{name: x, retention: §nevr}"),
        "'nevr' isn't one of `1`, `3`, `5`",
    ),
    "a number that AWS doesn't take": (
        ('{name: "{{ zone }}-logs"}', "{name: x, retention: §31}"),
        "`3653`, `never`. Did you mean `30`?",
    ),
    "a name that AWS doesn't take": (
        ('{name: "{{ zone }}-logs"}', "{name: §my logs}"),
        "'my logs' is no name of a log group. One has up to 512 letters, digits and the characters _ - / . #",
    ),
    "a bucket's name that AWS doesn't take": (
        ('    bucket: {name: "{{ bucket }}"}', "    bucket: {name: §My_Bucket}"),
        "'My_Bucket' is no name of a bucket.",
    ),
    "text for a list": (("needs: [log-group]", "needs: §log-group"), "'log-group' isn't a list. Write `[log-group]`."),
    "text for a mapping": (('log_group: {name: "{{ zone }}-logs"}', "log_group: §logs"), "'logs' isn't a mapping"),
    "a mapping for a list": (("hints: [Look under Logs.]", "hints: §{a: b}"), "Each entry of a list begins with `- `."),
    "a list for text": (("title: A lab", "title: §[A lab]"), "A list isn't text."),
    "a number among hints": (
        ("hints: [Look under Logs.]", "hints: [Look., §5]"),
        '5 isn\'t text. Put it in quotes: "5".',
    ),
    "a task that is text": (("tasks:\n", "tasks:\n  - §nothing\n"), "'nothing' isn't a mapping"),
    "a whole that contradicts itself": (
        ('to: {log_group: "{{ zone }}-logs", role: writer}', "to: §{log_group: g, bucket: mine}"),
        "`to` names either a `log_group` or a `bucket`.",
    ),
    "a bad id": (("id: log-group", "id: §Log_Group"), "'Log_Group' isn't an id. Did you mean `log-group`?"),
    "a bad name": (("  bucket: metrolio", "  §Buck-et: metrolio"), "isn't a name. Did you mean `buck_et`?"),
    "an id that isn't the folder's": (("id: a-lab", "id: §b-lab"), "the folder's name spells `a-lab`."),
    "a region that isn't one": (
        ("region: eu-west-1", "region: §eu-wets-1"),
        "isn't an AWS region. One looks like `eu-west-1`.",
    ),
    # Kinds and references
    "a misspelt kind": (
        ("log_group: {name:", "§log_gruop: {name:"),
        "`log_gruop` is no kind of resource. Did you mean",
    ),
    "a kind that nothing resembles": (
        ("log_group: {name:", "§vpn: {name:"),
        "Known here: `alarm`, `answer`, `bucket`, `flow_log`",
    ),
    "a kind that tasks can't ask for": (
        ("log_group: {name:", "§subnet: {name:"),
        "a `subnet` can't be asked for in a task.",
    ),
    "a kind that can't be looked for": (
        ("    bucket: {name", "    §log_group: {name"),
        "can't be looked for. `find` takes",
    ),
    "two kinds in one entry of find": (
        ('    bucket: {name: "{{ bucket }}"}', '    §bucket: {name: "{{ bucket }}"}\n    subnet: {}'),
        "there are 2 of them here; it takes 1 at most.",
    ),
    "nothing in an entry of find": (
        ('    bucket: {name: "{{ bucket }}"}', "    §{}"),
        "there is nothing here; it needs 1",
    ),
    "an unknown reference": (("resource: subnet", "resource: §subnte"), "Did you mean `subnet`?"),
    "a reference to the wrong kind": (
        ("resource: subnet", "resource: §bucket"),
        "`bucket` finds a `bucket`; this takes a",
    ),
    # Needs
    "two tasks of one id": (
        ("id: flow-log", "id: §log-group"),
        "there are two tasks `log-group` (the first in line 14).",
    ),
    "an unknown need": (
        ("needs: [log-group]", "needs: [§log-grup]"),
        "there is no task `log-grup`. Did you mean `log-group`?",
    ),
    "a task that needs itself": (("needs: [log-group]", "needs: [§flow-log]"), "`flow-log` can't need itself."),
    "a need twice": (("needs: [log-group]", "needs: [log-group, §log-group]"), "`log-group` stands here twice."),
    "needs that go round": (
        ("points: 20", "points: 20\n    needs: [§flow-log]"),
        "`log-group` needs `flow-log`, which needs `log-group`: nobody could begin.",
    ),
    # Templates
    "an unknown name": (
        ('{{ zone }}-logs"}', '{{ §zoen }}-logs"}'),
        "`zoen` is a name that nobody defined. Did you mean",
    ),
    "a name used before it is defined": (
        ("{{ region }}b", "{{ §bucket }}b"),
        "`bucket` is a name that nobody defined.",
    ),
    "a template that isn't closed": (("Create a log group", "§Create {{ zone }"), "One looks like `{{ name }}`."),
    "an if that isn't closed": (("Create a log group", "§Create {% if zone %}it"), "an `{% if %}` is never closed."),
    "a token outside the names": (("Create a log group", "§Create {{ token('x') }}"), "`token()` belongs in `names`"),
    "a token of what is no word": (("token('bucket')", "§token(zone)"), "`token` takes one word in quotes."),
    "a token that isn't called": (("token('bucket')", "§token"), "Write `token('…')`."),
    "what a mapping doesn't have": (
        ("Create a log group", "Create {{ lab.§idd }}"),
        "`lab` has no `idd`. Did you mean `id`?",
    ),
    "a mapping as text": (("Create a log group", "Create {{ §lab }}"), "Write `lab.id` or `lab.region`."),
    "an unknown filter": (
        ("Create a log group", "Create {{ zone | §uper }}"),
        "no filter `uper`. Did you mean `upper`?",
    ),
    "a loop": (
        ("Create a log group", "Create {% §for x in zone %}{% endfor %}"),
        "templates here have no `{% for %}`.",
    ),
    "a choice by an unknown name": (
        ("traffic: ALL", 'traffic: "{{ §trafic }}"'),
        "`trafic` is a name that nobody defined.",
    ),
    "a name that is taken": (
        ("  bucket: metrolio", "  bucket: mine\n  §region: metrolio"),
        "has a meaning of its own in templates.",
    ),
    "a word of Jinja2's own": (
        ("  bucket: metrolio", "  bucket: mine\n  §not: metrolio"),
        "has a meaning of its own in templates.",
    ),
    "a name of two lines": (('"{{ region }}b"', '§"{{ region }}\\nb"'), "a name is one line"),
    "a name with a trailing blank": (('"{{ region }}b"', '§"{{ region }}b "'), "white space at an end."),
    "a name that goes on and on": (
        ('"{{ region }}b"', f'§"{{{{ region }}}}{"b" * 1100}"'),
        "comes out 1109 characters long",
    ),
    "a name that comes out empty": (
        ('"{{ region }}b"', '§"{% if region == 1 %}b{% endif %}"'),
        "this comes out empty.",
    ),
    "a template without quotes": (("resource: subnet", "resource: §{{ zone }}"), 'Write `"{{ zone }}"`.'),
    "a template without quotes in braces": (
        ('{name: "{{ bucket }}"}', "{name: §{{ bucket }}}"),
        "has to stand in quotes.",
    ),
    "a published value that isn't asked for": (
        ("names:", "published: {bucket: '0', §bukcet: abc}\nnames:"),
        "no template asks for `token('bukcet')`. Did you mean `bucket`?",
    ),
    # Form
    "a colon too many": (
        ("title: A lab", "title: A lab§: the first"),
        "Put text that has a colon and a space in it in quotes.",
    ),
    "a colon too few": (("    points: 20", "    §points 20"), "this is neither a `key: value` nor"),
    "a colon without a space": (("    points: 20", "    §points:20"), "Is a colon missing, or the space behind it?"),
    "a tab": (("    title: Create a log group", "§\ttitle: Create a log group"), "there is a tab here"),
    "too little indentation": (("    points: 20", "   §points: 20"), "this line doesn't fit in with those above it."),
    "too much indentation": (("    points: 20", "      points§: 20"), "indented further than the one above it"),
    "an open brace": (
        ("default: true}\n  bucket", "default: true\n  bucket§"),
        "the brace that opens in line 10, column 13.",
    ),
    "an open bracket": (
        ("needs: [log-group]\n    points: 40", "needs: [log-group\n    points§: 40"),
        "Is a comma or the closing bracket missing",
    ),
    "an open quote": (("title: A lab", 'title: §"A lab'), "the quotes that open here aren't closed before line 6."),
    "an open quote to the end": (("role: writer}", "role: §'writer}"), "the quotes that open here are never closed."),
    "text behind quotes": (("title: A lab", "title: 'A lab'§s"), "the text goes on behind its closing quotes."),
    "a value that can't begin so": (
        ("title: A lab", "title: §@lab"),
        "a value can't begin with `@`. Put it in quotes.",
    ),
    "a tag": (("name: all-traffic", "name: §!mine all-traffic"), "tags such as `!mine` aren't taken."),
    "a tag that builds things": (
        ("title: A lab", "title: §!!python/object:os.system x"),
        "`!!python/object:os.system`",
    ),
    "an anchor": (("title: A lab", "title: §&a A lab"), "anchors such as `&a` aren't taken."),
    "an alias": (("title: A lab", "title: §*a"), "aliases such as `*a` aren't taken. Write out what it stands for."),
    "a list behind a key": (("hints: [Look under Logs.]", "hints: §- Look."), "a list can't begin here."),
    "text behind a bar": (("title: A lab", "title: |§A lab"), "nothing goes behind `|` or `>` in its line."),
    "a star": (("title: A lab", "title: *§* A lab"), "a value can't begin with `*` or `&`."),
    "a value that is missing": (("needs: [log-group]", "needs: [§, log-group]"), "there should be a value here."),
    "a bracket too many": (
        ("needs: [log-group]", "needs: [log-group]§]"),
        "this doesn't belong behind what stands before it.",
    ),
    "a find that is no mapping": (
        (LAB[LAB.index("find:") : LAB.index("tasks:")], "find: §all\n"),
        "'all' isn't a mapping",
    ),
    "a section that is empty": (("names:\n", "§published:\nnames:\n"), "there is nothing here; it takes a mapping"),
    "a list for an entry of find": (
        ('    bucket: {name: "{{ bucket }}"}', "    §- bucket: {}"),
        "A list isn't a mapping",
    ),
    "a second document": (("role: writer}\n", "role: writer}\n§---\na: b\n"), "a second document begins"),
    "a character that nobody sees": (("title: A lab", "title: A§\x07 lab"), "U+0007"),
}


@pytest.mark.parametrize(("change", "says"), ONE_EACH.values(), ids=ONE_EACH)
def test_one_mistake_is_told_once_and_at_its_place(tmp_path: Path, change: Change, says: str) -> None:
    text = spoilt(change)
    problems = told(tmp_path, text)
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert says in words(problems[0])
    assert places(problems) == marks(text)


def test_mistakes_of_every_sort_are_told_together(tmp_path: Path) -> None:
    text = spoilt(
        ("title: A lab", "title: A lab\n§title: B"),
        ("bucket: metrolio-{{ token('bucket') }}", "bucket: metrolio-{{ §tokn('bucket') }}"),
        ("    bucket: {name", "    §buckt: {§nmae"),
        ("points: 20", "points: §0"),
        ('{{ zone }}-logs"}', '{{ §zoen }}-{{ §lgos }}", retention: §nevr}'),
        ("needs: [log-group]", "needs: [§log-grup]"),
        ("    credit:", "    §cerdit:"),
        ("resource: subnet", "resource: §subnte"),
        ("traffic: ALL", "traffic: §!x ALL"),
        ("role: writer", "§rol: §5"),
    )
    problems = told(tmp_path, text)
    assert places(problems) == marks(text), [str(problem) for problem in problems]


def test_the_guide_is_told_of_with_the_lab(tmp_path: Path) -> None:
    guide = "# {{ lab.§titel }}\n\nname: {{ §nmae }}, {{ points['§log-grup'] }}\n{% §for x in zone %}{% endfor %}\n"
    where = write(tmp_path, spoilt(("points: 20", "points: §0")), guide=guide)
    problems = lint(where)[1]
    in_guide = [problem for problem in problems if problem.file.name == "guide.md.j2"]
    assert places(in_guide) == marks(guide)
    assert [problem.message for problem in problems if problem not in in_guide] == [
        "0 is too little.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        spoilt(("names:", "names: [a]\nmore:")),
        spoilt(("  zone:", "  Zone_:")),
        spoilt(("title: A lab", "title: A lab: the first")),
    ],
    ids=["names that are no mapping", "a misspelt name", "a file that is no YAML"],
)
def test_a_guide_is_not_blamed_for_names_that_the_lab_spells_wrong(tmp_path: Path, text: str) -> None:
    where = write(tmp_path, text, guide="{{ zone }} {{ lab.id }} {% for x in y %}{% endfor %}")
    in_guide = [problem for problem in lint(where)[1] if problem.file.name == "guide.md.j2"]
    assert [problem.message for problem in in_guide] == ["templates here have no `{% for %}`."]


def test_a_choice_is_not_blamed_for_names_that_are_no_mapping(tmp_path: Path) -> None:
    text = spoilt(("names:", "names: §[a]\npublished:"), ("traffic: ALL", 'traffic: "{{ traffic }}"'))
    text = text.replace("published:\n" + LAB[LAB.index('  zone: "') : LAB.index("find:")], "")
    assert places(told(tmp_path, text)) == marks(text)


def test_a_need_is_not_blamed_for_an_id_that_is_missing(tmp_path: Path) -> None:
    text = spoilt(("- id: log-group\n    title: Create", "- §title: Create"))
    assert places(told(tmp_path, text)) == marks(text)


def test_a_longer_loop_of_needs_is_told_once(tmp_path: Path) -> None:
    tasks = "".join(
        f"  - {{id: {one}, title: T, points: 1, needs: [{mark}{two}], expect: {{log_group: {{name: x}}}}}}\n"
        for one, two, mark in (("a", "b", "§"), ("b", "c", ""), ("c", "a", ""), ("d", "a", ""))
    )
    text = f"id: a-lab\ntitle: T\nregion: eu-west-1\ntasks:\n{tasks}"
    problems = told(tmp_path, text)
    assert [problem.message for problem in problems] == [
        "`a` needs `b`, which needs `c`, which needs `a`: nobody could begin."
    ]
    assert places(problems) == marks(text)


WHOLE_FILES: dict[str, tuple[str | bytes, tuple[int, int], str]] = {
    "an empty file": ("", (1, 1), "is empty. A lab begins with `id:` and `title:`."),
    "a brace at the very end": ("{", (1, 2), "there should be a value here."),
    "blank lines": ("\n\n  \n", (1, 1), "is empty."),
    "only comments": ("# a\n# b\n", (1, 1), "says nothing."),
    "only a dash": ("---\n", (1, 1), "says nothing."),
    "a list": ("- id: x\n", (1, 1), "A list isn't a lab."),
    "a word": ("hello\n", (1, 1), "'hello' isn't a lab."),
    "an alias": ("*a\n", (1, 1), "aliases such as `*a` aren't taken."),
    "10 MB": ("a: " + "x" * 10_000_000, (1, 1), "is over 256 KiB, which no lab needs."),
    "brackets without end": ("a: " + "[" * 200_000, (1, 35), "is nested more than 32 levels deep"),
    "braces without end": ("a: " + "{a: " * 50_000, (1, 128), "is nested more than 32 levels deep"),
    "dashes without end": ("- " * 100_000, (1, 65), "is nested more than 32 levels deep"),
    "Latin-1": ("title: A\nid: caf\xe9\n".encode("latin-1"), (2, 8), "isn't UTF-8 text from here on."),
    "UTF-16": ("id: x\n".encode("utf-16"), (1, 1), "isn't UTF-8 text from here on."),
    "zeros": (b"id: x\x00y\n", (1, 6), "U+0000"),
    "a line break that editors don't show": ("id: x\ntitle: a\u2028b\n", (2, 9), "U+2028"),
    "a surrogate": (b"id: \xed\xa0\x80\n", (1, 5), "isn't UTF-8 text"),
}


@pytest.mark.parametrize(("text", "place", "says"), WHOLE_FILES.values(), ids=WHOLE_FILES)
def test_a_file_that_is_no_lab_is_told_of_once(
    tmp_path: Path, text: str | bytes, place: tuple[int, int], says: str
) -> None:
    problems = told(tmp_path, text)
    assert places(problems) == [place], [str(problem) for problem in problems]
    assert says in words(problems[0])


def test_a_billion_laughs_unfold_to_nothing(tmp_path: Path) -> None:
    names = "abcdefghij"
    laughs = [f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]" for before, here in pairwise(names)]
    problems = told(tmp_path, "\n".join(["a: &a [ha, ha]", *laughs]))
    assert sum("aliases such as" in problem.message for problem in problems) == 81


def test_names_that_double_each_other_stop_in_time(tmp_path: Path) -> None:
    doubled = "".join(f"  n{n + 1}: '{{{{ n{n} }}}}{{{{ n{n} }}}}'\n" for n in range(40))
    problems = told(tmp_path, spoilt(("names:\n", f"names:\n  n0: 'ten letters'\n{doubled}")))
    assert "nothing in AWS has more than 1024" in problems[0].message


def test_a_byte_order_mark_makes_no_difference(tmp_path: Path) -> None:
    assert told(tmp_path, b"\xef\xbb\xbf" + LAB.encode()) == []
    (problem,) = told(tmp_path, b"\xef\xbb\xbf" + spoilt(("id: a-lab", "id: 5")).encode())
    assert (problem.line, problem.column) == (1, 5)


def test_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    text = spoilt(("points: 20", "points: §0"), ('{{ zone }}-logs"}', '{{ §zoen }}-logs"}'))
    assert places(told(tmp_path, text.replace("\n", "\r\n").replace("§", "").encode())) == marks(text)


def test_a_missing_file_is_told_of_by_name(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"lab\.yaml:1:1: can't be read: No such file or directory\.$"):
        load(tmp_path)


def test_a_fault_deep_in_a_block_of_text_is_told_at_its_line(tmp_path: Path) -> None:
    text = spoilt(
        ("hints: [Look under Logs.]", "hints:\n      - |\n        zoen is\n        {{ zone }} or {{ §zoen }}.")
    )
    assert places(told(tmp_path, text)) == marks(text)


@pytest.mark.parametrize("typed", ["on", "no", "yes", "0123", "12:30", "0x1F", "1_000", "1e3", ".5", "=", "2026-01-01"])
def test_what_an_author_types_stays_what_it_is(tmp_path: Path, typed: str) -> None:
    lab = load(write(tmp_path, spoilt(("title: A lab", f"title: {typed}"))))
    assert lab.title == typed


@pytest.mark.parametrize("value", ["5", "true", "x", "[a]", "[]", "{a: b}", "[[{}]]", ""])
def test_whatever_stands_behind_a_key_is_told_of_within_the_file(tmp_path: Path, value: str) -> None:
    lines = LAB.splitlines()
    for number, line in enumerate(lines):
        text = "\n".join([*lines[:number], f"{line.partition(':')[0]}: {value}", *lines[number + 1 :]])
        for problem in told(tmp_path, text):
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(text.splitlines()[problem.line - 1]) + 1


@pytest.mark.parametrize(("change", "says"), ONE_EACH.values(), ids=ONE_EACH)
def test_the_parser_in_python_says_what_the_one_in_c_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change, says: str
) -> None:
    monkeypatch.setattr("labs.dialect._PARSER", yaml.SafeLoader)
    test_one_mistake_is_told_once_and_at_its_place(tmp_path, change, says)
