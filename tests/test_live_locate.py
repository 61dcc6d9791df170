"""Finding a name's zone and its servers, without telling resolvers which names are wanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import dns.message
import dns.rrset
import pytest
from fake_dns import FakeNet, Replies, authority, fake_net, resolver

from senderlint.lint.model import Answer, AnswerStatus, Question, Vantage, VantageKind
from senderlint.lint.network import Asked, Cut
from senderlint.lint.sources import live as live_module
from senderlint.lint.sources import patience
from senderlint.lint.sources.early import MAX_EARLY, Early
from senderlint.lint.sources.live import Live
from senderlint.lint.sources.resolvers import resolvers

pytestmark = pytest.mark.loopback

GTLD, NS1, NS2, NS3, RESOLVER, OTHER = (f"127.77.6.{i}" for i in range(1, 7))
SOA = "@ 3600 SOA ns.host.net. x. 1 2 3 4 300\n"
COM = f"""{SOA}
@ 86400 NS a.gtld.net.
example.com. 3600 NS ns1.example.com.
example.com. 3600 NS ns2.host.net.
ns1.example.com. 3600 A {NS1}
ns2.host.net. 3600 A 127.77.6.99
example.com. 3600 DS 1 13 2 {"AB" * 32}
"""
EXAMPLE = f"""{SOA}
@ 3600 NS ns1
@ 3600 NS ns2.host.net.
ns1 3600 A {NS1}
_dmarc 300 TXT "v=DMARC1; p=none"
s1._domainkey 300 CNAME s1.host.net.
"""
KNOWN = f"""
com. 3600 NS a.gtld.net.
a.gtld.net. 3600 A {GTLD}
ns2.host.net. 3600 A {NS2}
"""


@pytest.fixture
def net() -> Iterator[FakeNet]:
    with fake_net() as net:
        net.serve(GTLD, authority({"com": COM}))
        net.serve(NS1, authority({"example.com": EXAMPLE}))
        net.serve(NS2, authority({"example.com": EXAMPLE}))
        yield net


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LIMIT", 1.0)
    monkeypatch.setattr(patience, "STREAM_AFTER", 0.5)


def until(true: Callable[[], bool]) -> None:
    """Wait for something that happens elsewhere, but not for ever."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def silent(_: bytes, __: bool) -> Replies:
    return []


def locate(net: FakeNet, *names: str, known: str = KNOWN) -> dict[str, Cut]:
    address = net.serve(RESOLVER, resolver(known))
    with Live(resolvers([address]), timeout=10, port=net.port) as live:
        return live.locate(names)


def at(net: FakeNet, host: str, address: str) -> Vantage:
    return Vantage(VantageKind.AUTHORITATIVE, host, f"{address}:{net.port}")


def test_the_zone_its_servers_and_its_ds(net: FakeNet) -> None:
    cut = locate(net, "example.com")["example.com"]
    assert (cut.zone, cut.parent, cut.reason, cut.unresolved) == ("example.com", "com", "", ())
    assert cut.parent_ns == cut.child_ns == ("ns1.example.com", "ns2.host.net")
    assert cut.servers == (
        at(net, "ns1.example.com", NS1),
        at(net, "ns2.host.net", NS2),
    )
    assert [r.data for r in cut.ds or ()] == [f"1 13 2 {'ab' * 32}"]


def test_no_resolver_hears_of_a_name_that_is_still_to_be_published(net: FakeNet) -> None:
    names = ["example.com", "_dmarc.example.com", "x._domainkey.example.com", "new.example.com"]
    cuts = locate(net, *names, "unregistered.com", "mail.unregistered.com")
    assert {cuts[n].zone for n in names} == {"example.com"}
    assert cuts["mail.unregistered.com"].zone == "com"
    assert net.names_asked(RESOLVER) == {"com", "a.gtld.net", "ns2.host.net"}


def test_a_top_level_domain_hears_of_no_owner_names(net: FakeNet) -> None:
    locate(net, "_dmarc.example.com", "x._domainkey.example.com")
    assert net.names_asked(GTLD) == {"example.com"}


