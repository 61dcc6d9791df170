"""DKIM02: several records stand at one selector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint import changes
from ..lint.asked import asks_for_key
from ..lint.evidence import K, carries, text_difference
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.dkim import parse_dkim
from ..lint.records.kind import TextKind, is_dkim_key, text_kind
from ..lint.records.names import labels
from ..lint.rule import Case, rule
from ..lint.standing import distinct, standing
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Different keys at one selector, or a key beside a piece of one, whoever they belong to."""
    if "_domainkey" not in labels(node.name)[1:]:
        return
    records = distinct(node.of("TXT"))
    keys = [r for r in records if is_dkim_key(r.text)]
    if _differ(keys):
        fix = "keep the key that your provider shows today and delete the others"
        yield about(keys[1], _message(len(keys), node.name), type_="TXT", fix=fix)
    elif keys and (pieces := [r for r in records if _is_piece(r, node.name)]):
        message = f"a piece of a key stands beside the key at {node.name}: {pieces[0].text[:32]}"
        edits = tuple(changes.delete(r) for r in pieces)
        yield about(pieces[0], message, edits, type_="TXT", severity=Severity.WARNING)


def _is_piece(record: Record, name: str) -> bool:
    """Whether a text is a part of a key record without the key: `k=rsa`, `v=DKIM1`."""
    is_key = text_kind(record.text, name) is TextKind.DKIM
    return is_key and parse_dkim(record.text).p is None


def _differ(keys: Sequence[Record]) -> bool:
    return len({(key.k, key.p) for key in (parse_dkim(r.text) for r in keys)}) > 1


def _message(count: int, name: str) -> str:
    return f"{count} keys stand at {name}; receivers pick one of them, and it may be the wrong one"


@rule(
    "DKIM02",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.6.2.2",),
    predicts=RecordStatus.FAILED,
    zone=anywhere,
    good=(
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"\ns2._domainkey TXT "v=DKIM1; p=MIIBIjA"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
        ),
        # One record in several strings.
        Case(zone='s1._domainkey TXT "v=DKIM1; " "p=MIGfMA0"'),
        # One value that was stored in pieces is another matter.
        Case(
            zone='s1._domainkey TXT "v=DKIM1"\ns1._domainkey TXT "k=rsa"\n'
            's1._domainkey TXT "p=MIGfMA0"',
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0"',
        ),
        # The same record twice is one record to a server.
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"\ns1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
        ),
        # A wrong key is the graver fault.
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p=MIIBIjA"\ns1._domainkey TXT "v=spf1 -all"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
        ),
        # The old policy record of DomainKeys is no key.
        Case(zone='_domainkey TXT "o=~"\n_domainkey TXT "t=y; o=-"'),
    ),
    bad=(
        Case(
            zone='s1._domainkey TXT "k=rsa; p=MIGfMA0"\ns1._domainkey TXT "k=rsa"',
            says=("a piece of a key stands beside the key at s1._domainkey.example.org: k=rsa",),
        ),
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"\ns1._domainkey TXT "v=DKIM1; p=MIIBIjA"',
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0"',
            says=(
                (
                    "2 keys stand at s1._domainkey.example.org; "
                    "receivers pick one of them, and it may be the wrong one"
                ),
            ),
        ),
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p=MIIBIjA"\ns1._domainkey TXT "v=DKIM1; p="',
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0"',
            says=(
                (
                    "2 keys stand at s1._domainkey.example.org; "
                    "receivers pick one of them, and it may be the wrong one"
                ),
            ),
        ),
        # The same key in two spellings: whichever is picked is right, but some readers give up.
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"\ns1._domainkey TXT "k=rsa; p=MIGfMA0"',
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0"',
            says=("the same key stands 2 times at s1._domainkey.example.org",),
        ),
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"\ns1._domainkey TXT "v=spf1 -all"',
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0"',
            says=(
                (
                    "another text stands beside the key at s1._domainkey.example.org; "
                    "some receivers then find no key"
                ),
            ),
        ),
        Case(
            zone='s1._domainkey.mail TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEB"\n'
            's1._domainkey.mail TXT "v=DKIM1; p=MIIBIjANBgkqhkiG9w0B"',
            says=(
                (
                    "2 keys stand at s1._domainkey.mail.example.org; "
                    "receivers pick one of them, and it may be the wrong one"
                ),
            ),
        ),
    ),
)
def dkim_multiple_records(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Several records stand at one DKIM selector.

    ## Why it matters
    A selector has one key. Where receivers find several records they take any of them, or give up.
    Signatures are then right by chance only, even when the provider's check succeeds.

    ## How to fix it
    Keep the key that the provider shows and delete the others at this name; they are often left
    over from a first try. If another system still signs with the other key, ask the provider for
    another selector.
    """
    if not asks_for_key(expected):
        return
    records = standing(view, expected)
    if len(records) < 2 or text_difference(view, expected, records).kind is K.SPLIT_RECORDS:
        return
    keys = [r for r in records if text_kind(r.text, expected.name) is TextKind.DKIM]
    if len(keys) > 1:
        yield _several(view, expected, keys)
    elif keys and carries(view, expected, keys[0]):
        other = next(r for r in records if r not in keys)
        yield about(
            other,
            f"another text stands beside the key at {expected.name}; "
            "some receivers then find no key",
            severity=Severity.WARNING,
            fix="find out what the other text is for, and move it to the name where it belongs",
        )


def _several(view: View, expected: ExpectedRecord, keys: Sequence[Record]) -> Problem:
    right = [r for r in keys if carries(view, expected, r)]
    value = changes.value_of(right[0]) if right else changes.wanted_value(expected)
    wrong = next((r for r in keys if r not in right), keys[1])
    edits = changes.unite(keys, value)
    if len(right) == len(keys):
        message = f"the same key stands {len(keys)} times at {expected.name}"
        return about(wrong, message, edits, severity=Severity.WARNING)
    return about(wrong, _message(len(keys), expected.name), edits)
