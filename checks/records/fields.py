"""Every field that a flow log can record, in AWS's order (user guide, *Flow log records*)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Parquet = Literal["INT_32", "INT_64", "STRING"]


@dataclass(frozen=True)
class Field:
    """One field: since which version of records there is one, its type in AWS's Parquet files, and what it says."""

    name: str
    version: int
    parquet: Parquet
    meaning: str

    @property
    def is_number(self) -> bool:
        """Whether its values are whole numbers."""
        return self.parquet != "STRING"


def _fields(version: int, *fields: tuple[str, Parquet, str]) -> dict[str, Field]:
    return {name: Field(name, version, parquet, meaning) for name, parquet, meaning in fields}


FIELDS: Mapping[str, Field] = {
    **_fields(
        2,
        ("version", "INT_32", "the highest version among the fields of the format"),
        ("account-id", "STRING", "the account that owns the network interface, or unknown"),
        ("interface-id", "STRING", "the network interface that saw the traffic"),
        ("srcaddr", "STRING", "where it came from; the interface itself is always told by its private address"),
        ("dstaddr", "STRING", "where it went; the interface itself is always told by its private address"),
        ("srcport", "INT_32", "the port it came from; 0 for ICMP"),
        ("dstport", "INT_32", "the port it went to; 0 for ICMP"),
        ("protocol", "INT_32", "IANA's number of the protocol: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6"),
        ("packets", "INT_64", "how many packets the flow had"),
        ("bytes", "INT_64", "how many bytes the flow had"),
        ("start", "INT_64", "when the first packet of the interval was seen, in seconds since 1970"),
        ("end", "INT_64", "when the last packet of the interval was seen, in seconds since 1970"),
        ("action", "STRING", "ACCEPT, or REJECT by a security group or a network ACL"),
        ("log-status", "STRING", "OK, NODATA (there was no traffic) or SKIPDATA (some records are missing)"),
    ),
    **_fields(
        3,
        ("vpc-id", "STRING", "the VPC of the network interface"),
        ("subnet-id", "STRING", "the subnet of the network interface"),
        ("instance-id", "STRING", "the instance that the network interface is attached to, if it is yours"),
        ("tcp-flags", "INT_32", "the TCP flags seen, added up: 1 FIN, 2 SYN, 4 RST, 18 SYN-ACK"),
        ("type", "STRING", "IPv4, IPv6 or EFA"),
        ("pkt-srcaddr", "STRING", "the source as it stood in the packet"),
        ("pkt-dstaddr", "STRING", "the destination as it stood in the packet"),
    ),
    **_fields(
        4,
        ("region", "STRING", "the region of the network interface"),
        ("az-id", "STRING", "the id of its availability zone"),
        ("sublocation-type", "STRING", "wavelength, outpost or localzone"),
        ("sublocation-id", "STRING", "the id of that place"),
    ),
    **_fields(
        5,
        ("pkt-src-aws-service", "STRING", "the AWS service that pkt-srcaddr belongs to"),
        ("pkt-dst-aws-service", "STRING", "the AWS service that pkt-dstaddr belongs to"),
        ("flow-direction", "STRING", "ingress or egress, as the network interface sees it"),
        ("traffic-path", "INT_32", "the way that egress traffic takes, 1 to 8"),
    ),
    **_fields(
        7,
        ("ecs-cluster-arn", "STRING", "the ARN of the ECS cluster"),
        ("ecs-cluster-name", "STRING", "the name of the ECS cluster"),
        ("ecs-container-instance-arn", "STRING", "the ARN of the container instance, where ECS runs on EC2"),
        ("ecs-container-instance-id", "STRING", "the id of the container instance, where ECS runs on EC2"),
        ("ecs-container-id", "STRING", "the first container of the task"),
        ("ecs-second-container-id", "STRING", "the second container of the task"),
        ("ecs-service-name", "STRING", "the service that the task belongs to"),
        ("ecs-task-definition-arn", "STRING", "the ARN of the task's definition"),
        ("ecs-task-arn", "STRING", "the ARN of the task"),
        ("ecs-task-id", "STRING", "the id of the task"),
    ),
    **_fields(
        8,
        (
            "reject-reason",
            "STRING",
            "why traffic was rejected: BPA (blocked public access) or EC (encryption control)",
        ),
    ),
    **_fields(
        9,
        ("resource-id", "STRING", "the regional NAT gateway"),
    ),
    **_fields(
        10,
        ("encryption-status", "INT_32", "0 in the clear, 1 by Nitro, 2 by the application, 3 by both"),
    ),
    **_fields(
        11,
        ("instance-tag", "STRING", "the value of the instance's tag that the flow log names"),
        ("instance-tag-2", "STRING", "the value of the instance's second such tag"),
        ("interface-tag", "STRING", "the value of the network interface's tag that the flow log names"),
        ("interface-tag-2", "STRING", "the value of the network interface's second such tag"),
        ("asg-tag", "STRING", "the value of the Auto Scaling group's tag that the flow log names"),
        ("asg-tag-2", "STRING", "the value of the Auto Scaling group's second such tag"),
        ("interface-type", "STRING", "the network interface's type, where an AWS service made it"),
        ("next-hop-interface-id", "STRING", "the network interface that receives egress, or sent ingress, traffic"),
        ("next-hop-subnet-id", "STRING", "the subnet of that network interface"),
        ("next-hop-az-id", "STRING", "the availability zone of that network interface"),
        ("next-hop-vpc-id", "STRING", "the VPC of that network interface"),
        ("next-hop-interface-type", "STRING", "the type of that network interface"),
    ),
}
"""By name. There are none of version 6 for a VPC: those are a transit gateway's."""

DEFAULT: tuple[str, ...] = tuple(name for name, field in FIELDS.items() if field.version == 2)
"""The format of a flow log that asks for none: the fourteen fields of version 2."""
