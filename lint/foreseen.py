"""The questions that a domain's rules are known to ask, to ask them all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from . import dangling, decoys
from .asked import asks_for_spf
from .model import Answer, ExpectedRecord, Purpose, Question, SenderDomain, Vantage
from .network import Asked
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


def _included(text: str, *zones: str) -> Iterator[Question]:
    """The SPF records outside these zones that an SPF record refers to by plain names."""
    spf = parse_spf(text)
    for host in (*spf.includes, *filter(None, [spf.redirect])):
        name = names.canonical(f"{host}.")
        if "%" not in host and not any(names.is_within(name, zone) for zone in zones):
            yield Question(name, "TXT")


class Inclusions:
    """Leads from one SPF record to those that it refers to, as far as they are other people's.

    `own` are the names that were registered: what lies in them is their servers' to answer. So
    many domains share one limit, because a hostile server can name new ones for ever.
    """

    def __init__(self, own: Iterable[str], resolver: Vantage) -> None:
        self._own, self._resolver = frozenset(own), resolver
        self._left = MAX_LOOKUPS * len(self._own)
        self._seen: set[Question] = set()

    def __call__(self, answer: Answer) -> list[Asked]:
        """The look-ups that the answer's SPF record leads to, each once."""
        texts = [r.text for r in answer.records if r.type == "TXT" and is_spf(r.text)]
        found = [q for text in texts for q in _included(text, *self._own) if q not in self._seen]
        found = list(dict.fromkeys(found))[: self._left]
        self._left -= len(found)
        self._seen.update(found)
        return [Asked(self._resolver, q) for q in found]


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
