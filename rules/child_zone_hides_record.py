"""NS06: the record stands in a zone whose servers are no longer asked for this name."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.evidence import answer_or_none
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records import names
from ..lint.records.kind import text_kind
from ..lint.records.suffix import is_listed
from ..lint.rule import Case, rule
from ..lint.view import View

_CUT = "mail NS ns1.other.example.\nmail NS ns2.other.example.\n"
_KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"
_MAIL_LABELS = frozenset(("_domainkey", "_dmarc"))


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """At a delegated name: records for e-mail that stand there or below it.

    A registry's zone holds nothing but delegations, millions of them, and is passed over. The
    other zone may hold the same records, so that nothing is broken: a warning.
    """
    servers = node.of("NS")
    if not servers or node.name == view.zone or is_listed(view.zone):
        return
    if names.is_within(node.name, names.join(view.zone, view.zone)):
        return  # the name itself is wrong
    below = view.below(node.name) or ()
    for index, record in enumerate(r for r in (*node.records, *below) if _is_for_mail(r)):
        yield Problem(
            _message(record, servers),
            name=record.name,
            type=record.type,
            where=record.where,
            source=changes.written_lines(record),
            severity=Severity.WARNING,
            discriminator=str(index),
        )


def _is_for_mail(record: Record) -> bool:
    """Whether a record is for e-mail; addresses below a cut are glue, and needed."""
    if record.type == "TXT":
        return text_kind(record.text, record.name) is not None
    is_alias = record.type == "CNAME" and not _MAIL_LABELS.isdisjoint(names.labels(record.name))
    return record.type == "MX" or is_alias


def _message(record: Record, servers: tuple[Record, ...]) -> str:
    cut, server = servers[0].name, servers[0].target
    beside = f" and {len(servers) - 1} more" if len(servers) > 1 else ""
    return (
        f"the {record.type} record for {record.name} is not visible here: {cut} is delegated to "
        f"{server}{beside}"
    )


@rule(
    "NS06",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 4.2.1", "RFC 2181 section 6"),
    zone=anywhere,
    good=(
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
    servers = _delegation(view, expected.name)
    if hidden and servers:
        yield Problem(
            _message(hidden[0], servers),
            where=hidden[0].where,
            source=changes.written_lines(hidden[0]),
        )


def _delegation(view: View, name: str) -> tuple[Record, ...]:
    """The NS records that hand the name to other servers, () where it is not delegated."""
    above = (name, *names.ancestors(name, view.zone))
    for cut in reversed([a for a in above if names.is_below(a, view.zone)]):
        servers = view.at(cut).of("NS")
        if servers:
            return servers
    return ()
