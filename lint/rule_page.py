"""A rule's page for the terminal, and the rules as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from .rule import Case, Rule


def as_text(rule: Rule) -> str:
    """Everything about one rule, as `senderlint rule NAME` prints it."""
    head = f"{rule.code} {rule.name} ({rule.severity.value})"
    parts = [head, "=" * len(head), "", rule.doc, ""]
    for title, cases in (("Found", rule.bad), ("Not found", rule.good)):
        if cases:
            parts += [f"## {title} in", "", *_example(cases[0]), ""]
    if rule.references:
        parts += ["## References", "", *(f"- {r}" for r in rule.references), ""]
    return "\n".join(parts)


def _example(case: Case) -> Iterable[str]:
    """A case as zone-file text with what is said about it."""
    if case.zone.strip():
        yield f"    ; zone {case.origin}"
        yield from (f"    {line}" for line in case.zone.strip().splitlines())
    if case.expects.strip():
        yield f"    ; the provider asks for, below {case.domain or case.origin}"
        yield from (f"    {line}" for line in case.expects.strip().splitlines())
    elif case.domain:
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


def _unindented(case: Case) -> Iterable[str]:
    return (line.removeprefix("    ") for line in _example(case))


def table(rules: Sequence[Rule]) -> str:
    """The rules as a Markdown table."""
    rows = (
        f"| {r.code} | [{r.name}](#{r.name}) | {r.severity.value} | {r.summary} |" for r in rules
    )
    return "\n".join(("| code | name | severity | what is wrong |", "|---|---|---|---|", *rows, ""))


def as_list(rules: Sequence[Rule]) -> str:
    """One line a rule."""
    width = max(len(r.name) for r in rules)
    lines = (
        f"{r.code:10} {r.name:{width}}  {r.severity.value:8} {r.summary}".rstrip() for r in rules
    )
    return "\n".join(lines) + "\n"


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
