"""What answers lead to is asked before a rule asks for it."""

from __future__ import annotations

from senderlint.lint.model import (
    Answer,
    AnswerStatus,
    Question,
    Record,
    Vantage,
    VantageKind,
)
from senderlint.lint.network import Asked
from senderlint.lint.onward import MAX_LOOKUPS, Onward

SERVER = Vantage(VantageKind.AUTHORITATIVE, "ns1", "192.0.2.2")
RESOLVER = Vantage(VantageKind.RESOLVER, "r1", "192.0.2.1")


def answer(*texts: str) -> Answer:
    records = tuple(Record("x.example", "TXT", 300, t, strings=(t.encode(),)) for t in texts)
    return Answer(Question("x.example", "TXT"), AnswerStatus.ANSWERED, records)


def told(name: str, type_: str, *records: Record, chain: tuple[Record, ...] = ()) -> Answer:
    """What a name server of the domain says."""
    status = AnswerStatus.ANSWERED if records else AnswerStatus.UNKNOWABLE
    return Answer(Question(name, type_), status, records, chain=chain, vantage=SERVER)


def names(leads: Onward, *texts: str) -> list[str]:
    found = leads(answer(*texts))
    assert all(a.vantage == RESOLVER and a.question.type == "TXT" for a in found)
    return [a.question.name for a in found]


def test_an_spf_record_leads_to_those_that_it_refers_to() -> None:
    leads = Onward(["example.com"], RESOLVER)
    text = "v=spf1 include:A.mail.example ip4:192.0.2.1 redirect=b.mail.example"
    assert names(leads, text, "google-site-verification=x") == ["a.mail.example", "b.mail.example"]
    assert names(leads, "v=spf1 redirect=c.mail.example ~all") == []  # "all" comes before it


def test_each_is_asked_once() -> None:
    leads = Onward(["example.com"], RESOLVER)
    assert names(leads, "v=spf1 include:a.example ~all") == ["a.example"]
    assert names(leads, "v=spf1 include:a.example include:b.example ~all") == ["b.example"]


def test_own_names_and_macros_are_not_asked_of_a_resolver() -> None:
    leads = Onward(["example.com", "example.org"], RESOLVER)
    text = "v=spf1 include:_spf.example.com include:example.org include:%{i}.x.example ~all"
    assert names(leads, text) == []


def test_a_server_that_names_new_ones_for_ever_is_not_followed_for_ever() -> None:
    leads = Onward(["example.com"], RESOLVER)
    asked = 0
    for step in range(100):
        text = " ".join(f"include:{step}-{i}.example" for i in range(5))
        asked += len(names(leads, f"v=spf1 {text} ~all"))
    assert asked == MAX_LOOKUPS


def test_an_alias_out_of_the_zone_leads_to_its_target() -> None:
    leads = Onward(["example.com"], RESOLVER)
    name = "s1._domainkey.example.com"
    alias = Record(name, "CNAME", 300, "k.mail.example.", target="k.mail.example")
    assert leads(told(name, "TXT", chain=(alias,))) == [
        Asked(RESOLVER, Question("k.mail.example", "TXT"))
    ]
    assert leads(told(name, "TXT", chain=(alias,))) == []  # once
    assert leads(told(name, "CNAME", alias)) == []


def test_an_alias_within_the_zone_is_for_its_own_servers() -> None:
    leads = Onward(["mail.example.com"], RESOLVER)
    alias = Record("a.example.com", "CNAME", 300, "b.example.com.", target="b.example.com")
    assert leads(told("a.example.com", "TXT", chain=(alias,))) == []


def test_the_mail_servers_of_a_domain_lead_to_their_addresses() -> None:
    leads = Onward(["example.com"], RESOLVER)
    mx = Record("example.com", "MX", 300, "10 mx.mail.example.", target="mx.mail.example")
    asked = [a.question for a in leads(told("example.com", "MX", mx))]
    assert asked == [Question("mx.mail.example", t) for t in ("A", "AAAA")]
    other = mx._replace(name="bounce.example.com", target="fb.mail.example")
    assert leads(told("bounce.example.com", "MX", other)) == []


def test_what_a_resolver_says_of_aliases_leads_nowhere() -> None:
    leads = Onward(["example.com"], RESOLVER)
    alias = Record("a.example", "CNAME", 300, "b.example.", target="b.example")
    answer = told("a.example", "TXT", chain=(alias,))._replace(vantage=RESOLVER)
    assert leads(answer) == []
