"""Templates fill names in. Whatever else they try is refused: at once, and without harm."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labs import template
from labs.template import LONGEST, TemplateError, render

VALUES: dict[str, Any] = {
    "zone": "eu-west-1b",
    "empty": "",
    "lab": {"id": "a-lab", "title": "A lab"},
    "points": {"log-group": "20"},
    "token": lambda what: f"<{what}>",
}


@pytest.mark.parametrize(
    ("template", "comes_out"),
    [
        ("no template", "no template"),
        ("${version} { x } }}", "${version} { x } }}"),
        ("{{ zone }}-logs", "eu-west-1b-logs"),
        ("{{ lab.id }} {{ lab['title'] }} {{ points['log-group'] }}", "a-lab A lab 20"),
        ("{{ token('role') }}", "<role>"),
        ("{{ zone | upper }}", "EU-WEST-1B"),
        ("{{ zone | replace('-', '_') }}", "eu_west_1b"),
        ("{{ zone[:2] }}{{ zone[0] }}", "eue"),
        ("{{ 'a' if empty else 'b' }}", "b"),
        ("{% if zone == 'eu-west-1b' and not empty %}yes{% else %}no{% endif %}", "yes"),
        ("{% if zone in ['a', 'eu-west-1b'] %}in{% endif %}", "in"),
        ("{# a comment #}{% raw %}{{ zone }}{% endraw %}", "{{ zone }}"),
        ("ends with a line break {{ zone }}\n", "ends with a line break eu-west-1b\n"),
    ],
)
def test_a_template_fills_in_what_is_known(template: str, comes_out: str) -> None:
    assert render(template, VALUES) == comes_out


ATTACKS = {
    "a class": "{{ ''.__class__ }}",
    "a class by index": "{{ ''['__class__'] }}",
    "a class of a name": "{{ zone.__class__.__mro__ }}",
    "a class of what a mapping holds": "{{ lab['id']['__class__'] }}",
    "a class by filter": "{{ ''|attr('__class__') }}",
    "a function's globals": "{{ token.__globals__ }}",
    "a function's globals by call": "{{ token('x').__class__ }}",
    "subclasses": "{{ ().__class__.__base__.__subclasses__() }}",
    "a format string": "{{ '{0.__class__}'.format(zone) }}",
    "the template itself": "{{ self._TemplateReference__context }}",
    "the globals of Jinja2": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "a method": "{{ zone.upper() }}",
    "a file": "{% include '/etc/passwd' %}",
    "a module": "{% import 'os' as os %}",
    "a parent": "{% extends '/etc/passwd' %}",
    "a long range": "{{ range(10**9) }}",
    "a long loop": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "a loop over text": "{% for i in zone %}{% for j in zone %}{% endfor %}{% endfor %}",
    "a recursion": "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "a doubling": "{% set x = zone %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
    "a long text": "{{ 'a' * 10**9 }}",
    "a long number": "{{ 10**10**10 }}",
    "a number of many digits": "{{ " + "9" * 9000 + " }}",
    "a wide format": "{{ '%1000000000d' % 1 }}",
    "a wide filter": "{{ zone | center(1000000000) }}",
    "an indented filter": "{{ zone | indent(1000000000) }}",
    "much latin": "{{ lipsum(1000000) }}",
    "joined text": "{{ zone ~ zone }}",
    "added text": "{{ zone + zone }}",
    "replacing by more": "{{ zone" + " | replace('e', 'eeeeeeeeee')" * 12 + " }}",
    "deep parentheses": "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
    "deep brackets": "{{ " + "[" * 20_000 + " }}",
    "deep ifs": "{% if zone %}" * 3_000 + "{% endif %}" * 3_000,
    "long ands": "{{ " + "zone and " * 5_000 + "zone }}",
    "many elifs": "{% if empty %}" + "{% elif empty %}" * 3_000 + "{% endif %}",
    "many braces": "{{" * 20_000,
    "many comments": "{#" * 20_000,
    "many raws": "{% raw %}" * 20_000,
    "a lot of output": ("{{ zone | replace('e', '" + "x" * 30_000 + "') }}") * 20,
}


@pytest.mark.parametrize("template", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused_at_once(template: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(TemplateError) as refused:
            render(template, VALUES)
        spent, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert spent < 5, "a refusal takes no time"
    assert most < 100 * 1024 * 1024, "a refusal takes no memory"
    assert "passwd:" not in str(refused.value)
    assert "<class" not in str(refused.value)


def test_what_comes_out_is_bounded() -> None:
    short = "{{ zone }}" * 100
    assert len(render(short, {"zone": "x" * 1000})) == 100_000
    with pytest.raises(TemplateError, match=f"longer than {LONGEST} characters"):
        render(short, {"zone": "x" * 20_000})


def test_everything_wrong_with_a_template_is_told_at_once_with_its_line() -> None:
    with pytest.raises(TemplateError) as wrong:
        render("{{ zoen }}\n{{ lab.titel }}\n\n{{ zone | uper }}{% for x in y %}{% endfor %}", VALUES)
    assert sorted((fault.line, fault.word) for fault in wrong.value.faults) == [
        (1, "zoen"),
        (2, "titel"),
        (4, "for"),
        (4, "uper"),
    ]


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ zoen }}", "`zoen` is a name that nobody defined."),
        ("{{ tokn('a') }}", "`tokn` is a name that nobody defined."),
        ("{{ token }}", "`token` has to be called."),
        ("{{ token() }}", "`token` takes one word in quotes."),
        ("{{ token(zone) }}", "`token` takes one word in quotes."),
        ("{{ token('a', 'b') }}", "`token` takes one word in quotes."),
        ("{{ token(what='a') }}", "`token` takes one word in quotes."),
        ("{{ lab }}", "`lab` isn't text: it has parts."),
        ("{{ zone.id }}", "`zone` is text: it has no `id`."),
        ("{{ none }}", "what it prints isn't text."),
        ("{{ [zone] }}", "what it prints isn't text."),
        ("{{ points[zone] }}", "has no attribute 'eu-west-1b'"),
        ("{{ zone[99] }}", "has no element 99"),
        ("{% if zone %}" * 30 + "{% endif %}" * 30, "the template is nested too deep."),
        ("{{ zone is defined }}", "templates here have no `is`."),
        ("{{ 1 < zone }}", "the template fails:"),
        ("{{ zone", "the template is wrong:"),
        ("{% endif %}", "`{% endif %}` doesn't belong here."),
        ("{% if zone %}", "an `{% if %}` is never closed."),
        ("{# never", "is never closed."),
    ],
)
def test_a_wrong_template_says_what_is_wrong(template: str, says: str) -> None:
    with pytest.raises(TemplateError) as wrong:
        render(template, VALUES)
    assert says in wrong.value.message


@given(st.text("{}%#|.()[]'_ azonetk0129\n", max_size=40))
def test_any_text_comes_out_as_text_or_is_refused(text: str) -> None:
    with suppress(TemplateError):
        assert isinstance(render(text, VALUES), str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_a_value_is_never_taken_for_a_template(value: str) -> None:
    assert render("{{ zone }}", {"zone": value}) == value


PLAIN = ("{{ zone }}", "{{zone}}", "{{ token('role') }}", "{{ token('') }}", "{{ refuses('x') }}", "{{ empty }}")
OTHERS = ("{{ lab }}", "{{ self }}", "{{ nobody }}", "{{ zone('x') }}", "{{ token }}", "{{- zone }}", "{# no #}")


@given(st.lists(st.sampled_from((*PLAIN, *OTHERS, "{", "}", "\n", "-")), max_size=6))
def test_a_template_that_only_names_comes_out_as_jinja2_has_it(pieces: list[str]) -> None:
    def refuses(_word: str) -> str:
        raise ValueError("not here")

    def come_out() -> str:
        with suppress(TemplateError):
            return render("".join(pieces), {**VALUES, "refuses": refuses, "self": "own"})
        return "refused"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template, "_plain", lambda _text, _values: None)
        by_jinja = come_out()
    assert come_out() == by_jinja


def test_jinja2_is_not_imported_for_names_alone() -> None:
    code = (
        "import sys\n"
        "from labs.template import render\n"
        "assert render('{{ zone }}{{ token(\"a\") }}'.replace('\"', chr(39)), {'zone': 'z', 'token': str}) == 'za'\n"
        "sys.exit('jinja2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
