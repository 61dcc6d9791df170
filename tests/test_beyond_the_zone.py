"""What rules say where names outside the sender's zone can be asked: other zones stand for them."""

from __future__ import annotations

import json

import pytest

from senderlint.lint.check import check_domains
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import Result, SenderDomain
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import ZoneFile, zone_from_bytes

RULES = Settings(all_rules())
SPF = ("TXT", "send", "v=spf1 include:spf.prov.net ~all")
KEY = "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC0KeSZAGpS4B3jZPSF4FDbXjIxuxpqpWQCDqDc0E"


def document(*records: tuple[str, str, str], domain: str = "shop.org") -> SenderDomain:
    asked = [{"type": t, "name": n, "value": v, "priority": 10} for t, n, v in records]
    data = json.dumps({"name": domain, "records": asked}).encode()
    (found,) = read_expected(data, "domain.json")
    return found


def zone(origin: str, text: str = "") -> ZoneFile:
    data = f"@ SOA ns1 host 1 1 1 1 1\n{text}".encode()
    return zone_from_bytes(data, path=f"{origin}.zone", origin=origin)


def checked(domain: SenderDomain, own: str, **others: str) -> Result:
    """The domain judged beside these top-level zones."""
    zones = [zone("shop.org", own), *(zone(name, text) for name, text in others.items())]
    return check_domains([domain], zones, RULES)


def said(result: Result, code: str) -> list[str]:
    return [f.message for f in result.findings if f.code == code]


def skipped(result: Result, code: str) -> list[str]:
    return [s.question.name for s in result.skipped if s.code == code]


@pytest.mark.parametrize(
    "bundle",
    [
        "spf.bundle TXT v=spf1\\ include:spf.prov.net\\ -all",
        (
            "spf.bundle TXT v=spf1\\ redirect=inner.bundle.net\n"
            "inner.bundle TXT v=spf1\\ ip4:192.0.2.1\\ include:SPF.prov.net\\ ?all"
        ),
    ],
    ids=["directly", "through a redirect"],
)
def test_a_required_include_is_found_through_includes_elsewhere(bundle: str) -> None:
    own = 'send TXT "v=spf1 include:spf.bundle.net ~all"'
    result = checked(document(SPF), own, net=f"{bundle}\nspf.prov TXT v=spf1\\ -all")
    assert said(result, "SPF02") == []
    assert [r.status.value for r in result.domains[0].records] == ["verified"]


def test_an_include_elsewhere_that_leads_to_others_is_not_enough() -> None:
    own = 'send TXT "v=spf1 include:spf.bundle.net ~all"'
    result = checked(document(SPF), own, net="spf.bundle TXT v=spf1\\ ip4:192.0.2.1\\ -all")
    assert said(result, "SPF02") == ["the SPF record at send.shop.org lacks include:spf.prov.net"]


def test_an_include_elsewhere_that_is_gone_breaks_the_record() -> None:
    own = 'send TXT "v=spf1 include:spf.prov.net include:spf.gone.net ~all"'
    result = checked(document(SPF), own, net="spf.prov TXT v=spf1\\ -all")
    assert said(result, "SPF07") == [
        (
            "`include:spf.gone.net`: spf.gone.net does not exist, "
            "so receivers drop the whole SPF record at send.shop.org"
        )
    ]


def test_look_ups_elsewhere_are_counted() -> None:
    own = 'send TXT "v=spf1 include:spf.prov.net a ~all"\nsend A 192.0.2.1'
    many = " ".join(f"include:s{i}.prov.net" for i in range(9))
    leaves = "".join(f"s{i}.prov TXT v=spf1\\ -all\n" for i in range(9))
    result = checked(document(SPF), own, net=f'spf.prov TXT "v=spf1 {many} -all"\n{leaves}')
    assert said(result, "SPF06") == [
        "the SPF record at send.shop.org needs 11 DNS look-ups; receivers give up after 10"
    ]
    (tree,) = result.domains[0].spf
    assert (tree.lookups, tree.complete) == (11, True)


