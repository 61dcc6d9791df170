"""DMARC records: which count, and one out of several."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records.dmarc import Policy, merge_dmarc, parse_dmarc

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "dmarc" / "records.json"
RUA = "rua=mailto:a@example.org"


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("v=DMARC1; p=none", Policy.NONE),
        ("v=DMARC1;p=ReJect;", Policy.REJECT),
        (f"v=DMARC1; {RUA}; p=quarantine", Policy.QUARANTINE),
        (f"v=DMARC1; {RUA}", Policy.NONE),
        (f"v=DMARC1; p=monitor; {RUA}", Policy.NONE),
        (f"v=DMARC1; p=reject; sp=off; {RUA}", Policy.NONE),
        ("v=DMARC1; p=reject; unknown=1; stray", Policy.REJECT),
        ("v=DMARC1; p=reject; sp=off", None),
        ("v=DMARC1", None),
        ("v=DMARC1; p=monitor", None),
        ("v=DMARC1; rua=a@example.org", None),
        ("v=DMARC1; p=none; p=none", None),
        ("v=dmarc1; p=none", None),
        (" v=DMARC1; p=none", None),
        ("p=none; v=DMARC1", None),
        ("v=DMARC1, p=none", None),
        ("v=spf1 -all", None),
    ],
)
def test_what_receivers_apply(text: str, policy: Policy | None) -> None:
    assert parse_dmarc(text).policy is policy
    assert parse_dmarc(text).valid is (policy is not None)


def test_lists_and_subdomain_policies_are_read() -> None:
    text = (
        "v=DMARC1; p=reject; sp=none; np=quarantine; rua=mailto:a@b.example , mailto:c@d.example!9m"
    )
    dmarc = parse_dmarc(text)
    assert (dmarc.p, dmarc.sp, dmarc.np) == (Policy.REJECT, Policy.NONE, Policy.QUARANTINE)
    assert dmarc.rua == ("mailto:a@b.example", "mailto:c@d.example!9m")


def test_merging_keeps_the_strictest_policy_and_all_addresses() -> None:
    texts = [
        "v=DMARC1; p=none; rua=mailto:a@x.example; pct=50",
        "v=DMARC1; p=quarantine; rua=mailto:b@x.example,mailto:A@x.example; adkim=s",
        "unrelated",
    ]
    merged = merge_dmarc(texts, "v=DMARC1; p=none")
    assert merged == (
        "v=DMARC1; p=quarantine; rua=mailto:b@x.example,mailto:A@x.example; adkim=s; pct=50"
    )


def test_without_a_usable_record_the_expected_one_is_the_answer() -> None:
    assert merge_dmarc(["v=DMARC1", "x"], "v=DMARC1; p=none") == "v=DMARC1; p=none"


@given(st.lists(st.text()))
def test_any_texts_are_merged(texts: list[str]) -> None:
    merge_dmarc([*texts, *("v=DMARC1; p=none; " + t for t in texts)], "v=DMARC1; p=none")


# What the shared file judges by more than one record's text: other records, places, report tags.
_ELSEWHERE = (
    "InvalidDMARCReportURI",
    "MultipleDMARCRecords",
    "UnrelatedTXTRecordFoundAtDMARC",
    "DMARCRecordInWrongLocation",
    "UnverifiedDMARCURIDestination",
)
_LENIENT = ("p=foo; rua", "psd=x", "t=x", "fo=x", "fo=invalid")  # the rest of the record counts


def test_the_shared_records_are_judged_as_their_reader_does() -> None:
    if not DATA.exists():
        pytest.skip("not run: the shared data is absent")
    for case in json.loads(DATA.read_text()):
        text, verdict = case["record"], case["verdict"]
        left_out = case.get("contested") or verdict.removeprefix("error:") in _ELSEWHERE
        if left_out or any(piece in text for piece in _LENIENT) or text in ("v=DMARC1", ""):
            continue
        if "check_dmarc returns error results" in case["note"]:
            continue  # the text is invalid, the function under test there is not
        assert parse_dmarc(text).valid is (verdict == "no-error"), case
