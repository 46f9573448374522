"""The command line, and nothing else: parse, call, print. Everything that costs time is imported where it is used."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fixtures.commands.later import SETTINGS, Commands
from fixtures.commands.options import (
    ACCOUNT_FLAGS,
    GRADING_FLAGS,
    LEARNER_FLAGS,
    DryRun,
    LabName,
    Labs,
    OnlyAccounts,
    Roster,
    Yes,
    takes,
)
from fixtures.commands.voice import indented, progress, style
from labs.errors import LabgraderError, UsageError

if TYPE_CHECKING:
    from fixtures.assignment import Assignment, Choice
    from fixtures.estates.plan import Plan

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
        typer.echo(f"{lab.id:24} {len(lab.tasks)} tasks, {points:g} points   {lab.title}")


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
    from checks.reports import terminal
    from fixtures.assignment import open_lab
    from fixtures.demo import demo as play
    from labs.names import Identity

    bound = open_lab(lab, chosen, Identity())
    for title, result in play(bound, progress):
        typer.echo(f"\n--- {title} ---\n\n{terminal.render(result, style())}", nl=False)
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


@app.command()
@takes(ACCOUNT_FLAGS)
def setup(
    lab: LabName,
    dry_run: DryRun = False,
    yes: Yes = False,
    roster: Roster = None,
    only_accounts: OnlyAccounts = None,
    stackset: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a class's set-up as a CloudFormation StackSet, and do nothing."),
    ] = None,
    *,
    chosen: Choice,
) -> None:
    """Put the lab's estate into an account. Twice changes nothing.

    \b
    Examples:  grader setup vpc-flow-logs
               grader setup vpc-flow-logs --profile class-07 --learner ada
               grader setup vpc-flow-logs --roster class.csv --only-accounts 111122223333
    """
    if roster is not None and stackset is not None:
        from fixtures.commands.cohort import write_stackset

        write_stackset(lab, roster, chosen, stackset)
        return
    if roster is not None:
        from fixtures.commands.cohort import keep_up

        raise typer.Exit(keep_up(lab, roster, chosen, "setup", only_accounts=only_accounts, dry_run=dry_run, yes=yes))
    if only_accounts or stackset:
        raise UsageError("--only-accounts and --stackset are for a class.", remedy="Give --roster.")
    assignment = _assign(lab, chosen)
    estate, account, it = assignment.estate, assignment.account, assignment.lab
    if not dry_run:
        assignment.may_write()
    plan = estate.plan(account, it.id, it.names, assignment.named)
    if _go_ahead(assignment, plan, dry_run=dry_run, yes=yes):
        report = estate.set_up(account, it.id, it.names, assignment.named, progress=progress)
        typer.echo(f"{it.id} is set up." if report.changed else f"{it.id} is set up already; nothing changed.")
        for damaged in report.damage:
            typer.echo(f"Out of order: {damaged}. `grader reset {it.id}` mends it.", err=True)


@app.command()
@takes(ACCOUNT_FLAGS)
def teardown(
    lab: LabName,
    dry_run: DryRun = False,
    yes: Yes = False,
    roster: Roster = None,
    only_accounts: OnlyAccounts = None,
    max_age: Annotated[
        str | None, typer.Option(metavar="SPAN", help="Of a class, only what was set up longer ago: 12h, 3d.")
    ] = None,
    *,
    chosen: Choice,
) -> None:
    """Take away the lab's estate and what its tasks name, and nothing else. The plan comes first.

    \b
    Examples:  grader teardown vpc-flow-logs --profile class-07 --learner ada
               grader teardown vpc-flow-logs --roster class.csv --max-age 3d
    """
    if roster is not None:
        from fixtures.commands.cohort import keep_up

        raise typer.Exit(
            keep_up(
                lab, roster, chosen, "teardown", only_accounts=only_accounts, max_age=max_age, dry_run=dry_run, yes=yes
            )
        )
    if only_accounts or max_age:
        raise UsageError("--only-accounts and --max-age are for a class.", remedy="Give --roster.")
    from fixtures.estates.teardown import plan_teardown, tear_down

    assignment = _assign(lab, chosen)
    account, it = assignment.account, assignment.lab
    if not dry_run:
        assignment.may_write()
    if _go_ahead(assignment, plan_teardown(account, it.id, assignment.named), dry_run=dry_run, yes=yes):
        removed = tear_down(account, it.id, assignment.named, progress=progress).removed
        typer.echo("Taken away:\n" + "\n".join(f"  {what}" for what in removed) if removed else "Nothing was there.")


@app.command()
@takes(ACCOUNT_FLAGS)
def reset(
    lab: LabName,
    dry_run: DryRun = False,
    yes: Yes = False,
    roster: Roster = None,
    only_accounts: OnlyAccounts = None,
    *,
    chosen: Choice,
) -> None:
    """Start afresh: take away what the tasks name, and mend the estate.

    \b
    Examples:  grader reset vpc-flow-logs
               grader reset vpc-flow-logs --roster class.csv
    """
    if roster is not None:
        from fixtures.commands.cohort import keep_up

        raise typer.Exit(keep_up(lab, roster, chosen, "reset", only_accounts=only_accounts, dry_run=dry_run, yes=yes))
    if only_accounts:
        raise UsageError("--only-accounts is for a class.", remedy="Give --roster.")
    assignment = _assign(lab, chosen)
    estate, account, it = assignment.estate, assignment.account, assignment.lab
    if not dry_run:
        assignment.may_write()
    plan = estate.plan_reset(account, it.id, it.names, assignment.named)
    if _go_ahead(assignment, plan, dry_run=dry_run, yes=yes):
        estate.reset(account, it.id, it.names, assignment.named, progress=progress)
        typer.echo(f"{it.id} is as it was at the start.")


@app.command()
@takes(GRADING_FLAGS)
def check(
    lab: LabName,
    hints: Annotated[int, typer.Option(min=0, metavar="N", help="How many hints to give for what comes next.")] = 1,
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep looking, and tell whenever something has changed.")
    ] = False,
    *,
    chosen: Choice,
) -> None:
    """For the learner: what is done, what is wrong and why, and the next hint.

    \b
    Examples:  grader check vpc-flow-logs
               grader check vpc-flow-logs --hints 3
               grader check vpc-flow-logs --watch
    """
    from checks.engine.grade import grade as run
    from checks.reports import terminal

    assignment = _assign(lab, chosen)
    assignment.may_grade()
    for slip in assignment.slips():
        typer.echo(slip, err=True)
    if watch:
        raise typer.Exit(_watch(assignment, hints))
    result, _ = run(assignment.bound, assignment.account, diagnose=True, progress=progress)
    typer.echo(terminal.render(result, style(hints)), nl=False)
    raise typer.Exit(result.exit_status)


@app.command()
@takes(GRADING_FLAGS)
def grade(
    lab: LabName,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="FORMAT[=FILE]", help="terminal, json, junit or markdown. May be repeated."),
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Save what was read, as evidence.")] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Grade saved evidence, without any account.")
    ] = None,
    diagnose: Annotated[
        bool, typer.Option("--diagnose", help="Look in other regions too for what is missing.")
    ] = False,
    roster: Roster = None,
    gradebook: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where a class's results go (GRADER_GRADEBOOK, else gradebook.db)."),
    ] = None,
    only: Annotated[
        Literal["failing"] | None, typer.Option(help="Of a class, only those whose last result isn't a pass.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Pass over who was graded since: 2h, 3d, or 2026-05-01T12:00Z.")
    ] = None,
    wait: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="How long to look again at accounts that haven't passed.")
    ] = 0,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Grade a class on this Dask cluster (tcp://…).")
    ] = None,
    *,
    chosen: Choice,
) -> None:
    """For machines and instructors: the grade of one account, or of a whole class, in one or more formats.

    \b
    Examples:  grader grade vpc-flow-logs
               grader grade vpc-flow-logs --format json --format junit=grade.xml --save evidence.json
               grader grade vpc-flow-logs --from evidence.json
               grader grade vpc-flow-logs --roster class.csv --wait 60 --format csv=grades.csv
    Exit status: 0 all passed, 1 not all passed, 2 wrong usage or lab, 3 could not be graded.
    """
    from checks.reports.output import outputs, write
    from fixtures.assignment import from_evidence

    if roster is not None:
        from checks.reports.cohort import FORMATS
        from fixtures.cohort.book import Selection
        from fixtures.commands.cohort import grade_class

        if save or diagnose or from_:
            raise UsageError("--roster takes no --save, --from or --diagnose: the gradebook keeps all that was read.")
        status = grade_class(
            lab,
            roster,
            chosen,
            outputs(formats or ["terminal"], FORMATS),
            gradebook=gradebook,
            selection=Selection(only == "failing", since or ""),
            wait=wait,
            dask=dask,
        )
        raise typer.Exit(status)
    if gradebook or only or since or wait or dask:
        raise UsageError("--gradebook, --only, --since, --wait and --dask are for a class.", remedy="Give --roster.")
    wanted = outputs(formats or ["terminal"])
    if from_ is not None:
        if save or diagnose:
            raise UsageError("--from grades what was saved: it takes neither --save nor --diagnose.")
        result = from_evidence(lab, from_, chosen, progress)
    else:
        from checks.engine.evidence import Evidence
        from checks.engine.grade import grade as run

        assignment = _assign(lab, chosen)
        assignment.may_grade()
        result, snapshot = run(assignment.bound, assignment.account, diagnose=diagnose, progress=progress)
        if save is not None:
            Evidence.of(assignment.lab, snapshot).save(save)
    typer.echo(write(result, wanted, style()), nl=False)
    raise typer.Exit(result.exit_status)


@app.command()
@takes(ACCOUNT_FLAGS)
def doctor(
    lab: Annotated[str | None, typer.Argument(metavar="[LAB]", help="The lab that the account is to take.")] = None,
    *,
    chosen: Choice,
) -> None:
    """Can this account take this lab? Looks at credentials, permissions, quotas and clashes, and changes nothing.

    \b
    Examples:  grader doctor vpc-flow-logs --profile class-07 --learner ada
               grader doctor --live
    Exit status: 0 nothing stands in the way, 3 something does.
    """
    from checks.reports.text import tame
    from fixtures.assignment import choose_account
    from fixtures.doctor import examine, examine_account

    shown, ill = style(), False
    if lab:
        signs = examine(_assign(lab, chosen))
    else:
        account = choose_account(chosen)
        typer.echo(f"Account: {account.describe()}", err=True)
        signs = examine_account(account)
    for sign in signs:
        ill = ill or sign.verdict == "ill"
        typer.echo(shown.sign(sign.verdict, tame(sign.what), tame(sign.message), tame(sign.remedy)))
    typer.echo("\nSomething stands in the way." if ill else "\nNothing that was found stands in the way.")
    raise typer.Exit(3 if ill else 0)


def _assign(lab: str, chosen: Choice) -> Assignment:
    """The lab and its account; and say which account that is, before anything is read or written."""
    from fixtures.assignment import assign

    assignment = assign(lab, chosen)
    if assignment.account.source == "live" and not (chosen.profile or chosen.live):
        typer.echo(f"No sandbox runs in this folder; `grader start {assignment.lab.id}` starts one.", err=True)
    typer.echo(f"Account: {assignment.account.describe()}", err=True)
    return assignment


def _go_ahead(assignment: Assignment, plan: Plan, *, dry_run: bool, yes: bool) -> bool:
    """Show the plan, and ask where it is for real."""
    typer.echo(f"Plan:\n{indented(str(plan))}", err=not dry_run)
    if dry_run:
        return False
    if assignment.account.is_live and plan.changes and not yes:
        if not sys.stdin.isatty():
            raise UsageError("Writing to a live account needs a person to agree.", remedy="Or say --yes.")
        from fixtures.calls import call

        account_id = call(assignment.account, "sts", "get_caller_identity")["Account"]
        return typer.confirm(f"Do this in account {account_id}?", err=True)
    return True


def _watch(assignment: Assignment, hints: int) -> int:
    """Show how the lab stands until it is done or Ctrl-C. Gives the exit status of what was shown last."""
    from checks.reports import terminal
    from fixtures.watch import watch

    gc.enable()  # which may go on for hours
    status = 3
    typer.echo("Watching until all is done, or Ctrl-C.", err=True)
    with suppress(KeyboardInterrupt):
        for result in watch(assignment):
            if sys.stdout.isatty():
                typer.echo("\x1b[2J\x1b[H", nl=False)
            typer.echo(terminal.render(result, style(hints)))
            status = result.exit_status
    return status


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