def test_a_part_of_the_zone_that_is_delegated_again(net: FakeNet) -> None:
    undercut = EXAMPLE + f"_domainkey 60 NS ns.keys\nns.keys 60 A {NS3}\n"
    keys = f'{SOA}\n@ 60 NS ns.keys.example.com.\ns1 60 TXT "v=DKIM1; p=ab"\n'
    for address in (NS1, NS2):
        net.serve(f"127.77.7.{address[-1]}", authority({"example.com": undercut}))
    net.serve(NS3, authority({"_domainkey.example.com": keys}))
    com = COM.replace(NS1, "127.77.7.2").replace("ns2.host.net", "ns3.host.net")
    net.serve("127.77.7.9", authority({"com": com}))
    known = KNOWN.replace(GTLD, "127.77.7.9").replace("ns2.host.net", "ns3.host.net")
    known = known.replace(NS2, "127.77.7.3")
    cuts = locate(net, "s1._domainkey.example.com", "_dmarc.example.com", known=known)
    cut = cuts["s1._domainkey.example.com"]
    assert (cut.zone, cut.parent) == ("_domainkey.example.com", "example.com")
    assert cut.servers == (at(net, "ns.keys.example.com", NS3),)
    assert cuts["_dmarc.example.com"].zone == "example.com"


def test_a_delegated_name_is_told_by_the_server_of_the_zone_above(net: FakeNet) -> None:
    undercut = EXAMPLE + f"_domainkey 60 NS ns.keys\nns.keys 60 A {NS3}\n"
    net.serve(OTHER, authority({"example.com": undercut}))
    address = net.serve(RESOLVER, resolver(KNOWN.replace(NS2, OTHER)))
    with Live(resolvers([address]), timeout=10, port=net.port) as live:
        live.locate(["example.com"])
        asked = Asked(at(net, "ns2.host.net", OTHER), Question("s1._domainkey.example.com", "TXT"))
        answer = live.ask([asked])[asked]
    assert answer.status is AnswerStatus.UNKNOWABLE
    assert answer.reason.startswith("_domainkey.example.com is delegated to other name servers")


@pytest.mark.parametrize("kind", ["one zone", "two zones", "referral"])
def test_a_public_suffix_of_two_labels(net: FakeNet, kind: str) -> None:
    inner = f"example.co.uk. 60 NS ns1.example.co.uk.\nns1.example.co.uk. 60 A {NS3}\n"
    uk, co = f"{SOA}\n@ 60 NS a.gtld.net.\n", f"{SOA}\n@ 60 NS b.gtld.net.\n{inner}"
    zones = {"one zone": {"uk": uk + inner}, "two zones": {"uk": uk, "co.uk": co}}
    delegation = "co.uk. 60 NS b.gtld.net.\n"
    net.serve("127.77.7.1", authority(zones.get(kind, {"uk": uk + delegation})))
    net.serve("127.77.7.2", authority({"co.uk": co}))
    net.serve(NS3, authority({"example.co.uk": f"{SOA}\n@ 60 NS ns1\nns1 60 A {NS3}\n"}))
    known = "uk. 60 NS a.gtld.net.\na.gtld.net. 60 A 127.77.7.1\nb.gtld.net. 60 A 127.77.7.2\n"
    cut = locate(net, "_dmarc.mail.example.co.uk", known=known)["_dmarc.mail.example.co.uk"]
    assert (cut.zone, cut.servers) == ("example.co.uk", (at(net, "ns1.example.co.uk", NS3),))
    assert cut.parent == ("uk" if kind == "one zone" else "co.uk")


def test_parent_and_child_that_name_different_servers(net: FakeNet) -> None:
    child = f"{SOA}\n@ 60 NS ns3\n@ 60 NS ns1\nns1 60 A {NS1}\nns3 60 A {NS3}\n"
    net.serve("127.77.7.2", authority({"example.com": child}))
    com = COM.replace(NS1, "127.77.7.2")
    net.serve("127.77.7.1", authority({"com": com}))
    known = KNOWN.replace(GTLD, "127.77.7.1").replace(NS2, "127.77.7.2")
    cut = locate(net, "example.com", known=known)["example.com"]
    assert cut.parent_ns == ("ns1.example.com", "ns2.host.net")
    assert cut.child_ns == ("ns1.example.com", "ns2.host.net", "ns3.example.com")
    assert [(v.label, v.address) for v in cut.servers] == [
        ("ns1.example.com", f"127.77.7.2:{net.port}"),
        ("ns1.example.com", f"{NS1}:{net.port}"),
        ("ns2.host.net", f"127.77.7.2:{net.port}"),
        ("ns3.example.com", f"{NS3}:{net.port}"),
    ]


def test_a_name_server_without_any_address(net: FakeNet) -> None:
    cut = locate(net, "example.com", known=KNOWN.replace("ns2.host.net", "ns9.host.net"))
    assert cut["example.com"].unresolved == ("ns2.host.net",)
    assert cut["example.com"].servers == (at(net, "ns1.example.com", NS1),)


