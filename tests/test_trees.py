"""The SPF trees and the DMARC walk of a result, and how the text report shows them."""

from __future__ import annotations

import json

import pytest

from senderlint.lint.check import check_domains
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.inputs import domain_alone
from senderlint.lint.model import DomainReport, SenderDomain
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import zone_from_bytes
from senderlint.reports import render

RULES = Settings(all_rules())


def document(domain: str, *records: tuple[str, str, str]) -> SenderDomain:
    asked = [{"type": t, "name": n, "value": v, "priority": 10} for t, n, v in records]
    data = json.dumps({"name": domain, "spfStatus": "pending", "records": asked}).encode()
    (found,) = read_expected(data, "domain.json")
    return found


def alone(name: str) -> SenderDomain:
    found = domain_alone(name)
    assert found is not None
    return found


def report(zone: str, domain: SenderDomain, origin: str = "example.org") -> DomainReport:
    source = zone_from_bytes(f"@ SOA . . 1 1 1 1 1\n{zone}".encode(), path="z", origin=origin)
    (found,) = check_domains([domain], [source], RULES).domains
    return found


def shown(zone: str, domain: SenderDomain, origin: str = "example.org") -> str:
    source = zone_from_bytes(f"@ SOA . . 1 1 1 1 1\n{zone}".encode(), path="z", origin=origin)
    return "".join(render("full", check_domains([domain], [source], RULES)))


SENDING = (
    '@ TXT "v=spf1 include:_spf.example.org a:gone.example.org ip4:192.0.2.1 -all"\n'
    '_spf TXT "v=spf1 mx include:elsewhere.example ~all"\n_spf MX 10 mail\nmail A 192.0.2.2\n'
    'send TXT "v=spf1 ip4:192.0.2.9 -all"\nsend MX 10 mx.elsewhere.example.\n'
)
ASKED = document(
    "example.org",
    ("TXT", "send", "v=spf1 ip4:192.0.2.9 -all"),
    ("MX", "send", "mx.elsewhere.example"),
)


def test_trees_of_the_domain_and_its_return_path() -> None:
    found = report(SENDING, ASKED).spf
    assert [t.name for t in found] == ["example.org", "send.example.org"]
    steps = [(s.depth, s.term, s.lookups, s.voids, s.outcome) for s in found[0].steps]
    assert steps == [
        (0, "include:_spf.example.org", 1, 0, "ok"),
        (1, "mx", 2, 0, "ok"),
        (1, "include:elsewhere.example", 3, 0, "not in this file"),
        (1, "~all", 3, 0, "ok"),
        (0, "a:gone.example.org", 4, 1, "nothing there"),
        (0, "ip4:192.0.2.1", 4, 1, "ok"),
        (0, "-all", 4, 1, "ok"),
    ]
    assert (found[0].lookups, found[0].voids, found[0].complete) == (4, 1, False)
    assert found[0].steps[2].reason == "elsewhere.example is not in this file"
    assert (found[1].lookups, found[1].complete) == (0, True)


def test_trees_of_a_domain_without_a_document() -> None:
    found = report(SENDING, alone("example.org"))
    assert [t.name for t in found.spf] == ["example.org"]


@pytest.mark.parametrize(
    "zone",
    ["", '@ TXT "v=spf1 -all"\n@ TXT "v=spf1 ~all"', '@ TXT "v=spf10 -all"'],
    ids=["none", "several", "other version"],
)
def test_no_tree_where_no_record_counts(zone: str) -> None:
    assert report(zone, alone("example.org")).spf == ()


def test_text_shows_terms_that_cost_or_fail() -> None:
    text = shown(SENDING, ASKED)
    assert (
        "  SPF of example.org: at least 4 of 10 look-ups; 1 finds nothing\n"
        "    1  include:_spf.example.org\n"
        "    2    mx\n"
        "    3    include:elsewhere.example  (not in this file)\n"
        "    4  a:gone.example.org  (nothing there)\n"
    ) in text
    assert "SPF of send.example.org" not in text


def test_text_shows_where_an_inherited_policy_comes_from() -> None:
    zone = '_dmarc TXT "v=DMARC1; p=none; sp=reject"'
    text = shown(zone, alone("news.example.org"))
    assert (
        "  DMARC of news.example.org: policy reject, from _dmarc.example.org\n"
        "    _dmarc.news.example.org  no record\n"
        "    _dmarc.example.org  v=DMARC1; p=none; sp=reject\n"
    ) in text


def test_text_shows_an_own_policy_in_one_line() -> None:
    text = shown('_dmarc TXT "v=DMARC1; p=quarantine; t=y"', alone("example.org"))
    assert "  DMARC of example.org: policy none, from its own record\n" in text
    assert "_dmarc.org " not in text


def test_policy_that_the_file_cannot_show_is_not_missing() -> None:
    found = report('@ TXT "x"', alone("a.example.org"), origin="a.example.org")
    assert found.dmarc is not None
    assert (found.dmarc.applies, found.dmarc.steps[1].outcome) == (None, "unknown")
    text = shown('@ TXT "x"', alone("a.example.org"), origin="a.example.org")
    assert "DMARC of a.example.org: not known, a name could not be asked\n" in text
