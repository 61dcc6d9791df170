"""Records that mailbox providers and mail services publish or ask for: nothing is wrong with them.

They are facts of public DNS and of public set-up pages, and the widest real use of each syntax.
"""

from __future__ import annotations

import pytest
from failures import key

from senderlint.lint.check import check_zones
from senderlint.lint.model import Severity
from senderlint.lint.records.dkim_flaws import record_flaw
from senderlint.lint.records.dmarc import parse_dmarc
from senderlint.lint.records.dmarc_syntax import syntax_flaws
from senderlint.lint.records.spf_problems import spf_problems
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import zone_from_bytes

RULES = Settings(all_rules())
HEAD = (
    "@ 3600 SOA ns1.dnshost.net. host.dnshost.net. 1 7200 3600 1209600 300\n@ NS ns1.dnshost.net.\n"
)
KEY = key("published")
SMALL = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOC"
    "KG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGj"
    "aNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"
)

SPF = {
    "google.com": "v=spf1 include:_spf.google.com ~all",
    "_spf.google.com": "v=spf1 include:_netblocks.google.com include:_netblocks2.google.com "
    "include:_netblocks3.google.com ~all",
    "_netblocks.google.com": "v=spf1 ip4:35.190.247.0/24 ip4:64.233.160.0/19 ip4:66.102.0.0/20 "
    "ip4:66.249.80.0/20 ip4:72.14.192.0/18 ip4:74.125.0.0/16 ip4:108.177.8.0/21 ip4:173.194.0.0/16 "
    "ip4:209.85.128.0/17 ip4:216.58.192.0/19 ip4:216.239.32.0/19 ~all",
    "_netblocks2.google.com": "v=spf1 ip6:2001:4860:4000::/36 ip6:2404:6800:4000::/36 "
    "ip6:2607:f8b0:4000::/36 ip6:2800:3f0:4000::/36 ip6:2a00:1450:4000::/36 "
    "ip6:2c0f:fb50:4000::/36 ~all",
    "gmail.com": "v=spf1 redirect=_spf.google.com",
    "spf.protection.outlook.com": "v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip4:52.100.0.0/15 "
    "ip4:52.102.0.0/16 ip4:52.103.0.0/17 ip4:104.47.0.0/17 ip6:2a01:111:f400::/48 "
    "ip6:2a01:111:f403::/49 ip6:2a01:111:f403:8000::/51 ip6:2a01:111:f403:c000::/51 "
    "ip6:2a01:111:f403:f000::/52 -all",
    "outlook.com": "v=spf1 include:spf-a.outlook.com include:spf-b.outlook.com ip4:157.55.9.128/25 "
    "include:spf.protection.outlook.com include:spf-a.hotmail.com include:_spf-ssg-b.microsoft.com "
    "include:_spf-ssg-c.microsoft.com ~all",
    "yahoo.com": "v=spf1 redirect=_spf.mail.yahoo.com",
    "yandex.ru": "v=spf1 redirect=_spf.yandex.net",
    "mail.ru": "v=spf1 redirect=_spf.mail.ru",
    "facebook.com": "v=spf1 redirect=_spf.facebook.com",
    "icloud.com": "v=spf1 ip4:17.41.0.0/16 ip4:17.58.0.0/16 ip4:17.142.0.0/15 ip4:17.57.155.0/24 "
    "ip4:144.178.36.0/24 ip4:112.19.199.64/29 ip6:2a01:b747:3000:200::/56 ~all",
    "amazonses.com": "v=spf1 ip4:199.255.192.0/22 ip4:199.127.232.0/22 ip4:54.240.0.0/18 "
    "ip4:69.169.224.0/20 ip4:23.249.208.0/20 ip4:23.251.224.0/19 ip4:76.223.176.0/20 "
    "ip4:54.240.64.0/19 ip4:54.240.96.0/19 ip4:76.223.128.0/19 ip4:216.221.160.0/19 -all",
    "sendgrid.net": "v=spf1 ip4:167.89.0.0/17 ip4:208.117.48.0/20 ip4:50.31.32.0/19 "
    "ip4:198.37.144.0/20 ip4:198.21.0.0/21 ip4:192.254.112.0/20 ip4:168.245.0.0/17 "
    "ip4:149.72.0.0/16 ip4:159.183.0.0/16 include:ab.sendgrid.net ~all",
    "mailgun.org": "v=spf1 include:_spf.mailgun.org include:_spf.eu.mailgun.org -all",
    "servers.mcsv.net": "v=spf1 ip4:205.201.128.0/20 ip4:198.2.128.0/18 ip4:148.105.8.0/21 -all",
    "spf.mtasv.net": "v=spf1 ip4:50.31.156.96/27 ip4:104.245.209.192/26 ip4:50.31.205.0/24 "
    "ip4:147.160.158.0/24 ~all",
    "_spf.salesforce.com": "v=spf1 exists:%{i}._spf.mta.salesforce.com -all",
    "mail.zendesk.com": "v=spf1 ip4:192.161.144.0/20 ip4:185.12.80.0/22 ip4:96.46.150.192/27 "
    "ip4:174.137.46.0/24 ip4:188.172.128.0/20 ip4:216.198.0.0/18 ~all",
    "_spf.mx.cloudflare.net": "v=spf1 ip4:104.30.0.0/20 ~all",
    "Proofpoint": "v=spf1 include:%{ir}.%{v}.%{d}.spf.has.pphosted.com ~all",
    "Proofpoint, beside others": "v=spf1 include:%{ir}.%{v}._ip.%{h}._ehlo.%{d}._spf.pphosted.com "
    "ip4:192.0.2.0/24 -all",
    "Valimail": "v=spf1 include:%{i}._ip.%{h}._ehlo.%{d}._spf.vali.email ~all",
    "Cisco": "v=spf1 exists:%{i}.spf.hc3661-55.iphmx.com include:spf.protection.outlook.com -all",
    "Sophos": "v=spf1 include:_spf_euc1.prod.hydra.sophos.com mx -all",
    "Mimecast": "v=spf1 include:eu._netblocks.mimecast.com ~all",
    "Barracuda": "v=spf1 include:spf.ess.de.barracudanetworks.com -all",
    "OnDMARC": "v=spf1 include:_u.example.net._spf.smart.ondmarc.com ~all",
    "EasySPF": "v=spf1 include:_spf.example.net._d.easydmarc.pro ~all",
    "a flattened record": "v=spf1 include:a0.spf.flat.net include:a1.spf.flat.net "
    "ip4:192.0.2.9 -all",
    "Microsoft 365 with a partner": "v=spf1 mx include:spf.protection.outlook.com "
    "include:spf.mandrillapp.com -all",
    "GoDaddy": "v=spf1 include:secureserver.net -all",
    "GoDaddy's merge": "v=spf1 include:dc-fd741b8612._spfm.other.net ~all",
    "Namecheap forwarding": "v=spf1 include:spf.efwd.registrar-servers.com ~all",
    "Private Email": "v=spf1 include:spf.privateemail.com ~all",
    "IONOS": "v=spf1 include:_spf-eu.ionos.com ~all",
    "OVH": "v=spf1 include:mx.ovh.com ~all",
    "Infomaniak": "v=spf1 include:spf.infomaniak.ch -all",
    "Hostinger": "v=spf1 include:_spf.mail.hostinger.com ~all",
    "Zoho": "v=spf1 include:zohomail.eu ~all",
    "Zoho, all": "v=spf1 include:one.zoho.com -all",
    "Proton": "v=spf1 include:_spf.protonmail.ch mx ~all",
    "Tuta": "v=spf1 include:spf.tutanota.de -all",
    "Fastmail": "v=spf1 include:spf.messagingengine.com ~all",
    "mailbox.org": "v=spf1 include:mailbox.org ~all",
    "cPanel": "v=spf1 +a +mx +ip4:192.0.2.44 ~all",
    "Plesk": "v=spf1 +a +mx +a:server.host.net -all",
    "Brevo": "v=spf1 include:spf.brevo.com mx ~all",
    "HubSpot": "v=spf1 include:12345678.spf03.hubspotemail.net ~all",
    "Shopify": "v=spf1 include:shops.shopify.com ~all",
    "Postmark": "v=spf1 a mx include:spf.mtasv.net ~all",
    "Freshdesk": "v=spf1 include:email.freshdesk.com -all",
    "Atlassian": "v=spf1 include:_spf.atlassian.net include:_spf.google.com ~all",
    "seznam": "v=spf1 mx include:spf.seznam.cz ~all",
    "an explanation": "v=spf1 mx -all exp=explain._spf.%{d}",
    "an operator's report tags": "v=spf1 mx -all ra=postmaster rp=100 rr=e:f",
    "both families": "v=spf1 a:mail.brand.net/28//64 mx:brand.net//56 ip6:2001:db8::/32 -all",
    "a parked domain": "v=spf1 -all",
}