def test_an_address_that_could_not_be_asked_is_not_called_missing(net: FakeNet) -> None:
    honest = resolver(KNOWN)

    def moody(query: bytes, tcp: bool) -> Replies:
        return [] if b"\x03ns2" in query else honest(query, tcp)

    address = net.serve(RESOLVER, moody)
    with Live(resolvers([address]), timeout=10, port=net.port) as live:
        cut = live.locate(["example.com"])["example.com"]
    assert cut.unresolved == ()
    assert cut.reason == "the address of ns2.host.net could not be asked"
    assert cut.servers == (at(net, "ns1.example.com", NS1),)


def test_a_lame_server_beside_a_good_one(net: FakeNet) -> None:
    net.serve(OTHER, authority({"elsewhere.com": SOA}))
    cut = locate(net, "_dmarc.example.com", known=KNOWN.replace(NS2, OTHER))["_dmarc.example.com"]
    assert (cut.zone, len(cut.servers)) == ("example.com", 2)
    assert cut.child_ns == ("ns1.example.com", "ns2.host.net")


def test_a_server_that_refers_up_serves_nothing(net: FakeNet) -> None:
    def upward(query: bytes, tcp: bool) -> Replies:
        reply = dns.message.make_response(dns.message.from_wire(query))
        reply.authority.append(dns.rrset.from_text(".", 1, "IN", "NS", "a.root-servers.net."))
        return [reply.to_wire()]

    net.serve(OTHER, upward)
    address = net.serve(RESOLVER, resolver(KNOWN.replace(NS2, OTHER)))
    with Live(resolvers([address]), timeout=10, port=net.port) as live:
        cut = live.locate(["_dmarc.example.com"])["_dmarc.example.com"]
        asked = Asked(cut.servers[1], Question("_dmarc.example.com", "TXT"))
        answer = live.ask([asked])[asked]
    assert cut.zone == "example.com"
    assert answer.status is AnswerStatus.REFUSED
    assert answer.reason == ("the server does not serve the zone: it refers to a.root-servers.net")


def test_a_silent_parent_server_beside_a_good_one_costs_little(net: FakeNet) -> None:
    net.serve(OTHER, lambda query, tcp: [])
    known = KNOWN + f"com. 3600 NS aa.gtld.net.\naa.gtld.net. 3600 A {OTHER}\n"
    began = time.monotonic()
    assert locate(net, "example.com", known=known)["example.com"].zone == "example.com"
    assert time.monotonic() - began < 0.9


def test_a_silent_resolver_beside_a_good_one_costs_little(net: FakeNet) -> None:
    silent = net.serve(OTHER, lambda query, tcp: [])
    address = net.serve(RESOLVER, resolver(KNOWN))
    began = time.monotonic()
    with Live(resolvers([silent, address]), timeout=10, port=net.port) as live:
        assert live.locate(["example.com"])["example.com"].zone == "example.com"
    assert time.monotonic() - began < 1.0


def test_a_forwarder_that_denies_ns_records_is_not_believed_alone(net: FakeNet) -> None:
    forwarder = net.serve(OTHER, resolver("nothing.example. 60 A 192.0.2.1"))
    address = net.serve(RESOLVER, resolver(KNOWN))
    with Live(resolvers([forwarder, address]), timeout=10, port=net.port) as live:
        assert live.locate(["example.com"])["example.com"].zone == "example.com"


def test_a_private_zone_that_only_the_resolver_knows(net: FakeNet) -> None:
    known = f"example.com. 60 NS ns2.host.net.\nns2.host.net. 60 A {NS2}\n"
    names = ("_dmarc.example.com", "example.com")
    cuts = locate(net, *names, known=known)
    assert {c.zone for c in cuts.values()} == {"example.com"}
    assert cuts["example.com"].parent_ns == ()
    assert "_dmarc.example.com" not in net.names_asked(RESOLVER)


@pytest.mark.parametrize("known", ["", "x.example. 60 A 192.0.2.1"])
def test_nothing_is_found_where_nobody_knows_the_top(net: FakeNet, known: str) -> None:
    cut = locate(net, "_dmarc.example.com", known=known)["_dmarc.example.com"]
    assert cut == Cut("", reason="there is no top-level domain com")


