"""What a rule that compares places may ask, and whom."""

from __future__ import annotations

import pytest
from case_network import CaseNetwork
from rule_cases import compare, domain_of

from senderlint.lint.model import (
    Answer,
    AnswerStatus,
    ExpectedRecord,
    Question,
    Record,
    SenderDomain,
    Vantage,
    VantageKind,
)
from senderlint.lint.network import Asked, Cut, no_top_level
from senderlint.lint.rule import Case, all_rules
from senderlint.lint.select import find
from senderlint.lint.view import Unanswered
from senderlint.lint.world import World

TEXT = '_dmarc TXT "v=DMARC1; p=none"'


def world_of(network: CaseNetwork, *asked: Asked) -> World:
    """The case's world after these questions."""
    domain = domain_of(network.case)
    cut = network.locate([domain.name])[domain.name]
    return World(domain, cut, cut.servers, network.resolvers, network.ask(asked))


def at(network: CaseNetwork, *names: tuple[str, str]) -> list[Asked]:
    cut = network.locate(["example.org"])["example.org"]
    return [Asked(v, Question(*n)) for v in cut.servers for n in names]


def network_of(**servers: str) -> CaseNetwork:
    case = Case(servers=servers, resolvers={"r1": TEXT}, expects=TEXT)
    return CaseNetwork(case, "example.org")


DMARC = ("_dmarc.example.org", "TXT")


def test_a_question_that_was_not_asked_yet_is_noted() -> None:
    network = network_of(ns1=TEXT, ns2="timeout")
    world = world_of(network)
    with pytest.raises(Unanswered):
        world.each(world.authorities, *DMARC)
    assert {a.vantage.label for a in world.wanted} == {"ns1", "ns2"}


def test_silence_is_an_observation() -> None:
    network = network_of(ns1=TEXT, ns2="timeout")
    world = world_of(network, *at(network, DMARC))
    said = world.each(world.authorities, *DMARC)
    assert [a.status for a in said.values()] == [AnswerStatus.ANSWERED, AnswerStatus.TIMEOUT]


def test_a_resolver_is_asked_only_after_the_name_servers() -> None:
    network = network_of(ns1=TEXT)
    world = world_of(network)
    with pytest.raises(Unanswered):
        world.ask(world.resolvers[0], *DMARC)
    assert {a.vantage.kind for a in world.wanted} == {VantageKind.AUTHORITATIVE}


@pytest.mark.parametrize("other", ["", f"{TEXT}\n! _dmarc TXT nxdomain"])
def test_a_resolver_is_not_asked_for_what_a_name_server_lacks(other: str) -> None:
    network = network_of(ns1=TEXT, ns2=other)
    world = world_of(network, *at(network, DMARC))
    answer = world.ask(world.resolvers[0], *DMARC)
    assert answer.status is AnswerStatus.UNASKED
    assert not world.wanted


def test_a_resolver_is_asked_for_what_every_working_name_server_has() -> None:
    network = network_of(ns1=TEXT, ns2="timeout")
    world = world_of(network, *at(network, DMARC))
    with pytest.raises(Unanswered):
        world.ask(world.resolvers[0], *DMARC)
    assert {a.vantage.kind for a in world.wanted} == {VantageKind.RESOLVER}


def test_other_peoples_names_may_be_asked_for() -> None:
    network = network_of(ns1=TEXT)
    world = world_of(network)
    with pytest.raises(Unanswered):
        world.ask(world.resolvers[0], "ns1.dnshost.example", "A")
    assert {a.vantage.kind for a in world.wanted} == {VantageKind.RESOLVER}


def test_no_rule_asks_a_resolver_for_what_the_name_servers_lack() -> None:
    missing = ("s1._domainkey.example.org", "send.example.org")
    case = Case(
        servers={"ns1": TEXT, "ns2": TEXT},
        resolvers={"r1": TEXT, "r2": ""},
        expects=f'{TEXT}\ns1._domainkey TXT "v=DKIM1; p=MIGf"\nsend MX 10 f.a.example.',
        now="2026-11-25T13:18:00+00:00",
    )
    for rule in all_rules():
        network = CaseNetwork(case, "example.org")
        if rule.world_check is not None:
            compare(rule, case, network, domain_of(case))
        at_resolvers = [a for a in network.asked if a.vantage.kind is VantageKind.RESOLVER]
        assert not [a for a in at_resolvers if a.question.name in missing], rule.name


