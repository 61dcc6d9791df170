"""The questions that a domain's rules are known to ask, to ask them all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import dangling, decoys
from .asked import asks_for_spf
from .model import ExpectedRecord, Purpose, Question, SenderDomain
from .records import names
from .records.spf import parse_spf
from .view import ANY

_BESIDE = (ANY, "CNAME", "TXT", "MX", "A", "AAAA", "NS")


def questions(domain: SenderDomain, zone: str, *, near: bool = True) -> Iterator[Question]:
    """Everything that the rules are known to ask about a file, to read a large one only once.

    What is asked in vain costs nothing; what is forgotten costs a second run of the rules. Without
    `near` the names beside the expected ones are left out: servers are not asked in vain.
    """
    yield Question(zone, ANY)
    yield Question(domain.name, "TXT")
    yield Question(zone, "NS")
    yield from dangling.questions(domain)
    for above in names.ancestors(zone):
        if above:  # the policy that applies may lie above the zone (RFC 9989 section 4.10)
            yield Question(names.join("_dmarc", above), "TXT")
    for expected in domain.records:
        inside = near and names.is_within(expected.name, zone)
        beside = decoys.every(expected.name, domain.name, zone) if inside else ()
        yield from _of_record(expected, beside, zone)


def _of_record(expected: ExpectedRecord, near: Iterable[str], zone: str) -> Iterator[Question]:
    for name in (expected.name, *near):
        for asked in (name, decoys.sibling(name)):
            yield Question(asked, expected.type)
    for type_ in _BESIDE:
        yield Question(expected.name, type_)
    if expected.purpose is Purpose.TRACKING:
        for name in (expected.name, *names.ancestors(expected.name)):
            yield Question(name, "CAA")
    if asks_for_spf(expected):
        for host in parse_spf(expected.value).includes:
            name = names.canonical(f"{host}.")
            if not names.is_within(name, zone):
                yield Question(name, "TXT")
