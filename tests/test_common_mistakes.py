"""Common mistakes are found by one rule each in a zone file alone, without a document."""

from __future__ import annotations

import pytest
from failures import key

from senderlint.lint.check import check_zones
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import zone_from_bytes

DOMAIN = "shop-brand.com"
KEY = key("mistake")
HEAD = (
    f"$ORIGIN {DOMAIN}.\n$TTL 3600\n"
    "@ SOA ns1.dnshost.net. a.host.net. 1 2 3 4 5\n@ NS ns1.dnshost.net.\n"
)


def quoted(text: str, size: int = 250) -> str:
    return " ".join(f'"{text[i : i + size]}"' for i in range(0, len(text), size))


MISTAKES = (
    ('shop TXT "v=DMARC1; p=none"', "DMARC03"),
    ('_dmrac TXT "v=DMARC1; p=none"', "DMARC03"),
    ('dmarc TXT "v=DMARC1; p=none"', "HOST05"),
    ('_dmarc TXT "_dmarc: v=DMARC1; p=none"', "HOST09"),
    (f"shop TXT {quoted('_dmarc.' + DOMAIN + ' v=DMARC1; p=none')}", "HOST09"),
    (f"shop TXT {quoted('zoho._domainkey=v=DKIM1; p=' + KEY, 200)}", "HOST09"),
    (f"mail TXT {quoted('v=DKIM1; k=rsa; p=' + KEY)}", "HOST06"),
    (f"@ TXT {quoted('v=DKIM1; k=rsa; p=' + KEY)}", "HOST04"),
    (f"s1.__domainkey TXT {quoted('v=DKIM1; p=' + KEY)}", "HOST05"),
    (f"s1._domainkey.{DOMAIN} TXT {quoted('v=DKIM1; p=' + KEY)}", "HOST01"),
    (f"s1._domainkey TXT {quoted('v=DKIM1; p=' + KEY[:240])}", "DKIM04"),
    (f"s1._domainkey TXT {quoted('v=DKIM1; p=' + KEY + 'x')}", "DKIM04"),
    (f's1._domainkey TXT {quoted("p=" + KEY)}\ns1._domainkey TXT "k=rsa"', "VALUE08"),
    (f's1._domainkey TXT {quoted("k=rsa; p=" + KEY)}\ns1._domainkey TXT "k=rsa"', "DKIM02"),
    (f's1._domainkey TXT "v=DKIM1; p={KEY}"', "VALUE12"),
    ('@ TXT "v=spf1 -all"\n@ TXT "v=spf1 mx -all"', "SPF01"),
    ('_dmarc TXT "v=DMARC1; p=none"\n_dmarc TXT "v=DMARC1; p=reject"', "DMARC02"),
    ("_dmarc TXT v=DMARC1; p=none", "VALUE11"),
    ("@ TXT v=spf1 mx -all", "VALUE09"),
    ('@ TXT "\\"v=spf1 mx -all\\""', "VALUE02"),
    ('@ TXT " v=spf1 mx -all"', "VALUE04"),
    ('@ TXT "“v=spf1 mx -all”"', "VALUE02"),
    ('s1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEB..."', "VALUE07"),
    ('s1._domainkey TXT "s1.domainkey.u1.wl.sendgrid.net"', "TYPE01"),
    ("s1._domainkey CNAME v\\=DKIM1\\;p\\=MIGf", "TYPE02"),
    ("s1._domainkey CNAME s1.esp.net. ; cf_tags=cf-proxied:true", "TYPE03"),
    ("@ MX 10 mx.host.com", "TYPE05"),
    ('@ MX 10 "10 mx.host.com."', "TYPE06"),
    ("send CNAME web.host.net.\nsend MX 10 mx.host.net.", "CLASH01"),
    ("shop NS ns1.other.net.\nsend.shop MX 10 mx.host.net.", "NS06"),
    ("@ MX mx.host.net.", "FILE02"),
    (
        "send MX 10 feedback-smtp.eu-west-1.amazonses.com.\nsend MX 20 mx.host.net.",
        "RPATH01",
    ),
)


@pytest.mark.parametrize(("lines", "code"), MISTAKES)
def test_a_common_mistake_is_found_without_a_document(lines: str, code: str) -> None:
    zone = zone_from_bytes(f"{HEAD}{lines}\n".encode(), path="zone.txt", origin=None)
    found = check_zones([zone], Settings(all_rules())).findings
    assert {f.code for f in found} == {code}
