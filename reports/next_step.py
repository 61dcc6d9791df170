"""What to do first: the findings that stand in the way, and how long caches may lag behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..lint.model import Change, DomainReport, Finding, Result, Severity, Verdict
from .messages import say
from .panel import host_of
from .verdict_words import Writer

MAX_STEPS = 6
_MAX_SERVERS = 4


def steps(result: Result) -> tuple[Finding, ...]:
    """The gravest findings in their order: what the first screen tells to mend.

    Every one of them has to be mended, so all are shown as long as they are few.
    """
    if result.verdict is not Verdict.FIX or not result.findings:
        return ()
    worst = min((f.severity for f in result.findings), key=lambda s: s.rank)
    grave = [f for f in result.findings if f.severity in (worst, Severity.ERROR)]
    return tuple(grave[:MAX_STEPS])


def about_unnamed(item: Finding) -> bool:
    """Whether a finding is about one record that neither a change nor its message names."""
    record = item.record
    return bool(record.name and record.type) and record.name not in item.message


def new_changes(shown: Sequence[Finding]) -> tuple[tuple[Change, ...], ...]:
    """Each finding's changes without those that an earlier one asks for already."""
    told: set[Change] = set()
    out: list[tuple[Change, ...]] = []
    for item in shown:
        mine = tuple(c for c in item.changes if c._replace(written=(), ttl=None) not in told)
        told |= {c._replace(written=(), ttl=None) for c in mine}
        out.append(mine)
    return tuple(out)


def report_of(item: Finding, result: Result) -> DomainReport | None:
    """The domain that a finding belongs to."""
    return next((d for d in result.domains if d.domain == item.domain), None)


def kept_for(changes: Iterable[Change], result: Result) -> int | None:
    """Seconds for which a cache may keep what it was told at the changed names; None if unknown.

    A cache that asked just before the change keeps the old answer for its whole time to live, and
    "no such record" for the negative time to live (RFC 2308 section 5).
    """
    at = {(c.name, c.type) for c in changes}
    found = [
        o.ttl if o.ttl is not None else o.negative_ttl
        for o in result.observations
        if (o.name, o.type) in at
    ]
    return max((f for f in found if f is not None), default=None)


def where(report: DomainReport | None, code: Writer, words: Writer) -> str:
    """The DNS host whose panel counts: its name, and the name servers that the parent names.

    Where the zone was not asked for live, nobody knows what the parent says, so none are named.
    `code` and `words` make data safe for the format.
    """
    label = host_of(report).label
    told = report.delegation.servers if report and report.delegation else ()
    named = [code(s.name) for s in told if s.at_parent]
    if not named:
        return say("do.at-host", label=words(label)) if label else ""
    servers = _listed(named)
    if label:
        return say("do.at-both", label=words(label), servers=servers)
    return say("do.at-servers", servers=servers)


def _listed(items: Sequence[str]) -> str:
    if len(items) > _MAX_SERVERS:
        shown = ", ".join(items[: _MAX_SERVERS - 1])
        return say("do.more-servers", servers=shown, count=len(items) - _MAX_SERVERS + 1)
    if len(items) == 1:
        return items[0]
    return say("do.and", first=", ".join(items[:-1]), last=items[-1])
