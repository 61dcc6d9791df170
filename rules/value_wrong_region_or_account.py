"""VALUE14: the record leads to another region or account of the same provider."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import H, K, differing, differing_host
from ..lint.mending import mending
from ..lint.model import ExpectedRecord, Problem, RecordStatus, Severity
from ..lint.records.spf import missing_terms, parse_spf, required_terms
from ..lint.rule import Case, rule
from ..lint.view import View


def _wanted_host(expected: ExpectedRecord, observed: str) -> str:
    """The host that was asked for; of an SPF record the first that the observed one lacks."""
    if expected.type != "TXT":
        return expected.value
    missing = missing_terms(parse_spf(observed), required_terms(expected.value))
    return missing[0].value if missing else expected.value


def _message(found: str, wanted: str) -> str:
    return f"{found} is another region or account; {wanted} was asked for"


@rule(
    "VALUE14",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    good=(
        Case(
            zone="send MX 20 Feedback-SMTP.eu-west-1.amazonses.com.",
            expects="send MX 10 feedback-smtp.eu-west-1.amazonses.com.",
        ),
        # Another account of the provider may send from another name.
        Case(
            zone="em1 CNAME u123.wl045.sendgrid.net.\nem2.shop CNAME u987.wl061.sendgrid.net.",
            expects="em1 CNAME u123.wl045.sendgrid.net.",
        ),
        # Both regions may send.
        Case(
            zone='@ TXT "v=spf1 include:eu.mailgun.org include:mailgun.org ~all"',
            expects='@ TXT "v=spf1 include:mailgun.org ~all"',
        ),
        # Another provider's server is no other region.
        Case(
            zone="send MX 10 mx.other.example.",
            expects="send MX 10 feedback-smtp.eu-west-1.amazonses.com.",
        ),
    ),
    bad=(
        Case(
            zone="send MX 10 feedback-smtp.us-east-1.amazonses.com.",
            expects="send MX 10 feedback-smtp.eu-west-1.amazonses.com.",
            says=(
                (
                    "feedback-smtp.us-east-1.amazonses.com is another region or account; "
                    "feedback-smtp.eu-west-1.amazonses.com was asked for"
                ),
            ),
        ),
        Case(
            zone="em1.mail CNAME u987.wl061.sendgrid.net.",
            expects="em1 CNAME u123.wl045.sendgrid.net.",
            domain="mail.example.org",
            says=(
                (
                    "u987.wl061.sendgrid.net is another region or account; "
                    "u123.wl045.sendgrid.net was asked for"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 include:eu.mailgun.org ~all"',
            expects='@ TXT "v=spf1 include:mailgun.org ~all"',
            says=(("eu.mailgun.org is another region or account; mailgun.org was asked for"),),
        ),
    ),
)
def value_wrong_region_or_account(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The record leads to another region or another account of the same provider.

    ## Why it matters
    The provider looks for the value that it issued for this domain. Bounces that go to another
    region or account are lost.

    ## How to fix it
    Enter the value that the provider shows for this domain. If the domain was added twice, in two
    regions or accounts, keep one of them, or give the other a sub-domain of its own.
    """
    for text, record in differing(view, expected, K.WRONG_REGION):
        message = _message(text.detail, _wanted_host(expected, record.text))
        yield mending(view, expected, record, message)
    for _, record in differing_host(view, expected, H.WRONG_REGION):
        yield mending(view, expected, record, _message(record.target, expected.value))
