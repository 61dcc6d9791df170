"""Each failure alone, shown by name servers in place of a file: the same rule must speak."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from case_network import CaseNetwork
from failures import FAILURES, PROVIDER, SHAPES, Failure, Shape, document, key, quoted, right

from senderlint.lint.expected.reader import read_expected
from senderlint.lint.live_check import check_live
from senderlint.lint.model import Answer, AnswerStatus, Result, Severity, Verdict
from senderlint.lint.network import Asked
from senderlint.lint.rule import Case
from senderlint.lint.select import everything
from senderlint.lint.settings import Settings

NS = ("ns1.dnshost.net", "ns2.dnshost.net")
# What the rest of the world has: the provider, the mailbox service, and hosts that mistakes name.
ELSEWHERE = "".join(
    f"{owner}. {data}\n"
    for owner, data in (
        (f"spf.{PROVIDER}", 'TXT "v=spf1 ip4:192.0.2.0/24 -all"'),
        (f"s2.dkim.{PROVIDER}", f"TXT {quoted('v=DKIM1; k=rsa; p=' + key('provider'))}"),
        (f"return.{PROVIDER}", "A 192.0.2.20"),
        (f"feedback.us-east-1.{PROVIDER}", "A 192.0.2.21"),
        (f"feedback.eu-west-1.{PROVIDER}", "A 192.0.2.21"),
        (f"inbound.{PROVIDER}", "A 192.0.2.22"),
        (f"s2.brand.old.{PROVIDER}", f"TXT {quoted('v=DKIM1; k=rsa; p=' + key('old'))}"),
        ("_spf.google.com", 'TXT "v=spf1 ip4:192.0.2.128/25 ~all"'),
        ("aspmx.l.google.com", "A 192.0.2.30"),
        ("something.else.example", "A 192.0.2.31"),
        ("mx.elsewhere.net", "A 192.0.2.32"),
        ("www.elsewhere.net", "A 192.0.2.33"),
        ("bounces.elsewhere.net", "A 192.0.2.34"),
    )
)
# A file's own: how a text is typed there.
ONLY_IN_FILES = {"VALUE11", "VALUE12"}
# What servers do not show: names that nobody can guess, and types that only the DNS host knows.
SEEN_AS = {"HOST13": "MISSING02", "TYPE03": "MISSING02", "TYPE04": "MISSING02"}
EACH = [
    pytest.param(f, s, id=f"{f.code}-{f.title}-{s.name}".replace(" ", "_"))
    for f in FAILURES
    for s in SHAPES
    if f.code not in ONLY_IN_FILES
    and s.name == ("sub-domain" if "sub-domain" in f.shapes else f.shapes[0])
]


class Compact(CaseNetwork):
    """Servers that say of every name that it exists (RFC 9824)."""

    def ask(self, questions: Iterable[Asked], _: float | None = None) -> dict[Asked, Answer]:
        """What each server says, "no such name" as "no such type"."""
        return {a: _exists(answer) for a, answer in super().ask(questions).items()}


def _exists(answer: Answer) -> Answer:
    denied = answer.status is AnswerStatus.NXDOMAIN
    return answer._replace(status=AnswerStatus.NODATA) if denied else answer


def live(
    shape: Shape,
    failure: Failure | None = None,
    *,
    beside: str = "",
    kind: type[CaseNetwork] = CaseNetwork,
) -> Result:
    """The result of a live check of this shape's domain, with the failure planted."""
    zone, asked = right(shape), document(shape, status=failure.reported if failure else "pending")
    if failure:
        failure.plant(zone)
        failure.edit(asked)
    text = "\n".join([*(f"{o}. 3600 {t} {d}" for o, t, d in zone.lines), *zone.raw, beside])
    case = Case(
        servers=dict.fromkeys(NS, text),
        resolvers={"r1": text, "r2": text},
        origin=shape.zone,
        elsewhere=ELSEWHERE,
    )
    domains = read_expected(json.dumps(asked).encode(), "domain.json")
    return check_live(domains, kind(case, shape.domain), Settings(everything()))


BESIDE = (
    '* TXT "v=spf1 -all"',
    "* A 192.0.2.10",
    "* MX 10 aspmx.l.google.com.",
    "* CNAME www",
    '*._domainkey TXT "v=DKIM1; p="',
    "shop NS ns1.elsewhere.net.",
)


@pytest.mark.parametrize("kind", [CaseNetwork, Compact])
@pytest.mark.parametrize("beside", ["", *BESIDE])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_right_servers_are_ready_without_a_complaint(
    shape: Shape, beside: str, kind: type[CaseNetwork]
) -> None:
    result = live(shape, beside=beside, kind=kind)
    assert [(f.code, f.message) for f in result.findings if f.severity is not Severity.INFO] == []
    assert result.skipped == ()
    assert result.verdict is Verdict.READY
    assert {r.status for d in result.domains for r in d.records} == {"verified"}


@pytest.mark.parametrize(("failure", "shape"), EACH)
def test_failure_is_seen_at_the_name_servers(failure: Failure, shape: Shape) -> None:
    result = live(shape, failure)
    errors = {f.code for f in result.findings if f.severity is Severity.ERROR}
    told = [(f.code, f.message) for f in result.findings]
    assert errors == {SEEN_AS.get(failure.code, failure.code)}, told
    assert result.verdict is Verdict.FIX
    if failure.code in SEEN_AS:
        return
    left, type_ = failure.record
    name = f"{left}.{shape.domain}" if left else shape.domain
    (status,) = [
        r.status for d in result.domains for r in d.records if (r.name, r.type) == (name, type_)
    ]
    assert status == failure.status
