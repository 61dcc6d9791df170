"""Whole domains with one fault each: one complaint, the right status, and edits that mend it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from applying import apply
from rule_cases import domain_of, zone_of

from senderlint.lint.check import check_domains, check_zones
from senderlint.lint.model import RecordStatus, Result, Severity, Verdict
from senderlint.lint.rule import Case, all_rules
from senderlint.lint.settings import Settings

KEY = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7xHZ2mLwqE9tY4kVbN1sRfJ0pD8uGzXcA3hM6iOe5WlQyUTKaSB"
OTHER = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDv9kTn5RbYhP2cLxW7mZqE0sFgA4uJ8oKiN3tVdC6yMlUwQaXHeB"

ZONE = """
@ SOA ns1.dns.example. host.dns.example. 1 7200 3600 1209600 300
@ NS ns1.dns.example.
@ A 192.0.2.1
@ MX 10 mx.mailboxes.example.
@ TXT "v=spf1 include:spf.mailboxes.example ~all"
www CNAME example.org.
"""
WANTED = f"""
bounce TXT "v=spf1 include:spf.a.example ~all"
bounce MX 10 feedback.a.example.
s1._domainkey TXT "v=DKIM1; k=rsa; p={KEY}"
s2._domainkey CNAME s2.dkim.a.example.
_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@example.org"
"""


@dataclass(frozen=True)
class Fault:
    """What is taken from a perfect zone, what is put there instead, and what is said of it."""

    without: tuple[str, ...] = ()
    extra: str = ""
    code: str = ""
    status: RecordStatus = RecordStatus.FAILED
    mends: bool = True


MISSING = RecordStatus.MISSING

FAULTS = {
    "no SPF": Fault(("bounce TXT",), "", "RPATH03", MISSING),
    "no bounce MX": Fault(("bounce MX",), "", "MISSING02", MISSING),
    "no second key": Fault(("s2",), "", "MISSING02", MISSING),
    "no DMARC": Fault(("_dmarc",), "", "DMARC01", MISSING),
    "no return path": Fault(("bounce",), "", "MISSING01", MISSING),
    "two SPF": Fault((), 'bounce TXT "v=spf1 mx -all"', "SPF01"),
    "two DMARC": Fault((), '_dmarc TXT "v=DMARC1; p=reject"', "DMARC02"),
    "two keys": Fault((), f's1._domainkey TXT "v=DKIM1; p={OTHER}"', "DKIM02"),
    "two bounce MX": Fault((), "bounce MX 20 mx.mailboxes.example.", "RPATH01"),
    "other key": Fault(("s1",), f's1._domainkey TXT "v=DKIM1; p={OTHER}"', "DKIM01"),
    "withdrawn key": Fault(("s1",), 's1._domainkey TXT "v=DKIM1; p="', "DKIM03"),
    "parked SPF": Fault(("bounce TXT",), 'bounce TXT "v=spf1 -all"', "SPF02"),
    "other MX": Fault(("bounce MX",), "bounce MX 10 mx.mailboxes.example.", "RPATH02"),
    "wildcard key": Fault(("s1",), '*._domainkey TXT "v=DKIM1; p="', "CLASH05"),
    "wildcard alias": Fault(("bounce",), "* CNAME sites.example.", "CLASH05"),
    "alias beside": Fault((), "bounce CNAME web.example.", "CLASH01"),
    "alias instead": Fault(("bounce",), "bounce CNAME web.example.", "CLASH01", mends=False),
    "address at a key": Fault(("s2",), "s2._domainkey A 192.0.2.3", "CLASH03"),
}


def zone_with(fault: Fault) -> str:
    kept = [w for w in WANTED.splitlines() if not w.startswith(fault.without or ("-",))]
    return "\n".join((ZONE, *kept, fault.extra, ""))


def checked(text: str) -> Result:
    case = Case(zone=text, expects=WANTED)
    return check_domains([domain_of(case)], [zone_of(case)], Settings(all_rules()))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_one_complaint_for_each_record(fault: Fault) -> None:
    result = checked(zone_with(fault))
    errors = [f for f in result.findings if f.severity is Severity.ERROR]
    assert {f.code for f in errors} == {fault.code}
    assert len({f.record for f in errors}) == len(errors)
    assert result.verdict is Verdict.FIX


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_only_the_faulty_records_lose_their_status(fault: Fault) -> None:
    result = checked(zone_with(fault))
    errors = {f.record for f in result.findings if f.severity is Severity.ERROR}
    for record in result.domains[0].records:
        faulty = any((k.name, k.type) == (record.name, record.type) for k in errors)
        assert record.status is (fault.status if faulty else RecordStatus.VERIFIED)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_applying_the_changes_makes_the_domain_ready(fault: Fault) -> None:
    result = checked(zone_with(fault))
    if not fault.mends:
        assert all(f.fix and not f.changes for f in result.findings)
        return
    mended = checked(apply(zone_with(fault), "example.org", result.findings))
    assert mended.verdict is Verdict.READY
    assert not mended.findings


def spf_at_bounce(*lines: str) -> Result:
    return checked("\n".join((zone_with(Fault(("bounce TXT",))), *lines, "")))


def test_senders_that_the_zone_keeps_elsewhere_count() -> None:
    result = spf_at_bounce(
        'bounce TXT "v=spf1 include:a._spf.example.org ~all"',
        'a._spf TXT "v=spf1 mx include:b._spf.example.org ?all"',
        'b._spf TXT "v=spf1 redirect=c._spf.example.org"',
        'c._spf TXT "v=spf1 include:SPF.a.example. -all"',
    )
    assert result.verdict is Verdict.READY
    assert not result.findings


def test_a_circle_of_includes_comes_to_an_end() -> None:
    result = spf_at_bounce(
        'bounce TXT "v=spf1 include:a._spf.example.org ~all"',
        'a._spf TXT "v=spf1 include:bounce.example.org redirect=a._spf.example.org"',
    )
    assert [f.code for f in result.findings] == ["SPF02"]


def test_an_include_that_has_two_records_counts_for_nothing() -> None:
    result = spf_at_bounce(
        'bounce TXT "v=spf1 include:a._spf.example.org ~all"',
        'a._spf TXT "v=spf1 include:spf.a.example ~all"',
        'a._spf TXT "v=spf1 mx ~all"',
    )
    assert [f.code for f in result.findings] == ["SPF02"]


def test_an_include_that_is_turned_round_does_not_allow() -> None:
    result = spf_at_bounce(
        'bounce TXT "v=spf1 -include:a._spf.example.org ~all"',
        'a._spf TXT "v=spf1 include:spf.a.example ~all"',
    )
    assert [f.code for f in result.findings] == ["SPF02"]


@pytest.mark.parametrize(
    "terms",
    [
        "include:example.org.spf.hosted.example ~all",
        "include:%{i}.%{d}.spf.hosted.example ~all",
        "include:example-org.flat.example ~all",
        "redirect=_spf.hosted.example",
    ],
)
def test_collections_kept_by_a_service_are_unknown_not_wrong(terms: str) -> None:
    result = spf_at_bounce(f'bounce TXT "v=spf1 {terms}"')
    assert result.verdict is Verdict.UNKNOWN
    assert not result.findings
    unknown = [r for r in result.domains[0].records if r.status is RecordStatus.UNKNOWN]
    assert [(r.type, r.name) for r in unknown] == [("TXT", "bounce.example.org")]


def test_one_of_several_servers_is_missing_not_wrong() -> None:
    asked = "in MX 10 mx1.a.example.\nin MX 20 mx2.a.example."
    case = Case(zone=f"{ZONE}\nin MX 10 mx1.a.example.\n", expects=asked)
    result = check_domains([domain_of(case)], [zone_of(case)], Settings(all_rules()))
    assert [r.status for r in result.domains[0].records] == [RecordStatus.VERIFIED, MISSING]


def test_two_broken_texts_at_one_name_are_both_told() -> None:
    text = "paul IN TXT v=spf1 include:a.example mx ~all\npaul IN TXT v=DMARC1; p=none\n"
    zone = zone_of(Case(zone=text))
    found = check_zones([zone], Settings(all_rules())).findings
    told = {f.code: f.location.line for f in found if f.location is not None}
    assert told == {"VALUE09": 1, "VALUE11": 2}
