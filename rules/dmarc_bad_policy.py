"""DMARC05: the DMARC record states no policy that receivers know."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.dmarc_records import (
    at_node,
    bears_on,
    is_readable,
    mended,
    names_of,
    policy_flaw,
    the_record,
)
from ..lint.mending import about
from ..lint.model import Node, Problem, Record, SenderDomain, Severity
from ..lint.records.dmarc import parse_dmarc
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The record at any `_dmarc` name."""
    record = at_node(node)
    if record is not None:
        yield from _problem(node.name, record)


def _problem(name: str, record: Record) -> Iterator[Problem]:
    flaw = policy_flaw(record) if is_readable(record) else None
    if flaw is None:
        return
    if parse_dmarc(record.text).valid:
        message = f"receivers take the DMARC record at {name} for p=none: {flaw}"
        severity, affects = Severity.WARNING, DELIVERY
    else:
        message = f"the DMARC record at {name} counts for nothing: {flaw}"
        severity, affects = Severity.ERROR, None
    problem = about(record, message, mended(record), severity=severity, type_="TXT")
    yield problem._replace(name=name, affects=affects)


@rule(
    "DMARC05",
    severity=Severity.ERROR,
    per=Scope.DOMAIN,
    refs=("RFC 9989 section 4.10.1", "RFC 7489 section 6.6.3"),
    zone=anywhere,
    good=(
        Case(
            zone='_dmarc TXT "v=DMARC1; sp=none; np=reject; p=Quarantine"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        Case(zone='_dmarc TXT "v=DMARC1; p=none; t=y"'),
        # Not readable at all: what was meant cannot be called a bad policy.
        Case(zone='_dmarc TXT "v=DMARC1, p=monitor"'),
        Case(zone='_dmarc TXT "v=DMARC1; p=none blah"'),
        # A permission to report has no policy, and a record in pieces has one elsewhere.
        Case(zone='*._report._dmarc TXT "v=DMARC1;"'),
        Case(zone='_dmarc TXT "v=DMARC1"\n_dmarc TXT "p=none"'),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=monitor"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(
                (
                    "the DMARC record at _dmarc.example.org counts for nothing: "
                    "p=monitor is no policy"
                ),
            ),
        ),
        Case(
            zone='_dmarc.mail TXT "v=DMARC1; sp=reject"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
            says=("the DMARC record at _dmarc.mail.example.org counts for nothing: it has no p=",),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; sp=quarentine; rua=mailto:d@example.org"',
            says=(
                (
                    "receivers take the DMARC record at _dmarc.example.org for p=none: "
                    "sp=quarentine is no policy"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; rua=mailto:d@example.org"',
            says=(
                "receivers take the DMARC record at _dmarc.example.org for p=none: it has no p=",
            ),
        ),
    ),
)
def dmarc_bad_policy(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """The DMARC record states no policy that receivers know.

    ## Why it matters
    `p` says what receivers should do with mail that fails: `none`, `quarantine` or `reject`, and
    nothing else. With any other word, there or in `sp` and `np`, receivers do as if `none` stood
    there, and without a usable report address in `rua` they ignore the whole record. Older
    receivers ignore every record that has no `p`.

    ## How to fix it
    Write `p=none` directly behind `v=DMARC1;` if you only want to watch. It changes no delivery.
    `quarantine` and `reject` are for later, when all of your mail passes.
    """
    for name in names_of(domain):
        record = the_record(view.txt(name), name)
        for problem in () if record is None else _problem(name, record):
            affects = problem.affects or bears_on(view, domain)
            yield problem._replace(affects=affects)
