"""The walk through an SPF record: counts, outcomes, rounds, bounds and open questions."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.check import check_zones
from senderlint.lint.gather import gather
from senderlint.lint.model import Answer, AnswerStatus, Question, SenderDomain
from senderlint.lint.rule import all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.sources.authority import fetch
from senderlint.lint.sources.zone_file import zone_from_bytes
from senderlint.lint.spf_tree import Broken, Outcome, Walk
from senderlint.lint.spf_walk import MAX_QUESTIONS, MAX_STEPS, walk
from senderlint.lint.view import View

O = Outcome  # noqa: E741 - as in a table
SPF_RULES = tuple(r for r in all_rules() if r.code.startswith("SPF"))


class Seen:
    """What a walk asked, round by round."""

    def __init__(self) -> None:
        self.rounds: list[set[Question]] = []

    @property
    def questions(self) -> set[Question]:
        return set().union(*self.rounds)


def walked(
    text: str,
    zone: str = "",
    *,
    complete: bool = True,
    seen: Seen | None = None,
    silent: frozenset[str] = frozenset(),
) -> Walk:
    """The walk through a record at example.org, over a zone file."""
    source = zone_from_bytes(
        f"@ SOA . . 1 1 1 1 1\n{zone}".encode(), path="z", origin="example.org"
    )

    def answers(questions: Iterable[Question]) -> dict[Question, Answer]:
        asked = set(questions)
        if seen is not None and asked:
            seen.rounds.append(asked)
        lost = {q: Answer(q, AnswerStatus.TIMEOUT) for q in asked if q.name in silent}
        return fetch([source], asked - lost.keys()) | lost

    found, _, _ = gather(
        lambda view: walk(view, "example.org", text),
        answers,
        domain=SenderDomain("", ""),
        zone=source.zone,
        vantage=source.vantage,
        complete=complete,
    )
    return found


def table(found: Walk) -> list[tuple[int, str, int, int, Outcome]]:
    return [(s.depth, s.text, s.lookups, s.voids, s.outcome) for s in found.steps]


def test_terms_come_in_the_order_of_receivers() -> None:
    found = walked(
        "v=spf1 ip4:192.0.2.1 include:a.example.org redirect=r.example.org mx exp=e.example.org",
        '@ MX 10 m\na TXT "v=spf1 a:m.example.org -all include:x.example.org"\n'
        'm A 192.0.2.9\nr TXT "v=spf1 a:no.example.org ?all"',
    )
    assert table(found) == [
        (0, "ip4:192.0.2.1", 0, 0, O.OK),
        (0, "include:a.example.org", 1, 0, O.OK),
        (1, "a:m.example.org", 2, 0, O.OK),
        (1, "-all", 2, 0, O.OK),
        (0, "mx", 3, 0, O.OK),
        (0, "redirect=r.example.org", 4, 0, O.OK),
        (1, "a:no.example.org", 5, 1, O.VOID),
        (1, "?all", 5, 1, O.OK),
    ]
    assert (found.lookups, found.voids, found.complete, found.whole) == (5, 1, True, True)
    assert found.targets == ("a.example.org", "r.example.org")
    assert found.open == ()


def test_nothing_behind_all_is_followed() -> None:
    found = walked("v=spf1 a:m.example.org ~all mx redirect=r.example.org", "m A 192.0.2.1")
    assert [s.text for s in found.steps] == ["a:m.example.org", "~all"]


@pytest.mark.parametrize(
    ("zone", "broken"),
    [
        ("", Broken.NO_NAME),
        ("x A 192.0.2.1", Broken.NO_RECORD),
        ('x TXT "hello"', Broken.NO_RECORD),
        ('x TXT "v=spf1 -all"\nx TXT "v=spf1 mx -all"', Broken.SEVERAL),
        ('x TXT "v=spf1 moo -all"', Broken.INVALID),
    ],
)
def test_targets_without_a_usable_record_are_broken(zone: str, broken: Broken) -> None:
    (step,) = walked("v=spf1 include:x.example.org", zone).steps
    assert (step.outcome, step.broken) == (O.BROKEN, broken)
    assert "x.example.org" in step.reason


def test_equal_records_are_one_and_ignored_terms_break_nothing() -> None:
    zone = 'x TXT "v=spf1 ip4=192.0.2.1 -all"\nx TXT "v=spf1 ip4=192.0.2.1 -all"'
    assert walked("v=spf1 include:x.example.org", zone).having(O.BROKEN) == ()


def test_what_is_outside_the_file_is_open_and_counts_as_least() -> None:
    found = walked("v=spf1 include:x.a.example a:y.a.example include:%{i}.example.org -all")
    assert [s.outcome for s in found.steps] == [O.OPEN, O.OPEN, O.OPEN, O.OK]
    assert (found.lookups, found.voids, found.complete, found.whole) == (3, 0, False, True)
    assert Question("x.a.example", "TXT") in found.open


def test_in_a_part_of_a_zone_nothing_is_broken_or_void() -> None:
    found = walked("v=spf1 include:x.example.org a:y.example.org mx -all", complete=False)
    assert found.having(O.BROKEN, O.VOID) == ()
    assert not found.complete


def test_servers_that_do_not_answer_leave_questions_open() -> None:
    found = walked("v=spf1 include:x.example.org mx -all", silent=frozenset({"x.example.org"}))
    assert found.having(O.OPEN)[0].target == "x.example.org"
    assert found.having(O.VOID)[0].text == "mx"


def test_a_loop_is_on_the_way_and_a_second_visit_is_none() -> None:
    zone = (
        'x TXT "v=spf1 include:z.example.org include:example.org -all"\n'
        'y TXT "v=spf1 include:z.example.org -all"\nz TXT "v=spf1 ip4:192.0.2.1 -all"'
    )
    found = walked("v=spf1 include:x.example.org include:y.example.org -all", zone)
    assert [s.target for s in found.having(O.LOOP)] == ["example.org"]
    assert found.lookups == 5


def test_the_eleventh_lookup_is_over_the_limit() -> None:
    found = walked(f"v=spf1 {'a ' * 11}-all", "@ A 192.0.2.1")
    assert [s.lookups for s in found.having(O.OVER)] == [11]


def test_an_mx_with_more_than_ten_servers_is_over_its_limit() -> None:
    ten = "".join(f"@ MX {i} m{i}\n" for i in range(10))
    assert walked("v=spf1 mx -all", ten).having(O.OVER) == ()
    assert walked("v=spf1 mx -all", f"{ten}@ MX 11 m11").having(O.OVER)[0].text == "mx"


@pytest.mark.parametrize("record", ["@ ALIAS w.a.example.", "@ ANAME w.a.example."])
def test_addresses_that_the_dns_host_makes_up_are_not_void(record: str) -> None:
    (step, _) = walked("v=spf1 a -all", record).steps
    assert step.outcome is O.OPEN


def test_each_level_costs_one_round() -> None:
    seen = Seen()
    zone = "".join(
        f'l{i} TXT "v=spf1 include:l{i + 1}.example.org a:m.example.org mx:m.example.org -all"\n'
        for i in range(6)
    )
    walked("v=spf1 include:l0.example.org a mx -all", f"{zone}m A 192.0.2.1\nm MX 1 m", seen=seen)
    assert len(seen.rounds) <= 6 + 2  # one for each record, one for what is made up by the host


HOSTILE = {
    "wide": "v=spf1 " + " ".join(f"a:x{i}.example.org" for i in range(500)),
    "deep": "v=spf1 include:l0.example.org",
    "many": "v=spf1 " + " ".join(f"include:y{i}.example.org" for i in range(100)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_trees_cost_a_bounded_number_of_questions(text: str) -> None:
    seen = Seen()
    again = " ".join(["include:l{}.example.org"] * 3)
    zone = "".join(f'l{i} TXT "v=spf1 {again.format(*[i + 1] * 3)}"\n' for i in range(50))
    zone += "".join(f'y{i} TXT "v=spf1 include:l{i % 50}.example.org"\n' for i in range(100))
    found = walked(text, zone, seen=seen)
    assert len(seen.questions) <= MAX_QUESTIONS
    assert len(found.steps) <= MAX_STEPS
    assert not found.whole
    assert found.lookups > 10


TERMS = st.sampled_from(
    [
        "a",
        "mx",
        "include:x.example.org",
        "include:y.example.org",
        "include:example.org",
        "include:%{d}",
        "redirect=y.example.org",
        "exists:%{i}.example.org",
        "a:..",
        "include:a..b",
        "-all",
        "moo",
        "include:" + "x" * 70 + ".example.org",
    ]
)


@given(st.lists(TERMS, max_size=8), st.lists(TERMS, max_size=4), st.lists(TERMS, max_size=4))
def test_any_tree_is_walked(top: list[str], x: list[str], y: list[str]) -> None:
    zone = f'x TXT "v=spf1 {" ".join(x)}"\ny TXT "v=spf1 {" ".join(y)}"\n'
    found = walked(f"v=spf1 {' '.join(top)}", zone)
    counts = [s.lookups for s in found.steps]
    assert counts == sorted(counts)
    assert len(found.steps) <= MAX_STEPS


PUBLISHED = [
    ("google.com", "_spf", "v=spf1 include:_netblocks.google.com ~all"),
    ("outlook.com", "spf.protection", "v=spf1 ip4:40.92.0.0/15 ip6:2a01:111:f400::/48 -all"),
    ("amazonses.com", "@", "v=spf1 ip4:199.255.192.0/22 ip4:54.240.0.0/18 -all"),
    ("sendgrid.net", "@", "v=spf1 ip4:167.89.0.0/17 ip4:208.117.48.0/20 ~all"),
    ("mailgun.org", "@", "v=spf1 include:_spf.mailgun.org include:_spf.eu.mailgun.org -all"),
    ("mtasv.net", "spf", "v=spf1 ip4:50.31.156.96/27 ip4:104.245.209.192/26 ~all"),
    ("cloudflare.net", "_spf.mx", "v=spf1 ip4:104.30.0.0/20 ~all"),
    ("salesforce.com", "_spf", "v=spf1 exists:%{i}._spf.mta.salesforce.com -all"),
    ("sparkpostmail.com", "@", "v=spf1 exists:%{i}._spf.sparkpostmail.com ~all"),
    ("mandrillapp.com", "spf", "v=spf1 ip4:198.2.128.0/24 ip4:198.2.132.0/22 ?all"),
    ("mcsv.net", "servers", "v=spf1 ip4:205.201.128.0/20 ip4:148.105.8.0/21 ?all"),
    ("mailjet.com", "spf", "v=spf1 ip4:87.253.232.0/21 ip4:185.189.236.0/22"),
    ("customer.example", "@", "v=spf1 include:%{ir}.%{v}.%{d}.spf.has.pphosted.com ~all"),
    ("customer.example", "@", "v=spf1 include:%{i}._ip.%{h}._ehlo.%{d}._spf.vali.email ~all"),
    ("customer.example", "@", "v=spf1 redirect=_spf.hosted.example"),
    ("customer.example", "www", "v=spf1 -all"),
]
BESIDE = {
    "mailgun.org": '_spf TXT "v=spf1 ip4:192.0.2.1 ~all"\n_spf.eu TXT "v=spf1 ip4:192.0.2.2 ~all"',
    "google.com": '_netblocks TXT "v=spf1 ip4:35.190.247.0/24 ~all"',
}


@pytest.mark.parametrize(("zone", "name", "text"), PUBLISHED, ids=lambda v: v[:30])
def test_published_zones_have_no_finding(zone: str, name: str, text: str) -> None:
    file = f'{name} TXT "{text}"\n{BESIDE.get(zone, "")}\n'
    source = zone_from_bytes(file.encode(), path="z", origin=zone)
    result = check_zones([source], Settings(SPF_RULES))
    assert [f.message for f in result.findings] == []
    assert result.skipped == ()


def test_a_view_that_was_never_asked_notes_its_questions() -> None:
    source = zone_from_bytes(b"@ SOA . . 1 1 1 1 1\n", path="z", origin="example.org")
    view = View(SenderDomain("", ""), "example.org", source.vantage, {})
    found = walk(view, "example.org", "v=spf1 include:x.example.org -all")
    assert view.wanted == {Question("x.example.org", "TXT")}
    assert found.having(O.OPEN)
