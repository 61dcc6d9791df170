"""The record types that a zone file may name."""

from __future__ import annotations

from ..records.distance import distance

# RFC 1035 and the IANA registry of DNS parameters, resource record types.
_REGISTERED = """
A NS MD MF CNAME SOA MB MG MR NULL WKS PTR HINFO MINFO MX TXT RP AFSDB X25 ISDN RT NSAP NSAP-PTR
SIG KEY PX GPOS AAAA LOC NXT EID NIMLOC SRV ATMA NAPTR KX CERT A6 DNAME SINK OPT APL DS SSHFP
IPSECKEY RRSIG NSEC DNSKEY DHCID NSEC3 NSEC3PARAM TLSA SMIMEA HIP NINFO RKEY TALINK CDS CDNSKEY
OPENPGPKEY CSYNC ZONEMD SVCB HTTPS DSYNC HHIT BRID SPF UINFO UID GID UNSPEC NID L32 L64 LP EUI48
EUI64 NXNAME TKEY TSIG IXFR AXFR MAILB MAILA URI CAA AVC DOA AMTRELAY RESINFO WALLET CLA IPN TA DLV
"""
# What DNS hosts and their tools write beside them.
_HOSTS = """
ALIAS ANAME APEXALIAS APEXCNAME AZURE_ALIAS DYNA DYNC ENAME FLATTEN FRAME LUA MAILPOOL NETLIFY
NETLIFYV6 POOL R53_ALIAS REDIRECT REDIR301 REDIR302 SYNTH URL URL301 URL302 WEBREDIRECT WORKER
CF_REDIRECT CF_TEMP_REDIRECT CF_WORKER_ROUTE MXE WR NS1_URLFWD ADDR
"""
_NUMBERS = {
    1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV",
    39: "DNAME", 43: "DS", 99: "SPF", 257: "CAA",
}  # fmt: skip
KNOWN = frozenset(_REGISTERED.split()) | frozenset(_HOSTS.split())
MAX_TYPE = 65_535


def known_type(text: str) -> str | None:
    """The type in its usual spelling, also for `TYPE16` (RFC 3597 section 5); None if unknown."""
    upper = text.upper()
    if upper in KNOWN:
        return upper
    number = upper.removeprefix("TYPE")
    if number == upper or not number.isdecimal() or len(number) > 5 or int(number) > MAX_TYPE:
        return None
    return _NUMBERS.get(int(number), upper)


def nearest_type(text: str) -> str | None:
    """The type that a misspelt one was probably meant to be."""
    upper = text.upper()
    common = ("TXT", "CNAME", "MX", "AAAA", "SOA", "SRV", "CAA", "SPF", "PTR")
    near = [t for t in common if len(upper) > 1 and distance(upper, t, 1) is not None]
    return near[0] if near else None