DMARC = {
    "google.com": "v=DMARC1; p=reject; rua=mailto:mailauth-reports@google.com",
    "gmail.com": "v=DMARC1; p=none; sp=quarantine; rua=mailto:mailauth-reports@google.com",
    "yahoo.com": "v=DMARC1; p=reject; pct=100; rua=mailto:d@rua.agari.com; "
    "ruf=mailto:d@ruf.agari.com;",
    "outlook.com": "v=DMARC1; p=none; sp=quarantine; pct=100; rua=mailto:rua@dmarc.microsoft; "
    "ruf=mailto:ruf@dmarc.microsoft; fo=1",
    "facebook.com": "v=DMARC1; p=reject; rua=mailto:a@dmarc.facebookmail.com; "
    "ruf=mailto:fb-dmarc@datafeeds.phishlabs.com; pct=100",
    "amazon.com": "v=DMARC1; p=quarantine; pct=100; rua=mailto:report@dmarc.amazon.com; "
    "ruf=mailto:report@dmarc.amazon.com",
    "Cloudflare": "v=DMARC1;  p=none; rua=mailto:0123abcd@dmarc-reports.cloudflare.net",
    "Postmark": "v=DMARC1; p=none; pct=100; rua=mailto:re+abcdefgh@dmarc.postmarkapp.com; sp=none; "
    "aspf=r;",
    "EasyDMARC": "v=DMARC1;p=none;rua=mailto:abc@rua.easydmarc.eu;"
    "ruf=mailto:abc@ruf.easydmarc.eu;fo=1;",
    "dmarcian": "v=DMARC1; p=none; rua=mailto:abcdefgh@ag.dmarcian.com;",
    "Valimail": "v=DMARC1; p=reject; rua=mailto:dmarc_agg@vali.email",
    "Mailchimp": "v=DMARC1; p=none;",
    "gov.uk": "v=DMARC1;p=reject;sp=none;adkim=s;aspf=s;fo=1;"
    "rua=mailto:dmarc-rua@dmarc.service.gov.uk",
    "a public suffix": "v=DMARC1; p=reject; psd=y; np=reject; rua=mailto:reports@brand.net",
    "RFC 9989": "v=DMARC1; p=quarantine; np=reject; t=y; rua=mailto:a@brand.net",
    "several addresses": "v=DMARC1; p=none; rua=mailto:a@brand.net,mailto:b@brand.net; fo=1:d:s",
    "blanks": "v=DMARC1 ; p=none ; rua=mailto:a@brand.net ; ",
    "old tags": "v=DMARC1; p=reject; rf=afrf; ri=86400; pct=100; rua=mailto:a@brand.net!10m",
    "everything": "v=DMARC1; p=reject; sp=reject; adkim=r; aspf=r; fo=0; rf=afrf; pct=100; "
    "ri=86400; rua=mailto:dmarc@brand.net; ruf=mailto:dmarc@brand.net",
}

