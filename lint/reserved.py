"""Findings of the engine itself: unreadable input, rules that crash, decisions out of date."""

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
        text=doc,
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

SUPPRESSION_UNUSED = _reserved(
    "CONF01",
    "suppression-unused",
    Severity.WARNING,
    """A comment or a configuration entry puts up with a finding that is not there any more.

## Why it matters
It would silence the next finding of this kind, which nobody has looked at.

## How to fix it
Delete the comment or the entry.""",
)

SUPPRESSION_EXPIRED = _reserved(
    "CONF02",
    "suppression-expired",
    Severity.WARNING,
    """The last day on which a finding was to be put up with has passed.

## Why it matters
Somebody decided to mend this by that day. The finding counts again.

## How to fix it
Mend what the finding says, or give a new day after `until=`.""",
)

SUPPRESSION_UNREADABLE = _reserved(
    "CONF03",
    "suppression-unreadable",
    Severity.WARNING,
    """A comment was meant to silence a finding, but cannot be understood.

## Why it matters
It silences nothing: the finding is still there.

## How to fix it
Write `senderlint: ignore[rule] reason`, where the rule is a name or a code such as
`spf-multiple-records` or `SPF01`. A last day is possible: `until=2027-01-31`.""",
)

BASELINE_STALE = _reserved(
    "CONF04",
    "baseline-stale",
    Severity.INFO,
    """The baseline holds a finding that is not there any more.

## Why it matters
If the same fault comes back, the baseline hides it.

## How to fix it
Run the same command with `--update-baseline`.""",
)

RESERVED = (
    LINE_UNREADABLE,
    RULE_CRASHED,
    SUPPRESSION_UNUSED,
    SUPPRESSION_EXPIRED,
    SUPPRESSION_UNREADABLE,
    BASELINE_STALE,
)
