"""The command line, run as a person runs it: whole processes, from an empty folder."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree

import pytest
from typer.main import get_command

from grader import app
from tests.terminal import Shell, aws, endpoint, until_ready

SECRET = "correct horse battery staple"


@pytest.mark.slow
def test_the_demo_tells_the_whole_story(shell: Shell) -> None:
    done = shell.run("demo")
    assert done.returncode == 0, done.stderr
    before, after = done.stdout.split("--- After the reference solution ---")
    assert "0 of 100 points" in before
    assert "There is no log group eu-west-1b-logs" in before
    assert "Passed: 100 of 100 points." in after
    assert not list(shell.folder.glob(".labgrader*"))


def test_a_learner_starts_works_checks_and_is_done(started: Shell) -> None:
    first = started.run("check", "vpc-flow-logs")
    assert first.returncode == 1
    assert "0 of 100 points" in first.stdout
    assert "Hint 1" in first.stdout
    assert "the sandbox at http://127.0.0.1:" in first.stderr

    assert aws(started, "logs", "create-log-group", "--log-group-name", "eu-west-1b-log").returncode == 0
    slipped = started.run("check", "vpc-flow-logs", "--hints", "3")
    assert "'eu-west-1b-log', which looks like a slip" in " ".join(slipped.stdout.split())
    assert slipped.stdout.count("Hint ") == 3

    assert aws(started, "logs", "create-log-group", "--log-group-name", "eu-west-1b-logs").returncode == 0
    assert "20 of 100 points" in started.run("check", "vpc-flow-logs").stdout

    reset = started.run("reset", "vpc-flow-logs")
    assert reset.returncode == 0, reset.stderr
    assert "0 of 100 points" in started.run("check", "vpc-flow-logs").stdout
    left = json.loads(aws(started, "logs", "describe-log-groups").stdout)["logGroups"]
    assert [group["logGroupName"] for group in left] == ["eu-west-1b-log"]  # misspelt, so not the lab's to take


@pytest.mark.slow
def test_set_up_again_changes_nothing_and_teardown_takes_it_away(started: Shell) -> None:
    again = started.run("setup", "vpc-flow-logs")
    assert (again.returncode, again.stdout) == (0, "vpc-flow-logs is set up already; nothing changed.\n")
    plan = started.run("teardown", "vpc-flow-logs", "--dry-run")
    assert plan.returncode == 0
    assert "stack labgrader-vpc-flow-logs" in plan.stdout
    assert "metrolio-eu-ff578811" in aws(started, "s3", "ls").stdout
    gone = started.run("teardown", "vpc-flow-logs")
    assert gone.returncode == 0, gone.stderr
    assert "Plan:" in gone.stderr
    assert "metrolio-eu-ff578811" not in aws(started, "s3", "ls").stdout
    ungraded = started.run("grade", "vpc-flow-logs")
    assert ungraded.returncode == 3
    assert "grader setup" in ungraded.stdout


@pytest.mark.slow
def test_a_grade_in_many_formats_and_again_from_evidence(started: Shell) -> None:
    whole = started.run(
        *("grade", "vpc-flow-logs", "--format", "json", "--format", "junit=r.xml", "--format", "markdown=r.md"),
        *("--save", "evidence.json"),
    )
    assert whole.returncode == 1, whole.stderr
    result = json.loads(whole.stdout)
    assert (result["score"], result["max_score"], result["account"]["source"]) == (0.0, 100.0, "sandbox")
    assert ElementTree.parse(started.folder / "r.xml").getroot()[0].attrib["failures"] == "2"
    assert "0 of 100 points" in (started.folder / "r.md").read_text()

    elsewhere = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
    again = started.run("grade", "vpc-flow-logs", "--from", "evidence.json", "--format", "json", **elsewhere)
    assert again.stdout == whole.stdout
    evidence = (started.folder / "evidence.json").read_text()
    assert "sandbox" in evidence
    for secret in ("aws_access_key_id", "aws_secret", "Authorization", "X-Amz", SECRET):
        assert secret not in evidence


@pytest.mark.slow
def test_the_doctor_finds_a_sandbox_well(started: Shell) -> None:
    well = started.run("doctor", "vpc-flow-logs")
    assert well.returncode == 0, well.stdout + well.stderr
    assert "Account 123456789012" in well.stdout
    assert "is set up, and whole" in well.stdout
    assert "Nothing that was found stands in the way." in started.run("doctor").stdout


@pytest.mark.slow
def test_a_second_start_in_the_same_folder_is_refused(started: Shell) -> None:
    second = started.run("start", "vpc-flow-logs")
    assert second.returncode == 2
    assert "--state DIR" in second.stderr


@pytest.mark.slow
def test_a_port_that_is_taken_is_told(started: Shell) -> None:
    port = endpoint(started).rpartition(":")[2]
    second = started.run("start", "vpc-flow-logs", "--port", port, "--state", "other")
    assert second.returncode == 3
    assert port in second.stderr
    assert "Traceback" not in second.stderr


def test_ctrl_c_in_the_middle_of_a_command_is_said_and_leaves_nothing(shell: Shell) -> None:
    process = shell.start("demo")
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Starting")
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert errors.rstrip().endswith("Stopped.")
    assert "Traceback" not in errors
    assert not list(shell.folder.glob(".labgrader*"))


@pytest.mark.slow
def test_ctrl_c_ends_start_quietly_and_takes_the_sandbox_along(shell: Shell) -> None:
    process = shell.start("start", "vpc-flow-logs")
    until_ready(process)
    where = endpoint(shell)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in errors
    gone = shell.run(
        "grade", "vpc-flow-logs", "--endpoint-url", where, AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="y"
    )
    assert gone.returncode == 3
    assert "EndpointConnectionError" in gone.stdout
    assert not (shell.folder / ".labgrader/vpc-flow-logs/sandbox.json").exists()


def test_learners_with_a_course_secret_have_names_of_their_own(shell: Shell) -> None:
    def bucket(learner: str) -> str:
        shown = shell.run("show", "vpc-flow-logs", "--learner", learner, GRADER_SECRET=SECRET)
        assert shown.returncode == 0, shown.stderr
        found = re.search(r"metrolio-eu-[0-9a-f]{8}", shown.stdout)
        assert found
        return found[0]

    assert bucket("ada") == bucket(" ADA ")
    assert len({bucket("ada"), bucket("bob"), "metrolio-eu-ff578811"}) == 3
    assert "metrolio-eu-ff578811" in shell.run("show", "vpc-flow-logs").stdout


def test_a_course_hands_out_tickets_and_learners_need_no_secret(shell: Shell) -> None:
    (shell.folder / "class.csv").write_text("name,learner\nAda,ada\nBob,bob\n")
    made = shell.run("ticket", "vpc-flow-logs", "--roster", "class.csv", "--out", "out", GRADER_SECRET=SECRET)
    assert (made.returncode, made.stdout) == (0, "2 tickets in out.\n")
    by_secret = shell.run("show", "vpc-flow-logs", "--learner", "ada", GRADER_SECRET=SECRET).stdout
    by_ticket = shell.run("show", "vpc-flow-logs", "--ticket", "out/ada.vpc-flow-logs.json")
    assert (by_ticket.returncode, by_ticket.stdout) == (0, by_secret)
    assert by_secret != shell.run("show", "vpc-flow-logs", "--ticket", "out/bob.vpc-flow-logs.json").stdout


def test_a_roster_with_a_mistake_gives_no_ticket_at_all(shell: Shell) -> None:
    (shell.folder / "class.csv").write_text("ada\nbob\nAda\n")
    made = shell.run("ticket", "vpc-flow-logs", "--roster", "class.csv", GRADER_SECRET=SECRET)
    assert made.returncode == 2
    assert "class.csv:3:1: `Ada` has a row already, in line 1." in made.stderr
    assert not (shell.folder / "tickets").exists()


@pytest.mark.parametrize(
    ("arguments", "environment", "status", "words"),
    [
        (["chekc"], {}, 2, "No such command"),
        (["check", "vpc-flow-log"], {}, 2, "Did you mean `vpc-flow-logs`?"),
        (["grade", "vpc-flow-logs", "--format", "jsn"], {}, 2, "Did you mean `json`?"),
        (["grade", "vpc-flow-logs", "--from", "none.json"], {}, 2, "none.json"),
        (["grade", "vpc-flow-logs", "--learner", "ada"], {}, 2, "GRADER_SECRET"),
        (["grade", "vpc-flow-logs"], {"GRADER_SECRET": SECRET}, 2, "--learner"),
        (["grade", "vpc-flow-logs", "--learner", "ada"], {"GRADER_SECRET": "short"}, 2, "shorter than 16"),
        (["show", "vpc-flow-logs", "--ticket", "none.json"], {}, 2, "none.json"),
        (["ticket", "vpc-flow-logs"], {"GRADER_SECRET": SECRET}, 2, "--roster"),
        (["ticket", "vpc-flow-logs", "--learner", "ada"], {}, 2, "GRADER_SECRET"),
        (["grade", "vpc-flow-logs", "--region", "mars"], {}, 2, "'mars'"),
        (["grade", "vpc-flow-logs", "--endpoint-url", "nowhere"], {}, 2, "'nowhere'"),
        (["grade", "vpc-flow-logs", "--profile", "none"], {}, 2, "no AWS profile named 'none'"),
        (["setup", "vpc-flow-logs"], {}, 2, "grader start vpc-flow-logs"),
        (["teardown", "vpc-flow-logs"], {}, 2, "--live"),
        (["setup", "vpc-flow-logs", "--live"], {}, 2, "--learner"),
        (["env"], {}, 2, "grader start"),
        (["doctor"], {}, 2, "--region"),
        (["doctor", "vpc-flow-logs"], {}, 3, "stands in the way"),
        (["lint", "nowhere"], {}, 2, "nowhere"),
        (["list", "--labs", "nowhere"], {}, 2, "nowhere"),
        (["grade", "vpc-flow-logs"], {}, 3, "NoCredentialsError"),
    ],
)
def test_what_can_not_be_done_is_told_with_its_status(
    shell: Shell, arguments: list[str], environment: dict[str, str], status: int, words: str
) -> None:
    done = shell.run(*arguments, **environment)
    assert done.returncode == status, done.stdout + done.stderr
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert list(shell.folder.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "show",
        "ticket",
        "demo",
        "start",
        "answer",
        "env",
        "setup",
        "teardown",
        "reset",
        "check",
        "grade",
        "doctor",
        "lint",
        "schema",
        "new",
        "capture",
        "verify",
    ],
)
def test_every_command_has_help_with_an_example(shell: Shell, command: str) -> None:
    told = shell.run(command, "--help").stdout
    assert f"grader {command}" in told.split("Usage:")[1].split("\n", 1)[1]
    options = told.split("Options:")[1]
    for line in options.splitlines():
        if re.match(r"  (-\w, )?--[a-z-]+( [A-Z\[\]=]+)?$", line):
            pytest.fail(f"{command}: {line.strip()} has no help")


def test_help_imports_neither_an_sdk_nor_the_emulator(shell: Shell) -> None:
    code = (
        "import sys, grader\n"
        "sys.argv = ['grader', '--help']\n"
        "try: grader.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'boto3', 'botocore', 'moto', 'jinja2', 'pydantic', 'yaml', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_exports_speak_each_shells_language(started: Shell) -> None:
    where = endpoint(started)
    assert f'export AWS_ENDPOINT_URL="{where}"' in started.run("env", "--shell", "sh").stdout
    assert f'set -gx AWS_ENDPOINT_URL "{where}"' in started.run("env", "--shell", "fish").stdout
    assert f'$env:AWS_ENDPOINT_URL = "{where}"' in started.run("env", "--shell", "powershell").stdout


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    for name, listed in get_command(app).commands.items():  # type: ignore[attr-defined]
        itself = listed.callback().get_short_help_str(1000)
        assert listed.get_short_help_str(1000) == itself, name


def test_only_the_module_of_the_command_that_runs_is_imported() -> None:
    code = (
        "import sys, grader\n"
        "try: grader.app(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(*(name for name in sys.modules if name.startswith('fixtures.commands.')), file=sys.stderr)"
    )

    def imported(*said: str) -> set[str]:
        done = subprocess.run([sys.executable, "-c", code, *said], capture_output=True, text=True, check=True)
        return set(done.stderr.splitlines()[-1].split())

    every = imported("--help")
    assert "fixtures.commands.authoring" not in every | imported("list")
    assert imported("schema", "--help") - every == {"fixtures.commands.authoring"}


def test_ctrl_c_while_a_class_is_made_is_no_failure() -> None:
    code = (
        "import grader\n"
        "def interrupted(): raise RuntimeError('Error calling __set_name__') from KeyboardInterrupt()\n"
        "grader.app = interrupted\n"
        "grader.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "Stopped.\n")


@pytest.mark.slow
def test_a_crashed_start_leaves_no_sandbox_behind(shell: Shell) -> None:
    process = shell.start("start", "vpc-flow-logs")
    until_ready(process)
    process.kill()
    process.communicate(timeout=20)
    for _ in range(100):
        if shell.run("env").returncode == 2:
            break
        time.sleep(0.1)
    else:
        pytest.fail("the sandbox outlived its parent")


@pytest.mark.slow
def test_the_guide_names_what_the_sandbox_of_this_folder_has(shell: Shell) -> None:
    process = shell.start("start", "vpc-flow-logs", "--region", "us-east-1")
    try:
        until_ready(process)
        assert "us-east-1b-logs" in shell.run("show", "vpc-flow-logs").stdout
        behind_a_proxy = {"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
        checked = shell.run("check", "vpc-flow-logs", AWS_PROFILE="none", **behind_a_proxy)
        assert checked.returncode == 1, checked.stderr
        assert "us-east-1b-logs in us-east-1" in checked.stdout
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def test_what_nobody_foresaw_is_no_grade(shell: Shell) -> None:
    (shell.folder / "config").write_text("[profile cls]\ncredential_process = /nope\n")
    done = shell.run("grade", "vpc-flow-logs", "--profile", "cls", AWS_CONFIG_FILE=str(shell.folder / "config"))
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_sandbox_it_says_so_before_it_turns_to_a_live_account(shell: Shell) -> None:
    told = shell.run("check", "vpc-flow-logs").stderr
    assert "No sandbox runs in this folder; `grader start vpc-flow-logs` starts one." in told
    elsewhere = shell.run("check", "vpc-flow-logs", "--state", "ended")
    assert elsewhere.returncode == 2
    assert "No sandbox runs in ended." in elsewhere.stderr
