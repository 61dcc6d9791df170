"""SPF records: terms, what a provider requires, and edits of the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records.kind import is_spf
from senderlint.lint.records.spf import insert, merge, missing_terms, parse_spf, required_terms

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "spf" / "records.json"


def required(text: str) -> list[str]:
    return [t.text for t in required_terms(text)]


def missing(text: str, expected: str) -> list[str]:
    return [t.text for t in missing_terms(parse_spf(text), required_terms(expected))]


def test_terms_keep_their_order_spelling_and_place() -> None:
    text = "v=spf1 a/24 MX:Mail.example.org ?include:x.example -ALL exp=e.example"
    spf = parse_spf(text)
    assert [(t.qualifier, t.name, t.value, t.modifier) for t in spf.terms] == [
        ("+", "a", "/24", False),
        ("+", "mx", "Mail.example.org", False),
        ("?", "include", "x.example", False),
        ("-", "all", "", False),
        ("+", "exp", "e.example", True),
    ]
    assert all(text[t.start :].startswith(t.text) for t in spf.terms)
    assert spf.all_qualifier == "-"
    assert spf.includes == ("x.example",)


def test_nothing_after_all_counts() -> None:
    spf = parse_spf("v=spf1 ~all include:x.example redirect=y.example")
    assert spf.includes == ()
    assert spf.redirect is None
    assert spf.is_parked is False
    assert parse_spf("v=spf1 -all").is_parked


def test_redirect_counts_without_all() -> None:
    assert parse_spf("v=spf1 redirect=y.example").redirect == "y.example"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("v=spf1 include:a.example ~all", ["include:a.example"]),
        ("v=spf1 a mx include:a.example ~all", ["include:a.example"]),
        ("v=spf1 a mx -all", ["a", "mx"]),
        ("v=spf1 a:m.example ip4:192.0.2.1 -all", ["a:m.example", "ip4:192.0.2.1"]),
        ("v=spf1 redirect=a.example", ["redirect=a.example"]),
        ("v=spf1 -ip4:192.0.2.1 exists:%{i}.a.example -all", ["exists:%{i}.a.example"]),
        ("v=spf1 -all", []),
        ("", []),
    ],
)
def test_what_a_provider_requires(text: str, terms: list[str]) -> None:
    assert required(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "v=spf1 include:a.example -all",
        "v=spf1 mx INCLUDE:A.Example. ?all",
        "v=spf1 +include:a.example",
        "v=spf1 redirect=a.example",
    ],
)
def test_the_required_include_is_found_however_it_is_written(text: str) -> None:
    assert missing(text, "v=spf1 include:a.example ~all") == []


@pytest.mark.parametrize(
    "text",
    [
        "v=spf1 -all",
        "v=spf1 ~all include:a.example",
        "v=spf1 ?include:a.example ~all",
        "v=spf1 -include:a.example ~all",
        "v=spf1 include:b.a.example ~all",
        "v=spf1 redirect=a.example ~all",
    ],
)
def test_an_include_that_allows_nobody_is_missing(text: str) -> None:
    assert missing(text, "v=spf1 include:a.example ~all") == ["include:a.example"]


def test_addresses_are_compared_by_meaning() -> None:
    expected = "v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 ~all"
    assert missing("v=spf1 ip4:192.0.2.1/32 ip6:2001:DB8:0:0::1/128 -all", expected) == []
    assert missing("v=spf1 ip4:192.0.2.0/24 ~all", expected) == ["ip6:2001:db8::1"]
    assert missing("v=spf1 ip4:192.0.2.0/25 ip6:2001:db8::/32 ~all", expected) == []
    assert missing("v=spf1 -ip4:192.0.2.0/24 ip6:2001:db9::/32 ~all", expected) == [
        "ip4:192.0.2.1",
        "ip6:2001:db8::1",
    ]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("v=spf1 a ~all", "v=spf1 a include:a.example ~all"),
        ("v=spf1  a   -all  exp=e.example", "v=spf1  a   include:a.example -all  exp=e.example"),
        ("v=spf1 redirect=r.example", "v=spf1 include:a.example redirect=r.example"),
        ("v=spf1 a ", "v=spf1 a include:a.example"),
        ("v=spf1", "v=spf1 include:a.example"),
        ("V=SPF1 Include:A.example -all", "V=SPF1 Include:A.example -all"),
        ("v=spf1 ~all include:a.example", "v=spf1 include:a.example ~all include:a.example"),
    ],
)
def test_insert_touches_nothing_else(text: str, result: str) -> None:
    assert insert(parse_spf(text), required_terms("v=spf1 include:a.example ~all")) == result


@pytest.mark.parametrize(
    ("texts", "result"),
    [
        (["v=spf1 a ~all", "v=spf1 include:p.example -all"], "v=spf1 a include:p.example -all"),
        (["v=spf1 a ?all", "v=spf1 mx +all"], "v=spf1 a mx include:p.example ?all"),
        (["v=spf1 a", "v=spf1 mx"], "v=spf1 a mx include:p.example"),
        (["v=spf1 -all", "v=spf1 include:p.example ~all"], "v=spf1 include:p.example ~all"),
        (["v=spf1 -all", "v=spf1 -all"], "v=spf1 include:p.example -all"),
        (["v=spf1 a MX -all", "v=spf1 mx +a -all"], "v=spf1 a MX include:p.example -all"),
        (
            ["v=spf1 redirect=r.example", "v=spf1 include:p.example ~all"],
            "v=spf1 include:p.example include:r.example ~all",
        ),
        (
            ["v=spf1 redirect=r.example", "v=spf1 include:p.example"],
            "v=spf1 include:p.example redirect=r.example",
        ),
        (["v=spf1 a redirect=r.example ~all"], "v=spf1 a include:p.example ~all"),
    ],
)
def test_merge_keeps_every_term_once_and_the_strictest_intended_end(
    texts: list[str], result: str
) -> None:
    assert merge(texts, required_terms("v=spf1 include:p.example ~all")) == result


TERM = st.sampled_from(
    [
        "a",
        "mx",
        "-all",
        "~all",
        "include:x.example",
        "ip4:192.0.2.1",
        "redirect=r.example",
        "x=y",
        "!",
    ]
)


@given(st.lists(TERM))
def test_reading_what_was_printed_changes_nothing(words: list[str]) -> None:
    spf = parse_spf("v=spf1 " + "  ".join(words))
    again = parse_spf(str(spf))
    assert [t.key for t in again.terms] == [t.key for t in spf.terms]
    assert str(again) == str(spf)


@given(st.lists(st.lists(TERM), min_size=1, max_size=3))
def test_a_merged_record_holds_what_is_wanted_and_one_all_at_most(lists: list[list[str]]) -> None:
    wanted = required_terms("v=spf1 include:p.example")
    merged = parse_spf(merge(["v=spf1 " + " ".join(words) for words in lists], wanted))
    assert is_spf(merged.text)
    assert missing_terms(merged, wanted) == ()
    assert sum(t.is_all for t in merged.terms) <= 1


@given(st.text(), st.text())
def test_any_text_is_read(text: str, other: str) -> None:
    spf = parse_spf(text)
    assert parse_spf(str(spf)).terms == parse_spf(str(parse_spf(str(spf)))).terms
    insert(spf, required_terms(other))
    merge([text, other], required_terms(other))


def test_the_shared_records_are_recognised_as_their_readers_say() -> None:
    if not DATA.exists():
        pytest.skip("not run: the shared data is absent")
    for case in json.loads(DATA.read_text()):
        text = case["record"].strip('"').replace('" "', "")
        if case["verdict"] == "error:SPFRecordNotFound":
            assert not is_spf(text), case
        elif text and not text.startswith("v=spf2.0"):
            assert is_spf(text), case
