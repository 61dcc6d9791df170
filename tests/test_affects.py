"""Which of the two questions findings bear on: what verify says, and what receivers do."""

from __future__ import annotations

import json

import pytest

from senderlint.lint.check import check_domains
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import Affects, DomainStatus, Result, Severity
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import zone_from_bytes
from senderlint.reports.headline import headline

SPF = {"type": "TXT", "name": "send", "value": "v=spf1 include:spf.prov.net ~all"}
DKIM = {"type": "CNAME", "name": "s1._domainkey", "value": "s1.keys.prov.net"}
PROOF = {"type": "TXT", "name": "_prov-challenge", "value": "prov-site-verification=4f7c21ab"}
LINKS = {"type": "CNAME", "name": "links", "value": "t.prov.net"}
HEAD = '@ SOA ns1 host 1 1 1 1 1\n_dmarc TXT "v=DMARC1; p=none"\n'
SENDS = 'send TXT "v=spf1 include:spf.prov.net ~all"\n'
SIGNS = "s1._domainkey CNAME s1.keys.prov.net.\n"


def checked(records: list[dict[str, str]], zone: str) -> Result:
    data = json.dumps({"name": "shop.org", "records": records}).encode()
    domains = read_expected(data, "domain.json")
    source = zone_from_bytes((HEAD + zone).encode(), path="z", origin="shop.org")
    return check_domains(domains, [source], Settings(all_rules()))


@pytest.mark.parametrize("extra", [PROOF, LINKS], ids=["proof", "tracking"])
def test_what_only_the_provider_looks_at(extra: dict[str, str]) -> None:
    result = checked([SPF, DKIM, extra], SENDS + SIGNS)
    (finding,) = (f for f in result.findings if f.severity is Severity.ERROR)
    assert finding.affects == (Affects.VERIFY,)
    assert headline(result).endswith(
        "verify would say pending, although receivers of mail do not look at what is wrong"
    )


def test_what_only_receivers_object_to() -> None:
    many = " ".join(f"include:s{i}.prov.net" for i in range(11))
    zone = f'send TXT "v=spf1 include:spf.prov.net {many} ~all"\n{SIGNS}'
    result = checked([SPF, DKIM], zone)
    (finding,) = (f for f in result.findings if f.severity is Severity.ERROR)
    assert finding.affects == (Affects.DELIVERY,)
    predicted = result.domains[0].predicted
    assert predicted is not None
    assert predicted.status is DomainStatus.VERIFIED
    assert headline(result) == (
        "1 error; verify would say verified, but receivers will object: the SPF record at "
        "send.shop.org needs at least 12 DNS look-ups; receivers give up after 10"
    )


def test_what_both_look_at() -> None:
    result = checked([SPF, DKIM], SENDS)
    (finding,) = (f for f in result.findings if f.severity is Severity.ERROR)
    assert set(finding.affects) == {Affects.VERIFY, Affects.DELIVERY}
    assert headline(result).endswith("verify would say pending")
