"""MISSING04: the file and the name servers do not have the same."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.at_servers import at_name_servers, is_own, plural, servers, standing
from ..lint.model import Problem, RecordStatus, SenderDomain, Severity, Vantage
from ..lint.rule import Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_OLD = 's1._domainkey TXT "v=DKIM1; p=MIIB"'
_SOA = "@ SOA ns1. h. {} 7200 900 1209600 300\n"
_KEEP = (
    "Write the record into the file as well. The next deployment of the file would take it away "
    "from the name servers."
)


@rule(
    "MISSING04",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    predicts=RecordStatus.MISSING,
    good=(
        Case(zone=_KEY, servers={"ns1": _KEY}, expects=_KEY),
        # The registry does not know the domain: its servers have nothing to do with the file.
        Case(
            zone='s1._domainkey.example TXT "v=DKIM1; p=MIGf"',
            servers={"a.nic": "www A 192.0.2.1"},
            origin="org",
            domain="example.org",
            expects=_KEY,
        ),
        # It is nowhere, or wrong in the same way: other rules say so.
        Case(zone=_OLD, servers={"ns1": ""}, expects=_KEY),
        Case(zone=_OLD, servers={"ns1": _OLD}, expects=_KEY),
        # The name servers do not say.
        Case(zone=_KEY, servers={"ns1": "timeout"}, expects=_KEY),
        # They do not agree with each other: that must be mended first.
        Case(zone=_KEY, servers={"ns1": _KEY, "ns2": ""}, expects=_KEY),
        # Without a file there is nothing to compare.
        Case(servers={"ns1": ""}, expects=_KEY),
    ),
    bad=(
        Case(
            zone=f"{_SOA.format(42)}{_KEY}",
            servers={"ns1": _SOA.format(41), "ns2": _SOA.format(41)},
            expects=_KEY,
            says=(
                (
                    "right in case.zone, but ns1 and ns2 do not have it (serial 42 in the file, 41 "
                    "there)"
                ),
            ),
        ),
        Case(
            zone=_KEY,
            servers={"ns1": _OLD},
            expects=_KEY,
            says=("right in case.zone, but ns1 has another record",),
        ),
        Case(
            zone=_OLD,
            servers={"ns1": _KEY},
            expects=_KEY,
            says=("right at ns1, but case.zone has another record",),
        ),
    ),
)
def source_live_drift(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The file and the name servers do not have the same record.

    ## Why it matters
    What is in the file has no effect before it is deployed. What was changed by hand at the DNS
    host is lost with the next deployment.

    ## How to fix it
    Deploy the file: merge and apply it, or raise the serial number and reload the zone. In a check
    that runs before the deployment this is expected: compare with the file alone there.
    """
    for expected in domain.records if world.files and is_own(world) else ():
        live = at_name_servers(world, expected)
        filed = standing(world, expected, world.files)
        wrong = (*live.differing, *live.lacking)
        if filed.holding and wrong and not live.holding:
            other = "another record" if live.differing else "it"
            verb = _verb(wrong, has=bool(live.differing))
            yield Problem(
                f"right in {servers(filed.holding)}, but {servers(wrong)} {verb} {other}"
                f"{_serials(world, filed.holding[0], wrong[0])}",
                expected=expected,
                vantages=wrong,
            )
        stale = (*filed.differing, *filed.lacking)
        if live.is_published and stale and not filed.holding:
            other = "another record" if filed.differing else "it"
            verb = _verb(stale, has=bool(filed.differing))
            yield Problem(
                f"right at {servers(live.holding)}, but {servers(stale)} {verb} {other}",
                changes=() if filed.differing else (changes.add(expected),),
                expected=expected,
                severity=Severity.WARNING,
                fix=_KEEP,
                vantages=stale,
            )


def _verb(vantages: tuple[Vantage, ...], *, has: bool) -> str:
    if plural(vantages):
        return "have" if has else "do not have"
    return "has" if has else "does not have"


def _serials(world: World, file: Vantage, server: Vantage) -> str:
    here, there = (_serial(world, v) for v in (file, server))
    return (
        f" (serial {here} in the file, {there} there)" if here and there and here != there else ""
    )


def _serial(world: World, vantage: Vantage) -> str:
    answer = world.ask(vantage, world.zone, "SOA")
    return answer.records[0].data.split()[2] if answer.records else ""
