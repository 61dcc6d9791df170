"""Every rule: its cases are its tests, its docstring is its page."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from applying import apply
from rule_cases import findings

from senderlint.lint.rule import Case, Rule, all_rules
from senderlint.lint.select import everything

RULES = all_rules()
GOOD = [pytest.param(r, c, id=f"{r.name}-{i}") for r in RULES for i, c in enumerate(r.good)]
BAD = [pytest.param(r, c, id=f"{r.name}-{i}") for r in RULES for i, c in enumerate(r.bad)]
EACH = [pytest.param(r, id=r.name) for r in RULES]


@pytest.mark.parametrize(("rule", "case"), GOOD)
def test_good_case_is_quiet(rule: Rule, case: Case) -> None:
    assert [f.message for f in findings(rule, case)] == list(case.says) == []


@pytest.mark.parametrize(("rule", "case"), BAD)
def test_bad_case_says_exactly(rule: Rule, case: Case) -> None:
    assert case.says
    assert [f.message for f in findings(rule, case)] == list(case.says)


@pytest.mark.parametrize(("rule", "case"), BAD)
def test_the_change_mends_the_bad_case(rule: Rule, case: Case) -> None:
    found = findings(rule, case)
    if not any(f.changes for f in found) or case.servers:
        assert all(f.fix for f in found)  # no edit of one file can mend it: the text says what can
        return
    mended = apply(case.zone, case.origin, found)
    assert [f.message for f in findings(rule, case, mended) if f.changes] == []


@pytest.mark.parametrize("rule", EACH)
def test_page_is_complete(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.section("Why it matters")
    assert rule.section("How to fix it")
    assert rule.good
    assert rule.bad


@pytest.mark.parametrize("rule", EACH)
def test_rule_stands_in_the_file_of_its_name(rule: Rule) -> None:
    source = inspect.getsourcefile(rule.check)
    assert source is not None
    assert Path(source).stem == rule.name.replace("-", "_")


def test_codes_and_names_are_unique() -> None:
    rules = everything()
    assert len({r.code for r in rules}) == len({r.name for r in rules}) == len(rules)
