"""What can be wrong with a flow log, one property at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks import bucket, role
from checks.engine.nearness import slip
from checks.engine.properties import Property
from checks.flow_log import described, wrongs
from checks.flow_log.case import REPLACE, Case
from checks.flow_log.described import destination, folder_of, log_group_of, name
from checks.network_interface import INTERFACES
from checks.network_interface import label as interface_label
from checks.role.trust import mistrust
from checks.subnet import SUBNETS
from checks.subnet import label as subnet_label
from checks.vpc import VPCS
from checks.vpc import label as vpc_label

if TYPE_CHECKING:
    from checks.engine.kind import Finding

SERVICE = "vpc-flow-logs.amazonaws.com"


def _name(case: Case) -> Finding | None:
    expected, actual = case.expected.name, name(case.log)
    if actual == expected:
        return None
    said = f"is named {actual!r}" if actual else "has no name"
    clause = slip(expected, actual)
    message = f"{case.id} {said}{f', {clause}' if clause else ''}; it has to be {expected!r}."
    return case.finding("name", message, expected, actual or None, "Its name is its tag Name, which you can change.")


def _resource(case: Case) -> Finding | None:
    actual = str(case.log["ResourceId"])
    if actual == case.resource.id:
        return None
    message = f"{case.id} is on {_described(case, actual)}. It has to be on {case.resource.label}."
    return case.finding("resource", message, case.resource.id, actual)


def _described(case: Case, resource_id: str) -> str:
    for subnet in case.account.seen(SUBNETS):
        if subnet.get("SubnetId") == resource_id:
            return subnet_label(subnet)
    for interface in case.account.seen(INTERFACES):
        if interface.get("NetworkInterfaceId") == resource_id:
            return interface_label(interface)
    for vpc in case.account.seen(VPCS):
        if vpc.get("VpcId") == resource_id:
            return vpc_label(vpc)
    kinds = {
        "vpc-": "a whole VPC",
        "subnet-": "a subnet",
        "eni-": "a network interface",
        "tgw-": "a transit gateway",
    }
    kind = next((words for start, words in kinds.items() if resource_id.startswith(start)), "another resource")
    return f"{resource_id}, {kind}"


def _traffic(case: Case) -> Finding | None:
    return case.differs("traffic", "The filter", case.expected.traffic, described.traffic(case.log))


def _interval(case: Case) -> Finding | None:
    what = "The maximum aggregation interval (in seconds)"
    return case.differs("interval", what, case.expected.interval, described.interval(case.log))


def _log_group(case: Case) -> Finding | None:
    expected, actual = case.expected.to.log_group, log_group_of(case.log)
    if expected is None:
        return None
    if actual == f"{expected}:*":
        message = (
            f"{case.id} was given the log group's ARN with `:*` at its end. AWS takes that, but then looks for a group "
            f"named {actual!r} and delivers nothing."
        )
        return case.finding("log-group-wildcard", message, expected, actual, f"Leave `:*` off. {REPLACE}")
    if actual != expected:
        clause = slip(expected, actual) if actual else None
        told = f"{destination(case.log)}{f', {clause}' if clause else ''}"
        return case.finding(
            "log-group", f"{case.id} writes to {told}, not to the log group {expected}.", expected, actual
        )
    return _foreign(case, expected) or _undelivered(case)


def _foreign(case: Case, expected: str) -> Finding | None:
    """A group of the right name in another region or account, which only an ARN can name."""
    parts, here = str(case.log.get("LogDestination") or "").split(":"), case.account.snapshot
    if len(parts) < 5 or (parts[3] == here.region and here.account_id in (None, parts[4])):
        return None
    message = f"{case.id} writes to a log group {expected} in {parts[3]} of account {parts[4]}, not to the lab's own."
    return case.finding("log-group", message, expected, ":".join(parts))


def _undelivered(case: Case) -> Finding | None:
    if case.log.get("DeliverLogsStatus") != "FAILED":
        return None
    why = case.log.get("DeliverLogsErrorMessage") or "no reason given"
    message = f"{case.id} can't deliver its records. AWS says: {why}."
    hint = "Access error: look at the role's permissions and trust, or at the bucket's policy."
    return case.finding("delivery-failed", message, "SUCCESS", "FAILED", hint)


def _role(case: Case) -> Finding | None:
    expected = case.expected.to.role
    if expected is None:
        return None
    arn = str(case.log.get("DeliverLogsPermissionArn") or "")
    actual = arn.rpartition("/")[2] or None
    found = case.account.read(role.named(expected))
    if actual != expected:
        gone = actual is not None and case.account.snapshot.shows_absent(role.named(actual))
        message = f"{case.id} uses {f'the role {actual}' if actual else 'no role'}, not {expected}."
        if gone:
            message += f" There is no role {actual} in this account."
        return case.finding("role", message, expected, actual)
    if not found:
        message = f"{case.id} uses the role {expected}, but there is no such role any more, so nothing is delivered."
        return case.finding("role-missing", message, expected, None, "`grader reset` puts the lab's own role back.")
    if arn != found[0]["Arn"]:
        return case.finding("role", f"{case.id} uses {arn}, not {found[0]['Arn']}.", found[0]["Arn"], arn)
    partition = arn.split(":")[1]
    here = f"{case.account.snapshot.region}:{case.account.snapshot.account_id or '*'}"
    return mistrust(found[0], SERVICE, f"arn:{partition}:ec2:{here}:vpc-flow-log/{case.id}")


def _bucket(case: Case) -> Finding | None:
    expected = case.expected.to.bucket
    if expected is None:
        return None
    folder = folder_of(case.log)
    if folder is None or folder[0] != expected:
        clause = slip(expected, folder[0]) if folder else None
        told = f"{destination(case.log)}{f', {clause}' if clause else ''}"
        actual = folder[0] if folder else log_group_of(case.log)
        return case.finding("bucket", f"{case.id} writes to {told}, not to the bucket {expected}.", expected, actual)
    if not case.account.read(bucket.named(expected)):
        message = f"{case.id} writes to the bucket {expected}, but there is no such bucket any more."
        return case.finding("bucket-missing", message, expected, None, "`grader reset` puts the lab's own bucket back.")
    return _undelivered(case)


def _prefix(case: Case) -> Finding | None:
    if case.expected.to.bucket is None:
        return None
    expected, folder = case.expected.to.prefix.strip("/"), folder_of(case.log)
    actual = folder[1] if folder else None
    if actual == expected:
        return None
    wanted = f"the folder {expected}/" if expected else "the bucket itself, in no folder"
    has = f"the folder {actual}/" if actual else "no folder"
    clause = slip(expected, actual) if actual else None
    message = f"{case.id} writes to {has}{f', {clause}' if clause else ''}. It has to write to {wanted}."
    return case.finding("prefix", message, expected, actual)


def _format(case: Case) -> Finding | None:
    expected, actual = case.expected.format, described.fields_of(case.log)
    if actual == expected:
        return None
    extra, missing = (
        [each for each in actual if each not in expected],
        [each for each in expected if each not in actual],
    )
    told = [f"{words} {', '.join(each)}" for words, each in (("it adds", extra), ("it lacks", missing)) if each]
    message = f"{case.id} has a record format of its own: {'; '.join(told) or 'its fields stand in another order'}."
    return case.finding("format", message, list(expected), list(actual))


def _option(case: Case, code: str, what: str, expected: object, actual: object) -> Finding | None:
    return case.differs(code, what, expected, actual) if case.expected.to.bucket else None


def _file_format(case: Case) -> Finding | None:
    return _option(case, "file-format", "The file format", case.expected.file_format, described.file_format(case.log))


def _hive(case: Case) -> Finding | None:
    expected = case.expected.hive_partitions
    return _option(case, "hive-partitions", "Hive-compatible partitioning", expected, described.hive(case.log))


def _hourly(case: Case) -> Finding | None:
    expected = case.expected.hourly_partitions
    return _option(case, "hourly-partitions", "Partitioning by the hour", expected, described.hourly(case.log))


PROPERTIES = (
    Property[Case]("name", _name, described.name, described.put_name, wrongs.names),
    Property[Case]("resource", _resource, described.resource, described.put_resource, wrongs.resources),
    Property[Case]("traffic", _traffic, described.traffic, described.put_traffic),
    Property[Case]("interval", _interval, described.interval, described.put_interval),
    Property[Case]("to.log_group", _log_group, log_group_of, described.put_log_group, wrongs.log_groups),
    Property[Case]("to.role", _role, described.role_of, described.put_role, wrongs.roles),
    Property[Case]("to.bucket", _bucket, described.bucket_of, described.put_bucket, wrongs.buckets),
    Property[Case]("to.prefix", _prefix, described.prefix_of, described.put_prefix, wrongs.prefixes),
    Property[Case]("format", _format, described.fields_of, described.put_fields, wrongs.formats),
    Property[Case]("file_format", _file_format, described.file_format, described.put_file_format),
    Property[Case]("hive_partitions", _hive, described.hive, described.put_hive),
    Property[Case]("hourly_partitions", _hourly, described.hourly, described.put_hourly),
)
