"""TYPE01: the target of an alias or a mail server was stored as text."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import holds
from ..lint.mending import about, found, swap
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.pattern import lazy
from ..lint.records import names
from ..lint.records.kind import text_kind
from ..lint.records.target import HostDifferenceKind, classify_host
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

_MEANT = (
    HostDifferenceKind.EQUAL,
    HostDifferenceKind.RELATIVE_TARGET,
    HostDifferenceKind.WRONG_REGION,
)
_PRIORITY = lazy(r"\d{1,5}\s{1,8}")
_LETTERS = lazy(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A host name as text at the name of a DKIM key, where no key stands."""
    texts = node.of("TXT")
    if "_domainkey" not in names.labels(node.name)[1:] or node.of("CNAME"):
        return
    if any(text_kind(r.text, node.name) is not None for r in texts):
        return
    for index, record in enumerate(texts):
        host = _host(record.text)
        if len(names.labels(host)) > 2 and names.is_hostname(host) and _is_public(host):
            yield found(record, _message(host, "CNAME"), index)


def _host(text: str) -> str:
    """The host name that a text may be, without quotes and a priority in front of it."""
    bare = text.strip("\"' \t")
    return names.canonical(_PRIORITY.sub("", bare, count=1))


def _is_public(host: str) -> bool:
    return _LETTERS.fullmatch(names.labels(host)[-1]) is not None


def _message(host: str, type_: str) -> str:
    return f"{shorten(host, 60)} is stored as text; it belongs in a record of the type {type_}"


def _is_target(view: View, expected: ExpectedRecord, record: Record) -> bool:
    difference = classify_host(
        expected.value,
        _host(record.text),
        name=expected.name,
        domain=view.domain.name,
        zone=view.zone,
    )
    return difference.kind in _MEANT


@rule(
    "TYPE01",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 1034 section 3.6.2",),
    zone=anywhere,
    good=(
        Case(
            zone="s1._domainkey CNAME s1.dkim.mail.example.",
            expects="s1._domainkey CNAME s1.dkim.mail.example.",
        ),
        # The right record stands beside the text, or the text is another one.
        Case(
            zone='send MX 10 mx.mail.example.\nsend TXT "mx.mail.example"',
            expects="send MX 10 mx.mail.example.",
        ),
        Case(zone='send TXT "v=spf1 -all"', expects="send MX 10 mx.mail.example."),
        Case(zone='@ TXT "www.example.net"\ns1._domainkey TXT "p=MIGfMA0GCSqGSIb3DQEBAQUA"'),
    ),
    bad=(
        Case(
            zone="s1._domainkey TXT s1.dkim.mail.example",
            expects="s1._domainkey CNAME s1.dkim.mail.example.",
            says=(
                "s1.dkim.mail.example is stored as text; it belongs in a record of the type CNAME",
            ),
        ),
        Case(
            zone='send.mail TXT "10 MX.mail.example."\nsend.mail TXT "v=spf1 -all"',
            expects="send MX 10 mx.mail.example.",
            domain="mail.example.org",
            says=("mx.mail.example is stored as text; it belongs in a record of the type MX",),
        ),
        Case(
            zone="s1._domainkey TXT s1.dkim.mail.example",
            says=(
                "s1.dkim.mail.example is stored as text; it belongs in a record of the type CNAME",
            ),
        ),
    ),
)
def type_target_published_as_txt(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A host name was stored as text, where it must be the target of an alias or mail record.

    ## Why it matters
    A text is not followed. Receivers that look for a key find the name of a host instead.

    ## How to fix it
    Delete the TXT record and create one of the right type with the same name and target: CNAME
    for an alias, MX for a mail server.
    """
    if expected.type not in ("CNAME", "MX"):
        return
    texts = [r for r in view.at(expected.name).of("TXT") if _is_target(view, expected, r)]
    if texts and not holds(view, expected):
        message = _message(_host(texts[0].text), expected.type)
        yield about(texts[0], message, swap(view, expected, tuple(texts)))
