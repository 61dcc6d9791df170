"""Messages in wire format: what a reply is, and what it says."""

from __future__ import annotations

import struct
import time
from itertools import product

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from senderlint.lint.model import Answer, AnswerStatus, Question, Vantage, VantageKind
from senderlint.lint.sources import wire
from senderlint.lint.sources.wire_answer import Reply, read
from senderlint.lint.sources.wire_message import Resource
from senderlint.lint.sources.wire_record import record
from senderlint.lint.sources.zone_file import zone_from_bytes

S = AnswerStatus
ASKED = Question("_dmarc.example.com", "TXT")
RESOLVER = Vantage(VantageKind.RESOLVER, "resolver", "192.0.2.1")
SERVER = Vantage(VantageKind.AUTHORITATIVE, "ns1.example.com", "192.0.2.2")
SOA = "example.com. 900 IN SOA ns1.example.com. x.example.com. 1 2 3 4 300"


def reply(*records: str, code: str = "NOERROR", flags: str = "") -> bytes:
    """A reply with records as `answer: …`, `authority: …` or `additional: …`."""
    query = wire.encode(ASKED, wire.Form(recursion=True))
    assert query is not None
    message = dns.message.make_response(dns.message.from_wire(query))
    message.set_rcode(dns.rcode.from_text(code))
    message.flags |= dns.flags.from_text(flags)
    for text in records:
        section, _, line = text.partition(": ")
        owner, ttl, class_, type_, data = line.split(None, 4)
        rrset = dns.rrset.from_text(owner, int(ttl), class_, type_, data)
        getattr(message, section).append(rrset)
    return message.to_wire()


def said(message: bytes, vantage: Vantage = RESOLVER, zone: str | None = None) -> Reply:
    parsed = wire.parse(message)
    assert parsed is not None
    return read(parsed, ASKED, vantage, zone)


def answer(*records: str, vantage: Vantage = RESOLVER, **how: str) -> Answer:
    return said(reply(*records, **how), vantage).answer


@pytest.mark.parametrize("name", ["example.com", "_dmarc.a\\.b.Example.com", "", "a" * 63 + ".x"])
@pytest.mark.parametrize("form", [wire.Form(*f) for f in product((False, True), repeat=4)])
def test_a_question_is_written_as_dnspython_writes_it(name: str, form: wire.Form) -> None:
    flags = dns.flags.RD | dns.flags.AD if form.recursion else 0
    expected = dns.message.make_query(
        f"{name}.",
        "TXT",
        use_edns=0 if form.edns else False,
        payload=wire.PAYLOAD,
        options=[dns.edns.NSIDOption(b"")] if form.nsid else None,
        id=0,
        flags=flags if form.checking else flags | dns.flags.CD,
    )
    assert wire.encode(Question(name, "TXT"), form) == expected.to_wire()


def test_a_question_to_a_name_server_asks_for_no_recursion() -> None:
    message = dns.message.from_wire(wire.encode(ASKED, wire.Form(recursion=False)) or b"")
    assert message.flags == 0
    assert (message.edns, message.payload) == (0, 1232)
    assert [int(o.otype) for o in message.options] == [dns.edns.OptionType.NSID]


def test_without_edns_the_question_is_as_in_1987() -> None:
    query = wire.encode(ASKED, wire.Form(recursion=True, edns=False, nsid=False)) or b""
    assert query[10:12] == b"\0\0"


@pytest.mark.parametrize("text", ["_dmarc.example.com.", "_DMARC.eXample.COM."])
def test_a_reply_repeats_the_question_in_any_case(text: str) -> None:
    query = wire.encode(ASKED, wire.Form(recursion=True)) or b""
    answered = dns.message.make_response(dns.message.make_query(text, "TXT"))
    assert wire.replies_to(answered.to_wire(), query)


@pytest.mark.parametrize(
    ("name", "type_"), [("_dmarc.example.net", "TXT"), ("_dmarc.example.com", "A")]
)
def test_a_reply_to_another_question_is_none(name: str, type_: str) -> None:
    query = wire.encode(ASKED, wire.Form(recursion=True)) or b""
    answered = dns.message.make_response(dns.message.make_query(name, type_))
    assert not wire.replies_to(answered.to_wire(), query)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("SERVFAIL", S.SERVFAIL),
        ("REFUSED", S.REFUSED),
        ("NOTAUTH", S.REFUSED),
        ("FORMERR", S.SERVFAIL),
        ("NOTIMP", S.SERVFAIL),
        ("YXDOMAIN", S.SERVFAIL),
    ],
)
def test_errors_are_never_absence(code: str, status: AnswerStatus) -> None:
    found = answer("answer: _dmarc.example.com. 60 IN TXT forged", code=code, flags="AD AA")
    assert (found.status, found.records) == (status, ())
    assert found.reason == f"the server answers {code}"
    assert "AD" not in found.flags


