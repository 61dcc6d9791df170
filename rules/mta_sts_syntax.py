"""MTASTS01: the record that announces encrypted delivery cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.announced import announced, objections
from ..lint.model import Node, Problem, Severity
from ..lint.records.policy_texts import sts_corrected, sts_flaw
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View


@rule(
    "MTASTS01",
    severity=Severity.WARNING,
    per=Scope.ZONE,
    affects=DELIVERY,
    refs=("RFC 8461 section 3.1",),
    good=(
        Case(zone='_mta-sts TXT "v=STSv1; id=20260101000000Z;"'),
        Case(zone='_mta-sts.mail TXT "v=STSv1;id=1; other=x"'),
        # Another text beside it, an alias, and the name of the web server.
        Case(zone='_mta-sts TXT "v=STSv1; id=1"\n_mta-sts TXT "proof=1"'),
        Case(zone="_mta-sts CNAME sts.a.example.\nmta-sts A 192.0.2.1"),
    ),
    bad=(
        Case(
            zone='_mta-sts TXT "v=STSv1; id=2026-01-01"',
            says=(
                (
                    "the MTA-STS record at _mta-sts.example.org counts for nothing: "
                    "id=2026-01-01 may hold letters and digits only, at most 32"
                ),
            ),
        ),
        Case(
            zone='_mta-sts TXT "v=STSv1"',
            says=("the MTA-STS record at _mta-sts.example.org counts for nothing: it has no id=",),
        ),
        Case(
            zone='_mta-sts.mail TXT "v=STSv1; id=1"\n_mta-sts.mail TXT "v=STSv1; id=2"',
            says=(
                (
                    "2 MTA-STS records stand at _mta-sts.mail.example.org; "
                    "together they count for nothing"
                ),
            ),
        ),
    ),
)
def mta_sts_syntax(view: View, node: Node) -> Iterator[Problem]:
    """The record that announces encrypted delivery (MTA-STS) cannot be used.

    ## Why it matters
    With MTA-STS other servers send you mail over encrypted and verified connections only. They
    look for exactly one record with a version and an `id`, and do without it if they find another.

    ## How to fix it
    Publish one TXT record at `_mta-sts` with the value `v=STSv1; id=20260101T000000Z`. The `id`
    holds letters and digits only; change it whenever the policy file changes.
    """
    yield from objections(
        node, announced(node, ("_mta-sts",), "STSv1"), "MTA-STS", sts_flaw, sts_corrected
    )
