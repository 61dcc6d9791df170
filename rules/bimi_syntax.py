"""BIMI01: the record that announces a logo cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.announced import announced, objections
from ..lint.model import Node, Problem, Severity
from ..lint.records.names import labels
from ..lint.records.policy_texts import bimi_corrected, bimi_flaw
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View


@rule(
    "BIMI01",
    severity=Severity.INFO,
    per=Scope.ZONE,
    affects=DELIVERY,
    refs=("draft-brand-indicators-for-message-identification section 4",),
    good=(
        Case(
            zone='default._bimi TXT "v=BIMI1; l=https://example.org/l.svg; a=https://a.example/c"'
        ),
        # Without a certificate, and a domain that declines.
        Case(zone='default._bimi TXT "v=BIMI1; l=https://example.org/logo.svg; a=;"'),
        Case(zone='brand._bimi.mail TXT "v=BIMI1; l=; a=;"'),
        Case(zone='default._bimi TXT "proof=1"\nbimi TXT "v=BIMI1"'),
    ),
    bad=(
        Case(
            zone='default._bimi TXT "v=BIMI1; l=http://example.org/logo.svg"',
            says=(
                (
                    "the BIMI record at default._bimi.example.org counts for nothing: "
                    "l=http://example.org/logo.svg does not begin with https://"
                ),
            ),
        ),
        Case(
            zone='default._bimi.mail TXT "v=BIMI1"',
            says=(
                (
                    "the BIMI record at default._bimi.mail.example.org counts for nothing: "
                    "it has no l= with the address of the logo"
                ),
            ),
        ),
    ),
)
def bimi_syntax(view: View, node: Node) -> Iterator[Problem]:
    """The record that announces a logo (BIMI) cannot be used.

    ## Why it matters
    Some mailboxes show a sender's logo beside the message. They find it through this record, and
    only where DMARC is enforced. Nothing about delivery depends on it.

    ## How to fix it
    Publish one TXT record at `default._bimi` with the value
    `v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/certificate.pem`. Both addresses
    begin with `https://`; the certificate may stay empty.
    """
    selector = labels(node.name)[:1]
    found = announced(node, (*selector, "_bimi"), "BIMI1") if selector else ()
    for problem in objections(node, found, "BIMI", bimi_flaw, bimi_corrected):
        yield problem._replace(severity=Severity.INFO)
