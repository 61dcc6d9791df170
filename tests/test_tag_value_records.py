"""Tag lists and BIMI records of another tool's tests, with the verdicts of their authors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from senderlint.lint.records.policy_texts import bimi_flaw
from senderlint.lint.records.tags import TagFlaw, parse_tags

DATA = (
    Path(__file__).parents[1].parent
    / "shared"
    / "data"
    / "dmarc"
    / "mailauth-tag-value-records.json"
)

# Where the authors think otherwise, by the test's name, and why.
DEVIATIONS = {
    "Should parse SPF record format": "SPF is no tag list, and a tag stands once (RFC 6376 3.2)",
    "Should warn about duplicate tags": "a tag stands once (RFC 6376 section 3.2)",
    "Should handle literal newlines and carriage returns": (
        "a backslash and a letter in a TXT record are two characters, not a line feed"
    ),
    "Should enforce required tags": "which tags are required depends on the record",
    "Should handle null/undefined input": "there is always a text",
    "Should validate tag name format": "counted as a bad name, which is what the authors mean",
}
BIMI_DEVIATIONS = {
    "Should reject empty location": "an empty location declines to show a logo",
    "Should reject empty authority": "the evidence document is optional",
    "Should reject missing authority": "the evidence document is optional",
    "Should accept valid version formats": "the draft's grammar spells the version in capitals",
}


def _cases() -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Each call about one text: the case, the text, and what was asserted about the result."""
    if not DATA.exists():
        pytest.skip("not run: the shared data is absent")
    for case in json.loads(DATA.read_text("utf-8")):
        said = {a["target"]: a for a in case["asserts"] if "target" in a}
        for call in case["calls"]:
            if call["args"] and isinstance(call["args"][0], str):
                yield case, call["args"][0], said


def _is_bimi(call: dict[str, Any]) -> bool:
    return "BIMI" in call["args"][1:]


def test_tag_lists() -> None:
    scored, deviating = 0, set()
    for case, text, said in _cases():
        if _is_bimi(case["calls"][0]) or "result.isValid" not in said:
            continue
        if case["test"] in DEVIATIONS:
            deviating.add(case["test"])
            continue
        found = parse_tags(text, fold=True)
        assert (found.problems == ()) is (said["result.isValid"]["op"] == "to.be.true"), case
        for target, asserted in said.items():
            name = target.removeprefix("result.tags.")
            if name != target and asserted["op"] == "to.equal":
                assert found.get(name) == asserted["value"], case
        scored += 1
    assert scored >= 10
    assert deviating <= set(DEVIATIONS)


def test_flaws_of_tag_lists() -> None:
    texts = {case["test"]: text for case, text, _ in _cases()}
    flaws = {name: [p.flaw for p in parse_tags(text).problems] for name, text in texts.items()}
    assert flaws["Should detect malformed parts without equals sign"] == [TagFlaw.STRAY]
    assert flaws["Should validate tag name format"] == [TagFlaw.BAD_NAME]
    assert flaws["Should warn about duplicate tags"] == [TagFlaw.DUPLICATE]
    assert flaws["Should continue parsing errors in non-strict mode"] == [
        TagFlaw.BAD_NAME,
        TagFlaw.STRAY,
    ]


def test_bimi_records() -> None:
    scored, deviating = 0, set()
    for case, text, said in _cases():
        if not _is_bimi(case["calls"][0]):
            continue
        valid = said["result.isValid"]["op"] == "to.be.true"
        if case["test"] in BIMI_DEVIATIONS:
            if (bimi_flaw(text) is None) is not valid:
                deviating.add(case["test"])
            continue
        assert (bimi_flaw(text) is None) is valid, case
        scored += 1
    assert scored >= 8
    assert deviating == set(BIMI_DEVIATIONS)
