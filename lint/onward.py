"""Where answers lead: to other people's names, which need neither the zone nor its servers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .foreseen import referred
from .model import Answer, Question, Vantage, VantageKind
from .network import Asked
from .records import names
from .records.kind import is_spf
from .records.suffix import organisational_domain

MAX_LOOKUPS = 10  # for each domain, RFC 7208 section 4.6.4: what lies behind decides nothing
_ADDRESSES = ("A", "AAAA")


class Onward:
    """Leads from answers to what will be asked of a resolver next, each once.

    An SPF record leads to those that it refers to, a zone's alias to its target, the mail servers
    of the domains to their addresses. What lies in names that the domains' owners registered is
    left out: it is their servers' to answer. Included SPF records have a limit that all domains
    share, because a hostile server can name new ones for ever.
    """

    def __init__(self, domains: Iterable[str], resolver: Vantage) -> None:
        self._domains = frozenset(domains)
        self._own = frozenset(map(organisational_domain, self._domains))
        self._resolver = resolver
        self._left = MAX_LOOKUPS * len(self._own)
        self._seen: set[Question] = set()

    def __call__(self, answer: Answer) -> list[Asked]:
        """What the answer leads to."""
        found = [*self._included(answer)]
        if answer.vantage is not None and answer.vantage.kind is VantageKind.AUTHORITATIVE:
            found += [q for q in _named(answer, self._domains) if self._is_new(q)]
        self._seen.update(found)
        return [Asked(self._resolver, q) for q in dict.fromkeys(found)]

    def _included(self, answer: Answer) -> list[Question]:
        texts = [r.text for r in answer.records if r.type == "TXT" and is_spf(r.text)]
        asked = dict.fromkeys(q for text in texts for q in referred(text) if self._is_new(q))
        found = list(asked)[: self._left]
        self._left -= len(found)
        return found

    def _is_new(self, question: Question) -> bool:
        own = any(names.is_within(question.name, o) for o in self._own)
        return question not in self._seen and not own


def _named(answer: Answer, domains: frozenset[str]) -> Iterator[Question]:
    """The names that a zone's records name: where an alias leads, who receives a domain's mail."""
    if answer.chain and not answer.records:
        yield Question(answer.chain[-1].target, answer.question.type)
    for record in answer.records:
        if record.type == "MX" and record.name in domains and record.target:
            yield from (Question(record.target, type_) for type_ in _ADDRESSES)