def test_without_resolvers_or_answers_the_zone_is_unknown(net: FakeNet) -> None:
    with Live([], timeout=2) as live:
        assert "no resolver" in live.locate(["example.com"])["example.com"].reason
    address = net.serve(RESOLVER, lambda query, tcp: [])
    with Live(resolvers([address]), timeout=5) as live:
        cut = live.locate(["example.com"])["example.com"]
    assert cut.zone == ""
    assert cut.reason.startswith("no resolver could say who serves the top-level domain com")


def test_servers_over_ipv6(net: FakeNet) -> None:
    net.serve("::1", authority({"example.com": EXAMPLE}))
    known = KNOWN.replace(f"A {NS2}", "AAAA ::1")
    address = net.serve(RESOLVER, resolver(known))
    with Live(resolvers([address]), timeout=10, port=net.port) as live:
        cut = live.locate(["example.com"])["example.com"]
        asked = [Asked(s, Question("_dmarc.example.com", "TXT")) for s in cut.servers]
        answers = live.ask(asked)
    assert [v.address for v in cut.servers] == [f"{NS1}:{net.port}", f"[::1]:{net.port}"]
    assert {a.status for a in answers.values()} == {AnswerStatus.ANSWERED}


def test_addresses_where_no_server_can_be_are_passed_over(net: FakeNet) -> None:
    known = KNOWN + "ns2.host.net. 60 A 0.0.0.0\nns2.host.net. 60 A 224.0.0.1\n"
    cut = locate(net, "example.com", known=known)["example.com"]
    assert [v.address for v in cut.servers] == [f"{NS1}:{net.port}", f"{NS2}:{net.port}"]


def test_an_endless_way_down_ends(net: FakeNet) -> None:
    def delegate(query: bytes, tcp: bool) -> Replies:
        asked = dns.message.from_wire(query)
        reply = dns.message.make_response(asked)
        name = asked.question[0].name
        reply.authority.append(dns.rrset.from_text(name, 60, "IN", "NS", f"ns.{name}"))
        reply.additional.append(dns.rrset.from_text(f"ns.{name}", 60, "IN", "A", OTHER))
        return [reply.to_wire()]

    net.serve(OTHER, delegate)
    deep = ".".join(["a"] * 100 + ["com"])
    known = f"com. 60 NS a.gtld.net.\na.gtld.net. 60 A {OTHER}\n"
    began = time.monotonic()
    cut = locate(net, deep, known=known)[deep]
    assert cut.zone != ""
    assert time.monotonic() - began < 8


def test_a_zone_whose_only_server_lies_in_it_and_has_no_address(net: FakeNet) -> None:
    com = f"{SOA}\n@ 60 NS a.gtld.net.\nexample.com. 60 NS ns1.example.com.\n"
    net.serve(OTHER, authority({"com": com}))
    known = KNOWN.replace(GTLD, OTHER)
    cut = locate(net, "_dmarc.example.com", known=known)["_dmarc.example.com"]
    assert (cut.zone, cut.unresolved, cut.servers) == ("example.com", ("ns1.example.com",), ())
    assert cut.reason == "none of the zone's name servers has an address"
    assert "ns1.example.com" not in net.names_asked(RESOLVER)


def test_a_zone_with_hundreds_of_servers_is_asked_at_some(net: FakeNet) -> None:
    def crowded(query: bytes, tcp: bool) -> Replies:
        asked = dns.message.from_wire(query)
        reply = dns.message.make_response(asked)
        for i in range(200):
            host = f"ns{i}.example.com."
            reply.authority.append(dns.rrset.from_text("example.com.", 1, "IN", "NS", host))
            reply.additional.append(dns.rrset.from_text(host, 1, "IN", "A", f"127.77.66.{i}"))
        return [reply.to_wire(max_size=65_535)]

    net.serve(OTHER, crowded)
    known = KNOWN.replace(GTLD, OTHER)
    cut = locate(net, "example.com", known=known)["example.com"]
    assert cut.zone == "example.com"
    assert len(cut.servers) <= 40


def test_a_machine_with_ipv6_only(net: FakeNet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "_has_route", lambda ip: ":" in ip)
    both = authority({"com": COM, "example.com": EXAMPLE + "ns1 60 AAAA ::1\n"})
    net.serve("::1", both)
    known = f"{KNOWN}a.gtld.net. 60 AAAA ::1\nns2.host.net. 60 AAAA ::1\n"
    cut = locate(net, "_dmarc.example.com", known=known)["_dmarc.example.com"]
    assert cut.zone == "example.com"
    assert {v.address for v in cut.servers} == {f"[::1]:{net.port}"}
    assert not net.packets[GTLD, "udp"]
    assert not net.packets[NS1, "udp"]


