"""SPF records of other tools' tests, with the verdicts of their authors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from senderlint.lint.records.kind import is_spf
from senderlint.lint.records.spf_problems import is_fatal, spf_problems

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "spf" / "records.json"

# Errors that are not in the text: they are found by following it, or by what stands beside it.
ELSEWHERE = (
    "error:SPFIncludeLoop",
    "error:SPFRedirectLoop",
    "error:SPFTooManyDNSLookups",
    "error:SPFTooManyVoidDNSLookups",
    "error:SPFError",
)

# Texts about which their authors think otherwise, and why RFC 7208 agrees with us.
DEVIATIONS = {
    "v=spf1 -all exp=exp.example extra": "a word that is no term is an error anywhere (4.6)",
    "v=spf1 \ud800 -all": "a record is ASCII only (3.1), and this word is no term",
    "v=spf1 include:include:%{ir}.%{v}.%{d}.spf.has.pphosted.com ~all": (
        "nobody publishes a name that begins with `include:`, and its absence is an error (5.2)"
    ),
    "V=spf1 all Include:example.org a ?a -a +a ~a a:x a:x/0 a:x/24//64 a:x//64 mx mx:x ptr ptr:x "
    "IP4:10.0.0.1 ip4:0.0.0.0/0 ip4:10.0.0.1/24 ip6:2001:db8::1 ip6:2001:db8::1/128 exists:x "
    "REDIRECT=x exp=X Other=x": "a name needs a dot before its top-level label (7.1)",
}


class Entry(NamedTuple):
    """A record as text and whether its authors take it for an error."""

    text: str
    verdict: str


def entries() -> list[object]:
    if not DATA.exists():
        reason = "not run: the shared data is absent"
        return [pytest.param(Entry("", ""), marks=pytest.mark.skip(reason=reason))]
    found = json.loads(DATA.read_text("utf-8"))
    return [Entry(_joined(entry["record"]), entry["verdict"]) for entry in found]


def _joined(record: str) -> str:
    """One text of what the tests write as quoted strings."""
    return record.replace('" "', "").strip('"')


@pytest.mark.parametrize("entry", entries(), ids=lambda e: f"{e.verdict}-{e.text[:40]!a}")
def test_record(entry: Entry) -> None:
    text, verdict = entry
    if text in DEVIATIONS or verdict in ELSEWHERE:
        return
    if text.lower().startswith("v=spf2.0/"):
        assert not is_spf(text)
    elif verdict in ("valid", "no-error"):
        assert is_spf(text)
        assert not is_fatal(text), spf_problems(text)
    elif verdict == "error:SPFRecordNotFound":
        assert not is_spf(text)
    else:
        assert not is_spf(text) or is_fatal(text)


@pytest.mark.parametrize("text", list(DEVIATIONS))
def test_the_deviations_are_errors_here(text: str) -> None:
    fatal = [p.fatal for p in spf_problems(text)]
    assert any(fatal)
