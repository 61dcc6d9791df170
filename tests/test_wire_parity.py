"""Messages are read as dnspython reads them: the same are whole, and say the same."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import time

import dns.edns
import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_messages import RARE, TYPES, Writer, spoiled

from senderlint.lint.records import names
from senderlint.lint.sources import wire, wire_code, wire_type
from senderlint.lint.sources.wire_message import Entry, Message, Option, Resource
from senderlint.lint.sources.wire_name import name_text, owner_name
from senderlint.lint.sources.wire_rdata import content
from senderlint.lint.sources.wire_record import record
from senderlint.lint.sources.zone_rdata import Facts, read_rdata


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - messages that repeat


SEEDS = st.integers(0, 2**64).map(_chance)


@pytest.fixture(autouse=True, scope="module")
def _options_are_opaque() -> object:
    """What is in an option is the one thing in which the two differ on purpose."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dns.edns, "_type_to_class", {})
        yield


def expected(octets: bytes) -> Message | None:
    """The message as dnspython reads it."""
    counts = struct.unpack_from("!3H", octets, 6) if len(octets) >= 12 else ()
    if len(octets) > wire.MAX_MESSAGE or sum(counts) > wire.MAX_RECORDS:
        return None
    try:
        message = dns.message.from_wire(
            octets, one_rr_per_rrset=True, ignore_trailing=True, continue_on_error=True
        )
    except dns.exception.DNSException:
        return None
    if message.errors:
        return None
    return Message(
        message.flags,
        message.rcode(),
        tuple(_entry(rrset) for rrset in message.question),
        _resources(message.answer),
        _resources(message.authority),
        _resources(message.additional),
        tuple(Option(o.otype, o.data) for o in message.options),
    )


def _entry(rrset: dns.rrset.RRset) -> Entry:
    return Entry(rrset.name.to_wire() or b"", rrset.rdtype, rrset.rdclass)


def _resources(section: list[dns.rrset.RRset]) -> tuple[Resource, ...]:
    data = (rrset[0].to_wire() or b"" for rrset in section)
    return tuple(Resource(*_entry(r), r.ttl, d) for r, d in zip(section, data, strict=True))


@given(SEEDS)
@settings(max_examples=400, deadline=None)
def test_the_same_messages_are_whole_and_hold_the_same(chance: random.Random) -> None:
    whole = Writer(chance).message()
    cut = whole[: chance.randrange(len(whole))]
    for message in (whole, whole + b"junk", cut, *(spoiled(whole, chance) for _ in range(4))):
        assert wire.parse(message) == expected(message), message.hex()


def test_most_of_the_messages_that_are_compared_are_whole() -> None:
    written = [Writer(_chance(seed)).message() for seed in range(100)]
    assert sum(wire.parse(message) is not None for message in written) > 60


@given(SEEDS, st.sampled_from(TYPES + RARE))
@settings(max_examples=400, deadline=None)
def test_data_is_written_as_dnspython_writes_it(chance: random.Random, type_: int) -> None:
    data = Writer(chance).data(type_, 0)
    kind = dns.rdatatype.RdataType.make(type_)
    try:
        rdata = dns.rdata.from_wire(dns.rdataclass.IN, kind, data, 0, len(data))
    except dns.exception.DNSException:
        return
    alone = rdata.to_wire() or b""
    said = content(type_, alone)
    assert (said.text, said.strings) == (rdata.to_text(), getattr(rdata, "strings", ()))
    facts = read_rdata(wire_type.type_name(type_), said.text, "")
    if type_ in TYPES:
        assert (said.strings, said.target, said.priority, None) == facts
    else:
        assert facts == Facts()


@pytest.mark.parametrize(
    "address",
    [
        *("::", "::1", "1::", "::2:1", "::192.0.2.1", "::ffff:192.0.2.1", "::ffff:0:0", "0:1::2"),
        *("1:0:1:0:1:0:1:0", "1:0:0:1:0:0:1:1", "0:1:1:1:1:1:1:1", "1:0:2::3:0:0:4", "64:ff9b::"),
    ],
)
def test_addresses_are_written_as_dnspython_writes_them(address: str) -> None:
    rdata = dns.rdata.from_text("IN", "AAAA", address)
    assert content(28, rdata.to_wire() or b"").text == rdata.to_text()


NAMES = st.lists(st.binary(min_size=1, max_size=63), max_size=5)


@given(NAMES)
def test_names_are_written_as_dnspython_writes_them(labels: list[bytes]) -> None:
    octets = b"".join(bytes((len(label),)) + label for label in labels) + b"\0"
    if len(octets) <= 255:
        text = dns.name.Name((*labels, b"")).to_text()
        assert name_text(octets) == text
        assert owner_name(octets) == names.canonical(text)
        assert names.wire_format(owner_name(octets)) == octets.lower()


