"""The form of a rule: its identity, its documentation, its cases, and how rules are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from inspect import cleandoc
from types import MappingProxyType
from typing import Any

from .model import Affects, Node, Problem, RecordStatus, SenderDomain, Severity
from .noun import NamedTuple
from .view import View
from .world import World

Check = Callable[[Any, Any], Iterator[Problem]]  # a View, or a World for Scope.VANTAGES
ZoneCheck = Callable[[View, Node], Iterator[Problem]]
WorldCheck = Callable[[World, SenderDomain], Iterator[Problem]]

BOTH = (Affects.VERIFY, Affects.DELIVERY)
VERIFY = (Affects.VERIFY,)
DELIVERY = (Affects.DELIVERY,)


class Scope(StrEnum):
    """What a rule is called for, once each."""

    RECORD = "record"  # each expected record
    DOMAIN = "domain"  # each sender domain
    ZONE = "zone"  # each owner name of a complete source, with or without expectations
    VANTAGES = "vantages"  # each sender domain, with all places from which it was seen
    INPUT = "input"  # the engine's own findings


class Case(NamedTuple):
    """An example that is a test: what a file and a document hold, and the exact messages.

    `zone` is zone-file text relative to `origin`; `expects` is zone-file text relative to the
    domain (`domain`, by default `origin`). Without `expects` the rule's zone check runs on every
    name of the zone. `form` is another format that `zone` is written in. `status` is the
    provider's last word on every expected record. `profiles` name the mailbox
    providers whose demands are judged. `says` lists each message in order; whatever it does not
    state is forbidden.

    A live case states `servers`, the name servers by name, each with the zone that it serves; SOA
    and NS records that it does not state are made up. `resolvers` are what each resolver still
    has: `now` is when, `elsewhere` what the rest of the world holds (absolute names), `parent`
    what the zone above says where that is not an NS record for each server. Then `zone` is a file
    beside the servers, where it is not empty. In place of a zone, a server's text may be one word,
    or `as ns1` for the same as another server; in it, a line `! NAME TYPE STATUS` is an answer
    that no zone holds, with `ttl=SECONDS`, `ede=CODE` or a flag (`tc`, `noaa`) after it; `*` is
    every name or type. The status `bogus` is SERVFAIL to whoever checks signatures.
    """

    zone: str = ""
    expects: str = ""
    says: tuple[str, ...] = ()
    origin: str = "example.org"
    domain: str = ""
    required: bool = True
    status: str | None = None
    provider: str = "generic"
    profiles: tuple[str, ...] = ()
    form: str = "zone"
    servers: Mapping[str, str] = MappingProxyType({})
    resolvers: Mapping[str, str] = MappingProxyType({})
    parent: str = ""
    elsewhere: str = ""
    now: str = ""


class Rule(NamedTuple):
    """A rule with all that the command line, the reports and the documentation say about it.

    `check` is called once for each thing of its `scope`; `zone` once for each owner name when a
    source is linted without expectations, `world` once for each domain that several servers show.
    `predicts` is the status that an expected record gets from an error of this rule; None leaves
    it to what was observed. `text` is the documentation as written, which `doc` tidies up.
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
    text: str
    world: WorldCheck | None = None

    @property
    def doc(self) -> str:
        """The documentation without the indent of the function that it stands in."""
        return cleandoc(self.text)

    @property
    def summary(self) -> str:
        """The documentation's first line."""
        return self.doc.partition("\n")[0]

    @property
    def zone_check(self) -> ZoneCheck | None:
        """What runs on each owner name without expectations."""
        return self.check if self.scope is Scope.ZONE else self.zone

    @property
    def world_check(self) -> WorldCheck | None:
        """What runs on each sender domain that several servers show."""
        return self.check if self.scope is Scope.VANTAGES else self.world

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
    world: WorldCheck | None = None,
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
            text=check.__doc__ or "",
            world=world,
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
