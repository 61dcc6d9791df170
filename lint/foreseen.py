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
    `near` only those names beside the expected ones are among it at which also a right record is
    looked for: servers are not asked in vain.
    """
    yield Question(zone, ANY)
    yield Question(domain.name, "TXT")
    yield Question(zone, "NS")
    yield from dangling.questions(domain)
    for above in names.ancestors(zone):
        if above:  # the policy that applies may lie above the zone (RFC 9989 section 4.10)
            yield Question(names.join("_dmarc", above), "TXT")
    for expected in domain.records:
        yield from _of_record(expected, _beside(expected, domain.name, zone, near=near), zone)


def _beside(expected: ExpectedRecord, domain: str, zone: str, *, near: bool) -> tuple[str, ...]:
    if not names.is_within(expected.name, zone):
        return ()
    if near:
        return decoys.every(expected.name, domain, zone)
    return decoys.useless(expected, domain, zone)


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
        yield from referred(expected.value, zone)


def wildcards(domain: SenderDomain, zone: str) -> Iterator[Question]:
    """What tells records at the expected names and addresses of mail hosts from a wildcard's."""
    host = decoys.sibling(names.join("mail", domain.name))
    yield from (Question(host, type_) for type_ in ("A", "AAAA"))
    for expected in domain.records:
        if names.is_below(expected.name, zone):
            yield Question(decoys.probe(expected.name), expected.type)


def referred(text: str, *zones: str) -> Iterator[Question]:
    """The SPF records outside these zones that an SPF record refers to by plain names."""
    spf = parse_spf(text)
    for host in (*spf.includes, *filter(None, [spf.redirect])):
        name = names.canonical(f"{host}.")
        if "%" not in host and not any(names.is_within(name, zone) for zone in zones):
            yield Question(name, "TXT")


def included(domain: SenderDomain, own: str) -> Iterator[Question]:
    """The SPF records of other people that expected ones refer to; `Onward` leads on from there.

    Names in `own`, the name that was registered, are left out: they are its servers' to answer.
    """
    for expected in domain.records:
        if asks_for_spf(expected):
            yield from referred(expected.value, own)
