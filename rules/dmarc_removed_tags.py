"""DMARC10: the DMARC record has tags that were taken out of the standard."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.dmarc_records import at_node, names_of, the_record
from ..lint.mending import about
from ..lint.model import Node, Problem, Record, SenderDomain, Severity
from ..lint.records.dmarc import parse_dmarc
from ..lint.records.dmarc_syntax import REMOVED
from ..lint.records.dmarc_uri import report_uris
from ..lint.records.visible import shorten
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View
from ..lint.wording import listed


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The record at any `_dmarc` name."""
    record = at_node(node)
    if record is not None:
        yield from _problem(node.name, record)


def _problem(name: str, record: Record) -> Iterator[Problem]:
    dmarc = parse_dmarc(record.text)
    if not dmarc.valid:
        return
    old = [t for t in dmarc.tags.tags if t.name in REMOVED]
    words = [f"{t.name}={shorten(t.value, 12)}" for t in old]
    lists = [dmarc.tags.tag(n) for n in ("rua", "ruf")]
    words += [f"!{uri.limit}" for tag in lists for uri in report_uris(tag) if uri.limit]
    if not words:
        return
    message = f"today's receivers pass over {listed(words)} in the DMARC record at {name}"
    fix = ""
    pct = dmarc.tags.get("pct")
    if pct is not None and pct != "100" and dmarc.policy is not None and dmarc.policy.strictness:
        fix = (
            f"older receivers apply the policy to {shorten(pct, 6)} percent of the failing mail, "
            "newer ones to all of it; `t=y` asks the newer ones to be one level milder"
        )
    problem = about(record, message, fix=fix, severity=Severity.INFO, type_="TXT")
    yield problem._replace(name=name)


@rule(
    "DMARC10",
    severity=Severity.INFO,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    refs=("RFC 9989 appendix C.2",),
    zone=anywhere,
    good=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; t=y; np=reject; psd=n; fo=1; '
            'ruf=mailto:f@example.org"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        # What nobody can read is another matter.
        Case(zone='_dmarc TXT "v=DMARC1; p=monitor; pct=100"'),
        # An exclamation mark that is part of the address.
        Case(zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:d%21a@example.org"'),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; pct=100; rf=afrf; ri=86400"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(
                (
                    "today's receivers pass over pct=100, rf=afrf and ri=86400 "
                    "in the DMARC record at _dmarc.example.org"
                ),
            ),
        ),
        Case(
            zone='_dmarc.mail TXT "v=DMARC1; p=reject; pct=25"',
            says=(
                "today's receivers pass over pct=25 in the DMARC record at _dmarc.mail.example.org",
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@example.org!10m"',
            says=("today's receivers pass over !10m in the DMARC record at _dmarc.example.org",),
        ),
    ),
)
def dmarc_removed_tags(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """The DMARC record has tags that were taken out of the standard.

    ## Why it matters
    RFC 9989 of 2026 dropped `pct`, `rf`, `ri` and the size behind an address. Receivers that
    follow it pass over them; older ones still read them. The record stays valid.

    ## How to fix it
    Nothing has to be done. `rf`, `ri`, a size and `pct=100` can be left out. A `pct` below 100 has
    an effect at older receivers only: newer ones apply the policy to all mail, unless `t=y` asks
    them to be one level milder while you test.
    """
    for name in names_of(domain):
        record = the_record(view.txt(name), name)
        if record is not None:
            yield from _problem(name, record)
