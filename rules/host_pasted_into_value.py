"""HOST09: the record's name stands in its value."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import decoys
from ..lint.evidence import K, absent, differing, mail_texts, own_records, text_difference
from ..lint.mending import about, found, mending, place, right_text
from ..lint.model import ExpectedRecord, Node, Problem, Purpose, Question, Record, Severity
from ..lint.records import names
from ..lint.records.kind import strict_kind
from ..lint.records.repair import without_host
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A mail record's text that begins with a record name."""
    for index, (kind, record) in enumerate(mail_texts(node)):
        text = without_host(record.text, node.name)
        if strict_kind(record.text) is not None or strict_kind(text) is not kind:
            continue
        pasted = record.text[: len(record.text) - len(text)]
        right = _right_name(node.name, _host(pasted), view.zone)
        if right == node.name:
            yield found(record, _message(node.name, pasted), index, text)
        elif not any(strict_kind(r.text) is kind for r in view.at(right).of("TXT")):
            edits = place(right, "TXT", text, record)
            yield about(record, _message(node.name, pasted), edits, type_="TXT")


def _host(pasted: str) -> str:
    """The name among what stands before the value (`name. 3600 IN TXT "`)."""
    return pasted.strip(" \t\"'").split(maxsplit=1)[0].rstrip(":=")


def _right_name(owner: str, host: str, zone: str) -> str:
    """The name that was typed into the value of the record at `owner`."""
    name = names.canonical(host)
    if names.is_within(name, zone):
        return name
    first = names.labels(name)
    if names.labels(owner)[: len(first)] == first:
        return owner
    return names.join(name, owner)


def _message(name: str, pasted: str) -> str:
    typed = shorten(pasted.strip(" \t\"':="), 48)
    return f'the value at {name} begins with a record name, "{typed}"'


def _elsewhere(view: View, expected: ExpectedRecord) -> Iterator[Record]:
    """Records at other names whose value holds the expected name and then the expected value."""
    near = decoys.every(expected.name, view.domain.name, view.zone)
    inside = [n for n in near if names.is_within(n, view.zone)]
    view.want(Question(n, "TXT") for name in inside for n in (name, decoys.sibling(name)))
    for name in inside:
        for record in own_records(view, name, "TXT"):
            if _is_meant(view, expected, record):
                yield record


def _is_meant(view: View, expected: ExpectedRecord, record: Record) -> bool:
    """Whether the name in front of a value at another name is the expected one."""
    if text_difference(view, expected, (record,)).kind is not K.HOST_PASTED:
        return False
    text = without_host(record.text, expected.name)
    host = _host(record.text[: len(record.text) - len(text)])
    if expected.purpose is Purpose.DMARC:  # any policy would do, so the name must be certain
        return _right_name(record.name, host, view.zone) == expected.name
    first = names.labels(names.canonical(host))
    return names.labels(expected.name)[: len(first)] == first


@rule(
    "HOST09",
    severity=Severity.ERROR,
    zone=anywhere,
    good=(
        # A token may well look like a name and a value.
        Case(zone='@ TXT "example.org=4f2a77"', expects='@ TXT "example.org=4f2a77"'),
        Case(zone='@ TXT "mail.example.org v=1"\n@ TXT "_dmarc=yes"'),
        # A useless text beside the right record harms nobody.
        Case(zone='@ TXT "_dmarc=v=DMARC1; p=none"\n_dmarc TXT "v=DMARC1; p=none"'),
        # The name in front of the value is another sender's, or another domain's.
        Case(
            zone='@ TXT "_dmarc=v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
        ),
        Case(
            zone='@ TXT "k2._domainkey=k=rsa; p=MIGfMA0GCSqGSIb3"',
            expects='k1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
        ),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "_dmarc= v=DMARC1; p=reject"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=('the value at _dmarc.example.org begins with a record name, "_dmarc"',),
        ),
        Case(
            zone='@ TXT "k1._domainkey.example.org k=rsa; p=MIGfMA0GCSqGSIb3"',
            expects='k1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
            says=(
                'the value at example.org begins with a record name, "k1._domainkey.example.org"',
            ),
        ),
        Case(
            zone='mail TXT "_dmarc: v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
            says=('the value at mail.example.org begins with a record name, "_dmarc"',),
        ),
        Case(
            zone='k1._domainkey TXT "k1._domainkey v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUA"',
            says=(
                'the value at k1._domainkey.example.org begins with a record name, "k1._domainkey"',
            ),
        ),
        Case(
            zone='@ TXT "_dmarc.example.org v=DMARC1; p=none"',
            says=('the value at example.org begins with a record name, "_dmarc.example.org"',),
        ),
    ),
)
def host_pasted_into_value(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The record's name was typed into its value.

    ## Why it matters
    Receivers look for a text that begins with `v=spf1`, `v=DMARC1` or a key. This one begins with
    a name, so nobody sees the record in it.

    ## How to fix it
    Put the name into the name field alone, for example `_dmarc`, and let the value field begin
    with `v=`.
    """
    for difference, record in differing(view, expected, K.HOST_PASTED):
        yield mending(view, expected, record, _message(record.name, difference.detail))
        return
    if expected.type != "TXT" or not absent(view, expected):
        return
    for record in _elsewhere(view, expected):
        text = without_host(record.text, expected.name)
        message = _message(record.name, record.text[: len(record.text) - len(text)])
        value = right_text(view, expected, record.text)
        if value is not None:
            yield about(record, message, place(expected.name, "TXT", value, record))
            return
