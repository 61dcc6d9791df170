"""CLASH01: an alias stands where another record stands or must stand."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.alias_conflicts import asked_twice, crowded, in_the_way, parted
from ..lint.aliases import aliases
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Node, Problem, RecordStatus, Severity
from ..lint.rule import Case, rule
from ..lint.view import View

_ASK = "ask the provider which of these it needs, or for another name for one of them"


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """An alias beside anything else, or two of them, at any name."""
    found = aliases(view, node)
    if message := crowded(node, found):
        yield about(found[0], message, type_="CNAME")


@rule(
    "CLASH01",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 3.6.2", "RFC 2181 section 10.1"),
    predicts=RecordStatus.FAILED,
    zone=anywhere,
    good=(
        Case(
            zone='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"\n'
            "www CNAME web.example.",
            expects='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"',
        ),
        # An alias within the zone that leads to the right record.
        Case(
            zone='s1._domainkey CNAME k.keys\nk.keys TXT "v=DKIM1; p=MIGfMA0"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
        ),
        # A service that keeps the policy, and the provider's own key server: nobody here knows.
        Case(
            zone="_dmarc CNAME p123.policies.example.\ns1._domainkey CNAME s1.k.a.example.",
            expects='_dmarc TXT "v=DMARC1; p=none"\ns1._domainkey TXT "v=DKIM1; p=MIGfMA0"\n'
            "click CNAME t.a.example.",
        ),
        # Live: a place of somebody else's that holds the record.
        Case(
            servers={"ns1": "s1._domainkey CNAME k.vault.example."},
            elsewhere='k.vault.example. TXT "v=DKIM1; p=MIGfMA0"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
        ),
        # Signatures may stand beside an alias; the same alias twice is one to a server.
        Case(
            zone="www CNAME web.example.\nwww NSEC x.example.org. CNAME RRSIG NSEC\n"
            "www CNAME WEB.example.",
        ),
        # What the provider offers as an alternative.
        Case(
            zone="bounce CNAME rp.a.example.",
            expects="bounce CNAME rp.a.example.\nbounce MX 10 f.a.example.",
            required=False,
        ),
        # A proxied alias is not seen by anybody; an alias at the apex is replaced by its target.
        Case(
            zone="mail 1 IN CNAME web.example. ; cf_tags=cf-proxied:true\nmail MX 10 mx.example.\n"
            "@ 1 IN CNAME web.example. ; cf_tags=cf-proxied:false\n@ MX 10 mx.example.",
        ),
        Case(zone="@ CNAME web.example.\n@ NS amy.ns.cloudflare.com.\n@ MX 10 mx.example."),
    ),
    bad=(
        Case(
            zone="send CNAME web.example.\nsend MX 10 f.a.example.",
            expects="send MX 10 f.a.example.",
            says=("a CNAME stands at send.example.org beside MX; a CNAME must stand alone",),
        ),
        Case(
            zone="send CNAME web.example.",
            expects='send TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "send.example.org is an alias of web.example, "
                    "so the TXT record that the provider asks for cannot stand there"
                ),
            ),
        ),
        Case(
            zone="send.mail CNAME old\n@ A 192.0.2.1",
            expects="send MX 10 f.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "send.mail.example.org is an alias of old.example.org, "
                    "so the MX record that the provider asks for cannot stand there"
                ),
            ),
        ),
        # What stood there before the alias.
        Case(
            zone='bounce CNAME rp.a.example.\nbounce TXT "v=spf1 include:a.example ~all"',
            expects="bounce CNAME rp.a.example.",
            says=("a CNAME stands at bounce.example.org beside TXT; a CNAME must stand alone",),
        ),
        Case(
            zone="bounce CNAME rp.a.example.\nbounce CNAME rp.old.example.",
            expects="bounce CNAME rp.a.example.",
            says=("2 CNAME records stand at bounce.example.org; a name can have only one",),
        ),
        Case(
            zone="bounce CNAME rp.a.example.",
            expects="bounce CNAME rp.a.example.\nbounce MX 10 f.a.example.",
            says=(
                (
                    "the provider asks for CNAME and MX at bounce.example.org; "
                    "a CNAME must stand alone"
                ),
            ),
        ),
        Case(
            zone="@ SOA ns.example. host.example. 1 2 3 4 5\n@ CNAME web.example.\n"
            "shop CNAME a.example.\nshop CNAME b.example.",
            says=(
                "a CNAME stands at example.org beside SOA; a CNAME must stand alone",
                "2 CNAME records stand at shop.example.org; a name can have only one",
            ),
        ),
    ),
)
def cname_with_other_data(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """An alias (CNAME) stands where another record stands or must stand.

    ## Why it matters
    A CNAME says that everything about its name is found at another name. Resolvers then ignore
    what stands beside it, or take one of the two by chance, and many DNS servers refuse the zone.

    ## How to fix it
    Find out what the CNAME is for. If it is a leftover, delete it and keep the records that the
    provider asks for. If a web site uses it, keep it and ask the provider for another name (for
    example `send2` instead of `send`), or let the web site's name have A and AAAA records instead.
    """
    view.ask(expected.name, "CNAME")  # raises where another zone answers for the name
    node = view.at(expected.name)
    found = aliases(view, node)
    if message := asked_twice(view, expected):
        yield Problem(message, fix=_ASK)
    elif message := crowded(node, found) or in_the_way(view, expected, found):
        yield about(found[0], message, parted(view, expected, node, found))
