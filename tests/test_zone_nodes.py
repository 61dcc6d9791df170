"""A large zone file hands out every owner name once, and the screen leaves out plain ones only."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from senderlint.lint.model import Node, Record
from senderlint.lint.records import names
from senderlint.lint.sources import zone_nodes, zone_source
from senderlint.lint.sources.zone_file import ZoneFile, open_zone, zone_from_bytes
from senderlint.lint.sources.zone_screen import Screen

SPF = '"v=spf1 include:_spf.example.net ip4:192.0.2.0/24 ~all"'
KEY = f"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs{'A' * 341}IDAQAB"
DKIM = f'"v=DKIM1; k=rsa; p={KEY[:200]}" "{KEY[200:]}"'
DMARC = '"v=DMARC1; p=reject; rua=mailto:d@example.net"'
APEX = "example.com"

PLAIN = [
    ("A 192.0.2.1", "x"),
    ("300 IN A 192.0.2.1", "x"),
    ("AAAA 2001:db8::1", "x"),
    ("MX 10 mx.example.net.", "x"),
    ("MX 10 mx", "x"),
    ("CNAME target.example.com.", "x"),
    (f"TXT {SPF}", "x"),
    ('TXT "google-site-verification=abcdefgh1234"', "x"),
    ("CNAME target.example.net.", "x"),
    ("CNAME target.example.net. ; cf_tags=cf-proxied:false", "x"),
    (f"TXT {DKIM}", "s1._domainkey.x"),
    (f"3600 TXT {DKIM}", "s1._domainkey"),
    ("CNAME s1.dkim.example.net.", "s1._domainkey.x"),
    (f"TXT {DMARC}", "_dmarc.x"),
    (f"TXT {DMARC}", "_dmarc"),
    ('TXT "v=DMARC1; p=none;"', "_dmarc.x"),
]
ODD = [
    ("CNAME target.example", "x"),
    ("CNAME target.example.com", "x"),
    ("CNAME target.example.com.example.com.", "x"),
    ("CNAME TARGET.example.net.", "x"),
    ("CNAME undefined.example.net.", "x"),
    ("CNAME s1.your-domain.net.", "x"),
    ("CNAME target.example.net. ; cf_tags=cf-proxied:true", "x"),
    ("MX mx.example.net.", "x"),
    ("MX 10 192.0.2.1.", "x"),
    ("MX 0 .", "x"),
    ("NS ns.example.net.", "x"),
    ("A 192.0.2.256", "x"),
    ("A Parked", "x"),
    ("AAAA 1:2:3:4:5:6:7:8:9", "x"),
    ("TXT v=spf1 -all", "x"),
    ('TXT "v=spf1 include:_spf.example.net ~all" ; senderlint: ignore[x] y', "x"),
    ('TXT "v=spf1  -all"', "x"),
    ('TXT "v=spf1 -all" "x"', "x"),
    ('TXT "v=spf1 +all"', "x"),
    ('TXT "V=SPF1 ip4:192.0.2.1 -all"', "x"),
    (f'TXT "v=spf1 include:mail.{APEX} -all"', "x"),
    (f'TXT "v=spf1 mx include:{APEX} -all"', "x"),
    ('TXT "v=spf1 a mx a -all"', "x"),
    (f'TXT "v=spf1 {"ip4:192.0.2.1 " * 8}-all"', "x"),
    ("\n  ".join(f"MX {i} m{i}.example.net." for i in range(11)), "x"),
    ("TXT v=DMARC1; p=none", "_dmarc.x"),
    (f"TXT {DMARC}", "x"),
    (f"TXT {DMARC}", "dmarc.x"),
    (f"TXT {DKIM}", "x"),
    (f'TXT {DKIM[:-8]}!"', "s1._domainkey.x"),
    (f'TXT {DKIM[:-8]}"', "s1._domainkey.x"),
    (f"TXT {DKIM.replace('IDAQAB', 'IDAQABxy')}", "s1._domainkey.x"),
    (f'TXT "v=DKIM1; p={KEY[:230]}=" "{KEY[230:]}"', "s1._domainkey.x"),
    (f"TXT {DKIM.replace('; p=', '; p=...')}", "s1._domainkey.x"),
    (f"TXT {SPF}", "_spf.x"),
    (f"TXT {SPF}", "s1._domainkey.x"),
    (f'TXT "v=DKIM1; k=ed25519; p={"A" * 43}="', "s1._domainkey.x"),
    ("CNAME target.example.net.", "x.example.com"),
    ("CNAME target.example.net.", "example.com"),
    ("A 192.0.2.1", "x.example.com.example.com."),
    ("A 192.0.2.1", "x.example.net."),
    ("A 192.0.2.1", "*"),
    ("A 192.0.2.1", r"a\.b"),
    ("A 192.0.2.1", "_x"),
    ("A 0.0.0.0 garbage", "x"),
    ('TXT "two" "strings"', "x"),
    ('TXT "x\\"y=aaaaaaaaaa"', "x"),
    ("0 A 192.0.2.1", "x"),
    ("604800 A 192.0.2.1", "x"),
]


def zone(text: str, held: int = 0) -> ZoneFile:
    head = "$TTL 300\n@ SOA ns host 1 2 3 4 5\n"
    return zone_from_bytes((head + text).encode(), path="z", origin=APEX, held=held)


def screened(source: ZoneFile) -> dict[str, tuple[Record, ...]]:
    nodes = list(source.nodes(Screen(APEX)))
    assert max(Counter(n.name for n in nodes).values(), default=1) == 1
    return {n.name: n.records for n in nodes}


@pytest.mark.parametrize(("data", "owner"), PLAIN)
def test_what_is_in_order_is_screened_out(data: str, owner: str) -> None:
    assert set(screened(zone(f"{owner} {data}\nnext A 192.0.2.1\n"))) == {APEX}


@pytest.mark.parametrize(("data", "owner"), PLAIN)
def test_absolute_owners_with_a_stated_time_to_live_are_screened_out(data: str, owner: str) -> None:
    ttl = "" if data[0].isdigit() else "300 IN "
    text = f"{APEX}. 300 IN SOA ns.{APEX}. host.{APEX}. 1 2 3 4 5\n{owner}.{APEX}. {ttl}{data}\n"
    found = zone_from_bytes(text.encode(), path="z", held=0)
    assert set(screened(found)) == {APEX}


@pytest.mark.parametrize(("data", "owner"), ODD)
def test_what_is_odd_is_handed_out(data: str, owner: str) -> None:
    text = f"before A 192.0.2.1\n{owner} {data}\nnext A 192.0.2.1\n"
    expected = {n.name: n.records for n in zone(text, 1 << 20).nodes()}
    found = screened(zone(text))
    assert set(found) == set(expected) - {f"before.{APEX}", f"next.{APEX}"}
    assert found == {n: expected[n] for n in found}


@pytest.mark.parametrize(
    "lines",
    [
        [f"x TXT {SPF}", f"  TXT {SPF}"],
        ["x CNAME a.example.net.", "  A 192.0.2.1"],
        ["x A 192.0.2.1", "x CNAME a.example.net."],
        ["x A 192.0.2.1", "  300 A 192.0.2.2"],
        ["x A 192.0.2.1", "; a comment", "", "  ; another", "  TXT oops"],
        ["x A 192.0.2.1", "X CNAME a.example.net."],
        ["x A 192.0.2.1", "y A 192.0.2.1", "x CNAME a.example.net."],
        [f"x TXT {SPF}", "y A 192.0.2.1", f"x.{APEX}. TXT {SPF}"],
        [f"s._domainkey.x TXT {DKIM}", "y A 192.0.2.1", f"s._domainkey.x TXT {DKIM}"],
        ["x CNAME a.example.net.", "y A 192.0.2.1", r"\120 CNAME b.example.net."],
        ["x CNAME a.example.net.", "$TTL 60", "  A 192.0.2.1"],
        ["x CNAME a.example.net.", "y A 192.0.2.1", "$ORIGIN x", "@ A 192.0.2.1"],
    ],
)
def test_records_that_clash_are_brought_together(lines: list[str]) -> None:
    found = screened(zone("\n".join(lines)))
    kept = [n for n in found if n != APEX]
    assert len(kept) == 1
    assert len(found[kept[0]]) == 2


@pytest.mark.parametrize("order", [1, -1])
def test_mail_records_below_a_cut_are_handed_out_whatever_comes_first(order: int) -> None:
    lines = [
        "sub NS ns.example.net.",
        "sub A 192.0.2.1",
        "a.sub A 192.0.2.1",
        "b.sub MX 10 mx.example.net.",
        f"_dmarc.sub TXT {DMARC}",
        f"_dmarc.other TXT {DMARC}",
        "c.sub.example.com. CNAME x.example.net.",
    ]
    found = screened(zone("\n".join(lines[::order])))
    expected = {APEX, f"sub.{APEX}", f"b.sub.{APEX}", f"_dmarc.sub.{APEX}", f"c.sub.{APEX}"}
    assert set(found) == expected
    assert len(found[f"sub.{APEX}"]) == 2


def test_pieces_that_do_not_clash_stay_screened_out() -> None:
    text = f"x A 192.0.2.1\ny A 192.0.2.1\nx MX 10 mx.example.net.\ny TXT {SPF}\n"
    assert set(screened(zone(text))) == {APEX}


def test_the_soa_record_of_an_export_joins_its_zone() -> None:
    text = f";; Domain: {APEX}.\n{APEX}\t3600\tIN\tSOA\tns host 1 2 3 4 5\n"
    text += f"x.{APEX}.\t1\tIN\tA\t192.0.2.1\n{APEX}.\t1\tIN\tMX\t10 mx.example.net.\n"
    found = screened(zone_from_bytes(text.encode(), path="z", held=0))
    assert [r.type for r in found[APEX]] == ["SOA", "MX"]


def test_names_that_come_back_are_brought_together_in_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zone_nodes, "BATCH", 3)
    text = "".join(f"n{i} {data}\n" for data in ("A 192.0.2.1", "TXT oops") for i in range(20))
    found = {n.name: len(n.records) for n in zone(text).nodes()}
    assert found == {APEX: 1, **{f"n{i}.{APEX}": 2 for i in range(20)}}


def test_names_may_be_searched_while_all_of_them_are_walked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(zone_source, "BLOCK", 50)
    lines = [f"n{i} TXT oops{i}\n" for i in range(40)]
    path = tmp_path / "example.com.zone"
    path.write_text("@ 300 SOA ns host 1 2 3 4 5\n" + "".join(lines) + "garbage\n")
    source = open_zone(str(path), held=0)
    seen = []
    for node in source.nodes():
        seen.append(node.name)
        assert source.extract([node.name]).records == {node.name: node.records}
    assert seen == [APEX, *(f"n{i}.{APEX}" for i in range(40))]
    assert [f.where.line for f in source.faults] == [42]


OWNERS = st.sampled_from(
    [
        "x",
        "X",
        "y",
        "a.x",
        "@",
        "*",
        "_dmarc.x",
        "s1._domainkey.x",
        "x.example.com.",
        r"\120",
        "b.y",
    ]
)
LINES = st.one_of(
    st.tuples(OWNERS, st.sampled_from([" ", "\t300 IN "]), st.sampled_from(PLAIN + ODD)).map(
        lambda t: t[0] + t[1] + t[2][0]
    ),
    st.sampled_from(PLAIN + ODD).map(lambda t: f"{t[1]} {t[0]}"),
    st.sampled_from(PLAIN + ODD).map(lambda t: "  " + t[0]),
    st.sampled_from(["; note", "", "  ", "$TTL 60", "$ORIGIN x", "$ORIGIN example.com.", '"', "("]),
    st.sampled_from(["a.x NS ns.example.net.", 'y ( TXT\n"a"\nb )']),
)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lines=st.lists(LINES, max_size=12), block=st.integers(1, 200), ttl=st.booleans())
def test_streaming_equals_reading_into_memory(
    lines: list[str], block: int, ttl: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    text = "@ 60 SOA ns host 1 2 3 4 5\n" + ("$TTL 300\n" if ttl else "") + "\n".join(lines)
    whole = zone_from_bytes(text.encode(), path="z", origin=APEX)
    expected = {n.name: n.records for n in whole.nodes()}
    monkeypatch.setattr(zone_source, "BLOCK", block)
    streamed = zone_from_bytes(text.encode(), path="z", origin=APEX, held=0)
    nodes = list(streamed.nodes())
    assert Counter(n.name for n in nodes) == Counter(list(expected))
    assert {n.name: n.records for n in nodes} == expected
    assert streamed.faults == whole.faults

    found = screened(streamed)
    assert found == {n: expected[n] for n in found}
    assert all(is_plain(Node(n, r), expected) for n, r in expected.items() if n not in found)
    assert streamed.faults == whole.faults


def is_plain(node: Node, zone_: dict[str, tuple[Record, ...]]) -> bool:
    """The least that a name must fulfil to be left out, stated without patterns."""
    cuts = [n for n, group in zone_.items() if n != APEX and any(r.type == "NS" for r in group)]
    below = any(names.is_within(node.name, cut) for cut in cuts)
    types = Counter(r.type for r in node.records)
    return (
        set(types) <= {"A", "AAAA", "MX", "TXT", "CNAME"}
        and types["TXT"] <= 1
        and (types["CNAME"] == 0 or len(node.records) == 1)
        and not (below and set(types) & {"TXT", "MX", "CNAME"})
        and all(r.flaw is None and r.proxied is not True for r in node.records)
        and len({(r.type, r.ttl) for r in node.records}) == len(types)
        and names.is_below(node.name, APEX)
        and not names.is_within(node.name, f"{APEX}.{APEX}")
    )
