"""What servers do wrong costs one answer, never the run, and is never taken for absence."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from fake_dns import FakeNet, Handler, Replies, fake_net, resolver

from senderlint.lint.model import Answer, AnswerStatus, Question, Vantage, VantageKind
from senderlint.lint.network import Asked
from senderlint.lint.sources import patience, wire
from senderlint.lint.sources.live import Live
from senderlint.lint.sources.resolvers import resolvers
from senderlint.lint.sources.wire import Form

pytestmark = pytest.mark.loopback

S = AnswerStatus
HOST = "127.77.5.1"
TRUE = '_dmarc.example.com. 300 TXT "v=DMARC1; p=none"'
QUESTION = Question("_dmarc.example.com", "TXT")
honest = resolver(TRUE)


@pytest.fixture
def net() -> Iterator[FakeNet]:
    with fake_net() as net:
        yield net


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that stays silent is given up sooner, so that the tests are quick."""
    monkeypatch.setattr(patience, "LIMIT", 1.0)
    monkeypatch.setattr(patience, "STREAM_AFTER", 0.5)


def ask(net: FakeNet, handler: Handler, **how: bool) -> Answer:
    """The answer of one misbehaving resolver."""
    address = net.serve(HOST, handler, **how)
    with Live(resolvers([address]), timeout=5) as live:
        return answer(live)


def answer(live: Live, question: Question = QUESTION, *, checking: bool = True) -> Answer:
    asked = Asked(live.resolvers[0], question, checking)
    return live.ask([asked])[asked]


def is_true(answer: Answer) -> bool:
    return answer.status is S.ANSWERED and [r.text for r in answer.records] == ["v=DMARC1; p=none"]


def first_then_true(forged: Callable[[bytes], bytes]) -> Handler:
    """Sends a forged packet in front of the true answer, over UDP."""

    def handler(query: bytes, tcp: bool) -> Replies:
        return honest(query, tcp) if tcp else [forged(query), *honest(query, tcp)]

    return handler


def other_question(query: bytes) -> bytes:
    asked = dns.message.make_query("other.example.", "TXT")
    asked.id = struct.unpack("!H", query[:2])[0]
    reply = dns.message.make_response(asked)
    reply.answer.append(dns.rrset.from_text("other.example.", 1, "IN", "TXT", "forged"))
    return reply.to_wire()


def forged_code(code: dns.rcode.Rcode, *flags: dns.flags.Flag) -> Callable[[bytes], bytes]:
    def forge(query: bytes) -> bytes:
        reply = dns.message.make_response(dns.message.from_wire(query))
        reply.set_rcode(code)
        for flag in flags:
            reply.flags |= flag
        return reply.to_wire()

    return forge


def compression_loop(query: bytes) -> bytes:
    reply = bytearray(dns.message.make_response(dns.message.from_wire(query)).to_wire())
    reply[6:8] = b"\0\1"
    return bytes(reply[:12]) + bytes(reply[12:]) + b"\xc0" + bytes([len(reply)]) + b"\0\x10\0\1"