DKIM = {
    "Google": f"v=DKIM1; k=rsa; p={KEY}",
    "without blanks": f"v=DKIM1;k=rsa;p={KEY}",
    "Mailgun": f"k=rsa; p={KEY}",
    "Resend": f"p={SMALL}",
    "Postmark": f"k=rsa;p={SMALL}",
    "Yandex": f"v=DKIM1; k=rsa; t=s; p={SMALL}",
    "one with a note": f"v=DKIM1;t=s;n=core;p={KEY}",
    "emailit": f"v=DKIM1; k=rsa; h=sha256; t=s; s=email; p={KEY}",
    "cPanel": f"v=DKIM1; k=rsa; p={KEY};",
    "cPanel with backslashes": f"v=DKIM1\\; k=rsa\\; p={KEY}\\;",
    "OpenDKIM": f"v=DKIM1; h=sha256; k=rsa; p={KEY}",
    "rspamd": f"v=DKIM1; k=rsa; s=email; p={KEY}",
    "both methods": f"v=DKIM1; h=sha1:sha256; k=rsa; p={KEY}",
    "a key in groups": f"v=DKIM1; k=rsa; p={KEY[:60]} {KEY[60:120]} {KEY[120:]}",
    "withdrawn": "v=DKIM1; p=",
    "TLS reports only": f"v=DKIM1; k=rsa; s=tlsrpt; p={KEY}",
}


def above_a_remark(owner: str, text: str) -> list[str]:
    """What is said of a zone that holds this text, as the DNS host's export writes it."""
    strings = " ".join(f'"{text[i : i + 250]}"' for i in range(0, len(text), 250))
    zone = zone_from_bytes(f"{HEAD}{owner} TXT {strings}\n".encode(), path="z", origin="brand.net")
    found = check_zones([zone], RULES).findings
    return [f"{f.code} {f.message}" for f in found if f.severity is not Severity.INFO]


@pytest.mark.parametrize("text", SPF.values(), ids=SPF.keys())
@pytest.mark.parametrize("owner", ["@", "send"])
def test_spf(text: str, owner: str) -> None:
    assert spf_problems(text) == ()
    assert above_a_remark(owner, text) == []


@pytest.mark.parametrize("text", DMARC.values(), ids=DMARC.keys())
def test_dmarc(text: str) -> None:
    assert syntax_flaws(text) == ()
    assert parse_dmarc(text).valid
    assert above_a_remark("_dmarc", text) == []


@pytest.mark.parametrize("text", DKIM.values(), ids=DKIM.keys())
def test_dkim(text: str) -> None:
    assert record_flaw(text.replace("\\;", ";")) is None
    assert above_a_remark("s1._domainkey", text) == []
