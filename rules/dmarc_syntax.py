"""DMARC04: the DMARC record is not written as receivers read it."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.dmarc_records import at_node, bears_on, flaws_of, mended, names_of, the_record
from ..lint.mending import about
from ..lint.model import Node, Problem, Record, SenderDomain, Severity
from ..lint.records.dmarc import parse_dmarc
from ..lint.records.dmarc_syntax import STRUCTURAL
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The record at any `_dmarc` name."""
    record = at_node(node)
    if record is not None:
        yield from _problem(node.name, record)


def _problem(name: str, record: Record) -> Iterator[Problem]:
    flaws = flaws_of(record)
    if not flaws:
        return
    valid = parse_dmarc(record.text).valid
    grave = () if valid else tuple(f for f in flaws if f.kind in STRUCTURAL)
    first = (grave or flaws)[0]
    where = f", at character {first.at + 1}" if first.at else ""
    if valid:
        message = f"receivers pass over a part of the DMARC record at {name}: {first.words}{where}"
        severity, affects = Severity.WARNING, DELIVERY
    else:
        message = f"receivers cannot use the DMARC record at {name}: {first.words}{where}"
        severity, affects = Severity.ERROR, None
    problem = about(record, message, mended(record), severity=severity, type_="TXT")
    yield problem._replace(name=name, affects=affects)


_OK = "v=DMARC1; p=none"


@rule(
    "DMARC04",
    severity=Severity.ERROR,
    per=Scope.DOMAIN,
    refs=("RFC 9989 section 4.8", "RFC 6376 section 3.2"),
    zone=anywhere,
    good=(
        # Blanks around equals signs and semicolons, letter case, order and a final semicolon.
        Case(
            zone='_dmarc TXT "v = DMARC1 ;\t p = ReJect ; SP=none;"', expects=f'_dmarc TXT "{_OK}"'
        ),
        Case(zone='_dmarc TXT "V=DMARC1;rua=mailto:d@example.org;p=none;;"'),
        # Unknown tags must be passed over; removed ones are still read by some.
        Case(zone='_dmarc TXT "v=DMARC1; p=none; x-team=mail; pct=; rf=afrf; ri=86400"'),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; fo=0:1:d:s; adkim=S; aspf=r; t=n; psd=u; np=none"'
        ),
        # Other texts, permissions to report, several records, and one that is in pieces.
        Case(zone='_dmarc TXT "proof=1"\na.example._report._dmarc TXT "v=DMARC1"'),
        Case(zone='_dmarc TXT "v=DMARC1; p=none; p=none"\n_dmarc TXT "v=DMARC1; p=none"'),
        Case(zone='_dmarc TXT "v=DMARC1"\n_dmarc TXT "p=none"'),
        # A policy that is none is another matter, and so is a bad report address.
        Case(zone='_dmarc TXT "v=DMARC1; p=monitor; rua=d@example.org"'),
        # In several strings, with the blank lost between them.
        Case(zone='_dmarc TXT "v=DMARC1; p=quarantine;" "rua=mailto:d@example.org"'),
        # A comma between addresses is right.
        Case(zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@example.org, mailto:b@example.org"'),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1, p=reject, rua=mailto:d@example.org"',
            expects=f'_dmarc TXT "{_OK}"',
            says=(
                (
                    "receivers cannot use the DMARC record at _dmarc.example.org: "
                    'it begins with "v=DMARC1, p=reject,…" instead of "v=DMARC1;"'
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; p=reject"',
            says=(
                (
                    "receivers cannot use the DMARC record at _dmarc.example.org: "
                    "the tag p stands there twice, at character 19"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT " v=DMARC1; p=none"',
            says=(
                (
                    "receivers cannot use the DMARC record at _dmarc.example.org: "
                    "a blank stands in front of v=DMARC1"
                ),
            ),
        ),
        Case(
            zone='_dmarc.mail TXT "v=dmarc1; p=none"',
            domain="mail.example.org",
            expects=f'_dmarc TXT "{_OK}"',
            says=(
                (
                    "receivers cannot use the DMARC record at _dmarc.mail.example.org: "
                    "DMARC1 must be written in capital letters"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=quarantine rua=mailto:d@example.org"',
            says=(
                (
                    "receivers cannot use the DMARC record at _dmarc.example.org: "
                    "a semicolon is missing in front of rua=, at character 23"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rau=mailto:d@example.org; adkim=strict"',
            says=(
                (
                    "receivers pass over a part of the DMARC record at _dmarc.example.org: "
                    "there is no tag rau; rua was probably meant, at character 19"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@example.org; mailto:b@example.org"',
            says=(
                (
                    "receivers pass over a part of the DMARC record at _dmarc.example.org: "
                    '"mailto:b@example.org" is no tag, at character 45'
                ),
            ),
        ),
    ),
)
def dmarc_syntax(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """The DMARC record is not written as receivers read it.

    ## Why it matters
    A DMARC record is a row of `name=value` pieces with semicolons between them, and it must begin
    with exactly `v=DMARC1`. Receivers ignore a record that begins in any other way or has a tag
    twice, and pass over pieces that they cannot read.

    ## How to fix it
    Replace the whole value by the corrected one. Paste it without quotation marks into a DNS
    panel; in a zone file keep the quotation marks, because a bare semicolon begins a comment there.
    """
    for name in names_of(domain):
        record = the_record(view.txt(name), name)
        for problem in () if record is None else _problem(name, record):
            affects = problem.affects or bears_on(view, domain)
            yield problem._replace(affects=affects)