@given(st.text('ab.\\"@$ é09', max_size=70))
def test_names_are_read_as_dnspython_reads_them(text: str) -> None:
    name = names.canonical(text)
    try:
        octets = dns.name.from_text(f"{name}.").to_wire()
    except dns.exception.DNSException:
        octets = None
    assert names.wire_format(name) == octets


@pytest.mark.parametrize("name", ["a" * 64, ".".join(["a" * 63] * 4), "a..b", ".a"])
def test_names_that_cannot_exist_are_not_asked_for(name: str) -> None:
    assert names.wire_format(name) is None


def test_types_have_their_names() -> None:
    for number in range(wire_type.MAX_TYPE + 1):
        kind = dns.rdatatype.RdataType.make(number)
        text = dns.rdatatype.to_text(kind)
        assert wire_type.type_name(number) == text
        assert wire_type.type_number(text.lower()) == number
        assert wire_type.is_askable(number) is not dns.rdatatype.is_metatype(kind)


@pytest.mark.parametrize("text", ["", "TYPE", "TYPE65536", "TYPE-1", "TYPE١", "ALIAS", "16"])
def test_what_is_no_type_has_no_number(text: str) -> None:
    with pytest.raises((dns.exception.DNSException, ValueError)):
        dns.rdatatype.from_text(text)
    assert wire_type.type_number(text) is None


def test_response_codes_have_their_names() -> None:
    for number in range(wire_code.MAX_CODE + 1):
        text = dns.rcode.to_text(dns.rcode.Rcode.make(number))
        assert wire_code.code_text(number) == text
        assert wire_code.code_number(text.lower()) == number
    for text in ("", "4096", "-1", "NO"):
        assert wire_code.code_number(text) is None


def test_extended_errors_have_their_names() -> None:
    for code in dns.edns.EDECode:
        assert wire_code.extended_meaning(code).upper() == code.name.replace("_", " ")
    assert wire_code.extended_meaning(len(dns.edns.EDECode)) == ""


def _longest_names() -> bytes:
    """As many records as are read, with names of 241 octets that lead through ten pointers."""
    message = bytearray(struct.pack("!6H", 1, 0x8000, 0, wire.MAX_RECORDS, 0, 0))
    above = None
    for i in range(wire.MAX_RECORDS):
        here = len(message)
        message += b"\x17" + b"x" * 23 if i < 10 else b""
        message += b"\0" if above is None else struct.pack("!H", 0xC000 | above)
        above = here if i < 10 or above is None else above
        message += struct.pack("!2H2H2H", 2, 1, 0, 60, 2, 0xC000 | above)
    return bytes(message)


def test_the_longest_names_take_no_longer_than_with_dnspython() -> None:
    message = _longest_names()
    began = time.process_time()
    read = wire.parse(message)
    assert read is not None
    assert len([record(r) for r in read.answer]) == wire.MAX_RECORDS
    ours = time.process_time() - began
    began = time.process_time()
    assert expected(message) == read
    assert ours < time.process_time() - began


def test_names_full_of_escapes_are_written_in_no_time() -> None:
    long = (b"\x3d" + bytes(61)) * 3 + b"\0"
    message = bytearray(struct.pack("!6H", 1, 0x8000, 0, wire.MAX_RECORDS, 0, 0) + b"\1x" + long)
    message += struct.pack("!2HIH", 16, 1, 60, 2) + b"\1a"
    for i in range(1, wire.MAX_RECORDS):
        message += b"\0" + struct.pack("!2H2H", 15, 1, 0, 60)
        message += struct.pack("!2HBHH", 7, 1, 2, i, 0xC00E)
    read = wire.parse(bytes(message))
    assert read is not None
    began = time.process_time()
    assert len({record(found).data for found in read.answer}) == wire.MAX_RECORDS
    assert time.process_time() - began < 0.6


LIVE = """
import sys
from senderlint.lint import live_check, run, session
from senderlint.lint.select import everything
from senderlint.lint.sources import live, wire
from senderlint.lint.sources.wire_record import record
from senderlint.lint.sources.zone_rdata import Facts, read_rdata
everything()
message = wire.parse(bytes.fromhex(sys.argv[1]))
print([record(found).type for found in message.answer])
print([m for m in sys.modules if m.partition(".")[0] == "dns"])
"""


def test_ordinary_replies_are_read_without_dnspython() -> None:
    writer = Writer(_chance(1))
    reply = struct.pack("!6H", 1, 0x8000, 0, len(TYPES), 0, 0)
    for type_ in TYPES:
        data = writer.data(type_, len(reply) + 11)
        reply += b"\0" + struct.pack("!2HIH", type_, 1, 60, len(data)) + data
    command = [sys.executable, "-c", LIVE, reply.hex()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [str([wire_type.type_name(t) for t in TYPES]), "[]"]
