"""Where reports go: each to a file, and at most one to standard output."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from checks.engine.evidence import write_whole
from checks.engine.hidden import for_learner, marked
from checks.reports import terminal
from labs.errors import UsageError
from labs.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from checks.engine.result import Result
    from checks.reports.terminal import Style

Output = tuple[str, Path | None]
"""A format, and the file it goes to; None is standard output."""


@dataclass(frozen=True)
class Report:
    """A format: the module whose `render` makes it, imported once it is asked for, and what is special about it.

    `whole` ones tell all of hidden tasks, since no learner reads them. `graded_only` ones can't say that there is no
    grade, so there is no file then. `needs` are environment variables that its platform sets. What `file` names is the
    variable with the file to append to, which takes no more than `most` bytes. With `ends_well`, a run ends with 0
    whenever there is a grade: to its platform, any other status means that the grading broke.
    """

    module: str
    whole: bool = False
    graded_only: bool = False
    needs: tuple[str, ...] = ()
    file: str = ""
    most: int = 0
    ends_well: bool = False

    def __call__(self, result: Result) -> str:
        """`result` in this format."""
        text: str = import_module(f"checks.reports.{self.module}").render(result)
        return text


CLASSROOM = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")

REPORTS: Mapping[str, Report] = {
    "classroom50": Report("classroom50", graded_only=True, needs=CLASSROOM, ends_well=True),
    "github": Report("github"),
    "gitlab": Report("gitlab"),
    "gradescope": Report("gradescope", whole=True, graded_only=True),
    "html": Report("html"),
    "json": Report("json", whole=True),
    "junit": Report("junit"),
    "markdown": Report("markdown"),
    "summary": Report("markdown", file="GITHUB_STEP_SUMMARY", most=1024 * 1024),
    "tap": Report("tap"),
    "terminal": Report("terminal"),
}
"""Every format, by the name it has on the command line. A report only prints: the score is `judge`'s."""

_CUT = "\n\n*There is more, but a summary takes no more.*\n"


def outputs(
    wanted: Iterable[str], known: Collection[str] = tuple(REPORTS), environ: Mapping[str, str] = os.environ
) -> list[Output]:
    """What `FORMAT` and `FORMAT=FILE` say, where these are the formats `known`. Raises `UsageError`."""
    parsed: list[Output] = []
    for each in wanted:
        name, _, file = each.partition("=")
        if name not in known:
            raise UsageError(f"There is no format {name!r}.", remedy=did_you_mean(name, known))
        if "=" in each and not file:
            raise UsageError(f"--format {each} names no file.", remedy=f"Leave the = out, or say {name}=FILE.")
        report = REPORTS.get(name)
        if lacking := [each for each in report.needs if not environ.get(each)] if report else []:
            raise UsageError(
                f"--format {name} needs {', '.join(lacking)} in the environment.", remedy="Its platform sets that."
            )
        parsed.append((name, Path(file) if file else _own_file(name, environ)))
    files = [file for _, file in parsed if file is not None]
    if len(files) != len(set(files)):
        raise UsageError("Two formats go to the same file.", remedy="Give each a file of its own.")
    for path in files:
        if path.is_dir() or not path.parent.is_dir():
            raise UsageError(f"{path} can't be written: there is no such folder, or it is one.")
    if sum(file is None for _, file in parsed) > 1:
        raise UsageError("Only one format can go to standard output.", remedy="Send the others to files: json=FILE.")
    return parsed


def _own_file(name: str, environ: Mapping[str, str]) -> Path | None:
    """The file that a format's platform has for it, if it has. Raises `UsageError` where the platform isn't there."""
    variable = REPORTS[name].file if name in REPORTS else ""
    if not variable:
        return None
    if not environ.get(variable):
        raise UsageError(f"{variable} isn't set, so there is nothing to append to.", remedy=f"Say {name}=FILE.")
    return Path(environ[variable])


def write(result: Result, wanted: Iterable[Output], style: Style, *, show_hidden: bool = False) -> str:
    """Write a result's files, and give back what is for standard output. Raises `UsageError`.

    Learners are told no more of hidden tasks than their points; with `show_hidden`, all of them are told, and marked.
    """
    seen = marked(result) if show_hidden else for_learner(result)

    def render(name: str, style: Style) -> str | None:
        report = REPORTS[name]
        if report.graded_only and result.score is None:
            return None
        shown = result if report.whole else seen
        return terminal.render(shown, style) if name == "terminal" else report(shown)

    return put(wanted, render, style)


def put(wanted: Iterable[Output], render: Callable[[str, Style], str | None], style: Style) -> str:
    """Write files, each whole or not at all, and give back what is for standard output. Raises `UsageError`.

    `render` gives the text in a format, and in a style where the format has any; None where there is none to give, and
    then what an earlier run has left in its file goes: nobody shall take it for this one's.
    """
    told = ""
    for name, file in wanted:
        text = render(name, terminal.PLAIN if file else style)
        most = REPORTS[name].most if name in REPORTS else 0
        if file is None:
            told = text or ""
        elif text is None:
            _forget(file)
        elif most:
            _append(file, text, most)
        else:
            write_whole(file, text)
    return told


def exit_status(result: Result, wanted: Iterable[Output]) -> int:
    """What a run ends with that gave these reports: the result's own status, but where that means something else."""
    return 0 if result.score is not None and ends_well(wanted) else result.exit_status


def ends_well(wanted: Iterable[Output]) -> bool:
    """Whether one of these reports is for a platform to which any status but 0 means that the grading broke."""
    return any(REPORTS[name].ends_well for name, _ in wanted)


def _forget(file: Path) -> None:
    try:
        if file.is_file():
            file.unlink()
    except OSError as error:
        raise UsageError(f"{file} can't be taken away: {error.strerror}.") from None


def _append(file: Path, text: str, most: int) -> None:
    """Put `text` at the end of a file, as far as there is room: more, and its platform would show nothing of it."""
    try:
        room = most - (file.stat().st_size if file.exists() else 0)
        data = text.encode(errors="replace")
        if len(data) > room:
            lines = data[: max(0, room - len(_CUT.encode()))].rpartition(b"\n")[0]
            data = lines + _CUT.encode() if lines else b""
        with file.open("ab") as end:
            end.write(data)
    except OSError as error:
        raise UsageError(f"{file} can't be written: {error.strerror}.") from None
