"""TLSRPT01: the record that asks for reports about encryption cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.announced import announced, objections
from ..lint.model import Node, Problem, Severity
from ..lint.records.policy_texts import tls_report_corrected, tls_report_flaw
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View


@rule(
    "TLSRPT01",
    severity=Severity.WARNING,
    per=Scope.ZONE,
    affects=DELIVERY,
    refs=("RFC 8460 section 3",),
    good=(
        Case(zone='_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example.org"'),
        Case(zone='_smtp._tls TXT "v=TLSRPTv1;rua=https://r.example/v1,mailto:t@a.example;"'),
        Case(zone='_smtp._tls TXT "proof=1"\n_smtp TXT "v=TLSRPTv1"'),
    ),
    bad=(
        Case(
            zone='_smtp._tls TXT "v=TLSRPTv1; rua=tls@example.org"',
            says=(
                (
                    "the TLS report record at _smtp._tls.example.org counts for nothing: "
                    '"tls@example.org" is no address that begins with mailto: or https:'
                ),
            ),
        ),
        Case(
            zone='_smtp._tls.mail TXT "v=TLSRPTv1"',
            says=(
                (
                    "the TLS report record at _smtp._tls.mail.example.org counts for nothing: "
                    "it has no address in rua="
                ),
            ),
        ),
    ),
)
def tls_report_syntax(view: View, node: Node) -> Iterator[Problem]:
    """The record that asks for reports about encrypted delivery (TLS-RPT) cannot be used.

    ## Why it matters
    Other servers report there when they cannot reach yours over an encrypted connection. Without
    a usable address you do not hear of it.

    ## How to fix it
    Publish one TXT record at `_smtp._tls` with the value
    `v=TLSRPTv1; rua=mailto:tls@example.com`. An address begins with `mailto:` or `https:`.
    """
    found = announced(node, ("_smtp", "_tls"), "TLSRPTv1")
    yield from objections(node, found, "TLS report", tls_report_flaw, tls_report_corrected)
