"""DNS hosts are told by their name servers, and every fact about them says where it is from."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from senderlint.lint.check import check_domains
from senderlint.lint.dns_hosts import NameForm, Quotes, fingerprint, host, keys
from senderlint.lint.model import SenderDomain
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import zone_from_bytes

TABLE = json.loads(resources.files("senderlint.lint").joinpath("dns_hosts.json").read_text("utf-8"))
FACTS = {
    *("name", "apex", "final_dot", "quotes", "priority", "text_limit", "ttl_floor", "note"),
    *("field_name", "field_text", "field_target", "field_exchange", "field_priority"),
}


@pytest.mark.parametrize(
    ("servers", "key"),
    [
        (("anna.ns.cloudflare.com", "bob.ns.cloudflare.com."), "cloudflare"),
        (("NS-1.AWSDNS-02.com", "ns-1900.awsdns-45.co.uk", "ns-7.awsdns-1.org"), "route53"),
        (("dns1.registrar-servers.com", "dns2.registrar-servers.com"), "namecheap"),
        (("ns1.dnsimple.com", "ns2.dnsimple-edge.net"), "dnsimple"),
        (("ns-42-a.gandi.net", "ns-7-b.gandi.net"), "gandi"),
        (("helium.ns.hetzner.de", "hydrogen.ns.hetzner.com"), "hetzner"),
        (("anna.ns.cloudflare.com", "ns1.digitalocean.com"), None),  # which panel holds the zone?
        (("anna.ns.cloudflare.com", "ns1.example.net"), None),
        (("ns1.cloudflare.com.example.net",), None),
        (("notns1.name.com.evil.example",), None),
        ((), None),
    ],
)
def test_host_is_told_by_all_name_servers(servers: tuple[str, ...], key: str | None) -> None:
    assert fingerprint(servers) == key


@pytest.mark.parametrize("key", sorted(TABLE))
def test_every_fact_has_evidence_and_a_date(key: str) -> None:
    entry = TABLE[key]
    for said in (entry["servers"], *entry["facts"]):
        assert len(said["evidence"]) > 8
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", said["date"])
    names = [f["fact"] for f in entry["facts"] if f["fact"] != "note"]
    assert len(names) == len(set(names))
    assert set(names) <= FACTS


def test_every_entry_can_be_read() -> None:
    assert keys() == tuple(sorted(keys()))
    for key in keys():
        found = host(key)
        assert found is not None
        assert found.label


def test_patterns_do_not_overlap() -> None:
    for key, entry in TABLE.items():
        for pattern in entry["servers"]["patterns"]:
            assert fingerprint([pattern.replace("*", "7")]) == key


def test_what_is_not_known_is_not_guessed() -> None:
    assert host("nobody") is None
    cloud = host("google-cloud")
    assert cloud is not None
    assert (cloud.name_form, cloud.apex, cloud.final_dot, cloud.quotes) == (None,) * 4
    gandi = host("gandi")
    assert gandi is not None
    assert (gandi.name_form, gandi.final_dot) == (NameForm.RELATIVE, True)
    amazon = host("route53")
    assert amazon is not None
    assert (amazon.apex, amazon.quotes) == ("", Quotes.TYPED)


@pytest.mark.parametrize(
    ("servers", "key"),
    [
        ("@ NS anna.ns.cloudflare.com.\n@ NS bob.ns.cloudflare.com.\n", "cloudflare"),
        ("@ NS ns1.example.net.\n", None),
    ],
)
def test_zone_file_tells_its_dns_host(servers: str, key: str | None) -> None:
    zone = zone_from_bytes(servers.encode(), path="zone", origin="example.com")
    (report,) = check_domains([SenderDomain("example.com", "")], [zone], Settings(())).domains
    assert report.delegation is not None
    assert report.delegation.dns_host == key
    assert report.delegation.zone == "example.com"
    assert {s.at_child for s in report.delegation.servers} == {True}


def test_zone_file_without_name_servers_tells_nothing() -> None:
    zone = zone_from_bytes(b"a TXT b\n", path="zone", origin="example.com")
    (report,) = check_domains([SenderDomain("example.com", "")], [zone], Settings(())).domains
    assert report.delegation is None