def test_a_key_at_the_end_of_aliases_elsewhere_is_judged() -> None:
    domain = document(("CNAME", "s1._domainkey", "s1.keys.prov.net"))
    own = "s1._domainkey CNAME s1.keys.prov.net."
    chain = f's1.keys.prov CNAME k7.store.prov.net.\nk7.store.prov TXT "{KEY}"'
    result = checked(domain, own, net=chain)
    assert said(result, "DKIM07") == [
        (
            "the alias s1._domainkey.shop.org is right, "
            "but the key at s1.keys.prov.net is damaged: "
            "the end of the key is missing, at character 90 of the value"
        )
    ]
    empty = checked(
        domain, own, net="s1.keys.prov CNAME k7.store.prov.net.\nk7.store.prov A 192.0.2.1"
    )
    assert said(empty, "DKIM07") == [
        "the alias s1._domainkey.shop.org is right, but there is no key at s1.keys.prov.net yet"
    ]


def test_reports_to_another_owner_need_a_permission() -> None:
    own = '_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@reports.net,mailto:b@allowed.net"'
    net = 'shop.org._report._dmarc.allowed TXT "v=DMARC1;"\nreports MX 10 mx.reports'
    result = checked(document(SPF), own, net=net)
    assert said(result, "DMARC09") == [
        (
            "reports.net does not allow reports about shop.org: "
            "nothing stands at shop.org._report._dmarc.reports.net"
        )
    ]


def test_a_name_that_anybody_can_register_is_told() -> None:
    own = (
        "@ MX 10 mx1.gone.net.\n@ MX 20 mx2.there.net.\n@ MX 30 mx.alive.net.\n"
        "autodiscover CNAME a.free.net.\n_dmarc CNAME p.alive.net.\nmta-sts CNAME lost.net.\n"
    )
    net = 'there NS ns1.there\nmx.alive A 192.0.2.1\np.alive TXT "v=DMARC1; p=none"'
    assert said(checked(document(SPF), own, net=net), "TIDY03") == [
        (
            "the mail server mx1.gone.net of shop.org does not exist; "
            "whoever registers gone.net gets the mail"
        ),
        (
            "autodiscover.shop.org is an alias of a.free.net, which does not exist; "
            "whoever registers free.net can answer in its place"
        ),
        (
            "mta-sts.shop.org is an alias of lost.net, which does not exist; "
            "whoever registers lost.net can answer in its place"
        ),
    ]


def test_a_mail_server_elsewhere_needs_an_address() -> None:
    own = "@ MX 10 mx.deaf.net.\n@ MX 20 mx.alive.net.\n@ MX 30 mx.six.net.\n@ MX 40 mx.a.com."
    alive = "mx.alive CNAME web.alive.net.\nweb.alive A 192.0.2.1\nmx.six AAAA 2001:db8::1"
    net = f"mx.deaf TXT x\n{alive}"
    result = checked(document(SPF), own, net=net)
    assert said(result, "MX04") == [
        "the mail server mx.deaf.net of shop.org has no address, so no mail arrives"
    ]


def test_a_name_that_is_gone_from_a_domain_in_use_is_told_as_that() -> None:
    own = "@ MX 10 mx1.alive.net."
    result = checked(document(SPF), own, net="alive A 192.0.2.1")
    assert said(result, "TIDY03") == ["the mail server mx1.alive.net of shop.org does not exist"]


def test_what_the_file_does_not_hold_is_named_and_never_an_error() -> None:
    own = (
        'send TXT "v=spf1 include:spf.prov.net include:spf.other.net ~all"\n'
        "@ MX 10 mx.other.net.\nautodiscover CNAME a.other.net.\n"
        '_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@reports.net"\n'
        "s1._domainkey CNAME s1.keys.prov.net.\n"
    )
    domain = document(SPF, ("CNAME", "s1._domainkey", "s1.keys.prov.net"))
    result = checked(domain, own)
    assert [f.message for f in result.findings] == []
    assert skipped(result, "DKIM07") == ["s1._domainkey.shop.org"]
    assert skipped(result, "DMARC09") == ["shop.org._report._dmarc.reports.net"]
    assert result.verdict.value == "ready"
