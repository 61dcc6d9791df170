"""CLASH02: a server answers with a text or with an alias, and the two say different things."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.alias_conflicts import parted
from ..lint.aliases import aliases
from ..lint.evidence import answer_or_none
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Record, RecordStatus, Severity
from ..lint.rule import Case, rule
from ..lint.view import View


@rule(
    "CLASH02",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 3.6.2", "RFC 2181 section 10.1"),
    predicts=RecordStatus.FAILED,
    good=(
        # A text that is found through an alias is the usual thing.
        Case(
            zone='s1._domainkey CNAME k.keys\nk.keys TXT "v=DKIM1; p=MIGfMA0"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
        ),
        # Both ways lead to the same text, or one of them to nothing that is known: the alias that
        # does not stand alone is another rule's.
        Case(
            zone='_dmarc CNAME p\np TXT "v=DMARC1; p=none"\n_dmarc TXT "v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        Case(
            zone='_dmarc CNAME p.a.example.\n_dmarc TXT "v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        Case(zone='_dmarc TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
        Case(
            zone='mail CNAME web ; cf_tags=cf-proxied:true\nmail TXT "v=spf1 -all"\n'
            'web TXT "v=spf1 mx -all"',
            expects='mail TXT "v=spf1 -all"',
        ),
    ),
    bad=(
        Case(
            zone='_dmarc CNAME p\np TXT "v=DMARC1; p=reject"\n_dmarc TXT "v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(
                (
                    "_dmarc.example.org has a TXT record and is an alias of p.example.org, which "
                    "has another; receivers see one of them by chance"
                ),
            ),
        ),
        Case(
            zone='s1._domainkey.mail CNAME k\nk TXT "v=DKIM1; p=MIGfMA1"\n'
            's1._domainkey.mail TXT "v=DKIM1; p=MIGfMA0"',
            expects="s1._domainkey CNAME k.example.org.",
            domain="mail.example.org",
            says=(
                (
                    "s1._domainkey.mail.example.org has a TXT record and is an alias of "
                    "k.example.org, which has another; receivers see one of them by chance"
                ),
            ),
        ),
    ),
)
def cname_txt_split_answer(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A name has a text of its own and is an alias of a name with another text.

    ## Why it matters
    Servers answer such a name in two ways, and which one a receiver sees depends on what its
    resolver asked before. The same mail then passes here and fails there.

    ## How to fix it
    Keep one of the two: the TXT record if the provider gave you a text, the CNAME record if it gave
    you a host name. Some panels let you create both; delete the other one.
    """
    if expected.type not in ("TXT", "CNAME"):
        return
    direct = answer_or_none(view, expected.name, "TXT")
    alias = answer_or_none(view, expected.name, "CNAME")
    if direct is None or alias is None or not direct.records or direct.chain:
        return
    node = view.at(expected.name)
    found = aliases(view, node)
    if alias.wildcard or not found or not _differs(view, direct.records, found[0]):
        return
    message = (
        f"{expected.name} has a TXT record and is an alias of {found[0].target}, which has "
        "another; receivers see one of them by chance"
    )
    yield about(found[0], message, parted(view, expected, node, found))


def _differs(view: View, own: tuple[Record, ...], alias: Record) -> bool:
    """Whether the alias leads to texts that are known, and other ones."""
    there = answer_or_none(view, alias.target, "TXT")
    if there is None or not there.records:
        return False
    return {r.strings for r in there.records} != {r.strings for r in own}
