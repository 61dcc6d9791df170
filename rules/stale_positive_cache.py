"""PROP02: resolvers still show the record as it was before."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.at_resolvers import STALE, Shown, remembered
from ..lint.at_servers import error_codes, plural, servers
from ..lint.durations import wait
from ..lint.model import ExpectedRecord, Problem, SenderDomain, Severity, Vantage
from ..lint.rule import VERIFY, Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey 300 TXT "v=DKIM1; p=MIGf"'
_OLD = 's1._domainkey {} TXT "v=DKIM1; p=MIIB"'
_DS = "@ 7200 DS 2371 13 2 169521AB547DF3A14C1719A0F0D5289278E22682B53CE9F22D379B922125BF98"
_NOW = "2026-11-25T13:18:00+00:00"
_SERVED = (
    "This resolver gives out records whose time is over when it cannot reach the name servers. "
    "Check again in a few minutes; if it stays so, look at the way from it to your name servers."
)
_VOUCHED = (
    "Nothing is wrong any more: wait until then, and call verify after that. The next time, delete "
    "the DS record first, and switch the signing off or move to another DNS host a day later."
)


@rule(
    "PROP02",
    severity=Severity.INFO,
    per=Scope.VANTAGES,
    affects=VERIFY,
    refs=("RFC 1034 section 3.6", "RFC 8767"),
    good=(
        Case(servers={"ns1": _KEY}, resolvers={"r1": _KEY}, expects=_KEY),
        # Another time to live, another order, a text in other pieces: no old record.
        Case(
            servers={"ns1": 'a TXT "v=spf1 include:a.example ~all"\na TXT "x=1"'},
            resolvers={"r1": 'a 7 TXT "x=1"\na 7 TXT "v=spf1 " "include:a.example ~all"'},
            expects='a TXT "v=spf1 include:a.example ~all"',
        ),
        # The letters of a name are written in capitals and small ones on the way (0x20).
        Case(
            servers={"ns1": "k CNAME K.A.example."},
            resolvers={"r1": "K CNAME k.a.EXAMPLE."},
            expects="k CNAME k.a.example.",
        ),
        # Somebody else's token was deleted; a DS record that still stands is another matter.
        Case(
            servers={"ns1": '@ TXT "v=spf1 include:a.example ~all"'},
            resolvers={"r1": '@ TXT "v=spf1 include:a.example ~all"\n@ TXT "x=1"'},
            expects='@ TXT "v=spf1 include:a.example ~all"',
        ),
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": f"{_DS}\n{_KEY}\n! s1._domainkey * bogus"},
            parent=_DS,
            expects=_KEY,
        ),
        # The name servers show the old record themselves.
        Case(servers={"ns1": _OLD.format(9)}, resolvers={"r1": _OLD.format(9)}, expects=_KEY),
        Case(servers={"ns1": _KEY}, resolvers={"r1": "timeout", "r2": ""}, expects=_KEY),
    ),
    bad=(
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": _OLD.format(86298), "r2": _OLD.format(60), "r3": _KEY},
            expects=_KEY,
            now=_NOW,
            says=(
                (
                    "right at the name servers, but r1 and r2 still show the old record, "
                    "for 24 hours, until 26 November 13:17 UTC"
                ),
            ),
        ),
        # One more than there is now; an alias that has gone, for as long as it may be kept.
        Case(
            servers={"ns1": '@ TXT "v=spf1 include:a.example ~all"'},
            resolvers={"r1": '@ 90 TXT "v=spf1 include:a.example ~all"\n@ TXT "v=spf1 mx"'},
            expects='@ TXT "v=spf1 include:a.example ~all"',
            now=_NOW,
            says=(
                (
                    "right at the name servers, but r1 still shows the old record, for 2 minutes, "
                    "until 13:20 UTC"
                ),
            ),
        ),
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": "s1._domainkey 3600 CNAME gone"},
            expects=_KEY,
            now=_NOW,
            says=(
                (
                    "right at the name servers, but r1 still shows the old record, for 60 minutes, "
                    "until 14:18 UTC"
                ),
            ),
        ),
        # DNSSEC was switched off, and one resolver has not heard of it.
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": f"{_DS}\n{_KEY}\n! s1._domainkey * bogus", "r2": _KEY},
            expects=_KEY,
            now=_NOW,
            says=(
                (
                    "r1 still remembers a DS record of example.org that is gone, and refuses its "
                    "records, for 2 hours, until 15:18 UTC"
                ),
            ),
        ),
        Case(
            servers={"ns1": "k CNAME new.a.example."},
            resolvers={"r1": "k CNAME old.a.example.\n! k CNAME answered ede=3"},
            expects="k CNAME new.a.example.",
            now=_NOW,
            says=(
                (
                    "right at the name servers, but r1 shows the old record although its time "
                    "is over"
                ),
            ),
        ),
    ),
)
def stale_positive_cache(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The record was changed, but resolvers still show what they remember of the old one.

    ## Why it matters
    A resolver keeps a record for as long as its TTL said when it was fetched. Whoever asks that
    resolver sees the old record until then.

    ## How to fix it
    Nothing is wrong: wait until then. Before the next change, lower the TTL a day ahead. Google
    and Cloudflare have a web page that makes their resolvers forget a name.
    """
    outdated: dict[Vantage, Shown] = {}
    for expected in domain.records:
        found = remembered(world, expected)
        if found is None:
            continue
        outdated |= {s.vantage: s for s in found.outdated}
        late = tuple(s for s in found.old if error_codes(s.answer) & STALE)
        cached = tuple(s for s in found.old if s not in late)
        if cached:
            left = max(s.left or 0 for s in cached)
            until = f", for {wait(left, world.now)}" if left else ""
            yield _problem(expected, cached, "still show", f"the old record{until}")
        if late:
            what = "the old record although its time is over"
            yield _problem(expected, late, "show", what, fix=_SERVED)
    if outdated:
        yield _vouching(world, tuple(outdated.values()))


def _vouching(world: World, shown: tuple[Shown, ...]) -> Problem:
    """They expect signatures that the zone does not have any more."""
    who = tuple(s.vantage for s in shown)
    remember, refuse = ("remember", "refuse") if plural(who) else ("remembers", "refuses")
    left = max(s.left or 0 for s in shown)
    until = f", for {wait(left, world.now)}" if left else ""
    return Problem(
        f"{servers(who)} still {remember} a DS record of {world.zone} that is gone, and {refuse} "
        f"its records{until}",
        name=world.zone,
        type="DS",
        fix=_VOUCHED,
        vantages=who,
    )


def _problem(
    expected: ExpectedRecord, shown: tuple[Shown, ...], verb: str, what: str, fix: str = ""
) -> Problem:
    who = tuple(s.vantage for s in shown)
    show = verb if plural(who) else f"{verb}s"
    message = f"right at the name servers, but {servers(who)} {show} {what}"
    return Problem(message, expected=expected, vantages=who, fix=fix, discriminator=verb)
