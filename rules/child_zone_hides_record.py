"""NS06: the record stands in a zone whose servers are no longer asked for this name."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.at_servers import at_name_servers, is_authoritative, is_own, plural, servers
from ..lint.evidence import answer_or_none
from ..lint.model import (
    AnswerStatus,
    ExpectedRecord,
    Node,
    Problem,
    Question,
    Record,
    SenderDomain,
    Severity,
    Vantage,
)
from ..lint.network import Cut
from ..lint.records import names
from ..lint.records.kind import text_kind
from ..lint.records.suffix import is_listed
from ..lint.rule import Case, rule
from ..lint.view import View
from ..lint.wording import listed
from ..lint.world import World, has

_CUT = "mail NS ns1.other.example.\nmail NS ns2.other.example.\n"
_KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"
_UNREACHED = (AnswerStatus.TIMEOUT, AnswerStatus.UNASKED)
_FAILED = (AnswerStatus.SERVFAIL, AnswerStatus.TIMEOUT)
_MAIL_LABELS = frozenset(("_domainkey", "_dmarc"))


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """At a delegated name: records for e-mail that stand there or below it.

    A registry's zone holds nothing but delegations, millions of them, and is passed over. The
    other zone may hold the same records, so that nothing is broken: a warning.
    """
    named = node.of("NS")
    if not named or node.name == view.zone or is_listed(view.zone):
        return
    if names.is_within(node.name, names.join(view.zone, view.zone)):
        return  # the name itself is wrong
    below = view.below(node.name) or ()
    for index, record in enumerate(r for r in (*node.records, *below) if _is_for_mail(r)):
        yield Problem(
            _message(record, named),
            name=record.name,
            type=record.type,
            where=record.where,
            source=changes.written_lines(record),
            severity=Severity.WARNING,
            discriminator=str(index),
        )


def below_a_cut(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """Expected records in a zone of its own, whose servers fail or lack them."""
    for expected in domain.records if is_own(world) else ():
        cut = world.cuts.get(expected.name, world.cut)
        if names.is_below(cut.zone, world.zone):
            message = _failing(world, cut, expected) or _lacking(world, cut.zone, expected)
        else:
            message = _lacking(world, "", expected)
        if message:
            yield Problem(
                message,
                changes=(changes.add(expected),),
                expected=expected,
                vantages=cut.servers or world.authorities,
            )


def _works(world: World, cut: Cut, expected: ExpectedRecord) -> bool:
    """Whether one of the zone's servers serves it; load balancers know records and no zone."""
    questions = (Question(cut.zone, "SOA"), expected.question)
    said = [a for q in questions for a in world.each(cut.servers, *q).values()]
    return any(is_authoritative(a) and has(a) for a in said)


def _failing(world: World, cut: Cut, expected: ExpectedRecord) -> str:
    """What is wrong with the zone's servers, "" where one answers or the way to them may be cut."""
    if _works(world, cut, expected) or not cut.parent_ns:
        return ""
    above = world.each(world.authorities, world.zone, "SOA").values()
    if not any(a.status is AnswerStatus.ANSWERED for a in above) or not _is_proven(world, cut):
        return ""
    do = "does" if len(cut.parent_ns) == 1 else "do"
    return (
        f"{cut.zone} is delegated to {listed(cut.parent_ns)}, which {do} not answer for it: "
        "nobody sees the record"
    )


def _is_proven(world: World, cut: Cut) -> bool:
    """Whether the zone's servers are at fault, and not the way from here to them.

    A refusal is proof, and so is a name without an address. Silence is one where no resolver that
    works reaches them either.
    """
    said = world.each(cut.servers, cut.zone, "SOA").values()
    if any(a.status not in _UNREACHED for a in said) or (cut.unresolved and not said):
        return True
    control = world.each(world.resolvers, world.cut.parent, "NS")
    able = [r for r, a in control.items() if a.status is AnswerStatus.ANSWERED]
    tried = world.each(able, cut.zone, "SOA").values()
    return bool(tried) and all(a.status in _FAILED for a in tried)


