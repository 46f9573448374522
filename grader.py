"""The command line, and nothing else: parse, call, print. Everything that costs time is imported where it is used."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from shlex import quote
from shutil import which
from signal import SIGTERM, default_int_handler, signal
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from labs.errors import LabgraderError, UsageError

if TYPE_CHECKING:
    from checks.reports.terminal import Style
    from fixtures.assignment import Assignment, Choice
    from fixtures.console.serve import Page
    from fixtures.estates.plan import Plan
    from fixtures.sandbox.history import Change

app = typer.Typer(
    name="grader",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

LabName = Annotated[str, typer.Argument(metavar="LAB", help="A lab's id (see `grader list`), or a path to its folder.")]
Labs = Annotated[
    list[Path] | None, typer.Option("--labs", metavar="DIR", help="A folder of labs of your own. May be repeated.")
]
State = Annotated[Path | None, typer.Option(metavar="DIR", help="Where the sandbox keeps its state (.labgrader/LAB).")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask before writing to a live account.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan, and change nothing.")]

LEARNER_FLAGS: dict[str, Any] = {
    "learner": Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose names to use. Needs the course secret, in GRADER_SECRET.")
    ],
    "secret_file": Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file with the course secret, in place of GRADER_SECRET.")
    ],
    "ticket": Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your ticket from the course, in place of name and secret.")
    ],
    "region": Annotated[
        str | None, typer.Option(metavar="REGION", help="Work in this region, in place of the lab's own.")
    ],
    "labs": Labs,
}
ACCOUNT_FLAGS: dict[str, Any] = {
    **LEARNER_FLAGS,
    "profile": Annotated[str | None, typer.Option(metavar="NAME", help="The live account of this AWS profile.")],
    "live": Annotated[bool, typer.Option("--live", help="The live account that the AWS SDK's own settings lead to.")],
    "endpoint_url": Annotated[str | None, typer.Option(metavar="URL", help="The account behind this AWS endpoint.")],
    "state": State,
}


def takes(flags: dict[str, Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command `flags`, and hand them to it as one `Choice`, its parameter `chosen`."""

    def give(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def called(**values: Any) -> None:
            from fixtures.assignment import Choice

            said = {name: value for name in flags if (value := values.pop(name)) is not None}
            command(**values, chosen=Choice(**said))

        known = {**globals(), "Choice": Any}  # which is not imported until a command runs
        declared = signature(command, globals=known, eval_str=True).parameters
        own = [each for name, each in declared.items() if name != "chosen"]
        shared = [
            Parameter(name, Parameter.KEYWORD_ONLY, default=False if name == "live" else None, annotation=flag)
            for name, flag in flags.items()
        ]
        parameters = [*(each.replace(kind=Parameter.KEYWORD_ONLY) for each in own), *shared]
        called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {each.name: each.annotation for each in parameters}
        return called

    return give


def main() -> None:
    """Run the command line. Exit status: 0 all passed, 1 not all passed, 2 wrong usage or lab, 3 not gradable."""
    gc.disable()  # a command is over before collecting has paid for itself; `start`, which stays, turns it on again
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
    except KeyboardInterrupt:
        typer.echo("\nStopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the reader is gone, and the exit flushes once more
        sys.exit(141)
    except Exception as error:
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
    for title, result in play(bound, _progress):
        typer.echo(f"\n--- {title} ---\n\n{terminal.render(result, _style())}", nl=False)
    typer.echo(f"\nYour turn: `grader start {bound.lab.id}` keeps an account running for you.", err=True)


@app.command()
@takes({**LEARNER_FLAGS, "state": State})
def start(
    lab: LabName,
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The AWS endpoint's port; 0 picks one.")] = 0,
    page_port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The page's port; 0 picks one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print where things are.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete what was done here before, and begin anew.")] = False,
    *,
    chosen: Choice,
) -> None:
    """Start an emulated account with the lab set up in it, or go on where you left it, and a page to work on.

    Ctrl-C ends both, and what was done stays.

    \b
    Example:  grader start vpc-flow-logs --port 4566
              eval "$(grader env)"             (in a second terminal)
              aws ec2 describe-subnets
    """
    import webbrowser

    from fixtures.assignment import open_lab
    from fixtures.sitting import sit

    bound = open_lab(lab, chosen)

    desks: list[Page] = []

    def progress(words: str) -> None:
        for desk in desks:
            desk.room.tell(words)
        _progress(words)

    def open_page() -> None:
        from fixtures.console.serve import can_show, page

        desks.append(until_the_end.enter_context(page(bound, page_port)))
        if not no_browser and can_show():
            webbrowser.open(desks[0].address)

    def heard(change: Change) -> None:
        desks[0].room.changes.add(change)

    signal(SIGTERM, default_int_handler)  # whoever ends it politely gets the same end as by Ctrl-C
    with ExitStack() as until_the_end:
        sat = sit(
            bound, port=port, state=chosen.state, fresh=fresh, meanwhile=open_page, on_change=heard, progress=progress
        )
        sitting = until_the_end.enter_context(sat)
        until_the_end.enter_context(suppress(KeyboardInterrupt))
        where = f" --state {quote(str(chosen.state))}" if chosen.state else ""
        own = "".join(f" --labs {quote(str(folder))}" for folder in chosen.labs)
        program = _program()
        named = bound.lab.id if lab == bound.lab.id else quote(lab)
        typer.echo(
            f"{bound.lab.title}\n"
            f"Page           {desks[0].address}\n"
            f"AWS endpoint   {sitting.place.endpoint}\n"
            f"Region         {sitting.place.region}\n\n"
            f"Work on the page, or in a second terminal, in this folder:\n"
            f'  eval "$({program} env{where})"   (points the AWS CLI and SDKs here)\n'
            f"  {program} show {named}{own}   (says what to do)\n"
            f"  {program} check {named}{where}{own}   (says how far you are)\n\n"
            "Ctrl-C ends it, and what you did stays."
        )
        desks[0].room.open(sitting.account, sitting.history())
        sitting.wait()


@app.command()
def history(
    lab: LabName,
    form: Annotated[
        Literal["table", "json"], typer.Option("--format", help="For people, or for programs: one change a line.")
    ] = "table",
    state: State = None,
    labs: Labs = None,
) -> None:
    """Tell what was changed in this folder's emulated account, when, and with which tool, whether it runs or not.

    \b
    Examples:  grader history vpc-flow-logs
               grader history vpc-flow-logs --format json
    """
    from fixtures.sandbox.history import history as changes
    from fixtures.sandbox.story import as_json, as_text
    from fixtures.workplace import state_of
    from labs.catalogue import find, roots
    from labs.load import load

    tell = as_json if form == "json" else as_text
    for change in changes(state_of(load(find(lab, roots(labs or ()))).id, state)):
        typer.echo(tell(change))


@app.command("env")
def exports(
    lab: Annotated[
        str | None, typer.Argument(metavar="[LAB]", help="The lab, where several run in this folder.")
    ] = None,
    shell: Annotated[
        Literal["sh", "fish", "powershell"] | None, typer.Option(help="Whose language to speak; guessed if left out.")
    ] = None,
    state: State = None,
) -> None:
    """Print what points the AWS CLI and every SDK at this folder's sandbox.

    \b
    Examples:  eval "$(grader env)"                                  (sh, bash, zsh)
               grader env --shell fish | source
               grader env --shell powershell | Invoke-Expression
    """
    from fixtures.workplace import exports as lines
    from fixtures.workplace import running

    places = list(running(lab, state))
    if not places:
        raise UsageError("No sandbox runs in this folder.", remedy="`grader start LAB` starts one.")
    if len(places) > 1:
        found = ", ".join(place.lab for place in places)
        raise UsageError(f"Several sandboxes run in this folder: {found}.", remedy="Say which: `grader env LAB`.")
    typer.echo(lines(places[0], shell or _shell()), nl=False)


@app.command()
@takes(ACCOUNT_FLAGS)
def setup(
    lab: LabName,
    dry_run: DryRun = False,
    yes: Yes = False,
    *,
    chosen: Choice,
) -> None:
    """Put the lab's estate into an account. Twice changes nothing.

    \b
    Examples:  grader setup vpc-flow-logs
               grader setup vpc-flow-logs --profile class-07 --learner ada
    """
    assignment = _assign(lab, chosen)
    estate, account, it = assignment.estate, assignment.account, assignment.lab
    if not dry_run:
        assignment.may_write()
    plan = estate.plan(account, it.id, it.names, assignment.named)
    if _go_ahead(assignment, plan, dry_run=dry_run, yes=yes):
        report = estate.set_up(account, it.id, it.names, assignment.named, progress=_progress)
        typer.echo(f"{it.id} is set up." if report.changed else f"{it.id} is set up already; nothing changed.")
        for damaged in report.damage:
            typer.echo(f"Out of order: {damaged}. `grader reset {it.id}` mends it.", err=True)


@app.command()
@takes(ACCOUNT_FLAGS)
def teardown(
    lab: LabName,
    dry_run: DryRun = False,
    yes: Yes = False,
    *,
    chosen: Choice,
) -> None:
    """Take away the lab's estate and what its tasks name, and nothing else. The plan comes first.

    \b
    Example:  grader teardown vpc-flow-logs --profile class-07 --learner ada
    """
    from fixtures.estates.teardown import plan_teardown, tear_down

    assignment = _assign(lab, chosen)
    account, it = assignment.account, assignment.lab
    if not dry_run:
        assignment.may_write()
    if _go_ahead(assignment, plan_teardown(account, it.id, assignment.named), dry_run=dry_run, yes=yes):
        removed = tear_down(account, it.id, assignment.named, progress=_progress).removed
        typer.echo("Taken away:\n" + "\n".join(f"  {what}" for what in removed) if removed else "Nothing was there.")


@app.command()
@takes(ACCOUNT_FLAGS)
def reset(
    lab: LabName,
    dry_run: DryRun = False,
    yes: Yes = False,
    *,
    chosen: Choice,
) -> None:
    """Start afresh: take away what the tasks name, and mend the estate.

    \b
    Example:  grader reset vpc-flow-logs
    """
    assignment = _assign(lab, chosen)
    estate, account, it = assignment.estate, assignment.account, assignment.lab
    if not dry_run:
        assignment.may_write()
    plan = estate.plan_reset(account, it.id, it.names, assignment.named)
    if _go_ahead(assignment, plan, dry_run=dry_run, yes=yes):
        estate.reset(account, it.id, it.names, assignment.named, progress=_progress)
        typer.echo(f"{it.id} is as it was at the start.")


@app.command()
@takes(ACCOUNT_FLAGS)
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
    if watch:
        raise typer.Exit(_watch(assignment, hints))
    result, _ = run(assignment.bound, assignment.account, diagnose=True, progress=_progress)
    typer.echo(terminal.render(result, _style(hints)), nl=False)
    raise typer.Exit(result.exit_status)


@app.command()
@takes(ACCOUNT_FLAGS)
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
    *,
    chosen: Choice,
) -> None:
    """For machines and instructors: the grade, in one or more formats.

    \b
    Examples:  grader grade vpc-flow-logs
               grader grade vpc-flow-logs --format json --format junit=grade.xml --save evidence.json
               grader grade vpc-flow-logs --from evidence.json
    Exit status: 0 all passed, 1 not all passed, 2 wrong usage or lab, 3 could not be graded.
    """
    from checks.reports.output import outputs, write
    from fixtures.assignment import from_evidence

    wanted = outputs(formats or ["terminal"])
    if from_ is not None:
        if save or diagnose:
            raise UsageError("--from grades what was saved: it takes neither --save nor --diagnose.")
        result = from_evidence(lab, from_, chosen, _progress)
    else:
        from checks.engine.evidence import Evidence
        from checks.engine.grade import grade as run

        assignment = _assign(lab, chosen)
        result, snapshot = run(assignment.bound, assignment.account, diagnose=diagnose, progress=_progress)
        if save is not None:
            Evidence.of(assignment.lab, snapshot).save(save)
    typer.echo(write(result, wanted, _style()), nl=False)
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

    style, ill = _style(), False
    if lab:
        signs = examine(_assign(lab, chosen))
    else:
        account = choose_account(chosen)
        typer.echo(f"Account: {account.describe()}", err=True)
        signs = examine_account(account)
    for sign in signs:
        ill = ill or sign.verdict == "ill"
        typer.echo(style.sign(sign.verdict, tame(sign.what), tame(sign.message), tame(sign.remedy)))
    typer.echo("\nSomething stands in the way." if ill else "\nNothing that was found stands in the way.")
    raise typer.Exit(3 if ill else 0)


@app.command()
@takes(LEARNER_FLAGS)
def policy(
    lab: LabName,
    whom: Annotated[
        Literal["grader", "setup", "learner"],
        typer.Option("--for", help="Who is to have it: who grades, who sets up, or who takes the lab."),
    ],
    form: Annotated[
        Literal["json", "cloudformation"],
        typer.Option("--as", help="A policy document, or a template of a role that another account may assume."),
    ] = "json",
    *,
    chosen: Choice,
) -> None:
    """Print the least IAM policy that somebody needs for a lab. The learner's takes a run of the lab's solution.

    \b
    Examples:  grader policy vpc-flow-logs --for grader
               grader policy vpc-flow-logs --for setup --learner ada > setup.json
               grader policy vpc-flow-logs --for grader --ticket ada.json --as cloudformation > role.yaml
    """
    from fixtures.assignment import open_lab
    from fixtures.policy import render

    typer.echo(render(open_lab(lab, chosen), whom, form, _progress), nl=False)


@app.command()
@takes({"labs": Labs})
def new(
    lab_id: Annotated[str, typer.Argument(metavar="ID", help="What the lab is called: small letters and hyphens.")],
    where: Annotated[Path, typer.Option("--in", metavar="DIR", help="The folder of labs that it goes into.")] = Path(),
    estate: Annotated[
        str | None, typer.Option(metavar="NAME", help="What set-up puts into the account, such as metrolio.")
    ] = None,
    *,
    chosen: Choice,
) -> None:
    """Begin a lab of your own: a small one that is right already, in a folder of its own. Nothing is overwritten.

    \b
    Examples:  grader new our-logs
               grader new our-logs --in my-course/labs --estate metrolio
    """
    from fixtures.authoring.advice import begun
    from fixtures.authoring.new import new as begin

    typer.echo(begun(begin(lab_id, where, estate, chosen.labs), where, _program()), nl=False)


@app.command()
@takes({name: ACCOUNT_FLAGS[name] for name in ("region", "labs", "profile", "live", "endpoint_url", "state")})
def capture(
    lab_id: Annotated[str, typer.Argument(metavar="ID", help="What the lab is called: small letters and hyphens.")],
    from_account: Annotated[bool, typer.Option("--from-account", help="Read it from an account.")] = False,
    where: Annotated[
        Path | None, typer.Option("--in", metavar="DIR", help="Write it into a folder of its own in DIR, with a guide.")
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Only this kind, such as log_group. May be repeated."),
    ] = None,
    name: Annotated[str, typer.Option(metavar="GLOB", help="Only what is called so, such as 'web-*'.")] = "*",
    *,
    chosen: Choice,
) -> None:
    """Draft a lab from what an account holds: it asks for just that. Nothing is changed there, nor overwritten here.

    \b
    Examples:  grader capture our-logs --from-account --kind log_group
               grader capture our-logs --from-account --name 'web-*' --in my-course/labs
    """
    from checks.engine.kinds import known_kinds
    from fixtures.assignment import choose_account
    from fixtures.authoring.advice import captured
    from fixtures.authoring.capture import capture as draft
    from fixtures.authoring.folder import check_id, free_folder
    from labs.catalogue import roots

    if not from_account:
        raise UsageError("From what?", remedy="--from-account drafts the lab from an account.")
    check_id(lab_id)
    if where is not None:
        free_folder(lab_id, where, chosen.labs)
    account = choose_account(chosen)
    typer.echo(f"Account: {account.describe()}", err=True)
    own = [where] if where is not None and where.is_dir() else []
    drafted = draft(lab_id, account, known_kinds(roots([*chosen.labs, *own])), kinds or (), name)
    if where is None:
        typer.echo(drafted.text(), nl=False)
    else:
        typer.echo(captured(drafted.write(where, chosen.labs), _program()), nl=False)


@app.command()
def lint(
    path: Annotated[Path | None, typer.Argument(metavar="[PATH]", help="A lab's folder, or a folder of labs.")] = None,
) -> None:
    """Say what is wrong with lab definitions, with file, line and column. No account is needed.

    \b
    Example:  grader lint my-course/labs
    """
    from fixtures.authoring.lint import lint as problems_in

    count, problems = problems_in(path)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(2)
    typer.echo(f"{count} {'lab is' if count == 1 else 'labs are'} well-formed.")


@app.command()
@takes({"labs": Labs})
def verify(
    lab: Annotated[str | None, typer.Argument(metavar="[LAB]", help="A lab's id, or a path to its folder.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every lab there is.")] = False,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="FORMAT[=FILE]", help="terminal, json or junit. May be repeated."),
    ] = None,
    *,
    chosen: Choice,
) -> None:
    """Prove that a lab grades right: solved by all its solutions, spoilt in every way, done in others. In a sandbox.

    \b
    Examples:  grader verify vpc-flow-logs
               grader verify --all --labs my-course/labs --format junit=proof.xml
    Exit status: 0 all of it holds, 1 something doesn't, 2 wrong usage or lab.
    """
    from checks.reports.output import outputs, put
    from checks.reports.verification import FORMATS, render
    from fixtures.verify import verify as prove
    from labs.catalogue import find, folders, roots

    if (lab is None) == (not every):
        raise UsageError("Which lab?", remedy="Name one, or say --all.")
    wanted = outputs(formats or ["terminal"], FORMATS)
    where = roots(chosen.labs)
    chosen_folders = list(folders(where)) if lab is None else [find(lab, where)]
    verified = [prove(folder, where, _progress) for folder in chosen_folders]
    typer.echo(put(wanted, lambda name, style: render(verified, name, style), _style()), nl=False)
    raise typer.Exit(0 if all(each.holds for each in verified) else 1)


