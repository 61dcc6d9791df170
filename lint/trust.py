"""The link from a zone's parent to its keys: DS and DNSKEY records (RFC 4034)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .model import Record

ALGORITHMS = frozenset((5, 7, 8, 10, 13, 14, 15, 16))  # that resolvers check (RFC 8624)
DIGESTS = frozenset((1, 2, 4))


def is_usable(ds: Record) -> bool:
    """Whether resolvers can check a DS record; a zone that has none such is unsigned to them.

    That is what RFC 4035 section 5.2 demands. One that cannot be read counts as usable.
    """
    numbers = [int(word) for word in ds.data.split()[:3] if word.isdecimal()]
    return len(numbers) < 3 or (numbers[1] in ALGORITHMS and numbers[2] in DIGESTS)


def is_linked(zone: str, ds: Iterable[Record], keys: Iterable[Record]) -> bool:
    """Whether one of the parent's DS records is that of one of the zone's keys.

    One is enough: others belong to a key roll-over. A record that cannot be read, or with a digest
    that is not known here, gets the benefit of the doubt where its key tag fits.
    """
    every = tuple(k.data for k in keys)
    return any(_is_of_any(zone, d.data, every) for d in ds)


@lru_cache(maxsize=64)
def _is_of_any(zone: str, ds: str, keys: tuple[str, ...]) -> bool:
    return any(_vouches(zone, ds, key) for key in keys)


def _vouches(zone: str, ds: str, key: str) -> bool:
    # These load a cryptographic library: only where a zone is signed.
    import dns.dnssec
    import dns.exception
    import dns.name
    import dns.rdata
    from dns.rdtypes.ANY.DNSKEY import DNSKEY
    from dns.rdtypes.ANY.DS import DS

    try:
        link = dns.rdata.from_text("IN", "DS", ds)
        found = dns.rdata.from_text("IN", "DNSKEY", key)
    except dns.exception.DNSException:
        return False
    if not isinstance(link, DS) or not isinstance(found, DNSKEY):
        return False
    if (link.key_tag, link.algorithm) != (dns.dnssec.key_id(found), found.algorithm):
        return False
    try:
        owner = dns.name.from_text(f"{zone}.")
        made = dns.dnssec.make_ds(owner, found, link.digest_type, validating=True)
    except (dns.exception.DNSException, ValueError):
        return True
    return bool(made.digest == link.digest)
