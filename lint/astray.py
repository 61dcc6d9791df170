"""Records of a domain that stand in the zone of another domain of the same source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .judge import Said
from .model import SenderDomain
from .rule import Rule
from .sources.listed_zone import ListedZone
from .zone_walk import Linted, walk

_RULE = "HOST14"


def astray(
    domain: SenderDomain, home: Linted, zones: Iterable[Linted], rules: Iterable[Rule]
) -> Sequence[Said]:
    """What a domain's provider asks for and another zone got: its names end in two zones."""
    wanted = [r for r in rules if r.code == _RULE]
    said: list[Said] = []
    for zone in zones if wanted and domain.provider else ():
        if isinstance(zone, ListedZone) and home.zone in zone.beside.zones:
            top = f"{domain.name}.{zone.zone}"
            if zone.extract((top,), (top,)).records:
                said += walk(zone, wanted, within=top).said
    return [s._replace(finding=s.finding._replace(domain=domain.name)) for s in said]
