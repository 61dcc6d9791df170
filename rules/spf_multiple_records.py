"""SPF01: several SPF records stand at one name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint import changes
from ..lint.asked import asks_for_spf
from ..lint.model import Affects, ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.kind import is_spf
from ..lint.records.spf import Term, merge, required_terms
from ..lint.rule import Case, rule
from ..lint.spf_subject import beside
from ..lint.spf_tree import Walk
from ..lint.spf_walk import MAX_LOOKUPS, walk
from ..lint.standing import distinct, standing
from ..lint.view import View

_FIX = (
    "Make one record of them: every sender once, and one `all` at the end. Put the joined text "
    "into one of the records and delete the others."
)


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Two SPF records at any name; equal ones are one to a server."""
    yield from _several(view, node.name, distinct(node.of("TXT")), ())


def _several(
    view: View, name: str, records: Sequence[Record], wanted: Sequence[Term]
) -> Iterator[Problem]:
    found = [r for r in records if is_spf(r.text)]
    if len(found) < 2:
        return
    merged = merge([r.text for r in found], wanted)
    yield Problem(
        f"{len(found)} SPF records stand at {name}; receivers then use none of them",
        changes=changes.unite(found, merged),
        type="TXT",
        where=found[1].where,
        source=changes.written_lines(found[1]),
        fix=f"{_FIX} {_cost(view, name, [r.text for r in found], merged)}",
    )


def _cost(view: View, name: str, texts: Sequence[str], merged: str) -> str:
    """What the joined record costs; receivers count every look-up (RFC 7208 section 4.6.4)."""
    before = " and ".join(_needed(walk(view, name, text)) for text in texts)
    after = walk(view, name, merged)
    told = f"The joined record needs {_needed(after)} DNS look-ups, the records alone {before}"
    if after.lookups > MAX_LOOKUPS:
        return f"{told}: receivers stop after {MAX_LOOKUPS}, so take out senders that are not used."
    return f"{told}; receivers stop after {MAX_LOOKUPS}."


def _needed(found: Walk) -> str:
    return f"{'' if found.complete and found.whole else 'at least '}{found.lookups}"


@rule(
    "SPF01",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 4.5",),
    predicts=RecordStatus.FAILED,
    zone=anywhere,
    good=(
        Case(
            zone='@ TXT "v=spf1 mx -all"\n@ TXT "site-proof=1"\n'
            'send TXT "v=spf1 include:a.example ~all"',
            expects='send TXT "v=spf1 include:a.example ~all"',
        ),
        # Several strings of one record are one record.
        Case(zone='@ TXT "v=spf1 ip4:192.0.2.1 " "include:a.example ~all"'),
        # Neither of the others is an SPF record to receivers.
        Case(zone='@ TXT "v=spf1 -all"\n@ TXT "v=spf10 -all"\n@ TXT "spf2.0/pra -all"'),
        # The same record twice is one record to a server.
        Case(zone='@ TXT "v=spf1 -all"\n@ TXT "v=spf1 -all"'),
        # Another name's records are not this name's business.
        Case(
            zone='www TXT "v=spf1 mx -all"\nwww TXT "v=spf1 a -all"\nsend TXT "v=spf1 mx -all"',
            expects='send TXT "v=spf1 mx -all"',
        ),
    ),
    bad=(
        Case(
            zone='@ TXT "v=spf1 mx -all"\n@ TXT "v=spf1 include:a.example ~all"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=("2 SPF records stand at example.org; receivers then use none of them",),
        ),
        Case(
            zone='send.mail TXT "v=spf1 a ~all"\nsend.mail TXT "V=SPF1 include:old.example"',
            expects='send TXT "v=spf1 include:a.example ~all"',
            domain="mail.example.org",
            says=("2 SPF records stand at send.mail.example.org; receivers then use none of them",),
        ),
        # The domain's own record, which its other senders need.
        Case(
            zone='@ TXT "v=spf1 mx -all"\n@ TXT "v=spf1 a -all"\nsend TXT "v=spf1 mx -all"',
            expects='send TXT "v=spf1 mx -all"',
            says=("2 SPF records stand at example.org; receivers then use none of them",),
        ),
        Case(
            zone='@ TXT "v=spf1 -all"\n@ TXT "v=spf1 a ~all"\n@ TXT "v=spf1 mx ~all"',
            says=("3 SPF records stand at example.org; receivers then use none of them",),
        ),
    ),
)
def spf_multiple_records(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Several SPF records stand at one name.

    ## Why it matters
    A name may have one SPF record. Where receivers find two, they use neither and treat the mail
    as if the sender had made a mistake. Some providers look for their own part only and still
    report success.

    ## How to fix it
    Make one record of them: every sender once, and one `all` at the end. Put the joined text into
    one of the records and delete the others. Records at other names do not count.
    """
    if asks_for_spf(expected):
        wanted = required_terms(expected.value)
        yield from _several(view, expected.name, standing(view, expected), wanted)
    for found in _several(view, view.domain.name, beside(view, expected), ()):
        # Not what the provider asked for: other senders of the customer suffer.
        yield found._replace(
            name=view.domain.name, severity=Severity.WARNING, affects=(Affects.DELIVERY,)
        )
