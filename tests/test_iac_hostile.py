"""Hostile and clumsy DNS-as-code: one line that says where and what, nothing lost, bounded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from senderlint.lint.check import check_zones
from senderlint.lint.select import everything
from senderlint.lint.settings import Settings
from senderlint.lint.sources.actual import AnyZone, Wish, open_path, zones_from_bytes
from senderlint.lint.sources.error import SourceError

NAME = "example.com.yaml"


def refused(data: bytes, path: str = NAME) -> str:
    """The one line by which a file is refused."""
    with pytest.raises(SourceError) as caught:
        zones_from_bytes(data, path, Wish())
    assert "\n" not in str(caught.value)
    return str(caught.value)


def names_of(zone: AnyZone) -> set[str]:
    return {node.name for node in zone.nodes()}


def bomb() -> bytes:
    """Values that stand for 9 to the 9th power of themselves."""
    levels = [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]\n" for i in range(1, 10)]
    return ("---\nl0: &l0 [x, x]\n" + "".join(levels)).encode()


HOSTILE = {
    "bomb": (bomb(), "holds no DNS records"),
    "brackets": (b"---\n" + b"[" * 100_000, "not YAML: while|exceeded maximum nesting"),
    "depth": (b"---\na: " + b"{a: " * 200 + b"}" * 200, "nested deeper than 60 levels"),
    "python tag": (b"'': {type: TXT, value: !!python/name:os.system x}\n", "tag python/name"),
    "call": (b"'': {type: TXT, value: !!python/object/apply:f [x]}\n", "tag python/object/apply"),
    "local tag": (b"'': {type: TXT, value: !Sub x}\n", "the tag !Sub is not followed"),
    "include": (b"'': {type: TXT, value: !include /etc/hostname}\n", "!include /etc/hostname"),
    "no UTF-8": (b"---\n'': {type: TXT, value: \xff}\n", "not UTF-8 text"),
    "no end": (b"'': {type: TXT, value: 'x}\n", "not YAML"),
    "zero octet": (b"'': {type: TXT, value: \"\0\"}\n", "not a text file"),
    "deep JSON": (b'{"a":' * 200_000, "nested too deeply"),
    "digits": (b'{"format_version": ' + b"9" * 9_000 + b"}", "thousands of digits"),
    "half JSON": (b'{"format_version": "1.2",', "not JSON"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_is_refused_with_one_line(name: str) -> None:
    data, says = HOSTILE[name]
    assert any(part in refused(data) for part in says.split("|"))


def test_aliases_stand_for_too_many_records() -> None:
    values = "".join(f"  - v{i}\n" for i in range(1_100))
    users = "".join(f"n{i}: {{type: TXT, values: *v}}\n" for i in range(1_100))
    text = f"'':\n  type: TXT\n  values: &v\n{values}{users}"
    assert "too many records" in refused(text.encode())


def test_an_alias_that_holds_itself_ends() -> None:
    text = b"'': &a\n- {type: TXT, value: x}\nloop: &l {type: TXT, values: [*l]}\n"
    (zone,) = zones_from_bytes(text, NAME, Wish())
    assert names_of(zone) == {"example.com", "loop.example.com"}


def test_merged_members_are_read_and_written_ones_win() -> None:
    text = b"""
x: &base {type: TXT, ttl: 60, value: v=spf1 -all}
y:
  <<: *base
  value: other
"""
    (zone,) = zones_from_bytes(text, NAME, Wish())
    assert {r.text for node in zone.nodes() for r in node.records} == {"v=spf1 -all", "other"}


def test_keys_are_what_their_author_wrote() -> None:
    text = b"no: {type: A, value: 192.0.2.1}\n010: {type: A, value: 192.0.2.1}\n"
    (zone,) = zones_from_bytes(text, NAME, Wish())
    assert names_of(zone) == {"no.example.com", "010.example.com"}


def test_a_type_that_is_not_registered_does_no_harm() -> None:
    text = b"""
