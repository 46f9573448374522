"""Records in words: names for protocols, TCP flags and ports, sizes that people can read, times, ways."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.records.where import Value

PROTOCOLS = {
    **{1: "ICMP", 2: "IGMP", 4: "IPv4", 6: "TCP", 17: "UDP", 27: "RDP", 33: "DCCP", 41: "IPv6", 47: "GRE", 50: "ESP"},
    **{
        51: "AH",
        58: "ICMPv6",
        88: "EIGRP",
        89: "OSPF",
        94: "IPIP",
        103: "PIM",
        112: "VRRP",
        132: "SCTP",
        136: "UDPLite",
    },
}
"""IANA's names of the protocols that one may meet in a VPC."""

PORTS = {
    **{20: "ftp-data", 21: "ftp", 22: "ssh", 23: "telnet", 25: "smtp", 53: "dns", 67: "dhcp", 68: "dhcp", 69: "tftp"},
    **{
        80: "http",
        88: "kerberos",
        110: "pop3",
        111: "rpcbind",
        123: "ntp",
        135: "msrpc",
        137: "netbios",
        139: "netbios",
    },
    **{143: "imap", 161: "snmp", 179: "bgp", 389: "ldap", 443: "https", 445: "smb", 465: "smtps", 500: "ike"},
    **{514: "syslog", 587: "smtp", 636: "ldaps", 873: "rsync", 993: "imaps", 995: "pop3s", 1194: "openvpn"},
    **{1433: "mssql", 1521: "oracle", 2049: "nfs", 2375: "docker", 3128: "squid", 3306: "mysql", 3389: "rdp"},
    **{4500: "ike-nat", 5060: "sip", 5432: "postgres", 5439: "redshift", 5671: "amqps", 5672: "amqp", 5900: "vnc"},
    **{5985: "winrm", 5986: "winrm", 6379: "redis", 6443: "kubernetes", 8080: "http-alt", 8443: "https-alt"},
    **{9092: "kafka", 9200: "elastic", 11211: "memcached", 27017: "mongodb", 51820: "wireguard"},
}
"""What usually listens there. A hint, not a fact: anything can listen on any port."""

_FLAGS = {1: "FIN", 2: "SYN", 4: "RST", 8: "PSH", 16: "ACK", 32: "URG"}
_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def protocol(number: Value) -> str:
    """The protocol's name, or its number where it has no common name."""
    return "-" if number is None else PROTOCOLS.get(number, str(number)) if isinstance(number, int) else str(number)


def flags(bits: Value) -> str:
    """TCP flags by name: 18 is SYN-ACK, 3 is SYN FIN, 19 is SYN-ACK FIN. 0 is none that flow logs record."""
    if not isinstance(bits, int):
        return "-"
    if not bits:
        return "none"
    names, left = [], bits
    if bits & 18 == 18:
        names, left = ["SYN-ACK"], bits & ~18
    names += [_FLAGS.get(1 << place, str(1 << place)) for place in range(left.bit_length()) if left >> place & 1]
    return " ".join(names)


def port(number: Value) -> str:
    """A port with what usually listens there."""
    if not isinstance(number, int):
        return "-"
    return f"{number} {PORTS[number]}" if number in PORTS else str(number)


def size(count: int) -> str:
    """Bytes in decimal units, as AWS bills them: 1.2 kB, 340 MB."""
    amount, unit = float(count), 0
    while amount >= 999.5 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.0f} {_UNITS[unit]}" if unit == 0 or amount >= 9.95 else f"{amount:.1f} {_UNITS[unit]}"


def grouped(count: int) -> str:
    """A number with its thousands set apart."""
    return f"{count:,}"


def moment(seconds: Value, zone: tzinfo | None = UTC) -> str:
    """A time as date and time of day. Without `zone`, the machine's own."""
    if not isinstance(seconds, int):
        return "-"
    try:
        return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M:%S")
    except (OverflowError, OSError, ValueError):
        return str(seconds)  # milliseconds, say, or nonsense


def day_and_time(seconds: Value, zone: tzinfo | None = UTC) -> tuple[str, str]:
    """A time in two parts; where no calendar has it, no day and what stands there."""
    day, _, time = moment(seconds, zone).partition(" ")
    return (day, time) if time else ("", day)


def zone_name(zone: tzinfo | None, *moments: Value) -> str:
    """What the times are in; where the clocks were changed between `moments`, before and after that."""
    if zone is UTC:
        return "UTC"
    names: dict[str, None] = {}
    for seconds in moments:
        if isinstance(seconds, int) and day_and_time(seconds)[0]:
            names[f"{datetime.fromtimestamp(seconds).astimezone(zone):%Z (UTC%z)}"] = None
    return " and ".join(names or {f"{datetime.now().astimezone(zone):%Z (UTC%z)}": None})


def duration(seconds: int) -> str:
    """How long: 45 s, 12 min, 3 h 20 min, 2 d 4 h."""
    if seconds < 120:
        return f"{seconds} s"
    minutes, hours = round(seconds / 60), round(seconds / 3600)
    if minutes < 60:
        return f"{minutes} min"
    if hours < 48:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    return f"{hours // 24} d {hours % 24} h" if hours % 24 else f"{hours // 24} d"
