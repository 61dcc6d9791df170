"""PROP01: resolvers still remember that a record does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.at_resolvers import remembered
from ..lint.at_servers import plural, servers
from ..lint.durations import wait
from ..lint.model import Problem, SenderDomain, Severity
from ..lint.rule import VERIFY, Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_NOW = "2026-11-25T13:18:00+00:00"


@rule(
    "PROP01",
    severity=Severity.INFO,
    per=Scope.VANTAGES,
    affects=VERIFY,
    refs=("RFC 2308 section 5",),
    good=(
        Case(servers={"ns1": _KEY}, resolvers={"r1": _KEY}, expects=_KEY),
        # The record is not there: nobody is asked about it.
        Case(servers={"ns1": ""}, resolvers={"r1": ""}, expects=_KEY),
        # One name server does not have it: that must be mended first.
        Case(servers={"ns1": _KEY, "ns2": ""}, resolvers={"r1": ""}, expects=_KEY),
        # What could not be reached, or must not answer, says nothing about the record.
        Case(
            servers={"ns1": _KEY},
            resolvers={
                "r1": "timeout",
                "r2": "refused",
                "r3": "servfail",
                "r4": "! s1._domainkey TXT nxdomain ede=15",
            },
            expects=_KEY,
        ),
        # A captive portal, which denies everything.
        Case(servers={"ns1": _KEY}, resolvers={"r1": "nodata", "r2": "nxdomain"}, expects=_KEY),
        # Another record is in its place.
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": 's1._domainkey TXT "v=DKIM1; p=MIIB"'},
            expects=_KEY,
        ),
        # An internal server with its own copy of the zone.
        Case(
            servers={"ns1": _KEY}, resolvers={"r1": "! @ SOA answered aa"}, expects=_KEY, now=_NOW
        ),
    ),
    bad=(
        Case(
            servers={"ns1": _KEY, "ns2": _KEY},
            resolvers={
                "r1": "! s1._domainkey TXT nxdomain ttl=120",
                "r2": "! s1._domainkey TXT nodata ttl=2820",
                "r3": _KEY,
            },
            expects=_KEY,
            now=_NOW,
            says=(
                (
                    "right at the name servers, but r1 and r2 still remember that it does not "
                    "exist, for 47 minutes, until 14:05 UTC"
                ),
            ),
        ),
        Case(
            servers={"ns1": "send MX 10 f.a.example."},
            resolvers={"r1": "! send * nodata ttl=40"},
            expects="send MX 10 f.a.example.",
            says=(
                (
                    "right at the name servers, but r1 still remembers that it does not exist, "
                    "for 40 seconds"
                ),
            ),
        ),
    ),
)
def negative_cache(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The record is published, but resolvers still remember that it does not exist.

    ## Why it matters
    Somebody asked before the record was there. Resolvers remember "does not exist" for as long as
    the zone's SOA record says. The provider's resolver may, too.

    ## How to fix it
    Nothing is wrong: wait until then, and call verify only after that, because an early check may
    begin the wait anew. A lower TTL on the new record does not help. Google and Cloudflare have a
    web page that makes their resolvers forget a name. For the next time, a lower last number of
    the SOA record makes such waits shorter.
    """
    for expected in domain.records:
        found = remembered(world, expected)
        if found is None or not found.denying:
            continue
        who = [s.vantage for s in found.denying]
        left = [s.left for s in found.denying if s.left is not None]
        still = f"still {'remember' if plural(who) else 'remembers'} that it does not exist"
        until = f", for {wait(max(left), world.now)}" if left else ""
        message = f"right at the name servers, but {servers(who)} {still}{until}"
        yield Problem(message, expected=expected, vantages=tuple(who))