def test_the_servers_that_the_zone_above_names_are_known_before_they_answer(net: FakeNet) -> None:
    net.serve("127.77.7.20", silent)
    com = f"{SOA}\n@ 60 NS a.gtld.net.\nslow.com. 60 NS ns.host.net.\n"
    net.serve("127.77.7.21", authority({"com": com}))
    known = KNOWN.replace(GTLD, "127.77.7.21") + "ns.host.net. 60 A 127.77.7.20\n"
    address = net.serve(RESOLVER, resolver(known))
    with Live(resolvers([address]), timeout=10, port=net.port) as live:
        begun = time.monotonic()
        sketch = live.sketch(["slow.com"])["slow.com"]
        took = time.monotonic() - begun
        cut = live.locate(["slow.com"])["slow.com"]
    assert took < patience.LIMIT  # nobody waited for the silent server
    assert (sketch.zone, sketch.parent, sketch.parent_ns) == (cut.zone, cut.parent, cut.parent_ns)
    assert sketch.servers == cut.servers == (at(net, "ns.host.net", "127.77.7.20"),)


def test_no_sketch_of_a_zone_that_cannot_be_found(net: FakeNet) -> None:
    address = net.serve(RESOLVER, resolver(""))
    with Live(resolvers([address]), timeout=10, port=net.port) as live:
        assert live.sketch(["example.nowhere"]) == {}
        assert live.locate(["example.nowhere"])["example.nowhere"].reason


def test_a_search_that_has_begun_asks_nothing_twice(net: FakeNet) -> None:
    address = net.serve(RESOLVER, resolver(KNOWN))
    with Live(resolvers([address]), timeout=10, port=net.port) as live:
        live.begin(["example.com"])
        live.sketch(["example.com"])
        live.locate(["example.com", "_dmarc.example.com"])
    assert set(net.asked.values()) == {1}


def test_questions_that_are_on_their_way_are_not_asked_again(net: FakeNet) -> None:
    found = resolvers([net.serve(RESOLVER, resolver(KNOWN)), net.serve(OTHER, resolver(KNOWN))])
    early = Early(found, ["example.com", "example.org"])
    until(lambda: len(net.asked) == 4)
    with Live(found, timeout=10, port=net.port, early=early) as live:
        assert live.locate(["example.com"])["example.com"].zone == "example.com"
    com = {k: n for k, n in net.asked.items() if k[1:] == ("com", "NS")}
    assert com == {(RESOLVER, "com", "NS"): 1, (OTHER, "com", "NS"): 1}


def test_a_resolver_is_not_flooded_before_there_is_a_pace(net: FakeNet) -> None:
    found = resolvers([net.serve(RESOLVER, resolver(KNOWN))])
    early = Early(found, [f"example.tld{n}" for n in range(100)])
    until(lambda: len(net.asked) >= MAX_EARLY)
    time.sleep(0.1)  # whatever else there were would come now
    early.close()
    assert len(net.asked) == MAX_EARLY


@pytest.mark.parametrize("address", ["127.77.7.30", "tls://127.77.7.30", "::1"])
def test_early_questions_to_nobody_do_no_harm(net: FakeNet, address: str) -> None:
    nobody = Vantage(VantageKind.RESOLVER, "nobody", address)
    good = resolvers([net.serve(RESOLVER, resolver(KNOWN))])
    early = Early([nobody, *good], ["example.com"])
    with Live([nobody, *good], timeout=10, port=net.port, early=early) as live:
        assert live.locate(["example.com"])["example.com"].zone == "example.com"


def test_what_a_foreseen_answer_leads_to_is_asked_without_waiting_for_more(net: FakeNet) -> None:
    chain = "".join(f'{a}.net. 60 TXT "{b}.net"\n' for a, b in ("ab", "bc", "cd"))
    address = net.serve(RESOLVER, resolver(chain))
    with Live(resolvers([address]), timeout=10, port=net.port) as live:

        def leads(answer: Answer) -> list[Asked]:
            return [_of(live, record.text) for record in answer.records]

        live.foresee([_of(live, "a.net")], leads)
        until(lambda: "d.net" in net.names_asked(RESOLVER))
        told = live.ask([_of(live, "a.net")])
    assert {a.question.name for a in told} >= {"a.net", "b.net", "c.net"}
    assert set(net.asked.values()) == {1}


def _of(live: Live, name: str) -> Asked:
    return Asked(live.resolvers[0], Question(name, "TXT"))