def apex_at(address: str, label: str, status: AnswerStatus) -> dict[Asked, Answer]:
    """What a name server at this address says about the zone itself."""
    vantage = Vantage(VantageKind.AUTHORITATIVE, label, address)
    data = {"SOA": "a. b. 1 1 1 1 1", "NS": "a.", "TXT": "x", "MX": "10 a."}
    found = {}
    for record in (Record("x.org", type_, 300, text) for type_, text in data.items()):
        question = Question("x.org", record.type)
        shown = (record,) if status is AnswerStatus.ANSWERED else ()
        found[Asked(vantage, question)] = Answer(question, status, shown, flags=("AA",))
    return found


@pytest.mark.parametrize(
    ("third", "complaints"),
    [
        (("192.0.2.3", AnswerStatus.ANSWERED), []),  # nothing was reached over IPv6 from here
        (("2001:db8::3", AnswerStatus.TIMEOUT), []),
        (
            ("2001:db8::3", AnswerStatus.ANSWERED),
            ["x.org is delegated to b, which does not answer"],
        ),
    ],
)
def test_silence_over_a_protocol_that_leads_nowhere_is_no_fault(
    third: tuple[str, AnswerStatus], complaints: list[str]
) -> None:
    answers = {
        **apex_at("192.0.2.1", "a", AnswerStatus.ANSWERED),
        **apex_at("2001:db8::2", "b", AnswerStatus.TIMEOUT),
        **apex_at(third[0], "c", third[1]),
    }
    servers = tuple(dict.fromkeys(a.vantage for a in answers))
    cut = Cut("x.org", "org", ("a", "b", "c"), ("a", "b", "c"), servers, ds=())
    domain = SenderDomain("x.org", "")
    world = World(domain, cut, servers, (), answers)
    assert [p.message for p in find("NS02").check(world, domain)] == complaints


def test_two_addresses_of_one_server_are_told_apart() -> None:
    key = ExpectedRecord("TXT", "k.x.org", "p=MIIB")
    domain = SenderDomain("x.org", "", (key,))
    at = [Vantage(VantageKind.AUTHORITATIVE, "a", f"192.0.2.{n}") for n in (1, 2)]
    held = (Record("k.x.org", "TXT", 300, '"p=MIIB"', (b"p=MIIB",)),)
    answers = {
        Asked(v, key.question): Answer(key.question, status, records, flags=("AA",), vantage=v)
        for v, status, records in (
            (at[0], AnswerStatus.ANSWERED, held),
            (at[1], AnswerStatus.NODATA, ()),
        )
    }
    answers |= {
        Asked(v, Question("x.org", "SOA")): Answer(Question("x.org", "SOA"), AnswerStatus.NODATA)
        for v in at
    }
    cut = Cut("x.org", "org", ("a",), ("a",), tuple(at), ds=())
    world = World(domain, cut, tuple(at), (), answers)
    assert [p.message for p in find("NS04").check(world, domain)] == [
        "a (192.0.2.1) has the record, a (192.0.2.2) does not have it"
    ]


@pytest.mark.parametrize(("name", "said"), [("x.con", 1), ("x.com", 0)])
def test_an_ending_that_does_not_exist_is_a_misspelling(name: str, said: int) -> None:
    """A resolver that denies an ending which exists is no proof."""
    ending = name[2:]
    domain = SenderDomain(name, "")
    world = World(domain, Cut("", reason=no_top_level(ending)), (), (), {})
    found = [p.message for p in find("NS08").check(world, domain)]
    assert found == [f"{name} ends in {ending}, which does not exist: is it misspelt?"] * said


@pytest.mark.parametrize(
    ("status", "said"), [(AnswerStatus.SERVFAIL, 1), (AnswerStatus.TIMEOUT, 0)]
)
def test_name_servers_whose_addresses_nobody_finds_are_lame(
    status: AnswerStatus, said: int
) -> None:
    resolver = Vantage(VantageKind.RESOLVER, "r1", "192.0.2.9")
    above, apex = Question("org", "NS"), Question("x.org", "SOA")
    found = (Record("org", "NS", 300, "a.nic.example.", target="a.nic.example"),)
    answers = {
        Asked(resolver, above): Answer(above, AnswerStatus.ANSWERED, found, vantage=resolver),
        Asked(resolver, apex): Answer(apex, status, vantage=resolver),
    }
    cut = Cut("x.org", "org", ("ns1.lame.net",), (), (), ds=())
    domain = SenderDomain("x.org", "")
    world = World(domain, cut, (), (resolver,), answers)
    assert [p.message for p in find("NS02").check(world, domain)] == [
        "no name server answers for x.org: nobody can look up the address of ns1.lame.net"
    ] * said
