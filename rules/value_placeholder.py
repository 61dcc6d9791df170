"""VALUE13: a value still holds what was meant to be replaced."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import H, K, differing, differing_host, mail_texts
from ..lint.mending import found, mending
from ..lint.model import ExpectedRecord, Node, Problem, Severity
from ..lint.pattern import lazy
from ..lint.records.names import labels
from ..lint.records.placeholder import find_placeholder
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

_DOTS = lazy(r"\.\.\.|…|\[\.\.\]")
_EXAMPLES = ("example.com", "example.net", "example.org")
# Words that can also be the names of hosts.
_NAMES = ("null", "nan", "region", *_EXAMPLES)


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A placeholder in an SPF, DKIM or DMARC text, or in a mail record's target."""
    for index, (_, record) in enumerate(mail_texts(node)):
        piece = _placeholder(record.text, view.zone)
        if piece is not None:
            problem = found(record, _message(piece, record.text), index)
            # Such a name exists and answers: only what is sent there is lost.
            example = piece.lower() in _EXAMPLES
            yield problem._replace(severity=Severity.WARNING) if example else problem
    selector = "_domainkey" in labels(node.name)
    for index, record in enumerate(node.of("MX", "CNAME") if selector else node.of("MX")):
        piece = _placeholder(record.target, view.zone)
        if piece is not None and piece.lower() not in _NAMES:
            yield found(record, _message(piece, record.target), index)


def _placeholder(text: str, domain: str) -> str | None:
    """The placeholder in a value; dots for what was left out are another matter."""
    piece = find_placeholder(text, domain=domain)
    return None if piece is None or _DOTS.search(piece) else piece


def _message(piece: str, text: str) -> str:
    return f"the value still holds a placeholder: {shorten(text, 48, text.find(piece))}"


def _in_document(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A placeholder in what the provider asks for."""
    domain = view.domain.name
    value, name = _placeholder(expected.value, domain), _placeholder(expected.written_name, domain)
    value = None if value in _EXAMPLES else value  # providers give reports such an address
    fix = "Get the document again, or ask the provider for the real value."
    if value is not None:
        yield Problem(
            f"the document asks for a placeholder: {shorten(expected.value, 48)}",
            where=expected.value_where or expected.where,
            fix=fix,
            discriminator="document",
        )
    elif name is not None and name.lower() not in _NAMES:
        yield Problem(
            f"the document names a placeholder: {shorten(expected.written_name, 48)}",
            where=expected.name_where or expected.where,
            fix=fix,
            discriminator="document",
        )


@rule(
    "VALUE13",
    severity=Severity.ERROR,
    zone=anywhere,
    good=(
        # The domain may itself be one of documentation, or hold such a word.
        Case(zone='@ TXT "v=spf1 include:example.com -all"\n@ MX 10 mail.example.org.'),
        Case(
            zone="send MX 10 mx.undefined.org.",
            expects="send MX 10 mx.undefined.org.",
            origin="undefined.org",
        ),
        # A key is any letters, and a host may be called region.
        Case(zone='s1._domainkey TXT "v=DKIM1; p=MIGfxxxxxxMA0nullGCSqGSIb3"'),
        Case(
            zone='@ TXT "v=spf1 include:region.mail.example ~all"\n'
            '_dmarc TXT "v=DMARC1; p=none; rua=mailto:null@region.mail.example"'
        ),
        Case(zone="@ MX 10 region.mail.example.\nwww CNAME your-domain.hosting.example."),
        # A provider may ask for a sample policy; any policy will do.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.com"',
            origin="acme.shop",
        ),
        Case(zone='@ TXT "v=spf1 exists:%{i}._spf.a.example -all"'),
    ),
    bad=(
        Case(
            zone="send MX 10 feedback-smtp.undefined.amazonses.com.",
            expects="send MX 10 feedback-smtp.eu-west-1.amazonses.com.",
            says=("the value still holds a placeholder: feedback-smtp.undefined.amazonses.com",),
        ),
        Case(
            zone="send MX 10 feedback-smtp.undefined.amazonses.com.",
            expects="send MX 10 feedback-smtp.undefined.amazonses.com.",
            says=("the document asks for a placeholder: feedback-smtp.undefined.amazonses.com",),
        ),
        Case(
            zone='@ TXT "v=spf1 include:{{ host }} ~all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
            says=("the value still holds a placeholder: v=spf1 include:{{ host }} ~all",),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:<your address>"',
            says=(
                "the value still holds a placeholder: v=DMARC1; p=none; rua=mailto:<your address>",
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 include:spf.example.com -all"',
            origin="acme.shop",
            says=("the value still holds a placeholder: v=spf1 include:spf.example.com -all",),
        ),
    ),
)
def value_placeholder(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The value still contains a placeholder such as `undefined`, `{{host}}` or `YOUR_DOMAIN`.

    ## Why it matters
    A placeholder stands where the real value belongs. Nobody can find a host or a key under it.

    ## How to fix it
    Read the real value on the provider's page for this domain and enter it. If the provider's
    own document holds the placeholder, tell the provider: its answer is not complete.
    """
    problems = tuple(_in_document(view, expected))
    yield from problems
    if problems:
        return
    for text, record in differing(view, expected, K.PLACEHOLDER):
        yield mending(view, expected, record, _message(text.detail, record.text))
    for host, record in differing_host(view, expected, H.PLACEHOLDER):
        yield mending(view, expected, record, _message(host.detail, record.target))
