"""VALUE07: the dots that a page shows in place of a long key's end were copied."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import K, differing, mail_texts
from ..lint.mending import found, mending
from ..lint.model import ExpectedRecord, Node, Problem, Severity
from ..lint.pattern import lazy
from ..lint.records.placeholder import find_placeholder
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

_DOTS = lazy(r"\.\.\.|…|\[\.\.\]")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """An SPF, DKIM or DMARC text with three dots, which none of them can hold."""
    for index, (_, record) in enumerate(mail_texts(node)):
        at = _dots(record.text, view.zone)
        if at is not None:
            yield found(record, _message(record.text, at), index)


def _dots(text: str, domain: str) -> int | None:
    """Where the dots stand, None where there are none or only in a note."""
    if not _DOTS.search(text):
        return None
    piece = find_placeholder(text, domain=domain)
    return text.find(piece) if piece is not None and _DOTS.search(piece) else None


def _message(text: str, at: int) -> str:
    return f"dots stand for the rest of the value: {_shown(text, at)}"


def _shown(text: str, at: int) -> str:
    return shorten(text, 40, at)


def _in_document(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    at = _dots(expected.value, view.domain.name)
    if at is not None:
        yield Problem(
            f"the document holds only a shortened value: {_shown(expected.value, at)}",
            where=expected.value_where or expected.where,
            fix="Get the document again from the provider's interface; a copied page may shorten "
            "long values.",
            discriminator="document",
        )


@rule(
    "VALUE07",
    severity=Severity.ERROR,
    zone=anywhere,
    good=(
        Case(
            zone='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
        ),
        # A note in a key record and texts of other services may hold dots.
        Case(zone='s1._domainkey TXT "v=DKIM1; n=wait...; p=MIGfMA0GCSqGSIb3"\n@ TXT "to do..."'),
    ),
    bad=(
        Case(
            zone='s1._domainkey TXT "k=rsa; p=MIGfMA0GCS...wIDAQAB"',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBwIDAQAB"',
            says=("dots stand for the rest of the value: k=rsa; p=MIGfMA0GCS...wIDAQAB",),
        ),
        Case(
            zone='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB"',
            expects=r's1._domainkey TXT "k=rsa; p=MIGfMA0GCSqG\226\128\166"',
            says=("the document holds only a shortened value: k=rsa; p=MIGfMA0GCSqG…",),
        ),
        Case(
            zone='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0GCS[...]"',
            says=("dots stand for the rest of the value: v=DKIM1; k=rsa; p=MIGfMA0GCS[...]",),
        ),
    ),
)
def value_ellipsis_copied(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The shortened display of a value was copied, with dots for the part that was left out.

    ## Why it matters
    Pages show long keys with dots at the end or in the middle. What was copied from there is no
    key: every signature fails.

    ## How to fix it
    Copy the whole value with the provider's copy button, then enter it again.
    """
    if expected.type == "TXT" and _dots(expected.value, view.domain.name) is not None:
        yield from _in_document(view, expected)
        return
    for difference, record in differing(view, expected, K.ELLIPSIS):
        yield mending(view, expected, record, _message(record.text, difference.at or 0))
