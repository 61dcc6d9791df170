"""MISSING01: an expected record is not there."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.asked import asks_for_key, asks_for_spf
from ..lint.model import AnswerStatus, ExpectedRecord, Node, Problem, Purpose, Severity
from ..lint.rule import Case, rule
from ..lint.standing import is_missing
from ..lint.view import View
from ..lint.wording import listed

_UNSPOKEN = frozenset(("SOA", "RRSIG", "NSEC", "NSEC3"))


def _noun(expected: ExpectedRecord) -> str:
    if asks_for_spf(expected):
        return "SPF record"
    if asks_for_key(expected):
        return "DKIM key"
    if expected.type == "TXT":
        return "TXT record with this value"
    return f"{expected.type} record"


def _instead(view: View, expected: ExpectedRecord, node: Node) -> str:
    types = [r.type for r in node.records if r.type not in _UNSPOKEN]
    if types:
        shown = listed("other TXT" if t == "TXT" else t for t in types)
        return f"the name has {shown} records only"
    answer = view.ask(expected.name, expected.type)
    if answer.status is AnswerStatus.NXDOMAIN:
        return "the name does not exist"
    if answer.wildcard:
        return f"only {answer.wildcard} answers for the name"
    return "nothing stands at the name itself"


@rule(
    "MISSING01",
    severity=Severity.ERROR,
    refs=("RFC 2308 section 2",),
    good=(
        Case(zone='@ TXT "v=spf1 a mx -all"', expects='@ TXT "v=spf1 mx -all"'),
        # Something of the kind stands there: it is wrong, not missing.
        Case(
            zone='@ TXT "v=spf1 -all"\ns1._domainkey CNAME old.example.\nsend MX 10 mx.example.',
            expects='@ TXT "v=spf1 include:a.example ~all"\n'
            "s1._domainkey CNAME k.a.example.\nsend MX 10 f.a.example.",
        ),
        # The policy of the domain above applies.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
        ),
        # The name is in another zone.
        Case(
            zone="mail NS ns.other.example.",
            expects='@ TXT "v=spf1 mx -all"',
            domain="mail.example.org",
        ),
        # A wildcard carries the wanted value.
        Case(zone="* CNAME track.a.example.", expects="click CNAME track.a.example."),
    ),
    bad=(
        Case(
            zone='@ TXT "v=spf1 -all"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
            says=("there is no DKIM key at s1._domainkey.example.org: the name does not exist",),
        ),
        Case(
            zone='@ A 192.0.2.1\n@ MX 10 mx.example.\n@ TXT "proof=1"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "there is no SPF record at example.org: "
                    "the name has A, MX and other TXT records only"
                ),
            ),
        ),
        Case(
            zone="s1._domainkey.mail CNAME k.a.example.",
            expects='@ TXT "a-verification=1"',
            domain="mail.example.org",
            required=False,
            says=(
                (
                    "there is no TXT record with this value at mail.example.org: "
                    "nothing stands at the name itself"
                ),
            ),
        ),
        Case(
            zone="* A 192.0.2.1",
            expects="bounce CNAME rp.a.example.",
            says=(
                (
                    "there is no CNAME record at bounce.example.org: "
                    "only *.example.org answers for the name"
                ),
            ),
        ),
    ),
)
def record_missing(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A record that the provider asked for is not there.

    ## Why it matters
    The provider looks for every record that it asked for. As long as a required one is missing, the
    domain stays unverified.

    ## How to fix it
    Create the record. Then look it up in the list of records again: many DNS panels need a second
    *Save*, and some companies have several accounts that hold a zone of the same name.
    """
    if expected.purpose is not Purpose.DMARC and is_missing(view, expected):
        instead = _instead(view, expected, view.at(expected.name))
        yield Problem(
            f"there is no {_noun(expected)} at {expected.name}: {instead}",
            changes=(changes.add(expected),),
        )
