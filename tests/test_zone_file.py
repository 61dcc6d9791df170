"""Opening zone files: which zone it is, the dialects of exports, and files that cannot be read."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from senderlint.lint.sources import zone_segments, zone_source
from senderlint.lint.sources.error import SourceError
from senderlint.lint.sources.zone_file import (
    ZoneFile,
    looks_like_zone,
    open_zone,
    zone_from_bytes,
)

SOA = "SOA ns1.example.net. host.example.net. 1 7200 900 1209600 300\n"


def zone(text: str, origin: str | None = None, path: str = "z", include: bool = False) -> ZoneFile:
    return zone_from_bytes(text.encode(), path=path, origin=origin, include=include)


def names(source: ZoneFile) -> list[str]:
    return [node.name for node in source.nodes()]


def failure(text: str | bytes, origin: str | None = None, path: str = "z") -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(SourceError) as caught:
        zone_from_bytes(data, path=path, origin=origin)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "origin", "path", "expected"),
    [
        (f"example.com. {SOA}", None, "z", "example.com"),
        (f"Example.COM. IN {SOA}", None, "z", "example.com"),
        (f"$ORIGIN example.com.\n@ {SOA}", None, "z", "example.com"),
        (f"$ORIGIN com.\nexample 300 IN {SOA}", None, "z", "example.com"),
        (f"$ORIGIN sub.example.com.\nexample.com. {SOA}", None, "z", "example.com"),
        (f"$ORIGIN sub.example.com.\na A 192.0.2.1\nexample.com. {SOA}", None, "z", "example.com"),
        (f"$ORIGIN example.com\n@ {SOA}", None, "z", "example.com"),
        (f"example.com {SOA}", None, "z", "example.com"),
        (f"@ {SOA}", "example.com", "z", "example.com"),
        (f"@ {SOA}", "Example.com.", "z", "example.com"),
        (f"example.com {SOA}", "example.com", "z", "example.com"),
        (f"mail {SOA}", "example.com", "z", "mail.example.com"),
        (f"; Domain: example.com\n@ {SOA}", None, "z", "example.com"),
        (f";; Domain:     example.com.\nexample.com\t3600\t{SOA}", None, "z", "example.com"),
        (f"@ {SOA}", None, "zones/db.example.com", "example.com"),
        (f"@ {SOA}", None, "zones/example.com.zone", "example.com"),
        (f"@ {SOA}", None, "example.com.txt", "example.com"),
        (f"@ {SOA}", None, "/etc/bind/example.com", "example.com"),
        (f"@ (\n 300 IN {SOA} )", None, "example.com.db", "example.com"),
        (f"@ {SOA}", "example.net", "example.com.zone", "example.net"),
        (f". {SOA}", None, "z", ""),
        ("$ORIGIN example.com.\n_dmarc TXT x", None, "z", "example.com"),
        ("_dmarc TXT x", "example.com", "z", "example.com"),
        ("$ORIGIN _domainkey.example.com.\ns1 TXT x", "example.com", "z", "example.com"),
        ("; Domain: example.com\n_dmarc TXT x", None, "z", "example.com"),
        (
            's1._domainkey IN TXT ( "v=DKIM1; "\n"p=abc" ) ; ----- DKIM key s1 for example.com',
            None,
            "s1.txt",
            "example.com",
        ),
        ("_dmarc TXT x", "bücher.example", "z", "xn--bcher-kva.example"),
    ],
)
def test_the_name_of_the_zone(text: str, origin: str | None, path: str, expected: str) -> None:
    assert zone(text, origin, path).zone == expected


@pytest.mark.parametrize(
    ("text", "origin", "message"),
    [
        ("_dmarc TXT x", None, "z: no SOA record, so the zone's name is not known; give it with"),
        (f"@ {SOA}", None, "z:1: nothing says which zone this is"),
        (f"\nexample.com. {SOA}", "example.net", "z:2: this is the zone example.com, not example."),
        (f"example.com. {SOA}", "mail.example.com", "z:1: this is the zone example.com, not mail"),
        (f"; Domain: example.com\n@ {SOA}", "example.net", "z:1: this is the zone example.com"),
        ("$ORIGIN example.net.\na A 192.0.2.1", "example.com", "z:1: this is the zone example.net"),
        ("a A 192.0.2.1", "not..a.name", "z: --origin not..a.name is no name of a zone"),
        ("a A 192.0.2.1", " ", "z: --origin   is no name of a zone"),
    ],
)
def test_an_unknown_or_another_zone_is_told(text: str, origin: str | None, message: str) -> None:
    assert failure(text, origin).startswith(message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "z: is empty"),
        (b" \n\n", "z: is empty"),
        (b"\x00\x01\x02\x03" * 100, "z: is not a text file"),
        (b"\x7fELF" + bytes(range(256)) * 20, "z: is not a text file"),
        ("@ SOA".encode("utf-16"), "z: is UTF-16 text"),
        ("@ SOA a b".encode("utf-16-le"), "z: is UTF-16 text"),
        (b"; only a comment\n", "z: holds no DNS record"),
        (b'{"records": []}\n', "z:1: holds no DNS record"),
        (b"(" * 1_000_000, "z:1: holds no DNS record: the line is longer"),
        (b"(\n" * 500_000, "z:"),
        (b"(" + b")(\n" * 500_000, "z:"),
        (b"x (((((\n" * 100_000, "z:"),
        (b'x ( "\n' * 100_000, "z:"),
        (b"garbage\n" * 100_000, "z:1: holds no DNS record"),
        (b"<!DOCTYPE html>\n<p>", "z:1: holds no DNS record"),
    ],
)
def test_what_is_no_zone_file_is_one_line(data: bytes, message: str) -> None:
    start = time.process_time()
    assert failure(data, "example.com").startswith(message)
    assert time.process_time() - start < 5


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "locked").write_text(f"example.com. {SOA}")
    (tmp_path / "locked").chmod(0)
    os.mkfifo(tmp_path / "pipe")
    for name, message in [
        ("", "is a folder"),
        ("missing", "cannot be read: no such file"),
        ("nul\0", "cannot be read"),
        ("pipe", "is empty"),
        ("locked", "cannot be read: permission denied"),
    ]:
        if name == "locked" and os.access(tmp_path / "locked", os.R_OK):
            continue  # run by somebody who may read everything
        with pytest.raises(SourceError, match=message) as caught:
            open_zone(str(tmp_path / name))
        assert "\n" not in str(caught.value)
    with pytest.raises(SourceError, match="is not a regular file"):
        open_zone("/dev/zero")


def test_a_pipe_is_read(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, f"example.com. {SOA}".encode())
    os.close(writer)
    assert open_zone(f"/dev/fd/{reader}").zone == "example.com"
    os.close(reader)


def test_line_ends_byte_order_mark_and_a_missing_last_line_end() -> None:
    for text in (
        f"example.com. {SOA}a TXT x\n",
        f"example.com. {SOA}a TXT x",
        f"\ufeffexample.com. {SOA}a TXT x",
        f"example.com. {SOA}a TXT x\n".replace("\n", "\r\n"),
        f"example.com. {SOA}a TXT x\n".replace("\n", "\r"),
    ):
        source = zone(text)
        assert names(source) == ["example.com", "a.example.com"]
        record = source.extract(["a.example.com"]).records["a.example.com"][0]
        assert record.where is not None
        assert (record.where.line, record.where.column, record.strings) == (2, 1, (b"x",))


def test_an_indented_paste_is_read_as_if_it_were_flush() -> None:
    text = f"""
        ; pasted
        example.com. 300 IN {SOA.strip()}
        _dmarc  TXT  "v=DMARC1; p=none"
                TXT  "more"
        """
    source = zone(text)
    nodes = {n.name: n.records for n in source.nodes()}
    assert list(nodes) == ["example.com", "_dmarc.example.com"]
    first, second = nodes["_dmarc.example.com"]
    assert first.where is not None and second.where is not None
    assert (first.where.line, first.where.column) == (4, 9)
    assert (second.where.line, second.where.column) == (5, 17)
    assert first.written is not None
    assert first.written.lines == ('        _dmarc  TXT  "v=DMARC1; p=none"',)


def test_records_without_any_owner_belong_to_the_zone() -> None:
    assert names(zone('  IN TXT "a"\n  IN MX 10 mx\n', "example.com")) == ["example.com"]


def test_an_export_of_cloudflare() -> None:
    text = (
        ";;\n;; Domain:     example.com.\n;; Exported:   2026-01-01 00:00:00\n;;\n\n;; SOA Record\n"
        "example.com\t3600\tIN\tSOA\ta.ns.example.net. dns.example.net. 1 10000 2400 604800 1800\n"
        "\n;; CNAME Records\n"
        "s1._domainkey.example.com.\t1\tIN\tCNAME\ts1.x.net. ; cf_tags=cf-proxied:true\n"
        ";; TXT Records\n"
        'example.com.\t1\tIN\tTXT\t"v=spf1 -all"\n'
        '_dmarc.example.com.\t300\tIN\tTXT\t"v=DMARC1; p=none"\n'
    )
    source = zone(text, path="example.com.txt")
    nodes = {n.name: n.records for n in source.nodes()}
    assert source.zone == "example.com"
    assert [r.type for r in nodes["example.com"]] == ["SOA", "TXT"]
    assert nodes["s1._domainkey.example.com"][0].proxied is True
    assert nodes["s1._domainkey.example.com"][0].ttl is None
    assert nodes["_dmarc.example.com"][0].ttl == 300
    assert source.soa is not None
    assert (source.soa.name, source.soa.ttl) == ("example.com", 3600)
    assert source.faults == ()


def test_an_export_of_godaddy() -> None:
    text = (
        "; Domain: example.com\n; Exported (y-m-d hh:mm:ss): 2026-01-01 00:00:00\n\n"
        "$ORIGIN example.com.\n\n; SOA Record\n"
        "@\t3600\t IN \tSOA\tns1.x.net.\tdns.x.net. (\n\t\t\t\t2026010100\n\t\t\t\t28800\n"
        "\t\t\t\t7200\n\t\t\t\t604800\n\t\t\t\t3600\n\t\t\t\t)\n\n"
        "; A Record\n@\t600\t IN \tA\tParked\n\n"
        "; SRV Record\n_sip._tls.@\t3600\t IN \tSRV\t100\t1\t443\tsip.x.net.\n"
        "; MX\n@\t3600\t IN \tMX\t1\taspmx.l.google.com\n"
    )
    source = zone(text)
    nodes = {n.name: n.records for n in source.nodes()}
    assert [r.type for r in nodes["example.com"]] == ["SOA", "A", "MX"]
    assert nodes["example.com"][1].flaw == "this is not an IPv4 address"
    assert nodes["example.com"][2].target == "aspmx.l.google.com"  # as GoDaddy means it
    assert source.faults == ()


def test_aliases_as_cli53_writes_them() -> None:
    text = (
        f"$ORIGIN example.com.\n@ 300 {SOA}"
        "www AWS ALIAS A dualstack.lb.example.net. Z2FDTNDATAQYW2 false\n"
        'a 60 AWS A 192.0.2.1 ; AWS routing="WEIGHTED" weight=1 identifier="one"\n'
    )
    nodes = {n.name: n.records for n in zone(text).nodes()}
    alias = nodes["www.example.com"][0]
    assert (alias.type, alias.target) == ("ALIAS", "dualstack.lb.example.net")
    assert nodes["a.example.com"][0].type == "A"


def test_a_zone_transfer_ends_with_its_soa_record_again() -> None:
    text = (
        "; <<>> DiG 9.18.1 <<>> axfr example.com\n;; global options: +cmd\n"
        f"example.com.\t\t3600\tIN\t{SOA}"
        "a.example.com. 300 IN A 192.0.2.1\n"
        f"example.com.\t\t3600\tIN\t{SOA}"
        ";; Query time: 0 msec\n;; XFR size: 3 records\n"
    )
    source = zone(text)
    assert [(n.name, len(n.records)) for n in source.nodes()] == [
        ("example.com", 1),
        ("a.example.com", 1),
    ]


def test_times_to_live_that_are_not_stated() -> None:
    text = (
        f"$ORIGIN example.com.\n@ {SOA}a A 192.0.2.1\nb 60 A 192.0.2.1\nc A 192.0.2.1\n"
        "$TTL 2h\nd A 192.0.2.1\ne 5 A 192.0.2.1\nf A 192.0.2.1\n"
    )
    found = {n.name.split(".")[0]: n.records[0].ttl for n in zone(text).nodes()}
    expected = {"a": 300, "b": 60, "c": 60, "d": 7200, "e": 5, "f": 7200}
    assert found == {"example": 300, **expected}


def test_owners_are_inherited_across_control_lines_and_comments() -> None:
    text = (
        "$TTL 5\nx A 192.0.2.1\n$TTL 60\n; note\n"
        "\n  A 192.0.2.2\n$ORIGIN y\n  A 192.0.2.3\nz A 1.2.3.4"
    )
    found = [(n.name, len(n.records)) for n in zone(text, "example.com").nodes()]
    assert found == [("x.example.com", 3), ("z.y.example.com", 1)]


def test_generated_records() -> None:
    text = (
        "$GENERATE 1-3 host-$ A 192.0.2.$\n"
        "$GENERATE 0-4/2 a${10,4,x} 60 IN CNAME x${-1}.example.net.\n"
        "$GENERATE 5-5 ${0,3,n}.ip TXT \\$ $$ # $\n"
    )
    source = zone(text, "example.com")
    found = [
        (n.name.removesuffix(".example.com"), r.ttl, r.data, r.where.line if r.where else 0)
        for n in source.nodes()
        for r in n.records
    ]
    assert found == [
        ("host-1", None, "192.0.2.1", 1),
        ("host-2", None, "192.0.2.2", 1),
        ("host-3", None, "192.0.2.3", 1),
        ("a000a", 60, "x-1.example.net.", 2),
        ("a000c", 60, "x1.example.net.", 2),
        ("a000e", 60, "x3.example.net.", 2),
        ("5.0.ip", 60, "\\$ $ # 5", 3),
    ]


def test_many_generated_records_are_refused_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_segments, "MAX_GENERATED", 9_000)
    source = zone("$GENERATE 1-5000 a$ A 192.0.2.1\n" * 2 + "a A 192.0.2.1", "example.com")
    assert len(names(source)) == 5_001
    assert [(f.where.line, f.message.split(";")[0]) for f in source.faults] == [
        (2, "all $GENERATE lines together make more than 9,000 records")
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "zones"
    (inner / "sub").mkdir(parents=True)
    (tmp_path / "outside").write_text("outside A 192.0.2.9\n")
    (inner / "sub" / "part").write_text("a A 192.0.2.1\n$ORIGIN deep\n$TTL 9\nb A 192.0.2.2\n")
    (inner / "self").write_text("$INCLUDE self\nc A 192.0.2.3\n")
    (inner / "link").symlink_to(tmp_path / "outside")
    os.mkfifo(inner / "fifo")
    return inner


def included(folder: Path, lines: str, *, include: bool = True) -> ZoneFile:
    path = folder / "main.zone"
    path.write_text(f"example.com. 300 IN {SOA}{lines}\nlast A 192.0.2.1\n  TXT x\n")
    return open_zone(str(path), include=include)


def test_an_included_file_keeps_its_origin_to_itself(folder: Path) -> None:
    source = included(folder, "$INCLUDE sub/part part.example.com.")
    nodes = {n.name: n.records for n in source.nodes()}
    assert set(nodes) == {
        *("example.com", "a.part.example.com", "b.deep.part.example.com", "last.example.com")
    }
    where = nodes["b.deep.part.example.com"][0].where
    assert where is not None
    assert (where.path, where.line) == (str(folder / "sub" / "part"), 4)
    assert nodes["last.example.com"][0].ttl == 300
    assert source.complete


@pytest.mark.parametrize("name", ["../outside", "link", "fifo", "missing", "sub", "/etc/hostname"])
def test_what_lies_elsewhere_is_not_included(folder: Path, name: str) -> None:
    source = included(folder, f"$INCLUDE {name}")
    assert names(source) == ["example.com", "last.example.com"]
    assert len(source.faults) == 1
    assert not source.complete


def test_a_file_that_includes_itself_is_read_once(folder: Path) -> None:
    source = included(folder, "$INCLUDE self\n$INCLUDE main.zone")
    assert names(source) == ["example.com", "c.example.com", "last.example.com"]
    assert len(source.faults) == 2


def test_nothing_is_included_unless_it_was_asked_for(folder: Path) -> None:
    source = included(folder, "$INCLUDE sub/part", include=False)
    assert names(source) == ["example.com", "last.example.com"]
    assert not source.complete
    assert not zone_from_bytes((folder / "main.zone").read_bytes(), path="z", held=0).complete


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"example.com. {SOA}", True),
        ("$ORIGIN example.com.\n", True),
        ('; note\n\n_dmarc IN TXT "x"\n  IN MX 10 mx\n', True),
        ('s1._domainkey IN TXT ( "v=DKIM1; "\n "p=abc" ) ; key', True),
        ("   www A 192.0.2.1\n   mail A 192.0.2.2\n", True),
        ('{"records": [\n{"type": "TXT"}]}', False),
        ("---\n'':\n  - type: TXT\n    value: x\n", False),
        ("name,type,value\n_dmarc,TXT,x\n", False),
        ("This is a letter.\nIt has lines.\n", False),
        ("", False),
    ],
)
def test_zone_text_is_recognised(head: str, expected: bool) -> None:
    assert looks_like_zone(head.encode()) is expected


def test_any_octets_are_read_without_an_error() -> None:
    rng = random.Random(1)  # noqa: S311 - the same texts every time
    pieces = [
        *(b"\n", b" ", b"(", b")", b'"', b";", b"\\", b"\t", b"\r", b"\x0c", b"\xff", b"\0"),
        *(b"$ORIGIN", b"$TTL", b"$GENERATE 1-3", b"$INCLUDE", b"a", b".", b"@", b"IN", b"TXT"),
        *(b"MX", b"CNAME", b"SOA", b"300", b"1h", b"v=spf1", b"\\# 2", b"0161", b"\\300", b"*"),
    ]
    for held in (0, 1 << 20):
        for _ in range(400):
            text = b"".join(rng.choices(pieces, k=60))
            try:
                source = zone_from_bytes(text, path="z", origin="example.com", held=held)
            except SourceError:
                continue
            found = list(source.nodes())
            assert len({n.name for n in found}) == len(found)
            source.extract(["example.com"], ["a.example.com"])


UNDOTTED = """\
acme.net 3600 IN SOA ns1.acme.net admin.acme.net 1 2 3 4 5
acme.net 3600 IN NS ns1.acme.net
acme.net 3600 IN MX 10 mail.acme.net
ACME.net 3600 IN TXT "v=spf1 mx -all"
_dmarc.acme.net 3600 IN TXT "v=DMARC1; p=none"
s1._domainkey.acme.net 3600 IN CNAME s1.esp.example.com
"""


@pytest.mark.parametrize("held", [0, 1 << 20])
@pytest.mark.parametrize("block", [1, 20, 1 << 18])
def test_a_file_that_never_writes_final_dots(
    monkeypatch: pytest.MonkeyPatch, held: int, block: int
) -> None:
    monkeypatch.setattr(zone_source, "BLOCK", block)
    zone = zone_from_bytes(UNDOTTED.encode(), path="acme.net.zone", held=held)
    found = {(r.name, r.type, r.target) for n in zone.nodes() for r in n.records}
    assert found == {
        ("acme.net", "SOA", ""),
        ("acme.net", "NS", "ns1.acme.net"),
        ("acme.net", "MX", "mail.acme.net"),
        ("acme.net", "TXT", ""),
        ("_dmarc.acme.net", "TXT", ""),
        ("s1._domainkey.acme.net", "CNAME", "s1.esp.example.com"),
    }
    assert zone.extract(["_dmarc.acme.net"]).records.keys() == {"_dmarc.acme.net"}


def test_an_export_of_cloudflare_writes_whole_names_only() -> None:
    text = (
        ";;\n;; Domain:     acme.net.\n;; Exported:   2026-01-02 03:04:05\n;;\n"
        "acme.net 3600 IN SOA ns.example.com. dns.example.com. 1 2 3 4 5\n"
        "acme.net. 1 IN A 192.0.2.1\nacme.net 1 IN MX 10 mx.example.com.\n"
        "www 1 IN A 192.0.2.1\n"
    )
    zone = zone_from_bytes(text.encode(), path="export.txt")
    assert {n.name for n in zone.nodes()} == {"acme.net", "www.acme.net"}


def test_one_name_without_its_final_dot_is_doubled() -> None:
    text = "$ORIGIN acme.net.\n@ 60 SOA a. b. 1 2 3 4 5\n_dmarc.acme.net 60 TXT x\n"
    zone = zone_from_bytes(text.encode(), path="z")
    assert {n.name for n in zone.nodes()} == {"acme.net", "_dmarc.acme.net.acme.net"}
