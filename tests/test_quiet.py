"""Correct zones get no finding, with a provider's document and without."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from failures import PROVIDER, key

from senderlint.lint.check import check_domains, check_zones
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import DomainReport, Finding, Severity
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import ZoneFile, zone_from_bytes

DOMAIN = "shop-brand.com"
KEY, OTHER_KEY = key("quiet"), key("neighbour")
HEAD = (
    f"$ORIGIN {DOMAIN}.\n$TTL 3600\n"
    f"@ SOA ns1.dnshost.net. admin.{DOMAIN}. 1 7200 3600 1209600 300\n@ NS ns1.dnshost.net.\n"
)
CLOUDFLARE = (
    f";;\n;; Domain:     {DOMAIN}.\n;; Exported:   2026-02-25 17:44:22\n;;\n"
    f"{DOMAIN}\t3600\tIN\tSOA\tamy.ns.cloudflare.com. dns.cloudflare.com. 1 2 3 4 5\n"
    f"{DOMAIN}.\t86400\tIN\tNS\tamy.ns.cloudflare.com.\n"
)
GODADDY = (
    f"; Domain: {DOMAIN}\n; Exported (y-m-d hh:mm:ss): 2026-09-21 10:33:17\n\n"
    f"{DOMAIN.upper()}.\t3600\tIN\tSOA\tns51.domaincontrol.com.\tdns.jomax.net (\n"
    "\t\t2026091600\n\t\t28800\n\t\t7200\n\t\t604800\n\t\t3600\n\t\t)\n\n@\t600\tIN\tA\tParked\n"
)
RULES = Settings(all_rules())


def zone(text: str) -> ZoneFile:
    return zone_from_bytes(text.encode(), path="zone.txt", origin=None)


def without_document(text: str) -> tuple[Finding, ...]:
    """What is above a mere remark."""
    found = check_zones([zone(text)], RULES).findings
    return tuple(f for f in found if f.severity is not Severity.INFO)


def quoted(text: str, size: int = 250) -> str:
    return " ".join(f'"{text[i : i + size]}"' for i in range(0, len(text), size))


CORRECT = {
    "no mail at all": "@ A 192.0.2.1\nwww CNAME @\n_sip._tcp SRV 1 1 5060 sip\nsip A 192.0.2.2",
    "wildcards": '* CNAME web.host.net.\n*.dev TXT "v=spf1 -all"\n*.dev MX 10 mx.host.net.\n'
    '_dmarc TXT "v=DMARC1; p=reject"\n@ TXT "v=spf1 -all"',
    "a parked domain": '@ MX 0 .\n@ TXT "v=spf1 -all"\n*._domainkey TXT "v=DKIM1; p="\n'
    '_dmarc TXT "v=DMARC1;p=reject;sp=reject;adkim=s;aspf=s"',
    "permissions to report": '*._report._dmarc TXT "v=DMARC1;"\nother.net._report._dmarc TXT '
    '"v=DMARC1"\n_dmarc TXT "v=DMARC1; p=none"',
    "obsolete policies": '_domainkey TXT "t=y; o=~; n=http://host.net/policy"\n'
    '_adsp._domainkey TXT "dkim=unknown"\n_asp._domainkey TXT "dkim=all"\n'
    '@ SPF "v=spf1 mx -all"\n@ TXT "v=spf1 mx -all"\n@ TXT "spf2.0/pra mx -all"',
    "keys in every spelling": f"A._DomainKey TXT {quoted('v=DKIM1;k=rsa;p=' + KEY + ';')}\n"
    f"b._domainkey TXT {quoted('p=' + KEY)}\n"
    f"c._domainkey TXT ( {quoted('t=s; p=' + KEY + '; k=rsa', 90)} )\n"
    f"d._domainkey TXT {quoted('k=rsa; p=' + KEY).replace(';', chr(92) + ';')}\n"
    f"e._domainkey TXT {quoted('v=DKIM1; n=Mon... <see the wiki>; p=' + KEY)}",
    "policies in every spelling": '_DMARC TXT "v=DMARC1 ; p=none ; fo=1"\n'
    '_dmarc.a TXT "v=DMARC1;p=quarantine;pct=20;rf=afrf;ri=3600"\n'
    '_dmarc.b TXT "v=DMARC1; p=reject; rua=mailto:null@reports.host.net!10m,mailto:x@y.net"',
    "SPF in every spelling": '@ TXT "V=SPF1 MX +A Include:_spf.Host.net -ALL"\n'
    'a TXT "v=spf1 include:region.host.net exists:%{i}._s.%{d2} exp=why.%{d} ?all"\n'
    'b TXT "v=spf1 ip6:2001:db8:" "a:b::/48 include:_spf.ho" "st.net ~all"\n'
    'c TXT "v=spf1  redirect=_spf.host.net"\nd TXT "v=spf10 is none"',
    "templates of a provider": '_dmarc-parked TXT "v=DMARC1; p=reject"\n'
    f'strict TXT "v=DMARC1; p=reject"\n_dmarc.a CNAME strict\nk1.dkim TXT {quoted("p=" + KEY)}\n'
    f"s1._domainkey CNAME k1\nk1 TXT {quoted('p=' + KEY)}\n_spf TXT "
    '"v=spf1 ip4:192.0.2.0/24 ?all"',
    "verification and other texts": '@ TXT "MS=ms66267035"\n@ TXT "brevo-code:f580a125e215ecb4"\n'
    '_amazonses TXT "uHICDD8seqgxLogZH5xjm7JIYkoBQEpxrmw2m2GEL4U="\n@ TXT ""\n'
    '@ TXT "smart “quotes” and ... dots"\n@ TXT "a\\\\b"\n_mta-sts TXT "v=STSv1; id=1;"\n'
    '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@host.net"\ndefault._bimi TXT "v=BIMI1; l=; p=none"',
    "aliases that hold the own name": f"fm1._domainkey CNAME fm1.{DOMAIN}.dkim.fmhosted.com.\n"
    f"_acme-challenge CNAME _acme-challenge.{DOMAIN}.hosted.net.\n"
    "s1._domainkey CNAME s1.domainkey.u17.wl028.sendgrid.net.",
    "keys of a signed zone": "$INCLUDE Kshop-brand.com.+013+12345.key\n@ MX 10 mx.host.net.",
    "delegated names": 'lab NS ns.lab\nns.lab A 192.0.2.3\nlab DS 1 13 2 AB\nwww.lab TXT "old"\n'
    "_domainkey NS ns1.esp.net.",
}


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_zone_is_quiet(name: str) -> None:
    assert [f.message for f in without_document(f"{HEAD}{CORRECT[name]}\n")] == []


EXPORTS = {
    "a web proxy beside mail": f"{CLOUDFLARE}{DOMAIN}.\t1\tIN\tCNAME\tsite.pages.dev.\n"
    f"shop.{DOMAIN}.\t1\tIN\tCNAME\tsite.pages.dev. ; cf_tags=cf-proxied:true\n"
    f"shop.{DOMAIN}.\t1\tIN\tMX\t10 mx.host.net.\n{DOMAIN}.\t1\tIN\tMX\t10 mx.host.net.\n",
    "the root's SOA record": f";; Domain:     {DOMAIN}.\n;; Exported:   2018-05-25 17:44:22\n"
    f"$ORIGIN .\n@\t3600\tIN\tSOA\t{DOMAIN}.\troot.{DOMAIN}.\t(1 7200 3600 86400 3600)\n"
    f"{DOMAIN}.\t300\tIN\tNS\tREPLACE&ME$WITH^YOUR@NAMESERVER.\n"
    f"{DOMAIN}.\t300\tIN\tMX\t10\tmx.host.net.\n"
    f'_dmarc.{DOMAIN}.\t300\tIN\tTXT\t"v=DMARC1\\; p=none"\n',
    "no final dots": f"{GODADDY}@ 3600 IN NS ns51.domaincontrol.com\n@ 3600 IN MX 10 mx.host.net\n"
    "www 3600 IN CNAME @\n_domainconnect 3600 IN CNAME _domainconnect.gd.domaincontrol.com\n",
}


@pytest.mark.parametrize("name", EXPORTS)
def test_a_correct_export_is_quiet(name: str) -> None:
    assert [f.message for f in without_document(EXPORTS[name])] == []


@pytest.mark.parametrize("apex", ["_dmarc", "_domainkey", "s1._domainkey"])
def test_a_zone_for_a_mail_name_alone_is_quiet(apex: str) -> None:
    text = f"$ORIGIN {apex}.{DOMAIN}.\n$TTL 60\n@ SOA a.host.net. b.host.net. 1 1 1 1 1\n"
    text += {
        "_dmarc": '@ TXT "v=DMARC1; p=none"',
        "_domainkey": f"s1 TXT {quoted('v=DKIM1; p=' + KEY)}",
        "s1._domainkey": f"@ TXT {quoted('v=DKIM1; p=' + KEY)}",
    }[apex]
    assert without_document(text + "\n") == ()


SPF = f"v=spf1 include:spf.{PROVIDER} ~all"
DKIM = f"v=DKIM1; k=rsa; p={KEY}"
DMARC = "v=DMARC1; p=none; rua=mailto:a@host.net"
ASKED: tuple[tuple[str, str, str], ...] = (
    ("bounce", "TXT", SPF),
    ("bounce", "MX", f"feedback.{PROVIDER}"),
    ("s1._domainkey", "TXT", DKIM),
    ("s2._domainkey", "CNAME", f"s2.dkim.{PROVIDER}"),
    ("_dmarc", "TXT", DMARC),
    ("", "TXT", "esp-verification=Ab12cd34Ef"),
)

Spelling = Callable[[str], str]
NAMES: dict[str, Callable[[str, str, str], str]] = {
    "absolute": lambda left, domain, _: f"{left}.{domain}".strip("."),
    "with a final dot": lambda left, domain, _: f"{left}.{domain}.".lstrip("."),
    "relative to the domain": lambda left, *_: left or "@",
    "relative to the zone": lambda left, domain, apex: (
        f"{left}.{domain}".strip(".").removesuffix(apex).rstrip(".") or "@"
    ),
    "in capitals": lambda left, domain, _: f"{left}.{domain}".strip(".").upper(),
}
VALUES: dict[str, Spelling] = {
    "plain": lambda v: v,
    "quoted": lambda v: f'"{v}"' if " " in v or "=" in v else v,
    "in strings": lambda v: quoted(v, 200) if " " in v or "=" in v else v,
    "escaped": lambda v: v.replace(";", "\\;"),
    "with a final dot": lambda v: v if "=" in v else f"{v}.",
    "in capitals": lambda v: v if "=" in v else v.upper(),
}


def document(domain: str, apex: str, *, names: str, values: str, groups: bool) -> bytes:
    records = [
        {"type": t, "name": NAMES[names](left, domain, apex), "value": VALUES[values](value)}
        | ({"priority": 10} if t == "MX" else {})
        | ({"required": True, "status": "pending"} if groups else {})
        for left, t, value in ASKED
    ]
    statuses = dict.fromkeys(("spfStatus", "dkimStatus", "dmarcStatus"), "pending")
    return json.dumps({"name": domain, "records": records, **(statuses if groups else {})}).encode()


def published(domain: str, spell: Spelling, *, policy: str = "") -> str:
    lines = []
    for left, type_, value in ASKED:
        owner = f"{left}.{domain}".strip(".")
        if policy and left == "_dmarc":
            owner = f"_dmarc.{policy}"
        data = spell(value) if type_ == "TXT" else f"{'10 ' * (type_ == 'MX')}{value}."
        lines.append(f"{owner}. 300 IN {type_} {data}")
    return "\n".join(lines) + "\n"


def report(text: str, asked: bytes) -> tuple[DomainReport, list[str]]:
    """The domain's report, and what was said above info."""
    result = check_domains(read_expected(asked, "asked.json"), [zone(text)], RULES)
    loud = [f.message for f in result.findings if f.severity is not Severity.INFO]
    return result.domains[0], loud


