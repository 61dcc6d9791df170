"""MISSING05: the planned change takes a mail record away."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.evidence import carries
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records import names
from ..lint.records.kind import TextKind, text_kind
from ..lint.rule import Case, rule
from ..lint.view import View

_WORDS = {TextKind.SPF: "SPF record", TextKind.DKIM: "DKIM key", TextKind.DMARC: "DMARC policy"}


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Mail records that go without anything of their kind taking their place."""
    kept = {_word(r) for r in node.records}
    for index, record in enumerate(view.beside.removed.get(node.name, ())):
        word = _word(record)
        if word and word not in kept:
            problem = _problem(record, word)
            yield problem._replace(severity=Severity.WARNING, discriminator=str(index))


def _word(record: Record) -> str:
    """What a mail record is called, "" for records that are no business of mail."""
    if record.type == "TXT":
        kind = text_kind(record.text, record.name)
        return _WORDS.get(kind, "") if kind else ""
    if record.type == "CNAME" and "_domainkey" in names.labels(record.name)[1:]:
        return "DKIM key"
    return "mail server" if record.type == "MX" else ""


def _problem(record: Record, word: str) -> Problem:
    return Problem(
        f"this change deletes the {word} at {record.name}",
        type=record.type,
        where=record.where,
        source=changes.written_lines(record),
    )


def _change(action: str, before: str, after: str = "null") -> str:
    return (
        '{"format_version": "1.2", "planned_values": {"root_module": {}}, "resource_changes": '
        '[{"address": "aws_route53_record.k", "mode": "managed", "type": "aws_route53_record", '
        f'"change": {{"actions": [{action}], "before": {before}, "after": {after}}}}}]}}'
    )


def _key(name: str, value: str) -> str:
    return f'{{"zone_id": "example.org", "name": "{name}", "type": "TXT", "records": ["{value}"]}}'


_P = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"


@rule(
    "MISSING05",
    severity=Severity.ERROR,
    predicts=RecordStatus.MISSING,
    zone=anywhere,
    good=(
        Case(zone=_change('"no-op"', _key("s1._domainkey", _P)), form="terraform"),
        Case(zone=_change('"delete"', _key("note", "hello")), form="terraform"),
        Case(
            zone=_change('"delete"', _key("s2._domainkey", _P)),
            expects=f"s1._domainkey TXT {_P}",
            form="terraform",
        ),
    ),
    bad=(
        Case(
            zone=_change('"delete"', _key("s1._domainkey", _P)),
            form="terraform",
            says=("this change deletes the DKIM key at s1._domainkey.example.org",),
        ),
        Case(
            zone=_change('"delete"', _key("s1._domainkey", _P)),
            expects=f"s1._domainkey TXT {_P}",
            form="terraform",
            says=("this change deletes the TXT record that the provider asked for",),
        ),
    ),
)
def record_deleted_by_change(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The planned change deletes a record that mail needs.

    ## Why it matters
    The plan takes the record away. From then on the provider's check fails, and receivers find
    no key or policy any more.

    ## How to fix it
    Keep the resource, or take the record out of this change if it is managed elsewhere from now
    on. Wait with deleting a DKIM key until no mail signed with it is on its way.
    """
    gone = [r for r in view.beside.removed.get(expected.name, ()) if carries(view, expected, r)]
    if gone and not any(carries(view, expected, r) for r in view.at(expected.name).records):
        message = f"this change deletes the {expected.type} record that the provider asked for"
        yield _problem(gone[0], "")._replace(message=message)
