"""Single records of zone files: every spelling that people and programs use, and its faults."""

from __future__ import annotations

import pytest

from senderlint.lint.model import Record
from senderlint.lint.sources.zone_file import ZoneFile, zone_from_bytes


def zone(text: str, origin: str | None = "example.com") -> ZoneFile:
    data = text.encode("utf-8", "surrogateescape")
    return zone_from_bytes(data, path="zones/z.zone", origin=origin)


def records(text: str) -> list[Record]:
    return [r for node in zone(text).nodes() for r in node.records]


def only(text: str) -> Record:
    (record,) = records(text)
    return record


def faults(text: str) -> list[tuple[int, str, str | None]]:
    source = zone(text + "\nlast A 192.0.2.1\n")
    assert "last.example.com" in {n.name for n in source.nodes()}
    return [(f.where.line, f.message, f.name) for f in source.faults]


@pytest.mark.parametrize(
    ("line", "name", "type_", "ttl"),
    [
        ("www 300 IN A 192.0.2.1", "www.example.com", "A", 300),
        ("www IN 300 A 192.0.2.1", "www.example.com", "A", 300),
        ("www IN A 192.0.2.1", "www.example.com", "A", None),
        ("WWW in a 192.0.2.1", "www.example.com", "A", None),
        ("www 1h30m A 192.0.2.1", "www.example.com", "A", 5400),
        ("www 2W A 192.0.2.1", "www.example.com", "A", 1_209_600),
        ("@ A 192.0.2.1", "example.com", "A", None),
        ("example.com. A 192.0.2.1", "example.com", "A", None),
        ("10 A 192.0.2.1", "10.example.com", "A", None),
        ("_sip._tls.@ A 192.0.2.1", "_sip._tls.@.example.com", "A", None),
        ("other.example.net. A 192.0.2.1", "other.example.net", "A", None),
        (r"\119ww A 192.0.2.1", "www.example.com", "A", None),
        (r"a\.b A 192.0.2.1", r"a\.b.example.com", "A", None),
        ("* TXT x", "*.example.com", "TXT", None),
        ("www CLASS1 TYPE16 x", "www.example.com", "TXT", None),
        ("www TYPE65280 x", "www.example.com", "TYPE65280", None),
        ("www 60 IN ALIAS lb.example.net.", "www.example.com", "ALIAS", 60),
        ("www DYNA geoip!text", "www.example.com", "DYNA", None),
        ('www\tIN\tSPF\t"v=spf1 -all"', "www.example.com", "SPF", None),
    ],
)
def test_owner_class_type_and_time_to_live(
    line: str, name: str, type_: str, ttl: int | None
) -> None:
    found = only(line)
    assert (found.name, found.type, found.ttl, found.flaw) == (name, type_, ttl, None)


