"""What is asked before rules ask for it."""

from __future__ import annotations

from senderlint.lint.foreseen import MAX_LOOKUPS, Inclusions
from senderlint.lint.model import (
    Answer,
    AnswerStatus,
    Question,
    Record,
    Vantage,
    VantageKind,
)

RESOLVER = Vantage(VantageKind.RESOLVER, "r1", "192.0.2.1")


def answer(*texts: str) -> Answer:
    records = tuple(Record("x.example", "TXT", 300, t, strings=(t.encode(),)) for t in texts)
    return Answer(Question("x.example", "TXT"), AnswerStatus.ANSWERED, records)


def names(leads: Inclusions, *texts: str) -> list[str]:
    found = leads(answer(*texts))
    assert all(a.vantage == RESOLVER and a.question.type == "TXT" for a in found)
    return [a.question.name for a in found]


def test_an_spf_record_leads_to_those_that_it_refers_to() -> None:
    leads = Inclusions(["example.com"], RESOLVER)
    text = "v=spf1 include:A.mail.example ip4:192.0.2.1 redirect=b.mail.example"
    assert names(leads, text, "google-site-verification=x") == ["a.mail.example", "b.mail.example"]
    assert names(leads, "v=spf1 redirect=c.mail.example ~all") == []  # "all" comes before it


def test_each_is_asked_once() -> None:
    leads = Inclusions(["example.com"], RESOLVER)
    assert names(leads, "v=spf1 include:a.example ~all") == ["a.example"]
    assert names(leads, "v=spf1 include:a.example include:b.example ~all") == ["b.example"]


def test_own_names_and_macros_are_not_asked_of_a_resolver() -> None:
    leads = Inclusions(["example.com", "example.org"], RESOLVER)
    text = "v=spf1 include:_spf.example.com include:example.org include:%{i}.x.example ~all"
    assert names(leads, text) == []


def test_a_server_that_names_new_ones_for_ever_is_not_followed_for_ever() -> None:
    leads = Inclusions(["example.com"], RESOLVER)
    asked = 0
    for step in range(100):
        text = " ".join(f"include:{step}-{i}.example" for i in range(5))
        asked += len(names(leads, f"v=spf1 {text} ~all"))
    assert asked == MAX_LOOKUPS
