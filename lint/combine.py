"""Several results as one."""

from __future__ import annotations

from collections.abc import Sequence

from .judge import in_order, merge
from .model import Result
from .verdict import overall


def combine(results: Sequence[Result]) -> Result:
    """What several checks found, as if it had been one; at least one result."""
    if len(results) == 1:
        return results[0]
    first = results[0]
    domains = tuple(d for r in results for d in r.domains)
    return first._replace(
        checked_at=next((r.checked_at for r in results if r.checked_at), None),
        verdict=overall(r.verdict for r in results),
        domains=domains,
        findings=in_order(merge(f for r in results for f in r.findings)),
        skipped=tuple(dict.fromkeys(s for r in results for s in r.skipped)),
        vantages=tuple(dict.fromkeys(v for r in results for v in r.vantages)),
        observations=tuple(dict.fromkeys(o for r in results for o in r.observations)),
        suppressed=tuple(s for r in results for s in r.suppressed),
    )
