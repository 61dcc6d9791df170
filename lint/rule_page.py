"""A rule's page for the terminal, and the rules as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .model import RulePage
from .rule import Case, Rule

WIDTH = 88


def as_text(rule: Rule, width: int = WIDTH) -> str:
    """Everything about one rule, as `senderlint rule NAME` prints it."""
    head = f"{rule.code} {rule.name} ({rule.severity.value})"
    summary, *sections = rule.doc.split("\n## ")
    rows = [head, "=" * len(head), "", *_wrapped(summary, "", width), ""]
    for section in sections:
        title, _, text = section.partition("\n")
        rows += [title, *_wrapped(text, "  ", width), ""]
    for title, cases in (("Example of a fault", rule.bad), ("Example that is right", rule.good)):
        if cases:
            rows += [title, *_sample(cases[0], "  "), ""]
    if rule.references:
        rows += ["References", *(f"  {r}" for r in rule.references), ""]
    return "\n".join(rows)


def _wrapped(text: str, indent: str, width: int) -> Iterator[str]:
    """Paragraphs, list items and samples, each item's further lines below its first."""
    from ..reports.prose import BlockKind, blocks

    before = None
    for block in blocks(text.strip("\n")):
        if before is not None and not before is block.kind is BlockKind.ITEM:
            yield ""
        before = block.kind
        if block.kind is BlockKind.SAMPLE:
            yield from (f"{indent}    {row}" for row in block.text.split("\n"))
            continue
        lead = "- " if block.kind is BlockKind.ITEM else ""
        yield from textwrap.wrap(
            lead + block.text,
            width,
            initial_indent=indent,
            subsequent_indent=indent + " " * len(lead),
            break_long_words=False,
            break_on_hyphens=False,
        )


def _sample(case: Case, indent: str) -> Iterator[str]:
    """A case in words: what the zone holds, what is asked for, what is said."""
    parts = (
        (_title(case), case.zone),
        ("the zone above it says:", case.parent),
        *((f"the name server {label} has:", text) for label, text in case.servers.items()),
        *((f"the resolver {label} has:", text) for label, text in case.resolvers.items()),
        (f"the provider asks for, below {case.domain or case.origin}:", case.expects),
        ("senderlint says:", "\n".join(case.says) or "nothing"),
    )
    if case.domain and not case.expects.strip():
        yield f"{indent}the sender domain is {case.domain}"
    for title, text in parts:
        if text.strip():
            yield indent + title
            yield from (f"{indent}    {_row(row)}" for row in text.strip().splitlines())


_SAID = {
    "answered": "answered",
    "bogus": "SERVFAIL to whoever checks signatures",
    "nodata": "no such record",
    "nxdomain": "no such name",
    "refused": "REFUSED",
    "servfail": "SERVFAIL",
    "timeout": "no answer",
}


def _row(row: str) -> str:
    """A row of a case; what a server says that no zone holds, in words."""
    if not row.startswith("! "):
        return row
    name, type_, status, *more = row[2:].split()
    told = [f"for {m[4:]} seconds" if m.startswith("ttl=") else _extra(m) for m in more]
    return f"; {name} {type_}: {', '.join([_SAID.get(status, status), *told])}"


def _extra(word: str) -> str:
    return f"extended error {word[4:]}" if word.startswith("ede=") else word.upper()


def _title(case: Case) -> str:
    return f"the file of the zone {case.origin}:" if case.servers else f"the zone {case.origin}:"


def _example(case: Case) -> Iterable[str]:
    """A case as zone-file text with what is said about it."""
    parts = (
        (f"zone {case.origin}", case.zone),
        ("the zone above it", case.parent),
        *((f"name server {label}", text) for label, text in case.servers.items()),
        *((f"resolver {label}", text) for label, text in case.resolvers.items()),
        (f"the provider asks for, below {case.domain or case.origin}", case.expects),
    )
    for title, text in parts:
        if text.strip():
            yield f"    ; {title}"
            yield from (f"    {_row(line)}" for line in text.strip().splitlines())
    if case.domain and not case.expects.strip():
        yield f"    ; the sender domain is {case.domain}"
    yield from (f"    -> {message}" for message in case.says)


def as_markdown(rule: Rule) -> str:
    """A rule's page as a section of a Markdown document."""
    body = rule.doc.replace("\n## ", "\n### ")
    parts = [f"## {rule.name}", "", f"`{rule.code}`, {rule.severity.value}", "", body, ""]
    for title, cases in (("Found in", rule.bad), ("Not found in", rule.good)):
        if cases:
            parts += [f"### {title}", "", "```text", *_unindented(cases[0]), "```", ""]
    if rule.references:
        parts += [f"References: {', '.join(rule.references)}.", ""]
    return "\n".join(parts)


def pages(rules: Iterable[Rule]) -> Mapping[str, RulePage]:
    """The rules' documentation for reports, by code."""
    return {r.code: _page(r) for r in rules}


def _page(rule: Rule) -> RulePage:
    lead, _, rest = rule.doc.partition("\n")
    parts = [lead, rest.strip("\n")]
    if rule.references:
        parts.append(f"References: {', '.join(rule.references)}.")
    return RulePage(rule.code, rule.name, rule.severity, rule.summary, "\n\n".join(parts))


def _unindented(case: Case) -> Iterable[str]:
    return (line.removeprefix("    ") for line in _example(case))


def table(rules: Sequence[Rule]) -> str:
    """The rules as a Markdown table."""
    rows = (
        f"| {r.code} | [{r.name}](#{r.name}) | {r.severity.value} | {r.summary} |" for r in rules
    )
    return "\n".join(("| code | name | severity | what is wrong |", "|---|---|---|---|", *rows, ""))


def as_list(rules: Sequence[Rule], width: int | None = None) -> str:
    """One line a rule; where a terminal is not wide enough for that, two or more."""
    size = max(len(r.name) for r in rules)
    rows = [f"{r.code:10} {r.name:{size}}  {r.severity.value:8} {r.summary}" for r in rules]
    if width is not None and max(map(len, rows)) > width:
        rows = [row for r in rules for row in _narrow(r, width)]
    return "".join(f"{row.rstrip()}\n" for row in rows)


def _narrow(rule: Rule, width: int) -> Iterator[str]:
    yield f"{rule.code:10} {rule.name} ({rule.severity.value})"
    indent = " " * 11
    yield from textwrap.wrap(
        rule.summary, max(width, 40), initial_indent=indent, subsequent_indent=indent
    )


def as_json(rules: Sequence[Rule], *, many: bool) -> str:
    """One rule as an object, several as a list."""
    records = [_record(r) for r in rules]
    return json.dumps(records if many else records[0], indent=2) + "\n"


def _record(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "scope": rule.scope.value,
        "affects": [a.value for a in rule.affects],
        "without_expectations": rule.zone_check is not None,
        "summary": rule.summary,
        "explanation": rule.doc,
        "references": list(rule.references),
        "example_good": ["\n".join(_example(c)) for c in rule.good[:1]],
        "example_bad": ["\n".join(_example(c)) for c in rule.bad[:1]],
    }