def test_flags_and_time_to_live() -> None:
    found = answer("answer: _dmarc.example.com. 60 IN TXT a", flags="RA AD CD")
    assert (found.status, found.ttl, found.flags) == (S.ANSWERED, 60, ("RA", "AD", "CD"))


def test_how_long_no_is_remembered() -> None:
    found = answer(f"authority: {SOA}", code="NXDOMAIN")
    assert (found.status, found.negative_ttl) == (S.NXDOMAIN, 300)
    found = answer(f"authority: {SOA.replace('900', '60')}")
    assert (found.status, found.negative_ttl) == (S.NODATA, 60)
    found = answer(f"authority: {SOA.replace('example.com. 900', 'example.net. 900')}")
    assert found.negative_ttl is None


def test_a_time_to_live_with_the_highest_bit_is_zero() -> None:
    message = reply("answer: _dmarc.example.com. 77 IN TXT a")
    found = said(message.replace(struct.pack("!I", 77), b"\xff\xff\xff\xff")).answer
    assert found.ttl == 0


def test_an_alias_out_of_the_zone_is_not_followed_by_hearsay() -> None:
    alias = "answer: _dmarc.example.com. 60 IN CNAME d.host.example."
    for code in ("NOERROR", "NXDOMAIN"):
        found = answer(alias, vantage=SERVER, flags="AA", code=code)
        assert (found.status, found.records) == (S.UNKNOWABLE, ())
        assert [r.target for r in found.chain] == ["d.host.example"]
        assert found.reason == "the alias leads to d.host.example, which this server does not hold"


def test_an_alias_whose_target_does_not_exist() -> None:
    alias = "answer: _dmarc.example.com. 60 IN CNAME d.example.com."
    found = answer(alias, f"authority: {SOA}", vantage=SERVER, flags="AA", code="NXDOMAIN")
    assert (found.status, found.negative_ttl, len(found.chain)) == (S.NXDOMAIN, 300, 1)
    assert answer(alias, vantage=RESOLVER).status is S.NODATA
    assert answer(alias, vantage=RESOLVER, code="NXDOMAIN").status is S.NXDOMAIN


def test_an_alias_made_by_a_dname() -> None:
    found = answer(
        "answer: example.com. 60 IN DNAME example.net.",
        "answer: _dmarc.example.com. 0 IN CNAME _dmarc.example.net.",
        "answer: _dmarc.example.net. 60 IN TXT here",
    )
    assert [r.type for r in found.chain] == ["DNAME", "CNAME"]
    assert [r.text for r in found.records] == ["here"]
    bare = answer(
        "answer: example.com. 60 IN DNAME example.net.",
        "answer: _dmarc.example.net. 60 IN TXT here",
    )
    assert [r.text for r in bare.records] == ["here"]
    message = reply(
        "answer: example.com. 60 IN DNAME example.net.",
        "answer: _dmarc.example.com. 0 IN CNAME _dmarc.example.net.",
    )
    parsed = wire.parse(message)
    assert parsed is not None
    itself = read(parsed, ASKED._replace(type="CNAME"), RESOLVER).answer
    assert [r.type for r in (*itself.chain, *itself.records)] == ["DNAME", "CNAME"]


def test_a_referral_is_no_absence() -> None:
    refer = reply("authority: example.com. 60 IN NS ns1.example.com.")
    assert said(refer, SERVER, "com").answer.status is S.UNKNOWABLE
    for zone in ("example.com", "_dmarc.example.com", None):
        assert said(refer, SERVER, zone).answer.status is S.REFUSED


def test_an_empty_answer_without_authority_is_no_absence() -> None:
    assert answer(vantage=SERVER).status is S.REFUSED
    assert answer(vantage=SERVER, flags="AA").status is S.NODATA
    assert answer(f"authority: {SOA}", vantage=SERVER).status is S.NODATA


