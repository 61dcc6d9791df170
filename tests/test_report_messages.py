"""The catalogue holds every text of the pages, and nothing that no report says."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from senderlint.lint.select import everything
from senderlint.reports.messages import ENGLISH

REPORTS = Path(__file__).parents[1] / "reports"
SOURCE = "\n".join(p.read_text("utf-8") for p in sorted(REPORTS.glob("*.py")))
WHOLE = set(re.findall(r'"([a-z]+(?:[.-][a-z-]+)*)"', SOURCE))
PREFIXES = tuple(set(re.findall(r"f[\"']([a-z.-]+\.)\{", SOURCE)))


def test_every_text_is_used() -> None:
    counted = {re.sub(r"\.(one|many)$", "", key) for key in ENGLISH}
    unused = [k for k in counted if k not in WHOLE and not k.startswith(PREFIXES)]
    assert unused == []


def test_every_count_has_two_forms() -> None:
    ones = {k.removesuffix(".one") for k in ENGLISH if k.endswith(".one")}
    many = {k.removesuffix(".many") for k in ENGLISH if k.endswith(".many")}
    assert ones == many


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_text_can_be_filled_in(key: str) -> None:
    names = {name for _, name, _, _ in Formatter().parse(ENGLISH[key]) if name is not None}
    assert all(re.fullmatch("[a-z]+", name) for name in names)
    ENGLISH[key].format(**dict.fromkeys(names, "x"))


def test_templates_hold_no_text_of_their_own() -> None:
    page = (REPORTS / "templates" / "report.html").read_text("utf-8")
    page = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "", page, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]+", page) == []


# What a person in front of a DNS panel cannot be expected to know.
JARGON = r"\b(RRset|RDATA|rdata|FQDN|permerror|temperror|canonical|octets?|ABNF|SPKI|PKCS|DER)\b"


@pytest.mark.parametrize("rule", everything(), ids=lambda r: r.name)
def test_rule_page_is_for_whoever_edits_the_record(rule: object) -> None:
    doc = str(getattr(rule, "doc", ""))
    assert re.findall(JARGON, doc) == []
    sentences = re.split(r"(?<=[.!?:;])\s+", re.sub(r"`[^`]*`", "x", doc))
    assert [s for s in sentences if len(s.split()) > 40] == []
