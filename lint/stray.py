"""DKIM keys and DMARC policies of a zone, and whether an odd name of theirs is right all the same.

For checks without a provider's document: nobody says there where a record belongs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from . import decoys
from .listing import Listing
from .model import Node, Record
from .noun import NamedTuple
from .records import names
from .records.dkim import parse_dkim, same_key
from .records.kind import is_dkim_key, is_dmarc
from .records.suffix import is_listed
from .records.tags import parse_tags
from .view import View

_LONG = 100  # characters of a key that is one even without `v=DKIM1`
_CROWD = 10  # names; so many odd ones are no slips of the hand


def keys(node: Node) -> tuple[Record, ...]:
    """The TXT records of a node that publish a DKIM key; revoked ones are left out."""
    return tuple(r for r in node.records if r.type == "TXT" and is_key(r))


def is_key(record: Record) -> bool:
    """Whether a TXT record is beyond doubt a DKIM key (RFC 6376 section 3.6.1)."""
    if not _has(record, b"p=") or not is_dkim_key(record.text):
        return False
    key = parse_dkim(record.text)
    return bool(key.p) and (key.v is not None or len(key.p or "") >= _LONG)


def policies(node: Node) -> tuple[Record, ...]:
    """The TXT records of a node that are DMARC policies; permissions to report are none."""
    return tuple(r for r in node.records if r.type == "TXT" and is_policy(r))


def is_policy(record: Record) -> bool:
    """Whether a TXT record is a DMARC policy (RFC 9989)."""
    return (
        _has(record, b"DMARC1")
        and is_dmarc(record.text)
        and parse_tags(record.text, fold=True).get("p") is not None
    )


def _has(record: Record, octets: bytes) -> bool:
    return any(octets in s for s in record.strings)


def is_hosted(view: View, name: str) -> bool:
    """Whether a key or policy at this name may be meant for a name elsewhere.

    So it is when an alias of the zone leads there, when the name holds another domain's name
    (`example.com.vendor.example`), and in a zone with many such records: it is a provider's.
    Also where the zone's names cannot be listed, because then nobody can tell.
    """
    held = names.labels(names.relative(name, view.zone))
    if "*" in held or any(map(is_listed, held[1:])):
        return True
    below = view.below(view.zone)
    return below is None or _survey(Listing(below)).is_crowd or is_alias_target(view, name)


def is_alias_target(view: View, name: str) -> bool:
    """Whether an alias of the zone leads to this name, as far as the zone's names can be listed."""
    below = view.below(view.zone)
    return below is not None and name in _survey(Listing(below)).targets


def mended(name: str) -> str:
    """The name with the underscore of `_dmarc` or `_domainkey` put right, "" where it is right."""
    parts = names.labels(name)
    if parts and parts[0] in decoys.mangled("_dmarc"):
        return names.join("_dmarc", *parts[1:])
    at = next((i for i, p in enumerate(parts) if i and p in decoys.mangled("_domainkey")), None)
    return "" if at is None else names.join(*parts[:at], "_domainkey", *parts[at + 1 :])


def is_published(view: View, name: str, record: Record) -> bool:
    """Whether a name holds the same key as this record, any policy beside a policy, or an alias."""
    beside = view.at(name).records
    return any(
        r.type == "CNAME"
        or (r.type == "TXT" and is_policy(record) and is_policy(r))
        or (r.type == "TXT" and is_key(record) and same_key(record.text, r.text))
        for r in beside
    )


def at_own_name(view: View, base: str, record: Record) -> bool:
    """Whether the same DKIM key stands below `_domainkey` of this domain."""
    return any(
        r.type == "TXT" and same_key(record.text, r.text)
        for r in view.below(names.join("_domainkey", base)) or ()
    )


class _Survey(NamedTuple):
    """A zone's alias targets, and how many keys and policies have odd names or proper ones."""

    targets: frozenset[str]
    odd: int
    proper: int

    @property
    def is_crowd(self) -> bool:
        return self.odd >= _CROWD and self.odd > self.proper


@lru_cache(maxsize=1)
def _survey(listing: Listing) -> _Survey:
    """Read a zone once for all of its odd names."""
    found = [r for r in listing.records if r.type == "TXT" and (is_key(r) or is_policy(r))]
    proper = {r.name for r in found if is_proper(r.name)}
    odd = {r.name for r in found} - proper
    return _Survey(_targets(listing.records), len(odd), len(proper))


def _targets(records: Iterable[Record]) -> frozenset[str]:
    return frozenset(r.target for r in records if r.type == "CNAME")


def is_proper(name: str) -> bool:
    """Whether a name has the label at which receivers look for a key or a policy."""
    return name.startswith("_dmarc.") or "._dmarc." in name or "._domainkey." in name
