"""VALUE01: a record stands at the right name with another value."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.evidence import HOST_TYPES, H, K, differing, holds, host_difference, unclaimed
from ..lint.mending import about, mending
from ..lint.model import ExpectedRecord, Problem, Purpose, Record, RecordStatus, Severity
from ..lint.records.compare import is_dedicated
from ..lint.records.kind import meant_for
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

_INBOUND = (
    "Publish the provider's server only if the mail for this name may go there. Otherwise receive "
    "it at a sub-domain of its own."
)


def _text(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    for difference, record in differing(view, expected, K.OTHER):
        at = difference.at or 0
        found, wanted = (shorten(t, 24, at) for t in (record.text, expected.value))
        if _is_shared(expected):
            message = f'another value stands here, "{found}"; "{wanted}" is missing'
            yield about(record, message, (changes.add(expected),))
        else:
            message = f'"{found}" stands here instead of "{wanted}", first at character {at + 1}'
            yield mending(view, expected, record, message)


def _is_shared(expected: ExpectedRecord) -> bool:
    """Whether the name may hold tokens of several accounts, which must not be taken away."""
    return meant_for(expected.value) is None and not is_dedicated(expected.name)


def _data(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    if holds(view, expected):
        return
    records = unclaimed(view, expected)
    others = [r for r in records if _is_other(view, expected, r)]
    if not others or len(others) < len(records):
        return  # a finer reason explains one of them
    found = ", ".join(r.target or r.data for r in others)
    message = f"{shorten(found, 60)} stands here instead of {expected.value}"
    if expected.type == "MX" and (expected.purpose is Purpose.INBOUND or len(others) > 1):
        yield about(others[0], message, fix=_INBOUND)
    else:
        yield mending(view, expected, others[0], message)


def _is_other(view: View, expected: ExpectedRecord, record: Record) -> bool:
    if expected.type not in HOST_TYPES:
        return True
    return host_difference(view, expected, record).kind is H.OTHER


@rule(
    "VALUE01",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    good=(
        # What does the same is the same: letter case, blanks, order of tags, the owner's policy.
        Case(
            zone='s1._domainkey TXT "p=MIGfMA0 GCSqGSIb3; k=rsa;"',
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3"',
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; adkim=s"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        Case(
            zone='@ TXT "v=spf1 mx include:A.example -all"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
        ),
        Case(
            zone="bounce CNAME RP.mail.example.\nsend MX 20 mx.mail.example.",
            expects="bounce CNAME rp.mail.example.\nsend MX 10 mx.mail.example.",
        ),
        # Unrelated texts, and nothing at all, are no wrong values.
        Case(zone='@ TXT "v=spf1 mx -all"\n@ TXT "other=1"', expects="@ TXT token=4f2a77"),
        Case(zone="www A 192.0.2.1", expects="bounce CNAME rp.mail.example."),
        # Two tokens of one service, both asked for.
        Case(
            zone="@ TXT token-a=4f2a77\n@ TXT token-a=90c1bb",
            expects="@ TXT token-a=4f2a77\n@ TXT token-a=90c1bb",
        ),
    ),
    bad=(
        Case(
            zone="_token TXT token=90c1bb",
            expects="_token TXT token=4f2a77",
            says=('"token=90c1bb" stands here instead of "token=4f2a77", first at character 7',),
        ),
        # Another account's token at the apex stays.
        Case(
            zone="@ TXT token=90c1bb",
            expects="@ TXT token=4f2a77",
            says=('another value stands here, "token=90c1bb"; "token=4f2a77" is missing',),
        ),
        Case(
            zone="bounce.mail CNAME rp.other.example.",
            expects="bounce CNAME rp.mail.example.",
            domain="mail.example.org",
            says=("rp.other.example stands here instead of rp.mail.example",),
        ),
        # What a wildcard answers with stays; the name gets a record of its own.
        Case(
            zone="* CNAME web.example.",
            expects="bounce CNAME rp.mail.example.",
            says=("web.example stands here instead of rp.mail.example",),
        ),
        # Nobody's mail is taken away.
        Case(
            zone="@ MX 1 mx.office.example.\n@ MX 5 mx2.office.example.",
            expects="@ MX 10 inbound.mail.example.",
            says=(
                "mx.office.example, mx2.office.example stands here instead of inbound.mail.example",
            ),
        ),
    ),
)
def value_mismatch(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A record exists, but its value is not the one that was issued for this domain.

    ## Why it matters
    The provider compares the value with the one that it issued. Another one is as good as none.

    ## How to fix it
    Paste the value from the provider again. If the record belongs to another service, keep it and
    ask the provider for another name.
    """
    yield from _text(view, expected) if expected.type == "TXT" else _data(view, expected)
