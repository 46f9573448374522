"""CONTRIBUTING is followed to the letter: a lab and a kind in a folder outside the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal import Shell

TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(heading: str, language: str) -> list[str]:
    """The code blocks of one section, as a reader would type them in."""
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", section, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", code, flags=re.MULTILINE) for indent, code in found]


@pytest.fixture
def my_labs(shell: Shell) -> Shell:
    """Steps one to four of *Add a lab*."""
    begun = shell.run("new", "first-logs", "--in", "my-labs")
    assert begun.returncode == 0, begun.stderr
    lab = shell.folder / "my-labs" / "first_logs"
    (lab / "lab.yaml").write_text(blocks("Add a lab", "yaml")[0])
    (lab / "guide.md.j2").write_text(blocks("Add a lab", "markdown")[0])
    (lab / "solution.sh").write_text(blocks("Add a lab", "bash")[0])
    return shell


@pytest.mark.parametrize(("heading", "number"), [("Add a lab", 5), ("Add a kind", 6)])
def test_each_section_has_its_steps(heading: str, number: int) -> None:
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    steps = re.findall(r"^(\d)\. ", section, re.MULTILINE)
    assert steps == [str(step) for step in range(1, number + 1)]


@pytest.mark.slow
def test_the_lab_of_the_text_is_well_formed_and_its_solution_solves_it(my_labs: Shell) -> None:
    linted = my_labs.run("lint", "my-labs")
    assert (linted.returncode, linted.stdout) == (0, "1 lab is well-formed.\n")
    assert "first-logs" in my_labs.run("list", "--labs", "my-labs").stdout
    played = my_labs.run("demo", "first-logs", "--labs", "my-labs")
    assert played.returncode == 0, played.stderr
    assert "Passed: 10 of 10 points." in played.stdout


@pytest.mark.slow
def test_the_lab_of_the_text_is_proved(my_labs: Shell) -> None:
    proved = my_labs.run("verify", "first-logs", "--labs", "my-labs")
    assert proved.returncode == 0, proved.stdout + proved.stderr


@pytest.mark.slow
def test_the_kind_of_the_text_judges_a_lab_beside_it(my_labs: Shell) -> None:
    kinds = my_labs.folder / "my-labs" / "checks"
    kinds.mkdir()
    (kinds / "security_group.py").write_text("\n\n".join(blocks("Add a kind", "python")))
    lab = my_labs.folder / "my-labs" / "first_logs"
    expected = "security_group: {name: web, description: Web servers}"
    text = (lab / "lab.yaml").read_text().replace("log_group: {name: web-logs, retention: 7}", expected)
    (lab / "lab.yaml").write_text(text)
    command = "aws ec2 create-security-group --group-name web --description 'Web servers'"
    (lab / "solution.sh").write_text(f"# task: group\n{command}\n")
    assert my_labs.run("lint", "my-labs").returncode == 0
    played = my_labs.run("demo", "first-logs", "--labs", "my-labs")
    assert played.returncode == 0, played.stderr
    assert "There is no security group web." in played.stdout
    assert "Passed: 10 of 10 points." in played.stdout
    guide = "In {{ region }}, create a security group `web`, described as `Web servers`.\n"
    (lab / "guide.md.j2").write_text(guide)
    proved = my_labs.run("verify", "first-logs", "--labs", "my-labs")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    module = kinds / "security_group.py"
    module.write_text(module.read_text().replace("actual != expected.description", "False"))
    blind = my_labs.run("verify", "first-logs", "--labs", "my-labs")
    assert blind.returncode == 1
    assert "security_group: described otherwise: group passes all the same." in blind.stdout
    misspelt = (lab / "lab.yaml").read_text().replace("{name: web, ", "{name: web, colour: red, ")
    (lab / "lab.yaml").write_text(misspelt)
    linted = my_labs.run("lint", "my-labs")
    assert linted.returncode == 2
    assert "`colour`" in linted.stdout
