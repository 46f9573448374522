"""Every mistake an author can make is told: where, what is wrong, and what was probably meant. § marks the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.labs.writing import marks, places, spoilt, told, words

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
    "a misspelt optional key in a task": (("    needs:", "    §need:"), "Did you mean `needs`?"),
    "a misspelt key in an expectation": (('{name: "{{ zone }}-logs"}', "{§nam: x}"), "Did you mean `name`?"),
    "a misspelt key inside a key": (("role: writer", "§rol: writer"), "Did you mean `role`?"),
    "an unknown key inside a key": (
        ("role: writer", "role: w, §colour: x"),
        "Known here: `bucket`, `log_group`, `prefix`",
    ),
    "a missing key": (("    points: 20\n", ""), "`points` is missing here. What the task is worth"),
    "a missing key in an expectation": (("        name: all-traffic\n", ""), "`name` is missing here."),
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
        "'nevr' isn't a whole number or `never`. Did you mean `never`?",
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
        ("role: writer", "bucket: b"),
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
    "a kind that nothing resembles": (("log_group: {name:", "§vpn: {name:"), "Known here: `bucket`, `flow_log`"),
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
        ("  bucket: metrolio", "  bucket: x\n  §region: metrolio"),
        "has a meaning of its own in templates.",
    ),
    "a word of Jinja2's own": (
        ("  bucket: metrolio", "  bucket: x\n  §not: metrolio"),
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
    "a second document": (("role: writer}\n", "role: writer}\n§---\na: b\n"), "a second document begins"),
    "a character that nobody sees": (("title: A lab", "title: A§\x07 lab"), "U+0007"),
}


@pytest.mark.parametrize(("change", "says"), ONE_EACH.values(), ids=ONE_EACH)
def test_one_mistake_is_told_once_and_at_its_place(tmp_path: Path, change: Change, says: str) -> None:
    text = spoilt(change)
    problems = told(tmp_path, text)
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert says in words(problems[0])
    if marks(text):
        assert places(problems) == marks(text)