@pytest.mark.parametrize(
    ("data", "target", "priority"),
    [
        ("CNAME s1.dkim.example.net.", "s1.dkim.example.net", None),
        ("CNAME S1.Dkim.Example.NET.", "s1.dkim.example.net", None),
        ("CNAME s1.dkim.example.net", "s1.dkim.example.net.example.com", None),
        ("CNAME @", "example.com", None),
        ("MX 10 mx.example.net.", "mx.example.net", 10),
        ("MX 0 .", "", 0),
        ("NS ns1", "ns1.example.com", None),
        ("PTR host.example.net.", "host.example.net", None),
        ("SRV 1 2 443 host.example.net.", "host.example.net", 1),
        ("DNAME example.net.", "example.net", None),
        ("MX ( 10\n mx.example.net. )", "mx.example.net", 10),
        (r"CNAME \# 8 036162630161036e657400", "", None),
        (r"TYPE5 \# 5 0361626300", "abc", None),
        (r"MX \# 7 000a0361626300", "abc", 10),
    ],
)
def test_targets(data: str, target: str, priority: int | None) -> None:
    found = only(f"x {data}")
    if found.flaw is None:
        assert (found.target, found.priority) == (target, priority)
    else:
        assert found.flaw.startswith("the number of hexadecimal digits")


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        ("MX mx.example.net.", "the priority in front of the mail server is missing"),
        ("MX mx.example.net. 10", "the priority stands after the mail server"),
        ("MX 10", "the mail server after the priority is missing"),
        ("MX 70000 mx.example.net.", "the priority 70000 is too high"),
        ("MX", "the priority and the mail server are missing"),
        ("CNAME", "the target is missing"),
        ("CNAME a.example.net. b.example.net.", '"b.example.net." stands after the target'),
        ('CNAME "a.example.net."', "the target stands in quotes"),
        ("CNAME a..example.net.", "the target is no host name: two dots"),
        ("A Parked", "this is not an IPv4 address"),
        ("A 192.0.2.256", "this is not an IPv4 address"),
        ("A 192.0.2.1.", "this is not an IPv4 address"),
        ("AAAA 192.0.2.1", "this is not an IPv6 address"),
        ("AAAA 1::2::3", "this is not an IPv6 address"),
        ("TXT", "the text is missing"),
        (f'TXT "{"k" * 256}"', "a text string is longer than 255 characters: it has 256"),
        ("SRV 1 2 host.example.net.", "an SRV record holds priority, weight, port and target"),
        ("99999999999 A 192.0.2.1", "the time to live is too long"),
        (r"TXT \# 3 0161", "the number of hexadecimal digits"),
        (r"TXT \# 2 0561", "the hexadecimal data is damaged"),
        (r"MX \# 2 000a", "the hexadecimal data is damaged"),
    ],
)
def test_impossible_data_is_kept_with_its_flaw(data: str, flaw: str) -> None:
    assert (only(f"x {data}").flaw or "").startswith(flaw)


