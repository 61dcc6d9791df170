"""Documents of DNS hosts and tools as they really are: every spelling, filtered lists, variants."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from senderlint.lint.check import check_domains, check_zones
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import Question, Record, Verdict
from senderlint.lint.select import everything
from senderlint.lint.settings import Settings
from senderlint.lint.sources import actual, sheet, terraform
from senderlint.lint.sources.actual import AnyZone, Wish, open_path, zones_from_bytes
from senderlint.lint.sources.authority import fetch
from senderlint.lint.sources.error import SourceError
from senderlint.lint.unusable import NotInZoneError

SOA = "ns1.dns.example. host.dns.example. 1 7200 900 1209600 300"


def read(content: object, path: str = "list.json") -> tuple[AnyZone, ...]:
    data = content if isinstance(content, str) else json.dumps(content)
    return zones_from_bytes(data.encode(), path, Wish())


def held(content: object, path: str = "list.json") -> list[tuple[str, str, str]]:
    """Owner name, type and data of every record."""
    return [(r.name, r.type, _said(r)) for z in read(content, path) for r in _records(z)]


def _records(zone: AnyZone) -> list[Record]:
    return [r for node in zone.nodes() for r in node.records]


def _said(record: Record) -> str:
    return record.text if record.strings else record.data


def codes(content: object) -> set[str]:
    return {f.code for f in check_zones(read(content), Settings(everything())).findings}


def answer(content: object, name: str, type_: str) -> str:
    (zone,) = read(content)
    question = Question(name, type_)
    found = fetch([zone], [question])[question]
    return f"{found.status.value}: {found.reason}" if found.reason else found.status.value


def sets(*held: object) -> dict[str, object]:
    return {"ResourceRecordSets": list(held)}


def one_set(name: str, type_: str, *values: str, **more: object) -> dict[str, object]:
    records = [{"Value": v} for v in values]
    return {"Name": name, "Type": type_, "TTL": 60, "ResourceRecords": records, **more}


def resource(address: str, **values: object) -> dict[str, object]:
    type_ = address.partition(".")[0]
    return {"address": address, "mode": "managed", "type": type_, "values": values}


def plan(*resources: object) -> dict[str, object]:
    return {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": list(resources)}},
    }


def weighted(*values: str, type_: str = "CNAME") -> dict[str, object]:
    variants = [
        one_set("app.example.com.", type_, v, SetIdentifier=f"s{i}", Weight=1)
        for i, v in enumerate(values)
    ]
    return sets(one_set("example.com.", "SOA", SOA), *variants)


def endpoints(*values: str) -> dict[str, object]:
    listed = [
        {
            "dnsName": "app.example.com",
            "recordType": "CNAME",
            "setIdentifier": f"s{i}",
            "targets": [v],
        }
        for i, v in enumerate(values)
    ]
    return {"kind": "DNSEndpoint", "spec": {"endpoints": listed}}


def by_place(*values: str) -> list[object]:
    items = [{"location": f"l{i}", "rrdatas": [f"{v}."]} for i, v in enumerate(values)]
    policy = {"geo": {"items": items}}
    return [{"name": "app.example.com.", "type": "CNAME", "ttl": 60, "routingPolicy": policy}]


def in_turn(*values: str) -> dict[str, object]:
    return plan(
        *(
            resource(
                f"aws_route53_record.r[{i}]",
                zone_id="example.com",
                name="app",
                type="CNAME",
                set_identifier=f"s{i}",
                records=[v],
            )
            for i, v in enumerate(values)
        )
    )


@pytest.mark.parametrize("write", [weighted, endpoints, by_place, in_turn])
def test_sets_that_answer_in_turn_do_not_clash(write: Callable[..., object]) -> None:
    different = write("a.example.net", "b.example.net")
    assert codes(different) == set()
    assert "depends on who asks" in answer(different, "app.example.com", "CNAME")
    alike = write("a.example.net", "a.example.net")
    assert codes(alike) == set()
    assert answer(alike, "app.example.com", "CNAME") == "answered"
    assert len([h for h in held(alike) if h[1] == "CNAME"]) == 1


def test_sender_policies_that_answer_in_turn_are_one() -> None:
    texts = ('"v=spf1 ip4:192.0.2.1 -all"', '"v=spf1 ip4:192.0.2.2 -all"')
    assert codes(weighted(*texts, type_="TXT")) == set()
    assert codes(sets(one_set("app.example.com.", "TXT", *texts))) == {"SPF01"}


def test_octal_escapes_and_escaped_backslashes_are_told_apart() -> None:
    found = held(sets(one_set("\\052.example.com.", "TXT", r'"a\\052b \303\274 \"q\""')))
    assert found == [("*.example.com", "TXT", 'a\\052b ü "q"')]


def test_a_list_out_of_a_query_is_read_and_is_a_part() -> None:
    (zone,) = read([one_set("_dmarc.example.com.", "TXT", '"v=DMARC1; p=none"')])
    assert [r.where.address for r in _records(zone) if r.where] == ["/0"]
    assert not zone.complete


GOOGLE_SOA = {"name": "example.com.", "type": "SOA", "ttl": 60, "rrdatas": [SOA]}
GOOGLE_TEXT = {"name": "a.example.com.", "type": "TXT", "ttl": 60, "rrdatas": ['"x"']}
_AZURE = "Microsoft.Network/dnszones/"
AZURE_SOA = {"name": "@", "fqdn": "example.com.", "type": f"{_AZURE}SOA", "soaRecord": {}}
AZURE_TEXT = {"name": "a", "fqdn": "a.example.com.", "type": f"{_AZURE}TXT"}
AZURE_TEXT |= {"txtRecords": [{"value": ["x"]}]}  # type: ignore[dict-item]
SET_SOA = one_set("example.com.", "SOA", SOA)
SET_TEXT = one_set("a.example.com.", "TXT", '"x"')


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ([GOOGLE_SOA, GOOGLE_TEXT], [GOOGLE_TEXT]),
        ([AZURE_SOA, AZURE_TEXT], [AZURE_TEXT]),
        (sets(SET_SOA, SET_TEXT), sets(SET_TEXT)),
        (sets(SET_SOA, SET_TEXT), sets(SET_SOA, SET_TEXT) | {"IsTruncated": True}),
        (sets(SET_SOA, SET_TEXT), sets(SET_SOA, SET_TEXT) | {"NextToken": "x"}),
    ],
)
def test_a_list_of_one_type_or_one_page_is_not_the_whole_zone(whole: object, part: object) -> None:
    assert [z.complete for z in read(whole)] == [True]
    assert [z.complete for z in read(part)] == [False]


def test_what_a_batch_deletes_and_creates_again_is_not_removed() -> None:
    text = one_set("_dmarc.example.com", "TXT", '"v=DMARC1; p=none"')
    old = one_set("old.example.com", "TXT", '"x"')
    changes = [
        {"Action": "DELETE", "ResourceRecordSet": text},
        {"Action": "DELETE", "ResourceRecordSet": old},
        {"Action": "CREATE", "ResourceRecordSet": text | {"TTL": 300}},
    ]
    (zone,) = read({"Changes": changes})
    assert set(zone.beside.removed) == {"old.example.com"}


def test_cloudflare_rows_whose_value_is_only_in_data() -> None:
    data = {"priority": 5, "weight": 1, "port": 443, "target": "sip.example.com"}
    row = {"type": "SRV", "name": "_sip._tcp.example.com", "data": data, "zone_name": "example.com"}
    mail = {"type": "MX", "name": "example.com", "content": "mx.example.net", "priority": 7}
    assert held({"result": [row, mail | {"proxied": False}]}) == [
        ("_sip._tcp.example.com", "SRV", "5 1 443 sip.example.com"),
        ("example.com", "MX", "7 mx.example.net"),
    ]


def test_dnscontrol_of_every_version() -> None:
    rows = [
        {"type": "TXT", "name": "t", "target": "one", "txtstrings": ["one", "two"]},
        {"type": "MX", "name": "@", "target": "mx.example.net.", "mxpreference": 5},
        {"type": "MX", "name": "new", "target": "mx.example.net.", "Fields": {"Preference": 7}},
        {"type": "MX", "name": "bare", "fields": {"Preference": 8, "Mx": "mx.example.net."}},
        {"type": "CNAME", "name": "a.sub", "subdomain": "sub", "target": "b"},
        {"type": "CNAME", "name": "www", "target": "@"},
    ]
    found = held({"domains": [{"name": "example.com", "records": rows}]})
    assert {(n.removesuffix("example.com"), d) for n, _, d in found} == {
        ("t.", "onetwo"),
        ("", "5 mx.example.net."),
        ("new.", "7 mx.example.net."),
        ("bare.", "8 mx.example.net."),
        ("a.sub.", "b.example.com."),
        ("www.", "example.com."),
    }


def test_dnscontrol_lists_quote_texts_or_do_not() -> None:
    lines = (
        'example.com\t@\t300\tIN\tTXT\t"v=spf1 -all"',
        "_dmarc.example.com\t_dmarc\t300\tIN\tTXT\tv=DMARC1; p=none",
        'k.example.com\tk\t300\tIN\tTXT\t"one" "two"',
    )
    assert [d for _, _, d in held("\n".join(lines), "example.com.tsv")] == [
        "v=spf1 -all",
        "v=DMARC1; p=none",
        "onetwo",
    ]


def test_cloudflare_resources_take_the_parts_that_content_lacks() -> None:
    data = {"priority": 10, "weight": 20, "port": 5060, "target": "sip.example.com"}
    values = {"zone_id": "example.com", "type": "SRV", "content": "20 5060 sip.example.com"}
    srv = resource("cloudflare_record.s", name="_sip._tcp", data=[data], **values)
    beside = {k: v for k, v in data.items() if k != "priority"}
    newer = resource("cloudflare_dns_record.n", name="_n._tcp", data=beside, priority=3, **values)
    unknown = {"priority": 1, "weight": 1, "port": 1}
    later = resource("cloudflare_dns_record.l", name="_l._tcp", data=unknown, **values)
    assert held(plan(srv, newer, later)) == [
        ("_sip._tcp.example.com", "SRV", "10 20 5060 sip.example.com"),
        ("_n._tcp.example.com", "SRV", "3 20 5060 sip.example.com"),
    ]
    assert "known only after" in answer(plan(srv, later), "_l._tcp.example.com", "SRV")


def test_an_at_sign_as_target_is_the_zone() -> None:
    www = resource(
        "digitalocean_record.w", domain="example.com", name="www", type="CNAME", value="@"
    )
    assert held(plan(www)) == [("www.example.com", "CNAME", "example.com.")]
    assert codes(plan(www)) == set()


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actual, "MAX_OCTETS", 1024 * 1024)
    path = tmp_path / "plan.json"
    path.write_text('{"format_version": "1.2", "values": {}}' + " " * 1024 * 1024)
    with pytest.raises(SourceError, match="larger than 1 MB; give a part of it"):
        open_path(str(path), Wish())
    (tmp_path / "example.com.zone").write_text(f"$ORIGIN example.com.\n@ 60 SOA {SOA}\n")
    assert [z.zone for z in open_path(str(tmp_path), Wish())] == ["example.com"]


@pytest.mark.parametrize("form", ["plan", "list"])
def test_too_many_records_are_refused(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (terraform, sheet):
        monkeypatch.setattr(module, "MAX_RECORDS", 50)
    values = [f'"{i}"' for i in range(51)]
    record = {"zone_id": "example.com", "name": "a", "type": "TXT"}
    full = plan(resource("aws_route53_record.a", records=values, **record))
    content = full if form == "plan" else sets(one_set("a.example.com.", "TXT", *values))
    with pytest.raises(SourceError, match="more than 200,000 records; give a part"):
        read(content)


def test_a_path_with_a_line_break_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a\n::error::b.json"
    path.write_text('{"format_version": ')
    with pytest.raises(SourceError, match=r"a\\n::error::b.json") as caught:
        open_path(str(path), Wish())
    assert "\n" not in str(caught.value)


def test_a_zone_in_two_folders_is_no_answer(tmp_path: Path) -> None:
    for folder, text in (("production", "v=spf1 -all"), ("staging", "v=spf1 ~all")):
        (tmp_path / folder).mkdir()
        zone = f"'': {{type: TXT, value: {text}}}\n"
        (tmp_path / folder / "example.com.yaml").write_text(zone)
    row = {"type": "TXT", "name": "example.com", "value": "v=spf1 -all"}
    asked = json.dumps({"domain": "example.com", "records": [row]}).encode()
    domains = read_expected(asked, "domain.json")
    settings = Settings(everything())
    with pytest.raises(NotInZoneError) as caught:
        check_domains(domains, open_path(str(tmp_path), Wish()), settings)
    message = str(caught.value)
    assert message.startswith("the zone example.com stands in ")
    assert "production" in message
    assert "staging" in message
    one = open_path(str(tmp_path / "production"), Wish())
    assert check_domains(domains, one, settings).domains[0].verdict is Verdict.READY


def test_files_about_other_things_need_not_be_readable(tmp_path: Path) -> None:
    (tmp_path / "tsconfig.app.json").write_text('{"types": [], // of the application\n}')
    (tmp_path / "types.yaml").write_text("type: {{ .Values.type }")
    (tmp_path / "example.com.zone").write_text(f"$ORIGIN example.com.\n@ 60 SOA {SOA}\n")
    assert [z.zone for z in open_path(str(tmp_path), Wish())] == ["example.com"]


def test_a_record_in_the_zone_of_another_domain_is_found_for_its_provider() -> None:
    key = {"type": "CNAME", "name": "k._domainkey.example.net", "target": "k.esp.example."}
    address = {"type": "A", "name": "@", "target": "192.0.2.1"}
    held = [
        {"name": "example.org", "records": [key]},
        {"name": "example.net", "records": [address]},
    ]
    row = {"type": "CNAME", "name": "k._domainkey.example.net", "value": "k.esp.example"}
    asked = json.dumps({"domain": "example.net", "records": [row]}).encode()
    domains = read_expected(asked, "domain.json")
    found = check_domains(domains, read({"domains": held}), Settings(everything())).findings
    (moved,) = [f.message for f in found if f.code == "HOST14"]
    assert moved.startswith("k._domainkey.example.net belongs in the zone example.net; here it")
    assert {f.domain for f in found} == {"example.net"}