@pytest.mark.parametrize("groups", [True, False], ids=["stackshift", "generic"])
@pytest.mark.parametrize("domain", [DOMAIN, f"mail.{DOMAIN}"])
@pytest.mark.parametrize(
    ("names", "values"), [*((n, "plain") for n in NAMES), *(("absolute", v) for v in VALUES)]
)
def test_a_document_is_understood_in_every_spelling(
    domain: str, names: str, values: str, *, groups: bool
) -> None:
    asked = document(domain, DOMAIN, names=names, values=values, groups=groups)
    found, loud = report(HEAD + published(domain, quoted), asked)
    assert (loud, found.verdict.value) == ([], "ready")


def swap(old: str, new: str, size: int = 250) -> Spelling:
    return lambda value: quoted(new if value == old else value, size)


SPELLINGS: dict[str, Spelling] = {
    "no version of the key": swap(DKIM, f"p={KEY}"),
    "reordered tags": swap(DKIM, f"v=DKIM1; p={KEY}; k=rsa; t=s"),
    "blanks inside the key": swap(DKIM, f"k=rsa; p={KEY[:100]} {KEY[100:]};"),
    "short strings": lambda value: quoted(value, 31),
    "escaped semicolons": lambda value: quoted(value).replace(";", "\\;"),
    "a merged SPF record": swap(
        SPF, f"v=spf1 mx include:_spf.google.com include:spf.{PROVIDER} ip4:192.0.2.0/24 -all"
    ),
    "an SPF record in capitals": swap(SPF, f"V=SPF1 +A +Include:SPF.{PROVIDER.upper()}. ?ALL"),
    "a stricter policy": swap(DMARC, "v=DMARC1;p=reject;sp=reject;adkim=r;fo=1;pct=100"),
    "a policy by the newest standard": swap(DMARC, "v=DMARC1; p=quarantine; np=reject; t=y"),
}
BESIDE = {
    "nothing": "",
    "a wildcard alias": "* CNAME web.host.net.\n",
    "wildcard texts": '* TXT "v=spf1 -all"\n*._domainkey TXT "v=DKIM1; p="\n',
    "wildcard servers": "* A 192.0.2.1\n* MX 10 mx.host.net.\n",
    "other senders": f"google._domainkey TXT {quoted('v=DKIM1; k=rsa; p=' + OTHER_KEY)}\n"
    '@ MX 1 aspmx.l.google.com.\n@ TXT "v=spf1 include:_spf.google.com ~all"\n',
}


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_right_record_is_right_in_every_spelling(spelling: str, beside: str) -> None:
    asked = document(DOMAIN, DOMAIN, names="absolute", values="plain", groups=True)
    text = HEAD + published(DOMAIN, SPELLINGS[spelling]) + BESIDE[beside]
    found, loud = report(text, asked)
    assert (loud, found.verdict.value) == ([], "ready")
    assert without_document(text) == ()


def test_an_inherited_policy_is_enough() -> None:
    domain = f"mail.{DOMAIN}"
    asked = document(domain, DOMAIN, names="absolute", values="plain", groups=True)
    found, loud = report(HEAD + published(domain, quoted, policy=DOMAIN), asked)
    assert (loud, found.verdict.value) == ([], "ready")


def test_a_document_fits_an_export_without_final_dots() -> None:
    asked = document(DOMAIN, DOMAIN, names="absolute", values="plain", groups=True)
    right = published(DOMAIN, quoted).replace(f"{PROVIDER}.\n", f"{PROVIDER}\n")
    found, loud = report(GODADDY.replace("Parked", "192.0.2.1") + right, asked)
    assert (loud, found.verdict.value) == ([], "ready")
