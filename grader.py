"""The command line, and nothing else: parse, call, print. Everything that costs time is imported where it is used."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fixtures.commands.later import SETTINGS, Commands
from fixtures.commands.options import LEARNER_FLAGS, LabName, Labs, takes
from fixtures.commands.voice import progress, style
from labs.errors import LabgraderError

if TYPE_CHECKING:
    from fixtures.assignment import Choice

app = Commands(
    name="grader", no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}, **SETTINGS
)

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""


def main() -> None:
    """Run the command line. Exit status: 0 all passed, 1 not all passed, 2 wrong usage or lab, 3 not gradable."""
    gc.disable()  # a command is over before collecting has paid for itself; what stays turns it on again
    atexit.register(gc.freeze)  # or the interpreter goes through everything once more before it ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except LabgraderError as error:
        typer.secho(f"error: {error.message}", fg="red", err=True)
        if error.remedy:
            typer.echo(error.remedy, err=True)
        sys.exit(error.exit_status)
    except SystemExit as end:
        if end.code == INTERRUPTED:  # typer has ended the line, and leaves it at that
            typer.echo("Stopped.", err=True)
        raise
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the reader is gone, and the exit flushes once more
        sys.exit(141)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # Python 3.11 wraps one that comes while a class is made
            typer.echo("Stopped.", err=True)
            sys.exit(INTERRUPTED)
        if os.environ.get("GRADER_TRACEBACK"):
            raise
        typer.secho(f"error: {type(error).__name__}: {error}", fg="red", err=True)
        typer.echo("This was not foreseen. GRADER_TRACEBACK=1 shows where it happened.", err=True)
        sys.exit(3)  # never 1, which is a grade


@app.callback()
def about() -> None:
    """Hands-on AWS labs: set an account up, work in it by any means, and learn what is right, what is wrong and why.

    \b
    Try it:    grader demo
    Take it:   grader start vpc-flow-logs      (and in a second terminal)
               grader check vpc-flow-logs
    Grade it:  grader grade vpc-flow-logs --format json
    """


@app.command("list")
def list_labs(labs: Labs = None) -> None:
    """Show the labs there are.

    \b
    Example:  grader list --labs my-course/labs
    """
    from labs.catalogue import folders, roots
    from labs.load import load

    for folder in folders(roots(labs or ())):
        lab = load(folder)
        points = sum(task.points for task in lab.tasks)
        tasks = f"{len(lab.shown)} tasks{' and hidden ones' if len(lab.shown) < len(lab.tasks) else ''}"
        typer.echo(f"{lab.id:24} {tasks}, {points:g} points   {lab.title}")


@app.command()
@takes(LEARNER_FLAGS)
def show(lab: LabName, *, chosen: Choice) -> None:
    """Print a lab's guide, with the learner's own names in it.

    \b
    Example:  grader show vpc-flow-logs
    """
    from fixtures.assignment import open_as_set_up
    from labs.guide import guide

    typer.echo(guide(open_as_set_up(lab, chosen)[0].lab), nl=False)


@app.command()
@takes({name: flag for name, flag in LEARNER_FLAGS.items() if name != "ticket"})
def ticket(
    lab: LabName,
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A CSV with a column `learner`, or a learner on each line.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the tickets go.")] = Path("tickets"),
    *,
    chosen: Choice,
) -> None:
    """For the course: write each learner's names into a ticket, so that no learner needs the course secret.

    \b
    Examples:  grader ticket vpc-flow-logs --roster class.csv
               grader ticket vpc-flow-logs --learner ada --out handed-out
    """
    from fixtures.assignment import write_tickets

    written = write_tickets(lab, chosen, roster, out)
    typer.echo(f"{len(written)} {'ticket' if len(written) == 1 else 'tickets'} in {out}.")


@app.command()
@takes({"labs": Labs})
def demo(lab: LabName = "vpc-flow-logs", *, chosen: Choice) -> None:
    """See it work: an emulated account is set up, graded, solved and graded again. Nothing is left behind.

    \b
    Example:  grader demo
    """
    from checks.engine.hidden import for_learner
    from checks.reports import terminal
    from fixtures.assignment import open_lab
    from fixtures.demo import demo as play
    from labs.names import Identity

    bound = open_lab(lab, chosen, Identity())
    for title, result in play(bound, progress):
        typer.echo(f"\n--- {title} ---\n\n{terminal.render(for_learner(result), style())}", nl=False)
    typer.echo(f"\nYour turn: `grader start {bound.lab.id}` keeps an account running for you.", err=True)


app.mount(
    "fixtures.commands.workplace",
    {
        "start": "Start an emulated account with the lab set up in it, or go on where you left it, and a page to work "
        "on.",
        "answer": "Answer a question of the lab, or show the questions with your answers so far.",
        "history": "Tell what was changed in this folder's emulated account, when, and with which tool, whether it "
        "runs or not.",
        "env": "Print what points the AWS CLI and every SDK at this folder's sandbox.",
    },
)
app.mount(
    "fixtures.commands.traffic",
    {
        "traffic": "Make traffic in this folder's emulated account, so that flow logs have something to deliver.",
    },
)
app.mount(
    "fixtures.commands.accounts",
    {
        "setup": "Put the lab's estate into an account.",
        "teardown": "Take away the lab's estate and what its tasks name, and nothing else.",
        "reset": "Start afresh: take away what the tasks name, and mend the estate.",
    },
)
app.mount(
    "fixtures.commands.grading",
    {
        "check": "For the learner: what is done, what is wrong and why, and the next hint.",
        "grade": "For machines and instructors: the grade of one account, or of a whole class, in one or more formats.",
    },
)
app.mount(
    "fixtures.commands.accounts",
    {
        "doctor": "Can this account take this lab? Looks at credentials, permissions, quotas and clashes, and changes "
        "nothing.",
    },
)
app.mount(
    "fixtures.commands.authoring",
    {
        "policy": "Print the least IAM policy that somebody needs for a lab.",
        "new": "Begin a lab of your own: a small one that is right already, in a folder of its own.",
        "capture": "Draft a lab from what an account holds: it asks for just that.",
        "lint": "Say what is wrong with lab definitions, with file, line and column.",
        "verify": "Prove that a lab grades right: solved by all its solutions, spoilt in every way, done in others.",
        "schema": "Print the JSON Schema of lab.yaml, for editors.",
    },
)
app.mount(
    "fixtures.commands.records",
    {"records": "Read flow log records: show them, count them, sum them up."},
)
app.mount(
    "fixtures.commands.gradebook",
    {"gradebook": "Keep the grades of a class: who did what, by which rules it counts, and the ways out of the book."},
)

if __name__ == "__main__":
    main()
