"""Findings of the engine itself: unreadable input and rules that crash."""

from __future__ import annotations

from collections.abc import Iterator

from .model import ExpectedRecord, Problem, Severity
from .rule import Rule, Scope
from .view import View


def _nothing(view: View, thing: ExpectedRecord) -> Iterator[Problem]:
    """The engine reports these itself; no rule body runs."""
    yield from ()


def _reserved(code: str, name: str, severity: Severity, doc: str) -> Rule:
    return Rule(
        code=code,
        name=name,
        severity=severity,
        scope=Scope.INPUT,
        affects=(),
        references=(),
        good=(),
        bad=(),
        predicts=None,
        check=_nothing,
        zone=None,
        doc=doc,
    )


LINE_UNREADABLE = _reserved(
    "FILE01",
    "line-unreadable",
    Severity.WARNING,
    """A line of the file could not be read as a record.

## Why it matters
A DNS server refuses the line, and often the whole file with it. senderlint skips the line and
reads on, so a record that stands on it counts as not there.

## How to fix it
Compare the line with its neighbours: a quote that is not closed, a bracket too many, a template
that was not filled in, or text that was meant to be a comment (comments start with `;`).""",
)

RULE_CRASHED = _reserved(
    "SELF01",
    "rule-crashed",
    Severity.ERROR,
    """A rule of senderlint failed on this input; the other rules went on.

## Why it matters
What this rule looks for was not checked. This is a fault of senderlint, not of the DNS.

## How to fix it
Please report it together with the file that was read.""",
)

RESERVED = (LINE_UNREADABLE, RULE_CRASHED)
