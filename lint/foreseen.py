"""The questions that a domain's rules are known to ask, to ask them all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from . import dangling, decoys
from .asked import asks_for_spf
from .model import Answer, ExpectedRecord, Purpose, Question, SenderDomain
from .records import names
from .records.kind import is_spf
from .records.spf import parse_spf
from .view import ANY

MAX_LOOKUPS = 10  # RFC 7208 section 4.6.4: what lies behind them decides nothing
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
        yield from _included(expected.value, zone)


def beside_hosts(domain: SenderDomain) -> Iterator[Question]:
    """What tells the addresses of the domain's own mail hosts from those of a wildcard."""
    host = decoys.sibling(names.join("mail", domain.name))
    return (Question(host, type_) for type_ in ("A", "AAAA"))


def _included(text: str, zone: str) -> Iterator[Question]:
    """The SPF records outside a zone that an SPF record includes by plain names."""
    for host in parse_spf(text).includes:
        name = names.canonical(f"{host}.")
        if "%" not in host and not names.is_within(name, zone):
            yield Question(name, "TXT")


def included(
    domain: SenderDomain, own: str, known: Callable[[Question], Answer | None]
) -> Iterator[Question]:
    """The SPF records of other people that expected ones include, as deep as answers are known.

    Names in `own`, the name that was registered, are left out: they are its servers' to answer.
    """
    texts = [e.value for e in domain.records if asks_for_spf(e)]
    found: dict[Question, None] = {}
    while texts and len(found) < MAX_LOOKUPS:
        new = [q for q in _included(texts.pop(0), own) if q not in found]
        found.update(dict.fromkeys(new))
        answers = [a for q in new if (a := known(q)) is not None]
        texts += [r.text for a in answers for r in a.records if is_spf(r.text)]
    yield from found