@app.command()
def schema(labs: Labs = None) -> None:
    """Print the JSON Schema of lab.yaml, for editors.

    \b
    Example:  grader schema > lab.schema.json
    """
    from checks.engine.kinds import known_kinds
    from checks.engine.schema import schema_text
    from labs.catalogue import roots

    typer.echo(schema_text(known_kinds(roots(labs or ()))), nl=False)


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
    typer.echo(f"Plan:\n{_indented(str(plan))}", err=not dry_run)
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

    status = 3
    typer.echo("Watching until all is done, or Ctrl-C.", err=True)
    with suppress(KeyboardInterrupt):
        for result in watch(assignment):
            if sys.stdout.isatty():
                typer.echo("\x1b[2J\x1b[H", nl=False)
            typer.echo(terminal.render(result, _style(hints)))
            status = result.exit_status
    return status


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _style(hints: int | None = None) -> Style:
    """What standard output can show."""
    from shutil import get_terminal_size

    from checks.reports.terminal import Style

    terminal = sys.stdout is not None and sys.stdout.isatty()
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    width = max(40, min(get_terminal_size().columns, 110)) if terminal else 100
    return Style(terminal and "NO_COLOR" not in os.environ, encoding.startswith("utf"), width, hints)


def _progress(words: str) -> None:
    if sys.stderr.isatty() or "CI" not in os.environ:
        typer.secho(f"{words} …" if words[-1].isalnum() else words, dim=True, err=True)


def _program() -> str:
    """How this program is called from here."""
    return "grader" if which("grader") else "uv run grader"


def _shell() -> Literal["sh", "fish", "powershell"]:
    if "fish" in os.environ.get("SHELL", ""):
        return "fish"
    return "powershell" if os.name == "nt" else "sh"


if __name__ == "__main__":
    main()