@pytest.mark.parametrize(
    "address",
    ["::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "1:2:3:4:5:6:7::"],
)
def test_ipv6_addresses_are_in_order(address: str) -> None:
    assert only(f"x AAAA {address}").flaw is None


@pytest.mark.parametrize(
    ("data", "strings"),
    [
        ('TXT "v=DKIM1; p=abc"', (b"v=DKIM1; p=abc",)),
        ('TXT ( "v=DKIM1; "\n  "p=abc" ) ; ----- key s1', (b"v=DKIM1; ", b"p=abc")),
        ('TXT ("a"\n("b" ; inner (\n) "c")', (b"a", b"b", b"c")),
        ('TXT "a""b"', (b"a", b"b")),
        ("TXT a b", (b"a", b"b")),
        (r"TXT v=DMARC1\;p=none", (b"v=DMARC1;p=none",)),
        ('TXT "(not a bracket; not a comment"', (b"(not a bracket; not a comment",)),
        ("TXT “v=spf1 -all”", ("“v=spf1".encode(), "-all”".encode())),
        (r"TXT \# 3 026869", (b"hi",)),
        ('TXT\t"tab"\t"tab"', (b"tab", b"tab")),
        ('TXT "caf\udce9"', (b"caf\xe9",)),
        ("TXT (\n$ORIGIN looks.like.one\n)", (b"$ORIGIN", b"looks.like.one")),
    ],
)
def test_texts(data: str, strings: tuple[bytes, ...]) -> None:
    found = only(f"x {data}\n")
    assert found.strings == strings
    assert found.flaw is None


def test_what_follows_an_unquoted_semicolon_stays_visible() -> None:
    found = only("_dmarc TXT v=DMARC1; p=none")
    assert found.strings == (b"v=DMARC1",)
    assert found.written is not None
    assert (found.written.data, found.written.comment) == ("v=DMARC1", " p=none")


def test_the_place_and_the_text_of_a_record_are_kept() -> None:
    text = '; first\n\nMail 300 IN TXT ( "a" ; one\n    "b" ) ; two\n  MX 10 mx ; three\n'
    first, second = records(text)
    assert (first.where, second.where) != (None, None)
    assert first.where is not None and second.where is not None
    assert (first.where.path, first.where.line, first.where.column) == ("zones/z.zone", 3, 1)
    assert (second.where.line, second.where.column) == (5, 3)
    assert first.written is not None and second.written is not None
    assert first.written.owner == "Mail"
    assert first.written.comment == " two"
    assert first.written.lines == ('Mail 300 IN TXT ( "a" ; one', '    "b" ) ; two')
    assert (second.written.owner, second.written.comment) == ("", " three")
    assert (first.data, second.data) == ('"a" "b"', "10 mx")
    assert second.name == "mail.example.com"


def test_the_proxy_flag_of_an_export_is_read() -> None:
    text = (
        "a CNAME x.example.net. ; cf_tags=cf-proxied:true\n"
        "b CNAME x.example.net. ; my note cf_tags=red,cf-proxied:false,blue\n"
        "c CNAME x.example.net. ; cf-proxied:truely\n"
    )
    assert [r.proxied for r in records(text)] == [True, False, None]


def test_nothing_that_a_server_would_merge_is_merged() -> None:
    text = (
        "x CNAME a.example.net.\nx CNAME b.example.net.\nx TXT hello\n"
        "y 60 A 192.0.2.1\ny 300 A 192.0.2.2\ny 300 A 192.0.2.2\nother.example.net. A 192.0.2.1\n"
    )
    found = [(r.name, r.type, r.ttl) for r in records(text)]
    assert found == [
        ("x.example.com", "CNAME", None),
        ("x.example.com", "CNAME", None),
        ("x.example.com", "TXT", None),
        ("y.example.com", "A", 60),
        ("y.example.com", "A", 300),
        ("y.example.com", "A", 300),
        ("other.example.net", "A", 300),
    ]


@pytest.mark.parametrize(
    ("text", "message", "name"),
    [
        ('x TXT "open', "a quote is opened and not closed on this line", "x.example.com"),
        ("x TXT a)", "a bracket is closed that was not opened", "x.example.com"),
        ("x TXT a\\", "the line ends with a backslash", "x.example.com"),
        ("x TXT ( a", "a bracket is opened here and never closed", "x.example.com"),
        ("x", "the record type is missing", "x.example.com"),
        ("x 300 IN", "the record type is missing", "x.example.com"),
        ("x IN CNAM y", 'there is no record type "CNAM"; CNAME was probably meant', None),
        ("x 3x TXT y", 'there is no record type "3x"', "x.example.com"),
        ("x 300 IN 300 TXT y", "the time to live stands there twice", "x.example.com"),
        ("{{ serial }}", 'there is no record type "serial"', None),
        ("x CH TXT y", "the class CH is not read, only IN", "x.example.com"),
        ('TXT "v=spf1 -all"', "the name in front of TXT is missing; write @", None),
        ('"x" TXT y', "a record cannot begin with a quote, a bracket or a control", None),
        ("\x0cx TXT y", "a record cannot begin with a quote, a bracket or a control", None),
        ("$NONSENSE x", "there is no control line $NONSENSE", None),
        ("$TTL soon", "$TTL needs a number of seconds", None),
        ("$ORIGIN", "$ORIGIN needs a name", None),
        ("$ORIGIN a..b.", "$ORIGIN cannot be used: two dots", None),
        ("$INCLUDE other.zone", "the file other.zone was not read", None),
        ("$GENERATE x", "$GENERATE needs a range", None),
        ("$GENERATE 1-100000000 a$ A 192.0.2.1", "$GENERATE makes 100,000,000 records", None),
    ],
)
def test_a_bad_line_is_told_and_hides_nothing(text: str, message: str, name: str | None) -> None:
    found = faults(f"first A 192.0.2.1\n{text}")
    assert [line for line, _, _ in found] == [2]
    assert found[0][1].startswith(message)
    assert name is None or found[0][2] == name


def test_lines_after_a_bracket_that_is_never_closed_are_one_fault() -> None:
    text = "x SOA a b (\n  1 ; serial\n  2\n2024010101\n  5\n"
    assert [line for line, _, _ in faults(text)] == [1]


def test_faults_are_bounded() -> None:
    source = zone("a A 192.0.2.1\n" + "garbage\n" * 3000)
    list(source.nodes())
    assert len(source.faults) == 1000
    assert source.fault_count == 3000