def _lacking(world: World, zone: str, expected: ExpectedRecord) -> str:
    found = at_name_servers(world, expected)
    if found.holding or found.differing or not found.lacking:
        return ""
    zone = zone or _inner(world, expected, found.lacking)
    if not zone:
        return ""
    return (
        f"the name lies in the zone {zone}, which {servers(found.lacking)} "
        f"{'serve' if plural(found.lacking) else 'serves'}; the record is not there"
    )


def _inner(world: World, expected: ExpectedRecord, vantages: tuple[Vantage, ...]) -> str:
    """A zone of its own that the same servers hold above the name, "" where there is none.

    They answer from it without a word about a delegation.
    """
    if not names.is_below(expected.name, world.zone):
        return ""
    for name in (expected.name, *names.ancestors(expected.name, world.zone)):
        said = world.each(vantages, name, "SOA").values() if name != world.zone else ()
        if any(is_authoritative(a) and r.name == name for a in said for r in a.records):
            return name
    return ""


def _is_for_mail(record: Record) -> bool:
    """Whether a record is for e-mail; addresses below a cut are glue, and needed."""
    if record.type == "TXT":
        return text_kind(record.text, record.name) is not None
    is_alias = record.type == "CNAME" and not _MAIL_LABELS.isdisjoint(names.labels(record.name))
    return record.type == "MX" or is_alias


def _message(record: Record, named: tuple[Record, ...]) -> str:
    cut, server = named[0].name, named[0].target
    beside = f" and {len(named) - 1} more" if len(named) > 1 else ""
    return (
        f"the {record.type} record for {record.name} is not visible here: {cut} is delegated to "
        f"{server}{beside}"
    )


