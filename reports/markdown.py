"""The `markdown` format, for tickets, chat and job summaries.

The same order as the HTML report; evidence is folded away. It reads well as plain text too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..lint.model import (
    Action,
    CellState,
    Change,
    DmarcReport,
    DomainReport,
    Finding,
    NameServer,
    Observation,
    RecordReport,
    Result,
    Skipped,
    SpfReport,
    Suppressed,
    Verdict,
)
from ..lint.pattern import lazy
from . import md_text as md
from .concise import address, place
from .duration import duration
from .headline import count, headline, plural
from .inert import inert
from .messages import counted, say
from .next_step import about_unnamed, kept_for, new_changes, report_of, steps, where
from .notation import fields, lines
from .panel import form, host_of, name_field, notes
from .statuses import found_nothing, statuses
from .verdict_words import advice, title

MAX_FINDINGS = 100
MAX_ROWS = 200
_RULE = lazy(r"[a-z]+(?:-[a-z0-9]+)*")
_SYMBOLS = {Verdict.FIX: "✕", Verdict.WAIT: "◐", Verdict.READY: "✓", Verdict.UNKNOWN: "?"}


def render(result: Result) -> Iterator[str]:
    """The report as Markdown that GitHub, GitLab and plain text show alike."""
    return inert(f"{row}\n" for row in _rows(result))


def _rows(result: Result) -> Iterator[str]:
    about = md.words(subject(result))
    yield f"## {_SYMBOLS[result.verdict]} {title(result)}: {about}"
    yield ""
    yield _sentence(headline(result))
    yield ""
    yield from _first(result)
    if len(result.domains) > 1:
        yield from _overview(result)
    for report in result.domains:
        yield from _domain(report, result)
    yield from _findings(result)
    yield from _open(result.skipped)
    yield from _suppressed(result.suppressed)
    yield from _evidence(result.observations)


def subject(result: Result) -> str:
    """The domain, or how many there are."""
    if len(result.domains) == 1:
        return result.domains[0].domain
    return plural(len(result.domains), "domain")


def _sentence(text: str) -> str:
    """Our own words around names of domains: the first letter large, a full stop."""
    shown = md.words(text)
    return shown if shown.startswith("`") else shown[:1].upper() + shown[1:] + "."


def _first(result: Result) -> Iterator[str]:
    """What to do now, with the changes as code blocks."""
    shown = steps(result)
    if not shown:
        yield f"**{say('do.title-other')}:** {advice(result, md.code, md.words)}"
        yield ""
        return
    yield f"### {say('do.title')}"
    yield ""
    changes = new_changes(shown)
    for number, (item, mine) in enumerate(zip(shown, changes, strict=True), 1):
        yield f"{number}. **{item.severity}** ({md.code(item.code)}): {md.words(item.message)}"
        yield ""
        yield from (f"   {row}".rstrip() for row in _step(item, mine, report_of(item, result)))
    kept = kept_for((c for mine in changes for c in mine), result)
    lag = f" {say('do.caches', time=duration(kept))}" if kept else ""
    yield say("do.again") + lag
    yield ""
    left = len(result.findings) - len(shown)
    if left:
        yield counted("do.more", left)
        yield ""


def _step(item: Finding, changes: Sequence[Change], report: DomainReport | None) -> Iterator[str]:
    if not changes:
        if about_unnamed(item):
            record = md.code(f"{item.record.name} {item.record.type}")
            yield say("do.about", record=record)
            yield ""
        yield from md.prose(item.fix)
        return
    zone = (report.zone if report else None) or item.domain
    host = where(report, md.code, md.words)
    yield say("do.who", zone=md.code(zone), host=host)
    yield ""
    for change in changes:
        yield f"{say(f'change.{change.action}')}:"
        yield ""
        yield from md.fenced(_typed(change, report))
        if change.action is not Action.DELETE:
            yield from (f"> {note}" for note in notes(frozenset((change.type,)), host_of(report)))
        yield ""


def _typed(change: Change, report: DomainReport | None) -> Iterator[str]:
    """The fields of a panel, each on a line of its own, their values below each other."""
    at, zone = host_of(report), report.zone if report else None
    empty = f"({say('change.empty')})"
    rows = [(say("change.type"), change.type)]
    if change.action is Action.DELETE:
        named = name_field(change.name, zone, at)
        old = change.value if change.old is None else change.old
        rows += [(named.label, named.value or empty), (say("change.value"), old)]
    else:
        for field in form(change.name, change.type, change.value, zone, at):
            if field.kind == "value" and change.old is not None:
                rows.append((say("change.old-value"), change.old))
            rows.append((field.label, field.value or empty))
        if change.ttl is not None:
            rows.append((say("change.ttl"), str(change.ttl)))
    size = max(len(label) for label, _ in rows)
    yield from (f"{label.ljust(size)}  {value}" for label, value in rows)


def _overview(result: Result) -> Iterator[str]:
    heads = [say(f"overview.{k}") for k in ("domain", "verdict", "findings")]
    rows = (
        (
            md.code(d.domain),
            d.verdict.value,
            count(f for f in result.findings if f.domain == d.domain)
            or say("overview.no-findings"),
        )
        for d in result.domains
    )
    yield f"### {say('overview.title')}"
    yield ""
    yield from md.table(heads, rows)
    yield ""


def _domain(report: DomainReport, result: Result) -> Iterator[str]:
    several = len(result.domains) > 1
    if several:
        yield f"### {md.words(report.domain)}"
        yield ""
    told = statuses(report)
    if told:
        heads = [say(f"status.{k}") for k in ("check", "predicted", "reported")]
        yield f"**{say('status.caption')}**"
        yield ""
        yield from md.table(
            heads,
            (
                (md.code(s.key), s.predicted or say("status.none"), md.code(s.reported or "–"))
                for s in told
            ),
        )
        yield ""
    if report.records:
        heads = [say(f"records.{k}") for k in ("status", "record", "expected", "found")]
        yield f"**{say('records.caption')}**"
        yield ""
        yield from md.table(heads, (_record(r, report.zone) for r in report.records))
        yield ""
    yield from _seen(report)
    for tree in report.spf:
        yield from _tree(tree)
    if report.dmarc is not None:
        yield from _walk(report.dmarc)
    if report.delegation is not None and report.delegation.servers:
        caption = say("chain.caption", zone=report.delegation.zone)
        heads = [say(f"chain.{k}") for k in ("server", "addresses", "at-parent", "at-child")]
        rows = (_server(s) for s in report.delegation.servers)
        body = md.table([*heads, say("chain.works")], rows)
        yield from md.folded(say("chain.title"), [md.words(caption), "", *body])


def _record(record: RecordReport, zone: str | None) -> tuple[str, ...]:
    name = fields(record.name, record.type, record.value, zone).name
    optional = "" if record.required else f" ({say('records.optional')})"
    priority = "" if record.priority is None else f"{record.priority} "
    found = "<br>".join(md.short(f, 80) for f in record.found[:3]) or found_nothing(record)
    return (
        record.status.value + optional,
        f"{md.code(record.type)} {md.code(name)}",
        md.short(priority + record.value, 80),
        found,
    )


def _seen(report: DomainReport) -> Iterator[str]:
    """Who sees which record: a row for each server."""
    if not report.visibility:
        return
    names = [fields(v.name, v.type, v.value, report.zone).name for v in report.visibility]
    heads = [say("matrix.server"), *map(md.code, names)]
    held = [{c.vantage: c for c in v.cells} for v in report.visibility]
    servers = dict.fromkeys(c.vantage for v in report.visibility for c in v.cells)
    rows = []
    for server in servers:
        cells = []
        for column in held:
            cell = column.get(server)
            told = "" if cell is None else say(f"matrix.{cell.state}")
            keeps = cell is not None and cell.state in (CellState.OLD, CellState.NONE)
            if cell is not None and keeps and cell.remaining is not None:
                told += f" {say('matrix.for', time=duration(cell.remaining))}"
            cells.append(told)
        rows.append((md.code(server), *cells))
    yield f"**{say('matrix.title')}**"
    yield ""
    yield from md.table(heads, rows)
    yield ""


def _tree(tree: SpfReport) -> Iterator[str]:
    if not tree.steps:
        return
    key = "spf.count" if tree.complete else "spf.count-least"
    size = len(str(tree.lookups))
    body = [
        f"{str(s.lookups).rjust(size)}  {'  ' * min(s.depth, 10)}{s.term}"
        + ("" if s.outcome == "ok" else f"  ({s.reason or s.outcome})")
        for s in tree.steps[:MAX_ROWS]
    ]
    counts = say(key, lookups=tree.lookups, voids=tree.voids)
    yield from md.folded(
        f"SPF: {counts}", [f"{md.code(tree.name)}: {counts}", "", *md.fenced(body)]
    )


def _walk(found: DmarcReport) -> Iterator[str]:
    heads = [say(f"dmarc.{k}") for k in ("name", "answer", "record")]
    rows = ((md.code(s.name), md.words(s.outcome), md.short(s.record or "")) for s in found.steps)
    applying = (
        say("dmarc.none")
        if found.applies is None
        else say(
            "dmarc.applies", name=md.code(found.applies), policy=md.code(found.policy or "none")
        )
    )
    yield from md.folded("DMARC", [applying, "", *md.table(heads, rows)])


def _server(server: NameServer) -> tuple[str, ...]:
    known = {True: say("chain.yes"), False: say("chain.no"), None: say("chain.unknown")}
    works = known[server.works] + (f": {md.code(server.reason)}" if server.reason else "")
    addresses = " ".join(map(md.code, server.addresses)) or "–"
    return md.code(server.name), addresses, known[server.at_parent], known[server.at_child], works


def _findings(result: Result) -> Iterator[str]:
    """Every finding with its reason and the zone-file lines, folded."""
    for item in result.findings[:MAX_FINDINGS]:
        report = report_of(item, result)
        zone = report.zone if report else None
        head = f"**{item.severity} {md.code(item.code)}**: {md.words(item.message)}"
        body = [head, "", md.code(place(item) + address(item)), "", *md.prose(item.explanation)]
        body += md.prose(item.fix)
        if item.changes:
            changed = (f"{line.sign} {line.text}" for line in lines(item.changes, zone))
            body += [*md.fenced(changed, "diff"), ""]
        if item.references:
            body += [f"{say('finding.see')}: {md.words('; '.join(item.references))}"]
        yield from md.folded(f"{item.severity}{_name(item.name)}", body)
    left = len(result.findings) - MAX_FINDINGS
    if left > 0:
        yield counted("do.more", left).replace(" below", "")
        yield ""


def _name(text: str) -> str:
    """A rule's name, to stand in an HTML element; nothing where it is none."""
    return f": {text}" if _RULE.fullmatch(text) else ""