def test_extended_errors_pass_through() -> None:
    message = dns.message.make_response(dns.message.from_wire(reply()[:2] + b"\1\0" + reply()[4:]))
    message.set_rcode(dns.rcode.SERVFAIL)
    options = [
        dns.edns.EDEOption(dns.edns.EDECode.make(6), "signature crypto failed"),
        dns.edns.EDEOption(dns.edns.EDECode.make(4711), "\x1b[31m"),
        dns.edns.EDEOption(dns.edns.EDECode.make(22)),
        dns.edns.NSIDOption(b"fra1"),
    ]
    message.use_edns(0, options=options)
    found = said(message.to_wire()).answer
    assert found.extended_errors == (
        "6 DNSSEC Bogus: signature crypto failed",
        "4711: \x1b[31m",
        "22 No Reachable Authority",
    )
    assert found.server_id == "fra1"
    assert found.reason.startswith("the server answers SERVFAIL; 6 DNSSEC Bogus")


def test_what_options_say_damages_no_answer() -> None:
    whole = reply("answer: _dmarc.example.com. 60 IN TXT here")
    options = (
        (15, b"\0"),  # half an extended error
        (15, b"\0\x06\xff gibberish\0"),
        (8, b"\0\x09\xff"),  # a client subnet of no known family
        (3, b"\xe4\n"),
    )
    data = b"".join(struct.pack("!2H", number, len(d)) + d for number, d in options)
    opt = b"\0" + struct.pack("!2HIH", 41, 1232, 0, len(data)) + data
    plain = whole[: whole.rindex(b"\0" + struct.pack("!H", 41))]
    found = said(plain + opt).answer
    assert found.status is S.ANSWERED
    assert found.extended_errors == ("6 DNSSEC Bogus: \ufffd gibberish",)
    assert found.server_id == "e40a"


def test_records_of_another_class_are_not_believed() -> None:
    assert answer("answer: _dmarc.example.com. 60 CH TXT chaos").status is S.NODATA


@pytest.mark.parametrize(
    "line",
    [
        r'_dmarc TXT "v=DMARC1; p=none" "" "a\"b\\c\200"',
        "_dmarc MX 10 Mail.Example.NET.",
        "_dmarc CNAME Host-1._x.Example.NET.",
        "_dmarc NS ns1.example.net.",
        "_dmarc A 192.0.2.1",
        "_dmarc AAAA 2001:db8::1",
        "_dmarc SRV 1 2 3 host.example.net.",
        'a\\.b TXT "x"',
        '\\000\\255 TXT "x"',
        '_dmarc SPF "v=spf1 -all"',
    ],
)
def test_a_record_is_the_same_as_from_a_zone_file(line: str) -> None:
    owner, _, rest = line.partition(" ")
    zone = zone_from_bytes(f"$ORIGIN example.com.\n$TTL 60\n{line}\n".encode(), path="z")
    (written,) = [r for node in zone.nodes() for r in node.records]
    parsed = dns.rrset.from_text(f"{owner}.example.com.", 60, "IN", *rest.split(" ", 1))
    octets, data = parsed.name.to_wire() or b"", parsed[0].to_wire() or b""
    found = record(Resource(octets, parsed.rdtype, 1, 60, data))
    same = ("name", "type", "ttl", "strings", "target", "priority", "flaw")
    assert [getattr(found, k) for k in same] == [getattr(written, k) for k in same]
    assert found.data.lower() == written.data.lower()


def _bomb() -> bytes:
    """64 KiB of owner names, each a label in front of a pointer to the one before."""
    head = reply()[:12]
    body = b"\6_dmarc\7example\3com\0\0\x10\0\1"
    message = bytearray(head[:4] + b"\0\1\7\xd0\0\0\0\0" + body)
    at = 12
    while len(message) < 65_000:
        here = len(message)
        message += (
            b"\1a" + struct.pack("!H", 0xC000 | min(at, 0x3FFF)) + b"\0\1\0\1\0\0\0\1\0\4aaaa"
        )
        at = here
    return bytes(message)


def test_a_chain_of_pointers_costs_no_time() -> None:
    began = time.monotonic()
    wire.parse(_bomb())
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("size", [12, 13, 30, 45, 46, 60])
def test_a_message_cut_anywhere_is_damaged_or_whole(size: int) -> None:
    whole = reply("answer: _dmarc.example.com. 60 IN TXT aaaaaaaaaaaaaaaaaaaa")
    assert wire.parse(whole) is not None
    assert wire.parse(whole[:size]) is None