@rule(
    "NS06",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 4.2.1", "RFC 2181 section 6"),
    zone=anywhere,
    world=below_a_cut,
    good=(
        # Live: the record is where the delegation leads.
        Case(
            servers={
                "ns1": f"mail NS ns1.other.example.\ns1._domainkey.mail TXT {_KEY}",
                "ns1.other.example": f"s1._domainkey TXT {_KEY}",
            },
            parent="@ NS ns1.",
            expects=f"s1._domainkey.mail TXT {_KEY}",
        ),
        # A load balancer that holds the record and nothing about the zone.
        Case(
            servers={
                "ns1": "_domainkey NS ns1.other.example.",
                "ns1.other.example": f"! @ SOA nodata\n! @ NS refused\ns1 TXT {_KEY}",
            },
            parent="@ NS ns1.",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        # Its server is silent here, and a resolver reaches it.
        Case(
            servers={"ns1": "_domainkey NS ns1.other.example.", "ns1.other.example": "timeout"},
            resolvers={"r1": "! _domainkey SOA answered"},
            parent="@ NS ns1.",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        # Another name is delegated.
        Case(
            servers={"ns1": "shop NS ns1.other.example.", "ns1.other.example": "refused"},
            parent="@ NS ns1.",
            expects=f"s1._domainkey TXT {_KEY}",
        ),
        Case(
            zone=f"s1._domainkey.mail TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain="mail.example.org",
        ),
        # The zone's own name servers, a delegated neighbour, and a name that looks alike.
        Case(
            zone=f"@ NS ns1.other.example.\nshop NS ns1.other.example.\n"
            f"s1._domainkey.mail TXT {_KEY}\ns1._domainkey.workshop TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain="mail.example.org",
        ),
        # Nothing is written here; what the other zone holds cannot be known.
        Case(zone=_CUT, expects=f"s1._domainkey TXT {_KEY}", domain="mail.example.org"),
        # The addresses of the delegated zone's name servers belong here.
        Case(zone="mail NS ns1.mail\nns1.mail A 192.0.2.1\nns1.mail AAAA 2001:db8::1"),
        # A key that signs the delegation belongs here, too.
        Case(zone="mail NS ns1.other.example.\nmail DS 12345 13 2 49FD46E6C4B45C55D4AC"),
        Case(zone=f"@ NS ns1.other.example.\n@ MX 10 mx\nmail TXT {_KEY}"),
        # What was left of a web site hurts nobody's mail.
        Case(zone=f'{_CUT}www.mail CNAME web.example.\nmail TXT "site-token=1a2b3c"'),
    ),
    bad=(
        Case(
            zone=f"{_CUT}s1._domainkey.mail TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain="mail.example.org",
            says=(
                (
                    "the TXT record for s1._domainkey.mail.example.org is not visible here: "
                    "mail.example.org is delegated to ns1.other.example and 1 more"
                ),
            ),
        ),
        Case(
            zone="bounce NS ns1.other.example.\nbounce MX 10 feedback.esp.example.",
            expects="bounce MX 10 feedback.esp.example.",
            says=(
                (
                    "the MX record for bounce.example.org is not visible here: "
                    "bounce.example.org is delegated to ns1.other.example"
                ),
            ),
        ),
        Case(
            servers={"ns1": "bounce NS ns1.other.example.", "ns1.other.example": "@ A 192.0.2.1"},
            parent="@ NS ns1.",
            expects="bounce MX 10 feedback.esp.example.",
            says=(
                (
                    "the name lies in the zone bounce.example.org, which ns1.other.example "
                    "serves; the record is not there"
                ),
            ),
        ),
        # Its own zone on the same servers, which say nothing about a delegation.
        Case(
            servers={"ns1": "bounce SOA ns1. host.ns1. 1 2 3 4 5", "ns2": "as ns1"},
            expects="bounce MX 10 feedback.esp.example.",
            says=(
                (
                    "the name lies in the zone bounce.example.org, which ns1 and ns2 serve; "
                    "the record is not there"
                ),
            ),
        ),
        Case(
            servers={"ns1": "_domainkey NS ns1.other.example.", "ns1.other.example": "timeout"},
            resolvers={"r1": "! _domainkey SOA servfail"},
            parent="@ NS ns1.",
            expects=f"s1._domainkey TXT {_KEY}",
            says=(
                (
                    "_domainkey.example.org is delegated to ns1.other.example, which does not "
                    "answer for it: nobody sees the record"
                ),
            ),
        ),
        Case(
            servers={"ns1": "_domainkey NS ns1.other.example.", "ns1.other.example": "refused"},
            parent="@ NS ns1.",
            expects=f"s1._domainkey TXT {_KEY}",
            says=(
                (
                    "_domainkey.example.org is delegated to ns1.other.example, which does not "
                    "answer for it: nobody sees the record"
                ),
            ),
        ),
        Case(
            zone=f"{_CUT}mail MX 10 mx.esp.example.\nmail A 192.0.2.1\n"
            "s1._domainkey.mail CNAME s1.esp.example.",
            says=(
                (
                    "the MX record for mail.example.org is not visible here: "
                    "mail.example.org is delegated to ns1.other.example and 1 more"
                ),
                (
                    "the CNAME record for s1._domainkey.mail.example.org is not visible here: "
                    "mail.example.org is delegated to ns1.other.example and 1 more"
                ),
            ),
        ),
    ),
)
def child_zone_hides_record(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The name is delegated to other name servers, so the record in this zone is never seen.

    ## Why it matters
    NS records at a name hand the name, and everything below it, to other servers. Whoever asks is
    sent there. What this zone still holds for those names reaches nobody.

    ## How to fix it
    Create the record at the DNS host that the NS records name, in the zone for that sub-domain.
    If nobody needs the separate zone any more, remove its NS records here; the records of this
    zone then count again. At Cloudflare remove the separate zone as well.
    """
    if answer_or_none(view, expected.name, expected.type) is not None:
        return
    hidden = view.at(expected.name).of(expected.type)
    named = _delegation(view, expected.name)
    if hidden and named:
        yield Problem(
            _message(hidden[0], named),
            where=hidden[0].where,
            source=changes.written_lines(hidden[0]),
        )


def _delegation(view: View, name: str) -> tuple[Record, ...]:
    """The NS records that hand the name to other servers, () where it is not delegated."""
    above = (name, *names.ancestors(name, view.zone))
    for cut in reversed([a for a in above if names.is_below(a, view.zone)]):
        named = view.at(cut).of("NS")
        if named:
            return named
    return ()
