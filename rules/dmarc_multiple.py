"""DMARC02: several DMARC records stand at one name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint import changes
from ..lint.model import Node, Problem, Purpose, Record, SenderDomain, Severity
from ..lint.records.dmarc import merge_dmarc
from ..lint.records.kind import is_dmarc
from ..lint.records.names import join, labels
from ..lint.rule import Case, Scope, rule
from ..lint.standing import distinct
from ..lint.view import View

START = "v=DMARC1; p=none"


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Two policies at any `_dmarc` name."""
    if labels(node.name)[:1] == ("_dmarc",):
        yield from _several(node.name, node.of("TXT"), START)


def _several(name: str, records: Sequence[Record], wanted: str) -> Iterator[Problem]:
    found = [r for r in distinct(records) if is_dmarc(r.text)]
    if len(found) < 2:
        return
    yield Problem(
        f"{len(found)} DMARC records stand at {name}; together they count for nothing",
        changes=changes.unite(found, merge_dmarc([r.text for r in found], wanted)),
        name=name,
        type="TXT",
        where=found[1].where,
        source=changes.written_lines(found[1]),
    )


@rule(
    "DMARC02",
    severity=Severity.ERROR,
    per=Scope.DOMAIN,
    refs=("RFC 9989 section 4.10",),
    zone=anywhere,
    good=(
        Case(zone='_dmarc TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
        # Other texts at the name, and near misses, are passed over.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"\n_dmarc TXT "site-proof=1"\n_dmarc TXT "v=dmarc2"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        # Several domains may send their reports here.
        Case(zone='*._report._dmarc TXT "v=DMARC1"\na.example._report._dmarc TXT "v=DMARC1"'),
        # The same record twice is one record to a server.
        Case(zone='_dmarc TXT "v=DMARC1; p=none"\n_dmarc TXT "v=DMARC1; p=none"'),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@example.org"\n'
            '_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:b@example.org"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=("2 DMARC records stand at _dmarc.example.org; together they count for nothing",),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"\n_dmarc TXT "v=DMARC1; p=reject"\n'
            '_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@example.org"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
            says=("3 DMARC records stand at _dmarc.example.org; together they count for nothing",),
        ),
        Case(
            zone='_dmarc.news TXT "v=DMARC1; p=none"\n_dmarc.news TXT "v=DMARC1; p=reject"',
            says=(
                "2 DMARC records stand at _dmarc.news.example.org; together they count for nothing",
            ),
        ),
    ),
)
def dmarc_multiple(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """Several DMARC records stand at one name.

    ## Why it matters
    A domain may have one DMARC record. Where receivers find two they use neither, so that the
    domain has no policy of its own.

    ## How to fix it
    Keep one record with the policy that you want, and write all report addresses into its `rua`
    with commas between them. Delete the others. Some DNS hosts and registrars create a DMARC record
    themselves: edit theirs instead of adding another one.
    """
    asked = {e.name: e.value for e in domain.records if e.purpose is Purpose.DMARC}
    names = dict.fromkeys((join("_dmarc", domain.name), *asked))
    for name in names:
        yield from _several(name, view.txt(name), asked.get(name, START))