'':
- {type: Route53Provider/ALIAS, value: {name: www, type: A}}
- {type: CloudflareProvider/URLFWD, value: {path: /, target: https://example.net}}
- {type: TXT, value: v=spf1 -all}
www: {type: A, value: 192.0.2.1}
"""
    zones = zones_from_bytes(text, NAME, Wish())
    assert check_zones(zones, Settings(everything())).findings == ()


def test_nothing_of_the_other_files_is_lost(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to("..")
    (tmp_path / "gone.example.net.yaml").symlink_to("nowhere")
    (tmp_path / "values.yaml").write_text("a: {{ .Values.type }}\n")
    (tmp_path / "workflow.yaml").write_text("on: push\njobs: {a: {type: x}}\n")
    (tmp_path / "empty.yaml").write_text("")
    (tmp_path / NAME).write_text("'': {type: A, value: 192.0.2.1}\n")
    (tmp_path / "sub" / "example.net.zone").write_text("$ORIGIN example.net.\n@ 60 A 192.0.2.1\n")
    (tmp_path / "plan.json").write_text(json.dumps({"format_version": "1", "values": {}}))
    plan = {"domains": [{"name": "example.org", "records": [{"type": "A", "name": "a"}]}]}
    (tmp_path / "ir.json").write_text(json.dumps(plan))
    assert {z.zone for z in open_path(str(tmp_path), Wish())} == {
        "example.com",
        "example.net",
        "example.org",
    }


def test_a_broken_zone_in_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("'': {type: TXT, value: 'v=spf1}\n")
    (tmp_path / "example.net.yaml").write_text("'': {type: A, value: 192.0.2.1}\n")
    with pytest.raises(SourceError, match="not YAML"):
        open_path(str(tmp_path), Wish())


def test_parts_of_zones_in_a_folder_are_no_zones(tmp_path: Path) -> None:
    head = "$TTL 1h\n@ SOA ns hostmaster 1 1h 1h 1w 1h\n@ NS ns\nns A 192.0.2.1\n"
    (tmp_path / "example.com.zone").write_text(f"{head}$INCLUDE mail.zone\n")
    (tmp_path / "mail.zone").write_text("@ MX 10 mail\nmail A 192.0.2.2\n")
    (tmp_path / "common.inc").write_text('@ TXT "v=spf1 mx -all"\n')
    (tmp_path / "db.root").write_text(". 3600000 NS a.root-servers.net.\n")
    (tmp_path / "example.net.zone").write_text("@ MX 10 mail\nmail A 192.0.2.2\n")
    assert [z.zone for z in open_path(str(tmp_path), Wish())] == ["example.com", "example.net"]


WEIGHTED = {
    "route53": {
        "ResourceRecordSets": [
            {"Name": "go.example.com.", "Type": "CNAME", "TTL": 60, "SetIdentifier": which,
             "Weight": 10, "ResourceRecords": [{"Value": f"{which}.example.net"}]}
            for which in ("blue", "green")
        ]
    },
    "terraform": {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [
            {"address": f"aws_route53_record.{which}", "mode": "managed",
             "type": "aws_route53_record", "name": which,
             "values": {"name": "go.example.com", "type": "CNAME", "ttl": 60, "zone_id": "Z1",
                        "set_identifier": which, "records": [f"{which}.example.net"]}}
            for which in ("blue", "green")
        ]}},
    },
    "dnsendpoint": {
        "apiVersion": "externaldns.k8s.io/v1alpha1", "kind": "DNSEndpoint",
        "spec": {"endpoints": [
            {"dnsName": "go.example.com", "recordType": "CNAME", "setIdentifier": which,
             "targets": [f"{which}.example.net"]}
            for which in ("blue", "green")
        ]},
    },
}  # fmt: skip


@pytest.mark.parametrize("form", WEIGHTED)
def test_records_that_answer_in_turn_do_not_clash(form: str) -> None:
    zones = zones_from_bytes(json.dumps(WEIGHTED[form]).encode(), "a.json", Wish("example.com"))
    assert [n.name for z in zones for n in z.nodes()] == ["go.example.com"]
    assert check_zones(zones, Settings(everything())).findings == ()


def test_a_folder_without_dns_says_so(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing here")
    with pytest.raises(SourceError, match="without zone files or DNS-as-code"):
        open_path(str(tmp_path), Wish())


def test_included_files_stay_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "zones").mkdir()
    (tmp_path / "secret.yaml").write_text("hidden")
    (tmp_path / "zones" / "text.yaml").write_text("v=spf1 -all")
    zone = tmp_path / "zones" / NAME
    zone.write_text("'': {type: TXT, value: !include text.yaml}\n")
    (read,) = open_path(str(zone), Wish())
    assert [r.text for node in read.nodes() for r in node.records] == ["v=spf1 -all"]
    for name in ("../secret.yaml", "/etc/hostname", NAME):
        zone.write_text(f"'': {{type: TXT, value: !include {name}}}\n")
        with pytest.raises(SourceError, match="!include"):
            open_path(str(zone), Wish())


LAYERS = """
providers:
  base: {class: octodns.provider.yaml.YamlProvider, directory: ./base}
  team: {class: octodns.provider.yaml.YamlProvider, directory: ./team}
  host: {class: octodns_route53.Route53Provider}
zones:
  ZONE: {sources: [base, team], targets: [host]}
"""


@pytest.mark.parametrize("zone", ["example.com.", "'*'"])
@pytest.mark.parametrize("asked", ["", "base", f"base/{NAME}"])
def test_a_zone_of_several_folders_misses_nothing(tmp_path: Path, zone: str, asked: str) -> None:
    for name in ("config", "base", "team"):
        (tmp_path / name).mkdir()
    (tmp_path / "config" / "production.yaml").write_text(LAYERS.replace("ZONE", zone))
    records = (
        "'':\n- {type: MX, value: {exchange: mail.example.com., preference: 10}}\n"
        "- {type: TXT, value: v=spf1 include:_spf.example.com -all}\n"
    )
    (tmp_path / "base" / NAME).write_text(records)
    (tmp_path / "team" / NAME).write_text("mail: {type: A, value: 192.0.2.1}\n")
    zones = open_path(str(tmp_path / asked), Wish())
    assert zones
    assert check_zones(zones, Settings(everything())).findings == ()
