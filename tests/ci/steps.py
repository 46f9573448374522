"""GitHub's runner, as far as our action needs one: expressions, `env`, `if`, and the files that a step writes to."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
_NAME = re.compile(r"\b(inputs|runner|github|steps\.\w+\.outputs)\.([\w-]+)")


@dataclass
class Runner:
    """One job. `said` is the log of all its steps, `skipped` what is not run."""

    workspace: Path
    temporary: Path
    inputs: Mapping[str, str]
    environment: Mapping[str, str]
    skipped: frozenset[str] = frozenset()
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    said: str = ""

    @property
    def summary(self) -> str:
        """The step summary."""
        return (self.temporary / "summary").read_text()

    def run(self) -> int:
        """Run the action's steps up to the first that fails, and give the exit status of the last."""
        (self.temporary / "summary").touch()
        for step in ACTION["runs"]["steps"]:
            if step["name"] in self.skipped or not self._value(step.get("if", "true")):
                continue
            status = self._step(step)
            if status:
                return status
        return 0

    def _step(self, step: Mapping[str, Any]) -> int:
        written = self.temporary / "output"
        written.write_text("")
        own = {
            **self.environment,
            **{name: self._filled(str(value)) for name, value in step.get("env", {}).items()},
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_OUTPUT": str(written),
            "GITHUB_STEP_SUMMARY": str(self.temporary / "summary"),
        }
        script = self.temporary / "script.sh"
        script.write_text(step["run"])
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]  # GitHub's own, for `shell: bash`
        done = subprocess.run(
            command,
            cwd=self.workspace,
            env=own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.said += done.stdout
        lines = (line.partition("=") for line in written.read_text().splitlines())
        self.outputs[step.get("id", step["name"])] = {name: value for name, _, value in lines}
        return done.returncode

    def _filled(self, text: str) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(self._value(match[1])), text)

    def _value(self, expression: str) -> Any:
        """What an expression of `names`, `==`, `!=`, `&&` and `||` comes to."""
        names: dict[str, Any] = {"true": True}

        def known(match: re.Match[str]) -> str:
            name = f"n{len(names)}"
            names[name] = self._named(match[1], match[2])
            return name

        written = _NAME.sub(known, expression).replace("&&", " and ").replace("||", " or ").strip()
        return eval(written, {"__builtins__": {}}, names)  # of our own action.yml

    def _named(self, context: str, name: str) -> str:
        if context == "inputs":
            return self.inputs.get(name, str(ACTION["inputs"][name].get("default", "")))
        if context == "runner":
            return {"os": "Linux"}[name]
        if context == "github":
            return {"action_path": str(ROOT)}[name]
        return self.outputs.get(context.split(".")[1], {}).get(name, "")
