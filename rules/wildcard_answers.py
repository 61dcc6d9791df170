"""CLASH05: a wildcard answers where an expected record is missing."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.alias_conflicts import is_served
from ..lint.dmarc_walk import policy
from ..lint.evidence import holds
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Purpose, Record, RecordStatus, Severity
from ..lint.records.names import parent
from ..lint.records.suffix import organisational_domain
from ..lint.rule import Case, rule
from ..lint.view import View
from ..lint.wildcards import made_up, to_publish, topmost


def _is_right(view: View, expected: ExpectedRecord, record: Record) -> bool:
    """Whether what the wildcard answers is what was asked for, or makes it needless."""
    if expected.purpose is Purpose.DMARC and _is_inherited(view):
        return True
    if record.type == expected.type:
        return holds(view, expected)
    return is_served(view, expected, record)


def _is_inherited(view: View) -> bool:
    name = view.domain.name
    return name != organisational_domain(name) and policy(view, parent(name)) is not None


@rule(
    "CLASH05",
    severity=Severity.ERROR,
    refs=("RFC 4592 section 2.2",),
    predicts=RecordStatus.FAILED,
    good=(
        # The wildcard carries the wanted value.
        Case(zone="*.links CNAME t.a.example.", expects="x.links CNAME t.a.example."),
        Case(
            zone="* CNAME all.example.org.\n"
            'all TXT "v=spf1 include:a.example ~all"\nall MX 10 f.a.example.',
            expects='send TXT "v=spf1 include:a.example ~all"\nsend MX 10 f.a.example.',
        ),
        # Another name's records do not end that.
        Case(
            zone="*.links CNAME t.a.example.",
            expects="x.links CNAME t.a.example.\nsend MX 10 f.a.example.",
        ),
        # The name has a record of its own, or names below it: the wildcard says nothing there.
        Case(
            zone='* TXT "v=spf1 -all"\ns1._domainkey TXT "v=DKIM1; p=MIGfMA0"\n@ A 192.0.2.1',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"\n_domainkey TXT "x-proof=1"',
        ),
        # It answers with another type only: the record is just missing.
        Case(zone="* A 192.0.2.1", expects="send MX 10 f.a.example."),
        # Another level's wildcard.
        Case(zone="*.preview CNAME x.example.", expects="send MX 10 f.a.example."),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"\n*.mail TXT "v=spf1 -all"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
        ),
    ),
    bad=(
        Case(
            zone='* TXT "v=spf1 -all"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"\nsend TXT "v=spf1 include:a.example"',
            says=(
                (
                    "the answer for s1._domainkey.example.org comes from *.example.org; "
                    "the name has no TXT record of its own"
                ),
                (
                    "the answer for send.example.org comes from *.example.org; "
                    "the name has no TXT record of its own"
                ),
            ),
        ),
        Case(
            zone='* TXT "v=spf1 -all"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(
                (
                    "the answer for _dmarc.example.org comes from *.example.org; "
                    "the name has no TXT record of its own"
                ),
            ),
        ),
        # A new record hides the wildcard at its name, and above it, for every type.
        Case(
            zone="* MX 10 f.a.example.",
            expects='send MX 10 f.a.example.\ns1._domainkey.send TXT "v=DKIM1; p=MIGfMA0"',
            says=(
                (
                    "the answer for send.example.org comes from *.example.org, "
                    "and the records that are still to be added end that"
                ),
            ),
        ),
        Case(
            zone="* CNAME sites.example.",
            expects='@ TXT "v=spf1 -all"\ns1._domainkey CNAME k.a.example.\n'
            "send MX 10 f.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "the answer for mail.example.org comes from *.example.org; "
                    "the name has no TXT record of its own"
                ),
                (
                    "the answer for s1._domainkey.mail.example.org comes from *.example.org; "
                    "the name has no CNAME record of its own"
                ),
                (
                    "the answer for send.mail.example.org comes from *.example.org; "
                    "the name has no MX record of its own"
                ),
            ),
        ),
        Case(
            zone='*._domainkey TXT "v=DKIM1; p="',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
            says=(
                (
                    "the answer for s1._domainkey.example.org comes from *._domainkey.example.org; "
                    "the name has no TXT record of its own"
                ),
            ),
        ),
    ),
)
def wildcard_answers(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A wildcard answers where the expected record is missing.

    ## Why it matters
    A record named `*` answers for every name that does not exist. Somebody who looks sees an
    answer and takes it for a record, but it is not the one that the provider asked for.

    ## How to fix it
    Create the record under its own name. It takes the wildcard's place there; the wildcard itself
    can stay.
    """
    found = made_up(view, expected)
    if found is None:
        return
    start = f"the answer for {expected.name} comes from {found.owner}"
    if not _is_right(view, expected, found.record):
        message = f"{start}; the name has no {expected.type} record of its own"
        yield about(found.record, message, (changes.add(expected),))
    elif expected.purpose is not Purpose.DMARC and _ends(view, expected, found.owner):
        message = f"{start}, and the records that are still to be added end that"
        edits = (changes.add(expected),)
        yield about(found.record, message, edits, severity=Severity.WARNING)


def _ends(view: View, expected: ExpectedRecord, wildcard: str) -> bool:
    """Whether records that are still to be published take the wildcard's place at the name."""
    return bool(to_publish(view, topmost(expected.name, wildcard)))
