"""FILE02: the data of a record does not say what its type needs."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.evidence import K, text_difference
from ..lint.mending import about, found, mended
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records import names
from ..lint.records.mx import host_behind_priorities
from ..lint.records.txt import MAX_STRING
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

_MAX_PRIORITY = 65_535  # RFC 1035 section 3.3.9
_MAX_TTL = 2**31 - 1  # seconds, RFC 2181 section 8


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A record whose data cannot be read; in exports, words of a panel stand for addresses."""
    for index, record in enumerate(node.records):
        address = record.type in ("A", "AAAA")
        if _is_unreadable(record) and not (address and _is_words(record.data)):
            problem = found(record, _message(record), index, _plain(record))
            yield problem._replace(severity=Severity.INFO) if address else problem


def _is_words(data: str) -> bool:
    """What a panel says of an address that it fills in itself: `Parked`, `WebsiteBuilder Site`."""
    return ":" not in data and not data[:1].isdigit()


def _is_unreadable(record: Record) -> bool:
    """Whether there is a flaw that no other rule looks at: long texts, a priority typed twice."""
    if record.flaw is None or any(len(s) > MAX_STRING for s in record.strings):
        return False
    return record.type != "MX" or host_behind_priorities(record.data) is None


def _plain(record: Record) -> str | None:
    """The value of a record with one host name, which lacks its priority or has quotes."""
    words = [w for w in record.data.split() if not w.isdecimal()]
    if len(words) != 1 or not record.target or names.flaw(record.target):
        return None
    readable = (record.priority or 0) <= _MAX_PRIORITY and (record.ttl or 0) <= _MAX_TTL
    return changes.value_of(record) if readable else None


def _message(record: Record) -> str:
    return f"cannot read {record.type} {shorten(record.data, 40)}: {record.flaw}"


def _is_meant(view: View, expected: ExpectedRecord, record: Record) -> bool:
    if record.type != "TXT":
        return record.type == expected.type
    return text_difference(view, expected, (record,)).kind is not K.ABSENT


@rule(
    "FILE02",
    severity=Severity.WARNING,
    refs=("RFC 1035 section 3.3", "RFC 1035 section 5.1"),
    zone=anywhere,
    good=(
        Case(zone="send MX 10 mx.mail.example.", expects="send MX 10 mx.mail.example."),
        Case(zone="@ MX 0 .\n@ A 192.0.2.1\n@ AAAA 2001:db8::1\ns CNAME a.example. ; b"),
        Case(zone=f'@ TXT "{"x" * 300}"'),
        # An address that the DNS host's web sites take care of.
        Case(zone="@ A Parked\nwww A WebsiteBuilder Site\nftp A >>++PARKED1++<<"),
        # Only the record that was asked for counts here.
        Case(
            zone='send A Parked\nsend TXT "token=\\300"\nsend MX 10 mx.mail.example.',
            expects="send MX 10 mx.mail.example.",
        ),
    ),
    bad=(
        Case(
            zone="send MX mx.example.",
            expects="send MX 10 mx.example.",
            says=(
                "cannot read MX mx.example.: the priority in front of the mail server is missing",
            ),
        ),
        Case(
            zone=r'send.mail TXT "v=spf1 a:a.example \300"',
            expects='send TXT "v=spf1 a:a.example"',
            domain="mail.example.org",
            says=(
                (
                    r'cannot read TXT "v=spf1 a:a.example \300": '
                    r"\300 is not a character: the highest is \255"
                ),
            ),
        ),
        Case(
            zone='s1._domainkey CNAME "s1.example."',
            says=(
                (
                    'cannot read CNAME "s1.example.": '
                    "the target stands in quotes; a host name is written without them"
                ),
            ),
        ),
        Case(
            zone="@ A 192.0.2.256\n@ MX mx.example. 5",
            says=(
                (
                    "cannot read MX mx.example. 5: "
                    "the priority stands after the mail server; it belongs in front of it"
                ),
                "cannot read A 192.0.2.256: this is not an IPv4 address",
            ),
        ),
    ),
)
def record_unreadable(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The data of a record cannot be read as what its type needs.

    ## Why it matters
    A name server refuses such a record, and many refuse the whole file with it. Then the old
    records stay, or none at all.

    ## How to fix it
    Write what the type needs: a priority and a mail server for MX, one host name for CNAME, an
    address for A and AAAA, text in quotes for TXT. Some exports hold words such as `Parked` in
    place of an address: leave those lines out.
    """
    severity = Severity.ERROR if expected.required else Severity.WARNING
    for record in view.at(expected.name).of(expected.type):
        if _is_unreadable(record) and _is_meant(view, expected, record):
            edits = mended(view, expected, record)
            if (record.ttl or 0) > _MAX_TTL:
                edits = tuple(edit._replace(ttl=expected.ttl) for edit in edits)
            yield about(record, _message(record), edits, severity=severity)
