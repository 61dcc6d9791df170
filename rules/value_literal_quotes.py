"""VALUE02: the quotation marks of a form or a file became part of the value."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import K, differing, mail_texts
from ..lint.mending import found, mending, repaired
from ..lint.model import ExpectedRecord, Node, Problem, RecordStatus, Severity
from ..lint.records.kind import strict_kind
from ..lint.rule import Case, rule
from ..lint.view import View

_QUOTES = tuple("\"'“”„‟‘’‚‛«»`")
MESSAGE = "the quotation marks became part of the value"


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A mail record's text that is recognised only without its quotation marks."""
    for index, (kind, record) in enumerate(mail_texts(node)):
        if record.text.lstrip("\\ \t")[:1] not in _QUOTES or strict_kind(record.text) is not None:
            continue
        text = repaired(record.text, kind, node.name)
        if text is not None:
            yield found(record, MESSAGE, index, text)


@rule(
    "VALUE02",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 1035 section 5.1", "RFC 7208 section 4.5"),
    zone=anywhere,
    good=(
        # The quotes around a text in a zone file are not part of it.
        Case(zone='_dmarc TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
        Case(zone='@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1;" " p=none"'),
        # Other records may hold quotation marks.
        Case(zone=r'note TXT "\"quoted\""'),
        # The right record stands beside one in quotes: others have their say about two of them.
        Case(
            zone=r"""
                s1._domainkey TXT "p=MIGfMA0GCSqGSIb3"
                s1._domainkey TXT "\"p=MIGfMA0GCSqGSIb3\""
            """,
            expects="s1._domainkey TXT p=MIGfMA0GCSqGSIb3",
        ),
    ),
    bad=(
        Case(
            zone=r'_dmarc TXT "\"v=DMARC1; p=reject\""',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(MESSAGE,),
        ),
        # The other sender in the record stays.
        Case(
            zone=r'@ TXT "\"v=spf1 include:a.example include:b.example ~all\""',
            expects='@ TXT "v=spf1 include:b.example ~all"',
            says=(MESSAGE,),
        ),
        Case(
            zone=r's1._domainkey.mail TXT "\"k=rsa; p=MIGfMA0GC\" \"SqGSIb3\""',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
            domain="mail.example.org",
            says=(MESSAGE,),
        ),
        Case(zone=r'@ TXT "\"v=spf1 mx -all\""', says=(MESSAGE,)),
    ),
)
def value_literal_quotes(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The quotation marks around a value became part of it.

    ## Why it matters
    A receiver looks for a text that begins with `v=spf1`, `v=DMARC1` or a key. This one begins
    with a quotation mark, so most receivers pass over it, and the provider sees another value.

    ## How to fix it
    Take the quotation marks out of the value field. GoDaddy, Namecheap, DigitalOcean, Squarespace,
    Hover and Wix want the text alone. Route 53 and zone files need one pair around the whole text
    and none inside it. In Terraform, `aws_route53_record` adds that pair by itself.
    """
    for _, record in differing(view, expected, K.LITERAL_QUOTES):
        yield mending(view, expected, record, MESSAGE)
