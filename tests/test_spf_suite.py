"""The openspf test suite for RFC 7208: an error is said exactly where receivers give up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from senderlint.lint.gather import gather
from senderlint.lint.judge import Judgement, judge_domain, judge_node, zone_checks
from senderlint.lint.model import (
    Answer,
    AnswerStatus,
    ExpectedRecord,
    Node,
    Purpose,
    Question,
    Record,
    SenderDomain,
    Severity,
    Vantage,
    VantageKind,
)
from senderlint.lint.records.names import is_below
from senderlint.lint.rule import all_rules
from senderlint.lint.view import ANY, View

SUITE = Path(__file__).parents[1].parent / "shared" / "data" / "spf" / "rfc7208-tests.yml"
RULES = tuple(r for r in all_rules() if r.code in ("SPF01", "SPF06", "SPF07", "SPF08"))

# The cases in which an error is said although the suite's sender gets another result.
DEVIATIONS = {
    "include-at-limit": "its sender is matched before the eleventh look-up, no other sender is",
}


class Case(NamedTuple):
    """One test of the suite with the zone data of its scenario."""

    name: str
    domain: str
    results: tuple[str, ...]
    zone: Mapping[str, tuple[Record, ...]]
    silent: frozenset[str]  # names whose servers do not answer


def cases() -> list[object]:
    return [pytest.param(c, id=c.name) for c in read()] or [
        pytest.param(None, marks=pytest.mark.skip(reason="not run: the shared data is absent"))
    ]


@cache
def read() -> tuple[Case, ...]:
    if not SUITE.exists():
        return ()
    import yaml

    return tuple(
        _case(name, test, scenario["zonedata"])
        for scenario in yaml.safe_load_all(SUITE.read_text("utf-8"))
        for name, test in scenario["tests"].items()
    )


def _case(name: str, test: Mapping[str, object], data: Mapping[str, list[object]]) -> Case:
    sender = str(test["mailfrom"]) or str(test["helo"])
    result = test["result"]
    return Case(
        name,
        sender.rpartition("@")[2].lower(),
        tuple(result) if isinstance(result, list) else (str(result),),
        {owner.lower(): tuple(_records(owner.lower(), held)) for owner, held in data.items()},
        frozenset(owner.lower() for owner, held in data.items() if "TIMEOUT" in held),
    )


def _records(owner: str, held: list[object]) -> Iterator[Record]:
    """The records at a name; SPF stands for TXT where no TXT is stated."""
    pairs = [pair for entry in held if isinstance(entry, dict) for pair in entry.items()]
    texts = any(type_ == "TXT" for type_, _ in pairs)
    for type_, data in pairs:
        if type_ == "SPF" and texts:
            continue
        if data != "NONE":
            yield _record(owner, "TXT" if type_ == "SPF" else type_, data)


def _record(owner: str, type_: str, data: object) -> Record:
    if type_ == "TXT":
        strings = data if isinstance(data, list) else [data]
        return Record(
            owner, type_, 300, "", strings=tuple(str(s).encode("latin-1") for s in strings)
        )
    priority, target = data if isinstance(data, list) else (None, data)
    host = str(target).lower().removesuffix(".")
    return Record(owner, type_, 300, host, target=host, priority=priority)


def answer(case: Case, question: Question) -> Answer:
    """What the scenario's servers say; aliases are followed once."""
    held = case.zone.get(question.name, ())
    if question.name in case.silent and not held:
        return Answer(question, AnswerStatus.TIMEOUT)
    if question.type == ANY:
        return Answer(question, AnswerStatus.ANSWERED, held)
    found = tuple(r for r in held if r.type == question.type)
    alias = [r for r in held if r.type == "CNAME"][:1]
    if alias and not found:
        if alias[0].target == question.name:
            return Answer(question, AnswerStatus.SERVFAIL)
        return answer(case, Question(alias[0].target, question.type))._replace(question=question)
    if found:
        return Answer(question, AnswerStatus.ANSWERED, found)
    exists = bool(held) or any(is_below(owner, question.name) for owner in case.zone)
    return Answer(question, AnswerStatus.NODATA if exists else AnswerStatus.NXDOMAIN)


def judged(case: Case, run: Callable[[View], Judgement], asked: SenderDomain) -> list[str]:
    """The errors that the rules say, as codes and messages."""
    judgement, _, _ = gather(
        run,
        lambda questions: {q: answer(case, q) for q in questions},
        domain=asked,
        zone="",
        vantage=Vantage(VantageKind.AUTHORITATIVE, "suite"),
    )
    found = [f for f in judgement.findings if f.severity is Severity.ERROR]
    return [f"{f.code} {f.message}" for f in found]


def in_zone(case: Case) -> list[str]:
    """The errors at the sender's name, without a provider's document."""
    node = Node(case.domain, case.zone.get(case.domain, ()))
    return judged(
        case, lambda view: judge_node(view, zone_checks(RULES), node), SenderDomain("", "")
    )


def for_record(case: Case) -> list[str]:
    """The errors about the sender's SPF record, where a provider asks for one there."""
    wanted = ExpectedRecord("TXT", case.domain, "v=spf1 -all", purpose=Purpose.SPF)
    asked = SenderDomain(case.domain, "generic", (wanted,))
    return judged(case, lambda view: judge_domain(view, RULES, {}), asked)


@pytest.mark.parametrize("case", cases())
def test_errors_are_said_where_receivers_give_up(case: Case) -> None:
    errors = for_record(case)
    if case.results == ("permerror",) or case.name in DEVIATIONS:
        assert errors
    elif "permerror" not in case.results:  # where it is one of several results, either is right
        assert errors == []


@pytest.mark.parametrize("case", cases())
def test_a_zone_says_nothing_that_a_record_does_not_suffer_from(case: Case) -> None:
    errors = in_zone(case)
    assert not errors or "permerror" in case.results or case.name in DEVIATIONS


def test_the_deviations_are_cases() -> None:
    if not read():
        pytest.skip("not run: the shared data is absent")
    assert DEVIATIONS.keys() <= {c.name for c in read()}
    assert len(read()) == 203
