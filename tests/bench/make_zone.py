"""Write a deterministic zone of about N records: `make_zone.py N FILE`.

A mail platform's zone: every sender domain has eight records, written as people and tools write
them (relative owners, blank owners that continue the line above, one quoted string or two).
"""

from __future__ import annotations

import base64
import random
import sys
from collections.abc import Iterator
from pathlib import Path

ORIGIN = "example.com"
PER_SENDER = 8

_HEADER = f"""\
$ORIGIN {ORIGIN}.
$TTL 3600
@ IN SOA ns1.example.net. hostmaster.example.net. (
        2026010101 ; serial
        7200       ; refresh
        900        ; retry
        1209600    ; expire
        300 )      ; minimum
@ IN NS ns1.example.net.
@ IN NS ns2.example.net.
@ IN MX 10 mx1.example.net.
@ IN TXT "v=spf1 include:_spf.example.net -all"
_dmarc IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
"""

# The fixed octets of a 2048-bit RSA key (RFC 8017 appendix A.1.1) around its modulus.
_BEFORE_MODULUS = bytes.fromhex(
    "30820122300d06092a864886f70d01010105000382010f003082010a0282010100"
)
_EXPONENT = bytes.fromhex("0203010001")


def sender(number: int, rng: random.Random) -> str:
    """The eight records of one sender domain."""
    name = f"sender{number}"
    modulus = bytes((rng.randrange(128, 256),)) + rng.randbytes(254) + b"\x01"
    key = base64.b64encode(_BEFORE_MODULUS + modulus + _EXPONENT).decode()
    first, second = key[:230], key[230:]
    return f"""\
{name} IN TXT "v=spf1 include:_spf.provider.example ip4:192.0.2.{number % 256} ~all"
    IN MX 10 mx{number % 4 + 1}.example.net.
    300 IN A 198.51.100.{number % 256}
s1._domainkey.{name} IN TXT "v=DKIM1; k=rsa; p={first}" "{second}"
s2._domainkey.{name} IN CNAME s2.key{number}.provider.example.
_dmarc.{name} 3600 IN TXT "v=DMARC1; p=quarantine; rua=mailto:d{number}@reports.example.net"
bounce.{name} IN CNAME bounces.provider.example.
links.{name} IN CNAME click{number}.provider.example.
"""


def zone(records: int) -> Iterator[str]:
    """The zone's text in pieces."""
    rng = random.Random(20260101)  # noqa: S311 - the same zone every time, no secret
    yield _HEADER
    for number in range(records // PER_SENDER):
        yield sender(number, rng)


def write_zone(records: int, path: Path) -> None:
    """Write a zone of about this many records to a file."""
    with path.open("w", encoding="ascii") as file:
        file.writelines(zone(records))


def main() -> None:
    """Write the zone that the arguments ask for."""
    write_zone(int(sys.argv[1]), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
