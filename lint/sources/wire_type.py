"""The numbers of record types in messages (IANA registry of DNS parameters)."""

from __future__ import annotations

A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, DNAME, OPT, DS = (
    1,
    2,
    5,
    6,
    12,
    15,
    16,
    28,
    33,
    39,
    41,
    43,
)
RRSIG, DNSKEY, SPF, TSIG, CAA = 46, 48, 99, 250, 257
MAX_TYPE = 65_535
_META = range(128, 256)  # questions and the like, no data of a name (RFC 6895 section 3.1)
# Names in the order of their numbers; a number jumps to where the next names go on.
_REGISTERED = """
0 TYPE0 A NS MD MF CNAME SOA MB MG MR NULL WKS PTR HINFO MINFO MX TXT RP AFSDB X25 ISDN RT NSAP
NSAP-PTR SIG KEY PX GPOS AAAA LOC NXT 33 SRV 35 NAPTR KX CERT A6 DNAME 41 OPT APL DS SSHFP IPSECKEY
RRSIG NSEC DNSKEY DHCID NSEC3 NSEC3PARAM TLSA SMIMEA 55 HIP NINFO 59 CDS CDNSKEY OPENPGPKEY CSYNC
ZONEMD SVCB HTTPS DSYNC HHIT BRID 99 SPF 103 UNSPEC NID L32 L64 LP EUI48 EUI64 128 NXNAME 249 TKEY
TSIG IXFR AXFR MAILB MAILA ANY URI CAA AVC 260 AMTRELAY RESINFO WALLET 32768 TA DLV
"""


def _numbered(words: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    number = 0
    for word in words:
        if word.isdecimal():
            number = int(word)
        else:
            found[word] = number
            number += 1
    return found


_NUMBERS = _numbered(_REGISTERED.split())
_NAMES = {number: name for name, number in _NUMBERS.items()}


def type_number(text: str) -> int | None:
    """The number of a type by name or as `TYPE16` (RFC 3597 section 5); None if there is none."""
    upper = text.upper()
    number = _NUMBERS.get(upper)
    if number is not None:
        return number
    digits = upper.removeprefix("TYPE")
    if digits == upper or not (digits.isascii() and digits.isdecimal()) or len(digits) > 5:
        return None
    return int(digits) if int(digits) <= MAX_TYPE else None


def type_name(number: int) -> str:
    """The usual spelling of a type, `TYPE65280` where it has no name."""
    return _NAMES.get(number) or f"TYPE{number}"


def is_askable(number: int) -> bool:
    """Whether a question about a type has one certain answer.

    ANY, for one, is answered with whatever is at hand (RFC 8482).
    """
    return number not in _META and number != OPT