def _open(skipped: Iterable[Skipped]) -> Iterator[str]:
    asked: dict[tuple[str, str, str], None] = {}
    for item in skipped:
        asked[item.question.name, item.question.type, item.reason] = None
    if not asked:
        return
    rows = [
        f"- {md.code(f'{name} {type_}')}" + (f": {md.words(reason)}" if reason else "")
        for name, type_, reason in asked
    ]
    yield f"**{say('domain.open')}**"
    yield ""
    yield from rows[:MAX_ROWS]
    yield ""


def _suppressed(held: Sequence[Suppressed]) -> Iterator[str]:
    if not held:
        return
    heads = [say(f"suppressed.{k}") for k in ("finding", "by", "reason")]
    rows = (
        (
            f"{md.code(s.finding.code)} {md.words(s.finding.message)}",
            say(f"suppressed.by-{s.by}"),
            md.words(s.reason),
        )
        for s in held[:MAX_ROWS]
    )
    yield from md.folded(counted("suppressed.title", len(held)), md.table(heads, rows))


def _evidence(observations: Sequence[Observation]) -> Iterator[str]:
    if not observations:
        return
    heads = [say(f"evidence.{k}") for k in ("asked", "seen-at", "answer", "records")]
    rows = (
        (
            md.code(f"{o.name} {o.type}"),
            md.code(o.vantage),
            o.status.value,
            "<br>".join(md.short(r, 80) for r in o.records[:5]),
        )
        for o in observations[:MAX_ROWS]
    )
    body = md.table(heads, rows)
    left = len(observations) - MAX_ROWS
    if left > 0:
        body += ["", say("evidence.more", count=left).replace("embedded", "JSON")]
    yield from md.folded(counted("evidence.title", len(observations)), body)
