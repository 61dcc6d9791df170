"""What a wrong record is replaced with: the expected value, and whatever else it was for."""

from __future__ import annotations

import pytest

from senderlint.lint.evidence import difference, unclaimed
from senderlint.lint.mending import mended, repaired, right_text
from senderlint.lint.model import Change, ExpectedRecord, Purpose, SenderDomain
from senderlint.lint.records.difference import DifferenceKind
from senderlint.lint.records.kind import TextKind, meant_for
from senderlint.lint.sources.authority import fetch
from senderlint.lint.sources.zone_file import zone_from_bytes
from senderlint.lint.view import View

EMPTY = "@ A 192.0.2.1"


def expected(value: str, name: str = "send", type_: str = "TXT") -> ExpectedRecord:
    kind = meant_for(value)
    return ExpectedRecord(
        type=type_,
        name=f"{name}.example.org",
        value=value,
        purpose=Purpose.OTHER if kind is None else Purpose(kind.value),
    )


def seen(zone_text: str, *records: ExpectedRecord) -> View:
    """A view that has all answers about the expected names."""
    zone = zone_from_bytes(zone_text.encode(), path="z", origin="example.org")
    answers = fetch([zone], [r.question for r in records])
    domain = SenderDomain("example.org", "generic", records)
    return View(domain, zone.zone, zone.vantage, answers)


def edits(zone_text: str, record: ExpectedRecord) -> list[tuple[str, str, str]]:
    view = seen(zone_text, record)
    found = mended(view, record, unclaimed(view, record)[0])
    return [(c.action.value, c.name, c.value) for c in found if isinstance(c, Change)]


@pytest.mark.parametrize(
    ("observed", "wanted"),
    [
        ('"v=spf1 include:b.example ~all"', "v=spf1 include:b.example include:a.example ~all"),
        ("v=spf1include:b.example-all", "v=spf1 include:b.example include:a.example -all"),
        ("nonsense", "v=spf1 include:a.example ~all"),
    ],
)
def test_other_senders_of_an_spf_record_stay(observed: str, wanted: str) -> None:
    record = expected("v=spf1 include:a.example ~all")
    assert right_text(seen(EMPTY, record), record, observed) == wanted


def test_senders_that_cannot_be_kept_are_not_thrown_away() -> None:
    record = expected("v=spf1 include:a.example ~all")
    assert right_text(seen(EMPTY, record), record, "spf1 include:b.example") is None


def test_the_owners_policy_stays() -> None:
    record = expected("v=DMARC1; p=none", "_dmarc")
    observed = ' "v=DMARC1; p=reject; adkim=s"'
    assert right_text(seen(EMPTY, record), record, observed) == "v=DMARC1; p=reject; adkim=s"


def test_a_key_becomes_the_expected_one() -> None:
    record = expected("k=rsa; p=MIGfMA0GCSqGSIb3", "s1._domainkey")
    assert right_text(seen(EMPTY, record), record, "k=rsa; p=MIGf") == record.value


def test_what_a_wildcard_answers_with_is_left_alone() -> None:
    record = expected("v=spf1 include:a.example ~all")
    assert edits('* TXT "v=spf1 -all"', record) == [("add", record.name, record.value)]


def test_the_target_of_an_alias_is_left_alone() -> None:
    record = expected("v=spf1 include:a.example ~all")
    assert edits('send CNAME other\nother TXT "v=spf1 -all"', record) == [
        ("delete", record.name, "other.example.org"),
        ("add", record.name, record.value),
    ]


def test_another_expected_token_is_no_wrong_value() -> None:
    one, two = expected("token-a=1111", "t"), expected("token-a=2222", "t")
    view = seen("t TXT token-a=1111", one, two)
    assert difference(view, two).kind is DifferenceKind.ABSENT
    assert difference(view, one).kind is DifferenceKind.EQUAL


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        (r"v=DMARC1\; p=none", TextKind.DMARC, "v=DMARC1; p=none"),
        ("\u201cv=spf1 mx \u2013all\u201d", TextKind.SPF, "v=spf1 mx -all"),
        ("_dmarc: v=DMARC1; p=none", TextKind.DMARC, "v=DMARC1; p=none"),
        ("anything", TextKind.SPF, None),
    ],
)
def test_mangled_texts_are_repaired(text: str, kind: TextKind, wanted: str | None) -> None:
    assert repaired(text, kind, "_dmarc.example.org") == wanted