FORGED = {
    "garbage": lambda query: b"\xff" * 40,
    "empty": lambda query: b"",
    "one octet": lambda query: b"\0",
    "bare header": lambda query: query[:2] + b"\x81\x80" + bytes(8),
    "wrong id": lambda query: bytes([query[0] ^ 1]) + honest(query, False)[0][1:],
    "the query itself": lambda query: query,
    "other question": other_question,
    "damaged": lambda query: honest(query, False)[0][:-20],
    "compression loop": compression_loop,
    "forged FORMERR": forged_code(dns.rcode.FORMERR),
    "forged SERVFAIL": forged_code(dns.rcode.SERVFAIL),
    "forged REFUSED": forged_code(dns.rcode.REFUSED),
    "forged TC": forged_code(dns.rcode.NOERROR, dns.flags.TC),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_packet_in_front_changes_nothing(net: FakeNet, kind: str) -> None:
    assert is_true(ask(net, first_then_true(FORGED[kind])))


def test_a_foreseen_question_is_sent_once_whether_its_answer_is_wanted_or_not(net: FakeNet) -> None:
    sent: list[bytes] = []

    def counting(query: bytes, tcp: bool) -> Replies:
        sent.append(query)
        return honest(query, tcp)

    with Live(resolvers([net.serve(HOST, counting)]), timeout=5) as live:
        wanted, unwanted = QUESTION, Question("_dmarc.example.com", "A")
        live.foresee([Asked(live.resolvers[0], q) for q in (wanted, wanted, unwanted)])
        assert is_true(answer(live))
    _until(lambda: len(sent) > 1)  # nobody has waited for the second one
    # On a busy machine a packet is sent again, then with less in it.
    first = [wire.encode(q, Form(recursion=True)) for q in (wanted, unwanted)]
    assert [sum(bytes(2) + query[2:] == one for query in sent) for one in first] == [1, 1]


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not true() and time.monotonic() < end:
        time.sleep(0.01)


@pytest.mark.parametrize("kind", FORGED)
def test_nothing_but_bad_packets_is_a_failure_and_no_absence(net: FakeNet, kind: str) -> None:
    got = ask(net, lambda query, tcp: [FORGED[kind](query)])
    assert got.status in (S.TIMEOUT, S.SERVFAIL, S.REFUSED)
    assert got.reason
    assert got.records == ()


def test_the_case_of_letters_does_not_matter(net: FakeNet) -> None:
    def shouting(query: bytes, tcp: bool) -> Replies:
        return [r.replace(b"example", b"eXAMple") for r in honest(query, tcp)]

    assert is_true(ask(net, shouting))


def test_a_truncated_answer_is_asked_again_over_tcp(net: FakeNet) -> None:
    texts = "\n".join(f'_dmarc.example.com. 300 TXT "{"x" * 200} {i}"' for i in range(30))
    got = ask(net, resolver(texts))
    assert (got.status, len(got.records)) == (S.ANSWERED, 30)
    assert "TC" not in got.flags


def test_a_truncated_answer_without_tcp_is_unknown(net: FakeNet) -> None:
    texts = "\n".join(f'_dmarc.example.com. 300 TXT "{"x" * 200} {i}"' for i in range(30))
    got = ask(net, resolver(texts), tcp=False)
    assert got.status is S.TIMEOUT
    assert "cut short" in got.reason
    assert got.flags == ("TC",)


def test_a_text_set_of_64_kib(net: FakeNet) -> None:
    texts = "\n".join(f'_dmarc.example.com. 300 TXT "{i:0250}"' for i in range(240))
    got = ask(net, resolver(texts))
    assert (got.status, len(got.records)) == (S.ANSWERED, 240)


def test_more_records_than_anyone_publishes_cost_one_answer(net: FakeNet) -> None:
    def many(query: bytes, tcp: bool) -> Replies:
        reply = bytearray(dns.message.make_response(dns.message.from_wire(query)).to_wire())
        reply[6:8] = struct.pack("!H", 5_000)
        return [bytes(reply) + b"\xc0\x0c\0\x10\0\1\0\0\0\1\0\1\0" * 5_000] if tcp else []

    got = ask(net, many)
    assert (got.status, got.reason) == (
        S.TIMEOUT,
        "its answer cannot be read: it is damaged or too large",
    )


def test_only_tcp_is_slower_and_works(net: FakeNet) -> None:
    assert is_true(ask(net, lambda query, tcp: honest(query, tcp) if tcp else []))


def test_only_udp_works(net: FakeNet) -> None:
    assert is_true(ask(net, honest, tcp=False))


def test_refused_is_confirmed_over_tcp(net: FakeNet) -> None:
    refuse = forged_code(dns.rcode.REFUSED)
    got = ask(net, lambda query, tcp: [refuse(query)])
    assert (got.status, got.reason) == (S.REFUSED, "the server answers REFUSED")
    assert net.packets[HOST, "tcp"] == 1


def test_a_refusing_server_is_not_doubted_for_every_question(net: FakeNet) -> None:
    refuse = forged_code(dns.rcode.REFUSED)
    address = net.serve(HOST, lambda query, tcp: [refuse(query)])
    with Live(resolvers([address]), timeout=5) as live:
        answer(live)
        asked = [Asked(live.resolvers[0], Question(f"n{i}.example", "TXT")) for i in range(20)]
        assert {a.status for a in live.ask(asked).values()} == {S.REFUSED}
    assert net.packets[HOST, "tcp"] == 1


def test_a_server_that_knows_no_edns(net: FakeNet) -> None:
    def old(query: bytes, tcp: bool) -> Replies:
        if query[11]:
            reply = dns.message.make_response(dns.message.from_wire(query))
            reply.use_edns(False)
            reply.set_rcode(dns.rcode.FORMERR)
            return [reply.to_wire()]
        return honest(query, tcp)

    assert is_true(ask(net, old, tcp=False))


def old_and(code: dns.rcode.Rcode, then: Handler) -> Handler:
    """A server that gives this code for every question with EDNS."""
    refuse = forged_code(code)
    return lambda query, tcp: [refuse(query)] if query[11] else then(query, tcp)


@pytest.mark.parametrize("code", [dns.rcode.REFUSED, dns.rcode.SERVFAIL])
def test_a_server_that_refuses_edns_alone(net: FakeNet, code: dns.rcode.Rcode) -> None:
    host = at_name_server(net, old_and(code, honest))
    with Live([], timeout=5) as live:
        questions = [QUESTION, *(Question(f"n{i}.example.com", "TXT") for i in range(20))]
        found = live.ask(Asked(host, q) for q in questions)
        assert is_true(found[Asked(host, QUESTION)])
        assert [a.status for a in found.values()] == [S.ANSWERED, *[S.NXDOMAIN] * 20]
    assert net.packets[HOST, "tcp"] == 0


@pytest.mark.parametrize("code", [dns.rcode.REFUSED, dns.rcode.SERVFAIL])
def test_a_lame_server_is_asked_once_without_edns(net: FakeNet, code: dns.rcode.Rcode) -> None:
    plain: list[bytes] = []

    def lame(query: bytes, tcp: bool) -> Replies:
        plain.extend([] if query[11] else [query])
        return [forged_code(code)(query)]

    host = at_name_server(net, lame)
    with Live([], timeout=5) as live:
        found = live.ask(Asked(host, Question(f"n{i}.example", "TXT")) for i in range(20))
        again = live.ask(Asked(host, Question(f"m{i}.example", "TXT")) for i in range(20))
    assert {a.status for a in (*found.values(), *again.values())} == {AnswerStatus[code.name]}
    assert len(plain) == 1


def test_a_server_that_has_answered_is_believed_when_it_refuses(net: FakeNet) -> None:
    def choosy(query: bytes, tcp: bool) -> Replies:
        assert query[11]  # it is never asked without EDNS
        known = b"_dmarc" in query
        return honest(query, tcp) if known else [forged_code(dns.rcode.REFUSED)(query)]

    host = at_name_server(net, choosy)
    other = Asked(host, Question("other.example", "TXT"))
    with Live([], timeout=5) as live:
        assert is_true(live.ask([Asked(host, QUESTION)])[Asked(host, QUESTION)])
        assert live.ask([other])[other].status is S.REFUSED


def at_name_server(net: FakeNet, handler: Handler) -> Vantage:
    """A name server at which this handler answers."""
    return Vantage(VantageKind.AUTHORITATIVE, "ns1", net.serve(HOST, handler))


def test_a_firewall_that_drops_edns(net: FakeNet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LIMIT", 3.0)
    assert is_true(ask(net, lambda q, tcp: [] if q[11] else honest(q, tcp), tcp=False))


def test_a_silent_server_costs_one_interval_and_is_not_asked_again(net: FakeNet) -> None:
    address = net.serve(HOST, lambda query, tcp: [])
    with Live(resolvers([address]), timeout=30) as live:
        began = time.monotonic()
        first = answer(live)
        middle = time.monotonic()
        sent = net.packets[HOST, "udp"]
        second = answer(live, Question("other.example", "MX"))
        assert (first.status, second.status) == (S.TIMEOUT, S.TIMEOUT)
        assert first.reason == f"no answer within {patience.LIMIT:g} seconds"
        assert middle - began < 2.5
        assert time.monotonic() - middle < 0.2
        assert net.packets[HOST, "udp"] == sent


def test_where_nobody_listens_the_answer_comes_at_once(net: FakeNet) -> None:
    began = time.monotonic()
    with Live(resolvers([f"{HOST}:{net.port}"]), timeout=5) as live:
        got = answer(live)
    assert (got.status, got.reason) == (S.TIMEOUT, "nothing listens there (connection refused)")
    assert time.monotonic() - began < 1.0


def test_the_time_limit_holds(net: FakeNet) -> None:
    addresses = [net.serve(f"127.77.5.{i}", lambda query, tcp: []) for i in range(1, 4)]
    began = time.monotonic()
    with Live(resolvers(addresses), timeout=0.4) as live:
        asked = [Asked(r, QUESTION) for r in live.resolvers]
        found = live.ask(asked)
        again = live.ask(asked)
    assert time.monotonic() - began < 1.5
    assert {a.reason for a in found.values()} == {"the time limit of 0.4 seconds was over"}
    assert {a.status for a in again.values()} == {S.TIMEOUT}


def test_no_route_is_told_as_not_asked() -> None:
    nowhere = Vantage(VantageKind.RESOLVER, "nowhere", "0.0.0.0.".rstrip("."))
    elsewhere = Vantage(VantageKind.RESOLVER, "group", "fe80::1")
    with Live([nowhere, elsewhere], timeout=2) as live:
        asked = Asked(elsewhere, QUESTION)
        assert live.ask([asked])[asked].status in (S.UNASKED, S.TIMEOUT)


@pytest.mark.parametrize(
    "question",
    [
        Question("a" * 64 + ".example", "TXT"),
        Question("a..example", "TXT"),
        Question(".".join(["abc"] * 90), "TXT"),
        Question("example.com", "ALIAS"),
        Question("example.com", "BELOW"),
        Question("example.com", "ANY"),
        Question("example.com", "AXFR"),
    ],
)
def test_what_cannot_be_asked_is_not_asked(net: FakeNet, question: Question) -> None:
    address = net.serve(HOST, honest)
    with Live(resolvers([address]), timeout=2) as live:
        got = answer(live, question)
    assert got.status is S.UNASKED
    assert got.reason
    assert not net.packets


def test_loss_of_a_third_of_all_packets_changes_nothing() -> None:
    with fake_net(loss=0.3) as net:
        address = net.serve(HOST, honest)
        with Live(resolvers([address]), timeout=20) as live:
            for _ in range(5):
                assert is_true(answer(live))
            names = [Question(f"n{i}.example", "TXT") for i in range(100)]
            found = live.ask(Asked(live.resolvers[0], q) for q in names)
    assert {a.status for a in found.values()} == {S.NXDOMAIN}


def test_more_questions_than_one_socket_takes(net: FakeNet) -> None:
    records = "\n".join(f'n{i}.example. 60 TXT "{i}"' for i in range(300))
    address = net.serve(HOST, resolver(records))
    with Live(resolvers([address]), timeout=20) as live:
        questions = [Question(f"n{i}.example", "TXT") for i in range(300)]
        found = live.ask(Asked(live.resolvers[0], q) for q in questions)
    texts = {a.question.name: [r.text for r in a.records] for a in found.values()}
    assert texts == {f"n{i}.example": [str(i)] for i in range(300)}


def test_only_the_alias_chain_of_the_question_is_believed(net: FakeNet) -> None:
    def greedy(query: bytes, tcp: bool) -> Replies:
        reply = dns.message.make_response(dns.message.from_wire(query))
        for text in (
            "_dmarc.example.com. 60 IN CNAME d.host.example.",
            "evil.example. 60 IN TXT poison",
            "d.host.example. 60 IN TXT right",
            "other.example.com. 60 IN CNAME evil.example.",
        ):
            owner, ttl, _, type_, data = text.split()
            reply.answer.append(dns.rrset.from_text(owner, int(ttl), "IN", type_, data))
        return [reply.to_wire()]

    got = ask(net, greedy)
    assert [r.text for r in got.records] == ["right"]
    assert [r.target for r in got.chain] == ["d.host.example"]


def test_an_alias_loop_ends(net: FakeNet) -> None:
    got = ask(
        net,
        resolver(
            "_dmarc.example.com. 60 CNAME b.example.\nb.example. 60 CNAME _dmarc.example.com."
        ),
    )
    assert got.status is S.UNKNOWABLE
    assert "leads back to" in got.reason


def test_endless_aliases_end(net: FakeNet) -> None:
    def endless(query: bytes, tcp: bool) -> Replies:
        reply = dns.message.make_response(dns.message.from_wire(query))
        owner = "_dmarc.example.com."
        for i in range(200):
            reply.answer.append(dns.rrset.from_text(owner, 60, "IN", "CNAME", f"n{i}.e."))
            owner = f"n{i}.e."
        return [reply.to_wire(max_size=65_535)]

    got = ask(net, endless)
    assert (got.status, got.reason) == (S.UNKNOWABLE, "too many aliases")


def test_cd_is_set_where_unverified_data_is_wanted(net: FakeNet) -> None:
    seen: list[int] = []

    def note(query: bytes, tcp: bool) -> Replies:
        seen.append(dns.message.from_wire(query).flags)
        return honest(query, tcp)

    address = net.serve(HOST, note)
    with Live(resolvers([address]), timeout=2) as live:
        answer(live)
        answer(live, checking=False)
    both = dns.flags.RD | dns.flags.AD
    assert seen == [both, both | dns.flags.CD]


def test_a_type_by_its_number_is_the_same_type(net: FakeNet) -> None:
    address = net.serve(HOST, honest)
    with Live(resolvers([address]), timeout=2) as live:
        assert is_true(answer(live, Question("_dmarc.example.com", "TYPE16")))


def test_a_server_that_takes_most_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked again while its first answer is under way; what it takes is learned from it."""
    monkeypatch.setattr(patience, "LIMIT", 3.0)
    monkeypatch.setattr(patience, "STREAM_AFTER", 1.2)
    with fake_net(delay=0.8) as net:
        address = net.serve(HOST, honest)
        with Live(resolvers([address]), timeout=20) as live:
            assert is_true(first := answer(live))
            assert first.round_trip is not None
            assert 0.75 < first.round_trip < 1.2
            before = net.packets[HOST, "udp"]
            assert is_true(answer(live))
    assert before in (2, 3)
    assert net.packets[HOST, "udp"] == before + 2


def test_a_flood_of_damaged_answers_costs_one_answer(net: FakeNet) -> None:
    damaged = FORGED["damaged"]
    began = time.monotonic()
    got = ask(net, lambda query, tcp: [damaged(query)] * 500)
    assert got.status is S.TIMEOUT
    assert time.monotonic() - began < 4


def test_one_answer_is_lost_and_the_others_come(net: FakeNet) -> None:
    """A name whose answers are bad takes nothing from its neighbours on the same socket."""
    names = resolver("\n".join(f'n{i}.example. 60 TXT "{i}"' for i in range(40)))

    def moody(query: bytes, tcp: bool) -> Replies:
        return [compression_loop(query)] if b"\x02n7" in query else names(query, tcp)

    address = net.serve(HOST, moody)
    with Live(resolvers([address]), timeout=10) as live:
        asked = [Asked(live.resolvers[0], Question(f"n{i}.example", "TXT")) for i in range(40)]
        found = live.ask(asked)
    bad = [a.question.name for a in found.values() if a.status is not S.ANSWERED]
    assert bad == ["n7.example"]


@pytest.mark.parametrize("kind", ["forged TC", "forged SERVFAIL"])
def test_a_late_and_bad_answer_over_udp_is_no_absence(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes when TCP has been tried already, and TCP has the truth or nothing."""
    monkeypatch.setattr(patience, "LIMIT", 1.5)
    monkeypatch.setattr(patience, "STREAM_AFTER", 0.1)

    def late(query: bytes, tcp: bool) -> Replies:
        return honest(query, tcp) if tcp and with_tcp else [] if tcp else [FORGED[kind](query)]

    for with_tcp in (True, False):
        with fake_net(delay=0.4) as net:
            got = ask(net, late)
        assert is_true(got) if with_tcp else got.status in (S.TIMEOUT, S.SERVFAIL)
