"""Misplaced records in a source that does not show the whole zone.

A plan that puts the expected key under a doubled name shows the fault, although the right record
could be managed elsewhere. So the rules run once more as if nothing else existed, and of what they
say only those findings count that point at a record in the source standing at a wrong place.
"""

from __future__ import annotations

from collections.abc import Iterable

from .gather import gather
from .judge import Judgement, Said, judge_domain
from .model import Certainty, SenderDomain
from .rule import Rule
from .sources.authority import fetch
from .sources.listed_zone import ListedZone
from .zone_walk import Linted

# Rules whose finding is the record that stands there, not the one that is missing.
_MISPLACED = frozenset(
    (
        *("HOST01", "HOST02", "HOST03", "HOST04", "HOST05", "HOST06", "HOST07", "HOST08", "HOST13"),
        *("TYPE01", "TYPE02", "TYPE03", "TYPE07", "CLASH03", "DMARC03"),
    )
)


def misplaced(
    domain: SenderDomain, zone: Linted, rules: Iterable[Rule], judged: Judgement
) -> tuple[Said, ...]:
    """What only a look at the source alone shows; `judged` is what was said already."""
    if zone.complete or not isinstance(zone, ListedZone) or not domain.provider:
        return ()
    wanted = [r for r in rules if r.code in _MISPLACED]
    whole = zone.as_complete()
    found, _, _ = gather(
        lambda view: judge_domain(view, wanted, {}),
        lambda questions: fetch([whole], questions),
        domain=domain,
        zone=zone.zone,
        vantage=zone.vantage,
        beside=zone.beside,
    )
    known = {s.finding.fingerprint for s in judged.said}
    return tuple(_unsure(s) for s in found.said if _counts(s, domain, known))


def _counts(said: Said, domain: SenderDomain, known: set[str]) -> bool:
    """Whether a finding points at a record of the source and is not told already."""
    at, asked = said.finding.location, domain.where
    in_source = at is not None and (asked is None or at.path != asked.path)
    return in_source and said.finding.fingerprint not in known


def _unsure(said: Said) -> Said:
    return said._replace(finding=said.finding._replace(certainty=Certainty.INCONCLUSIVE))
