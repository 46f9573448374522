"""From lab.yaml and a learner to a lab."""

from __future__ import annotations

from pathlib import Path

import pytest

from labs.errors import LabError, UsageError
from labs.load import identifier, load
from labs.names import Identity
from tests.labs.writing import LAB, spoilt, write

BUILT_IN = Path(__file__).parents[2] / "labs" / "vpc_flow_logs"


def test_the_first_lab_asks_for_what_the_course_asks_for() -> None:
    lab = load(BUILT_IN)
    assert (lab.id, lab.region, lab.estate, sum(task.points for task in lab.tasks)) == (
        "vpc-flow-logs",
        "eu-west-1",
        "metrolio",
        100,
    )
    assert [task.expect for task in lab.tasks] == [
        {"log_group": {"name": "eu-west-1b-logs"}},
        {
            "flow_log": {
                "name": "eu-west-1b-all-traffic",
                "resource": "subnet",
                "traffic": "ALL",
                "interval": 60,
                "to": {"log_group": "eu-west-1b-logs", "role": "metrolio-flow-logs-4df7f3c3"},
            }
        },
        {
            "flow_log": {
                "name": "web-traffic",
                "resource": "interfaces",
                "traffic": "ACCEPT",
                "interval": 600,
                "to": {"bucket": "metrolio-eu-ff578811", "prefix": "web/"},
            }
        },
    ]


def test_a_region_that_is_asked_for_is_followed_everywhere(tmp_path: Path) -> None:
    lab = load(write(tmp_path), region="ap-southeast-2")
    assert lab.region == "ap-southeast-2"
    assert lab.names["zone"] == "ap-southeast-2b"
    assert lab.tasks[0].expect == {"log_group": {"name": "ap-southeast-2b-logs"}}
    assert lab.find["subnet"] == {"subnet": {"availability_zone": "ap-southeast-2b", "default": True}}


@pytest.mark.parametrize("region", ["us-gov-west-1", "cn-north-1", "eusc-de-east-1", "us-isob-east-1", "mx-central-1"])
def test_every_partition_has_regions(tmp_path: Path, region: str) -> None:
    assert load(write(tmp_path), region=region).region == region


@pytest.mark.parametrize("region", ["", "eu-west", "eu-wets-1", "EU-west-1", "eu-west-1b", "eu-west-1\n", "eu-west-0"])
def test_what_is_no_region_is_refused(tmp_path: Path, region: str) -> None:
    with pytest.raises(UsageError, match="is no AWS region") as error:
        load(write(tmp_path), region=region)
    assert error.value.remedy == "One looks like eu-west-1."


def test_all_that_is_said_of_a_task_arrives(tmp_path: Path) -> None:
    first, second = load(write(tmp_path)).tasks
    assert (first.id, first.title, first.points, first.needs) == ("log-group", "Create a log group", 20.0, ())
    assert (first.all_or_nothing, first.hints) == (False, ("Look under Logs.",))
    assert (second.needs, second.all_or_nothing) == (("log-group",), True)


def test_templates_know_the_learner_and_earlier_names(tmp_path: Path) -> None:
    text = LAB.replace("title: A lab", "title: '{{ learner }} in {{ lab.region }} of {{ lab.id }}: {{ zone }}'")
    lab = load(write(tmp_path, text), Identity("Ada", b"a secret that is long enough"))
    assert lab.title == "Ada in eu-west-1 of a-lab: eu-west-1b"


def test_a_folder_spells_its_labs_id_with_underscores(tmp_path: Path) -> None:
    assert identifier(tmp_path / "vpc_flow_logs") == "vpc-flow-logs"
    assert identifier(tmp_path / "x" / "..") == identifier(tmp_path)


def test_every_mistake_is_raised_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, spoilt(("points: 20", "points: 0"), ("{{ region }}b", "{{ regoin }}b")))
    with pytest.raises(LabError) as wrong:
        load(folder)
    assert [(problem.line, problem.column) for problem in wrong.value.problems] == [(6, 13), (16, 13)]
    assert wrong.value.exit_status == 2
    first, second = str(wrong.value).splitlines()
    assert first.startswith(
        f"{folder / 'lab.yaml'}:6:13: `regoin` is a name that nobody defined. Did you mean `region`?"
    )
    assert second.startswith(f"{folder / 'lab.yaml'}:16:13: 0 is too little.")


def test_kinds_are_not_known_here(tmp_path: Path) -> None:
    text = spoilt(('log_group: {name: "{{ zone }}-logs"}', "anything: {at: [all]}"))
    assert load(write(tmp_path, text)).tasks[0].expect == {"anything": {"at": ["all"]}}
