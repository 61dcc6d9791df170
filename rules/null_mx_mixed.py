"""MX05: a name says that it takes no mail, and means it only by half."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.mending import about
from ..lint.model import Node, Problem, Purpose, Record, SenderDomain, Severity
from ..lint.records.mx import is_null
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.standing import distinct
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The sign for "no mail" beside mail servers, at any name."""
    yield from _mixed(node.name, node.of("MX"))


def _nulls(records: tuple[Record, ...]) -> tuple[Record, ...]:
    return tuple(r for r in records if r.flaw is None and is_null(r.priority, r.target))


def _mixed(name: str, records: tuple[Record, ...]) -> Iterator[Problem]:
    found = distinct(records)
    nulls = _nulls(found)
    if nulls and len(nulls) < len(found):
        yield about(
            nulls[0],
            f"one MX record of {name} says that it takes no mail, another names a mail server",
            tuple(changes.delete(r) for r in nulls),
            type_="MX",
        )._replace(name=name)


@rule(
    "MX05",
    severity=Severity.ERROR,
    per=Scope.DOMAIN,
    refs=("RFC 7505 sections 3 and 4.2",),
    zone=anywhere,
    good=(
        Case(zone="@ MX 10 mx.example.\n@ MX 20 mx2.example.", expects="send MX 10 f.a.example."),
        # A name that really takes no mail, and sends none.
        Case(zone='@ MX 0 .\n@ TXT "v=spf1 -all"'),
        Case(zone="www MX 0 .\n@ MX 10 mx.example.", expects="send MX 10 f.a.example."),
        # At the return path another rule says which server belongs there.
        Case(zone="send MX 0 .", expects="send MX 10 f.a.example."),
    ),
    bad=(
        Case(
            zone="@ MX 0 .\n@ MX 10 mx.example.",
            says=(
                (
                    "one MX record of example.org says that it takes no mail, "
                    "another names a mail server"
                ),
            ),
        ),
        Case(
            zone="send.mail MX 0 .\nsend.mail MX 10 f.a.example.",
            expects="send MX 10 f.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "one MX record of send.mail.example.org says that it takes no mail, "
                    "another names a mail server"
                ),
            ),
        ),
        Case(
            zone="@ MX 0 .",
            expects="send MX 10 f.a.example.",
            says=(
                (
                    "example.org says that it takes no mail; "
                    "some receivers refuse mail from such a domain"
                ),
            ),
        ),
    ),
)
def null_mx_mixed(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """A name says that it takes no mail (`MX 0 .`), although mail should reach it.

    ## Why it matters
    The mail record `0 .` means: nobody at this name ever gets mail. Beside another mail record it
    contradicts it. At a domain that sends, it says that replies and bounces are not welcome, and
    receivers may refuse the mail.

    ## How to fix it
    Delete the record with the lone dot. If the domain has no mailboxes but sends mail, either name
    a server that takes the replies, or have no mail record at all.
    """
    names = dict.fromkeys(e.name for e in domain.records if e.type == "MX")
    for name in dict.fromkeys((*names, domain.name)):
        answer = view.ask(name, "MX")
        if answer.wildcard is None:
            yield from _mixed(name, answer.records)
    own = view.ask(domain.name, "MX").records
    asked = any(e.name == domain.name and e.type == "MX" for e in domain.records)
    sends = any(
        e.purpose in (Purpose.DKIM, Purpose.SPF, Purpose.RETURN_PATH) for e in domain.records
    )
    if own and sends and not asked and len(_nulls(own)) == len(own):
        message = f"{domain.name} says that it takes no mail; "
        message += "some receivers refuse mail from such a domain"
        problem = about(own[0], message, type_="MX", severity=Severity.WARNING)
        yield problem._replace(name=domain.name, affects=DELIVERY)
