"""The form of a rule: its identity, its documentation, its cases, and how rules are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from inspect import cleandoc
from typing import Any, NamedTuple

from .model import Affects, Node, Problem, RecordStatus, Severity
from .view import View

Check = Callable[[View, Any], Iterator[Problem]]
ZoneCheck = Callable[[View, Node], Iterator[Problem]]

BOTH = (Affects.VERIFY, Affects.DELIVERY)
VERIFY = (Affects.VERIFY,)
DELIVERY = (Affects.DELIVERY,)


class Scope(StrEnum):
    """What a rule is called for, once each."""

    RECORD = "record"  # each expected record
    DOMAIN = "domain"  # each sender domain
    ZONE = "zone"  # each owner name of a complete source, with or without expectations
    VANTAGES = "vantages"  # all places from which one domain was seen
    INPUT = "input"  # the engine's own findings


class Case(NamedTuple):
    """An example that is a test: what a file and a document hold, and the exact messages.

    `zone` is zone-file text relative to `origin`; `expects` is zone-file text relative to the
    domain (`domain`, by default `origin`). Without `expects` the rule's zone check runs on every
    name of the zone. `status` is the provider's last word on every expected record. `says` lists
    each message in order; whatever it does not state is forbidden.
    """

    zone: str = ""
    expects: str = ""
    says: tuple[str, ...] = ()
    origin: str = "example.org"
    domain: str = ""
    required: bool = True
    status: str | None = None
    provider: str = "generic"


class Rule(NamedTuple):
    """A rule with all that the command line, the reports and the documentation say about it.

    `check` is called once for each thing of its `scope`; `zone` once for each owner name when a
    source is linted without expectations. `predicts` is the status that an expected record gets
    from an error of this rule; None leaves it to what was observed.
    """

    code: str
    name: str
    severity: Severity
    scope: Scope
    affects: tuple[Affects, ...]
    references: tuple[str, ...]
    good: tuple[Case, ...]
    bad: tuple[Case, ...]
    predicts: RecordStatus | None
    check: Check
    zone: ZoneCheck | None
    doc: str

    @property
    def summary(self) -> str:
        """The documentation's first line."""
        return self.doc.partition("\n")[0]

    @property
    def zone_check(self) -> ZoneCheck | None:
        """What runs on each owner name without expectations."""
        return self.check if self.scope is Scope.ZONE else self.zone

    def section(self, title: str) -> str:
        """The text under `## title`, "" where there is none."""
        _, _, rest = self.doc.partition(f"## {title}\n")
        return rest.partition("\n## ")[0].strip()


def rule(
    code: str,
    *,
    severity: Severity,
    good: Case | tuple[Case, ...],
    bad: Case | tuple[Case, ...],
    per: Scope = Scope.RECORD,
    refs: tuple[str, ...] = (),
    affects: tuple[Affects, ...] = BOTH,
    predicts: RecordStatus | None = None,
    zone: ZoneCheck | None = None,
) -> Callable[[Check], Rule]:
    """Make a rule of a function: its name is the rule's, its docstring the rule's page."""

    def decorate(check: Check) -> Rule:
        return Rule(
            code=code,
            name=check.__name__.replace("_", "-"),
            severity=severity,
            scope=per,
            affects=affects,
            references=refs,
            good=(good,) if isinstance(good, Case) else good,
            bad=(bad,) if isinstance(bad, Case) else bad,
            predicts=predicts,
            check=check,
            zone=zone,
            doc=cleandoc(check.__doc__ or ""),
        )

    return decorate


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the `rules` folder, by code."""
    from .. import rules  # the direction of dependencies: rules import this module

    found = (_load(rules.__name__, info.name) for info in pkgutil.iter_modules(rules.__path__))
    return tuple(sorted(found, key=lambda r: r.code))


def _load(package: str, module: str) -> Rule:
    loaded: Rule = getattr(importlib.import_module(f"{package}.{module}"), module)
    return loaded
